"""Entries that stand in deck files and are in no deck, because the files are broken where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from flashkms.cards import broken
from flashkms.cards.deck import Broken, Deck
from flashkms.errors import FlashkmsError, Problem
from flashkms.store import files
from flashkms.store.decks import SUFFIXES


def entries(root: Path, decks: Sequence[Deck], problems: Sequence[Problem]) -> Iterator[Broken]:
    """The broken entries of the deck files in *root*, as *problems* tell of them; *decks* are all that were read.

    Of a file that gives no entry, only its first problem is told.
    """
    by_path = {deck.path: deck for deck in decks}
    told: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.path.endswith(SUFFIXES):
            told[problem.path].append(problem)
    for path, found in told.items():
        deck = by_path.get(path)
        yield from broken.entries(_text(root / path), deck, found) if deck else [Broken("", found[0])]


def _text(path: Path) -> str:
    try:
        return files.read(path).decode("utf-8", "replace")
    except (FlashkmsError, OSError):
        return ""
