"""The deck files of a collection, found and read; what cannot be read is named, and the rest goes on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from flashkms.cards.deck import Broken, Deck
from flashkms.cards.entry import Entry, EntryId
from flashkms.errors import Problem
from flashkms.store import strays
from flashkms.store.text import read_text

FOLDER = strays.CARDS
SUFFIXES = strays.ENDINGS[FOLDER]


def names(root: Path, unlisted: Callable[[OSError], None] | None = None, copies: list[str] | None = None) -> list[str]:
    """Every deck file below `cards/`, relative to *root*, by path: text, since a `Path` of each takes longer to make.

    Hidden files and folders are passed over, and so are links, which `strays` names, and conflict copies, which are
    added to *copies*. *unlisted* is told why a folder cannot be listed.
    """
    top = len(str(root)) + 1
    found = [
        f"{folder[top:]}/{name}".replace(os.sep, "/")
        for folder, names in strays.walk(root, FOLDER, unlisted)
        for name in names
        if name.lower().endswith(SUFFIXES)
    ]
    if copies is not None:
        copies += (path for path in found if strays.is_conflict_copy(path.rpartition("/")[2]))
    return sorted(path for path in found if not strays.is_conflict_copy(path.rpartition("/")[2]))


class Reading(Struct, frozen=True):
    """What one deck file gave: its *deck*, None when it cannot be read at all, and what is wrong with it.

    *broken* are the entries that stand there and are not in the deck; *cut* says that its last line has no end.
    """

    deck: Deck | None
    problems: tuple[Problem, ...] = ()
    broken: tuple[Broken, ...] = ()
    cut: bool = False


def read_one(path: Path, root: Path) -> Reading:
    """What stands in the deck file *path* of the collection *root*."""
    from flashkms.cards import broken, deckfile  # noqa: PLC0415  # YAML takes 20 ms to load, and few starts read a file

    shown = path.relative_to(root).as_posix()
    text, problems = read_text(path, shown)
    if text is None:
        return Reading(None, problems)
    deck, wrong = deckfile.parse(text, shown)
    left_out = tuple(broken.entries(text, deck, wrong)) if wrong else ()
    return Reading(deck, (*problems, *wrong), left_out, cut=not text.endswith("\n"))


def rank(path: str) -> tuple[int, str]:
    """By what deck files are asked in turn for an entry that several have: a copy of a file has the longer name."""
    return len(path), path


def homes(decks: Iterable[Deck]) -> dict[EntryId, Deck]:
    """The one of *decks* in which each entry is studied, where several have it."""
    last_wins = sorted(decks, key=lambda deck: rank(deck.path), reverse=True)
    return {entry.id: deck for deck in last_wins for entry in deck.entries}


def taken(path: str, entry: Entry, first: str) -> Problem:
    """What is said about *entry* in *path*, whose id is that of the entry at the place *first*."""
    return Problem(
        path,
        entry.line,
        f"the id {entry.id} is taken by {first}",
        "that one is studied; give this one an id of its own, or delete it",
    )


def taken_in(deck: Deck, entry: Entry, home: Deck) -> Problem:
    """As `taken`, of *entry* in *deck*, which is studied in the deck *home*."""
    line = next(one.line for one in home.entries if one.id == entry.id)
    return taken(deck.path, entry, f"{home.path}:{line}")
