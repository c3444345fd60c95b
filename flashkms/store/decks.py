"""The deck files of a collection, found and read; what cannot be read is named, and the rest goes on."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from flashkms.cards.deck import Deck
from flashkms.cards.entry import Entry
from flashkms.errors import Problem
from flashkms.store import strays
from flashkms.store.text import read_text

FOLDER = strays.CARDS
SUFFIXES = strays.ENDINGS[FOLDER]


def names(root: Path, unlisted: Callable[[OSError], None] | None = None) -> list[str]:
    """Every deck file below `cards/`, relative to *root*, by path: text, since a `Path` of each takes longer to make.

    Hidden files and folders are passed over, and so are links and conflict copies, which `strays` names. *unlisted*
    is told why a folder cannot be listed.
    """
    top = len(str(root)) + 1
    found = [
        f"{folder[top:]}/{name}".replace(os.sep, "/")
        for folder, names in strays.walk(root, FOLDER, unlisted)
        for name in names
        if name.lower().endswith(SUFFIXES) and not strays.is_conflict_copy(name)
    ]
    return sorted(found)


def read_one(path: Path, root: Path) -> tuple[Deck | None, tuple[Problem, ...]]:
    """The deck in *path*, None when it cannot be read at all, and what is wrong with it."""
    from flashkms.cards import deckfile  # noqa: PLC0415  # YAML takes 20 ms to load, and a start mostly reads no file

    shown = path.relative_to(root).as_posix()
    text, problems = read_text(path, shown)
    if text is None:
        return None, problems
    deck, wrong = deckfile.parse(text, shown)
    return deck, (*problems, *wrong)


def taken(path: str, entry: Entry, first: str) -> Problem:
    """What is said about *entry* in *path*, whose id is that of the entry at the place *first*."""
    return Problem(
        path,
        entry.line,
        f"the id {entry.id} is taken by {first}",
        "that one is studied; give this one an id of its own, or delete it",
    )
