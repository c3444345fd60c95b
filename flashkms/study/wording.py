"""An entry as it is written in its deck file: taken out to be edited in place, and put back if it still reads well."""

from __future__ import annotations

from msgspec import Struct

from flashkms.cards import deckfile
from flashkms.cards.card import Card
from flashkms.cards.entry import EntryId
from flashkms.errors import Problem, UsageError
from flashkms.store import files
from flashkms.store.collection import Collection
from flashkms.store.text import lines as lines_of


class Wording(Struct, frozen=True):
    """The lines of one entry. *text* is what a person edits; *before* is the whole file that it was taken from."""

    path: str
    entry: EntryId
    before: bytes
    first: int  # index of its first line
    last: int  # index of the line after its last
    text: str


def wording(collection: Collection, card: Card) -> Wording:
    """The entry of *card* as written.

    Raises `UsageError` when its file does not have it any more, `UnreadableFileError` when that is no text any more.
    """
    before = files.read_text(collection.root / card.path).encode()
    lines = lines_of(before.decode())
    deck, _ = deckfile.parse(before.decode("utf-8-sig"), card.path)
    entries = sorted(entry.line for entry in deck.entries if entry.line)
    line = next((entry.line for entry in deck.entries if entry.id == card.entry.id), 0)
    if not line:
        raise UsageError(f"{card.path} does not have {card.entry.id} any more", "`flashkms cards` lists the cards")
    after = next((other - 1 for other in entries if other > line), len(lines))
    while after > line and _between(lines[after - 1]):
        after -= 1
    return Wording(card.path, card.entry.id, before, line - 1, after, "".join(lines[line - 1 : after]))


def reword(collection: Collection, taken: Wording, text: str) -> tuple[Problem, ...]:
    """Put *text* in the place of *taken*; what is wrong with it, and then nothing was written.

    Raises `ChangedError` when another program changed the file meanwhile, `OSError` when the disk refuses.
    """
    lines = lines_of(taken.before.decode())
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    put = text.replace("\r\n", "\n").rstrip("\n").replace("\n", end) + end
    after = "".join([*lines[: taken.first], put, *lines[taken.last :]])
    problems = _new_problems(taken, after)
    if not problems and after.encode() != taken.before:
        files.replace(collection.root / taken.path, after.encode(), expected=taken.before)
    return problems


def _new_problems(taken: Wording, after: str) -> tuple[Problem, ...]:
    old, known = deckfile.parse(taken.before.decode("utf-8-sig"), taken.path)
    new, found = deckfile.parse(after.removeprefix("\ufeff"), taken.path)
    messages = {problem.message for problem in known}
    problems = tuple(problem for problem in found if problem.message not in messages)
    lost = {entry.id for entry in old.entries} - {entry.id for entry in new.entries}
    if lost and not problems:
        return (Problem(taken.path, taken.first + 1, f"{', '.join(sorted(lost))} is gone", "keep its `id:` line"),)
    return problems


def _between(line: str) -> bool:
    """Whether *line* stands between two entries: blank, or a comment that belongs to the next one."""
    return not line.strip() or line.lstrip().startswith("#")
