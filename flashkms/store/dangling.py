"""Names that lead nowhere: a deck in the settings that no deck file makes, a note that a deck file names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import accumulate
from pathlib import Path

from flashkms.cards.deck import Deck
from flashkms.config.keys import DECKS
from flashkms.config.places import place, places
from flashkms.errors import FlashkmsError, Problem
from flashkms.store import files
from flashkms.store.collection import Collection
from flashkms.store.root import CONFIG


def problems(collection: Collection, decks: Sequence[Deck]) -> Iterator[Problem]:
    """A problem for each of them; *decks* are all of the *collection*."""
    yield from _settings(collection, decks)
    for deck in decks:
        if deck.note and _made_of_it(deck) and _missing(collection.root / deck.note):
            said = f"there is no note {deck.note}"
            yield Problem(deck.path, _line(collection, deck), said, "correct the path, or remove the line")


def _settings(collection: Collection, decks: Sequence[Deck]) -> Iterator[Problem]:
    known = {name for deck in decks for name in accumulate(deck.name.split("::"), "{}::{}".format)}
    unknown = [name for name, _ in collection.config.decks if known and name not in known]
    if not unknown:
        return
    lines = places(files.read_text(collection.root / CONFIG).removeprefix("\ufeff"))
    for name in unknown:
        close = get_close_matches(name, sorted(known), n=1)
        hint = f"did you mean {close[0]}?" if close else "`flashkms due` lists the decks"
        yield Problem(CONFIG, place(lines, (DECKS, name)), f"no deck is called {name}", hint)


def _made_of_it(deck: Deck) -> bool:
    """Whether *deck* has a reason to name its note: what came from one that was deleted is gone."""
    made = [entry for entry in deck.entries if entry.source]
    return not made or not all(entry.gone for entry in made)


def _line(collection: Collection, deck: Deck) -> int:
    """The line at which the file of *deck* names its note."""
    try:
        text = files.read_text(collection.root / deck.path)
    except (FlashkmsError, OSError):
        return 1
    found = re.search(r"^[ ]*[\"']?note[\"']?[ ]*:", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _missing(path: Path) -> bool:
    """Whether nothing is at *path*; a folder that this user may not look into can hold it."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # a name with a NUL in it is none
        return True
    except OSError:
        return False
    return False
