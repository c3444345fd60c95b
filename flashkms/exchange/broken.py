"""Entries that stand in a deck file and are in no deck, because the file is broken where they stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from flashkms.cards.deck import Deck
from flashkms.errors import FlashkmsError, Problem
from flashkms.store import files

_CARDS = re.compile(r"^cards[ \t]*:", re.MULTILINE)
_ITEM = re.compile(r"^( *)-(?=[ \t]|$)", re.MULTILINE)
_ID = re.compile(r"^[ -]*id[ \t]*:[ \t]*[\"']?([\w-]+)", re.MULTILINE)
_ENDINGS = (".yaml", ".yml")


class Broken(Struct, frozen=True):
    """An entry that could not be read: the *id* that stands there, empty where none does, and its first *problem*."""

    id: str
    problem: Problem


def entries(root: Path, decks: Sequence[Deck], problems: Sequence[Problem]) -> Iterator[Broken]:
    """The broken entries of the deck files in *root*, as *problems* tell of them; *decks* are all that were read."""
    by_path = {deck.path: deck for deck in decks}
    told: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.path.endswith(_ENDINGS):
            told.setdefault(problem.path, []).append(problem)
    for path, found in told.items():
        yield from _of_file(_text(root / path), by_path.get(path), found)


def _of_file(text: str, deck: Deck | None, problems: Sequence[Problem]) -> Iterator[Broken]:
    starts = _starts(text)
    lines = [line for line, _ in starts]
    sound = {bisect_right(lines, entry.line) for entry in deck.entries} if deck else set()
    seen: set[int] = set()
    for problem in problems:
        place = bisect_right(lines, problem.line)
        if place in seen or place in sound or (not place and deck is not None and sound):
            continue
        seen.add(place)
        begin = starts[place - 1][1] if place else len(text)
        named = _ID.search(text, begin, starts[place][1] if place < len(starts) else len(text))
        yield Broken(named[1] if named else "", problem)


def _starts(text: str) -> list[tuple[int, int]]:
    """The line, from 1, and the place at which each entry of the deck file *text* starts."""
    cards = _CARDS.search(text)
    items = list(_ITEM.finditer(text, cards.end())) if cards else []
    return [(1 + text.count("\n", 0, item.start()), item.start()) for item in items if len(item[1]) == len(items[0][1])]


def _text(path: Path) -> str:
    try:
        return files.read(path).decode("utf-8", "replace")
    except (FlashkmsError, OSError):
        return ""
