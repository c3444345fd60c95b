"""Entries that came from a package, on their way into deck files that a person can read."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from flashkms.cards import bodies, deckfile, splice
from flashkms.cards.deck import Deck
from flashkms.cards.entry import Entry
from flashkms.errors import FlashkmsError
from flashkms.store import files
from flashkms.store.collection import Collection

_PER_FILE = 5000  # entries: a file stays one that an editor opens at once, far below the limit of 16 MiB
_UNFIT = re.compile(r"[^\w.+-]+")


class DeckFile(Struct, frozen=True):
    """A deck file to write: *content* in the place of *expected*, None for one that is not there yet."""

    path: Path
    content: bytes
    expected: bytes | None


def deck_files(
    collection: Collection,
    arrived: Mapping[str, Sequence[Entry]],
    changes: Mapping[str, Sequence[splice.Edit]],
    described: Callable[[str], str],
) -> tuple[DeckFile, ...]:
    """The deck files that take the entries *arrived*, by deck name: after those of the deck, else a new file.

    A new one is *described* as its deck is; so are those above it, in files of their own. *changes* are made in the
    files that they name by path.

    Raises `FlashkmsError` where they cannot be made.
    """
    edits = {path: list(some) for path, some in changes.items()}
    own: dict[str, Deck] = {deck.name: deck for deck in reversed(collection.decks())}
    taken = {deck.path.casefold() for deck in collection.decks()}
    made: list[DeckFile] = []
    for name, entries in _with_those_above(arrived, own, described).items():
        deck = own.get(name)
        if deck is not None and len(deck.entries) + len(entries) <= _PER_FILE:
            added = (splice.AddEntry(tuple(bodies.values(entry).items())) for entry in entries)
            edits.setdefault(deck.path, []).extend(added)
            continue
        for begin in range(0, max(len(entries), 1), _PER_FILE):
            path = _free(name, taken, collection.root)
            taken.add(path.casefold())
            some, said = tuple(entries[begin : begin + _PER_FILE]), "" if begin else described(name)
            text = deckfile.render(Deck(path, name, description=said, entries=some))
            made.append(DeckFile(collection.root / path, text.encode(), None))
    return (*(_edited(collection.root, path, some) for path, some in edits.items()), *made)


def _with_those_above(
    arrived: Mapping[str, Sequence[Entry]], own: Mapping[str, Deck], described: Callable[[str], str]
) -> Mapping[str, Sequence[Entry]]:
    """*arrived* with the decks above its new ones, without entries, that are *described* and nobody has."""
    found: dict[str, Sequence[Entry]] = {}
    for name, entries in arrived.items():
        levels = [] if name in own else name.split("::")
        for depth in range(1, len(levels)):
            above = "::".join(levels[:depth])
            if above not in own and above not in arrived and described(above):
                found.setdefault(above, ())
        found[name] = entries
    return found


def write(root: Path, made: Iterable[DeckFile]) -> None:
    """Write *made* in the collection *root*, each as a whole or not at all. Raises `FlashkmsError` as the disk does."""
    for one in made:
        try:
            files.make_folders(one.path.parent, within=root)
            files.replace(one.path, one.content, expected=one.expected)
        except OSError as error:
            raise FlashkmsError(f"{one.path}: not written: {error.strerror}", "run the import again") from error


def _edited(root: Path, shown: str, edits: Sequence[splice.Edit]) -> DeckFile:
    path = root / shown
    before = files.read_text(path)
    text, refused = splice.apply(before, tuple(edits))
    if refused:
        raise FlashkmsError(f"{shown}:{refused[0].line}: {refused[0].message}", "mend the file and import again")
    return DeckFile(path, text.encode(), before.encode())


def _free(deck: str, taken: set[str], root: Path) -> str:
    """A path below `cards/` for the deck *deck* that no file has, whatever the letter case."""
    parts = [_UNFIT.sub("-", part).strip("-.").lower() for part in unicodedata.normalize("NFC", deck).split("::")]
    stem = "/".join(part[:60] for part in parts if part) or "imported"
    number = 1
    while True:
        path = f"cards/{stem}{f'-{number}' if number > 1 else ''}.yaml"
        if path.casefold() not in taken and not (root / path).exists():
            return path
        number += 1


def by_deck(entries: Iterable[tuple[str, Entry]]) -> dict[str, list[Entry]]:
    """*entries* by the deck that each goes to, in order."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for deck, entry in entries:
        found[deck].append(entry)
    return found
