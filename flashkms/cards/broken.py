"""Entries that stand in a deck file and are in no deck, because the file is broken where they stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from flashkms.cards.deck import Broken, Deck
from flashkms.cards.fields import KIND_KEYS
from flashkms.cards.salvage import starts
from flashkms.errors import Problem

_LIST = re.compile(r"^ *cards[ \t]*:(\s*\[)?", re.MULTILINE)
_ID = re.compile(r"^[ -]*id[ \t]*:[ \t]*[\"']?([\w-]+)", re.MULTILINE)
_ASKS = re.compile(rf"^[ -]*(?:{'|'.join(KIND_KEYS)})[ \t]*:", re.MULTILINE)
_BLANK = re.compile(r"\{\{c(\d+)::")
_BOTH_WAYS = re.compile(r"^[ -]*reverse[ \t]*:[ \t]*(?:true|yes|on)\b", re.MULTILINE | re.IGNORECASE)


def entries(text: str, deck: Deck, problems: Sequence[Problem]) -> Iterator[Broken]:
    """The entries in the deck file *text* that *deck*, which was read of it with *problems*, does not have, in order.

    One without a problem of its own, as within a conflict, has that before it.
    """
    places = starts(text)
    lines = [1 + text.count("\n", 0, place) for place in places]
    yield from (Broken("", one) for one in _undashed(text, lines, problems))
    sound = {bisect_right(lines, entry.line) - 1 for entry in deck.entries}
    after = [*lines[1:], 2 + text.count("\n")]
    for at, (begin, end) in enumerate(pairwise([*places, len(text)])):
        if at not in sound:
            yield _broken(text[begin:end], range(lines[at], after[at]), problems)


def _undashed(text: str, lines: Sequence[int], problems: Sequence[Problem]) -> Sequence[Problem]:
    """What is wrong with entries that begin without a dash: those in brackets, and a first one whose dash is broken."""
    listed = _LIST.search(text)
    if listed is None:
        return ()
    begin = 1 + text.count("\n", 0, listed.start())
    if not lines and listed[1]:
        return [one for one in problems if one.line >= begin]
    return [one for one in problems if begin < one.line < min(lines, default=0)][:1]


def _broken(part: str, lines: range, problems: Sequence[Problem]) -> Broken:
    own = next((one for one in problems if one.line in lines), None)
    before = next((one for one in reversed(problems) if one.line < lines.start), None)
    named = _ID.search(part)
    asks = len(_ASKS.findall(part))  # two, where the dash and the id of an entry were lost
    cards = max(asks, len({*_BLANK.findall(part)}), 2 if _BOTH_WAYS.search(part) else 1)
    return Broken(named[1] if named else "", own or before or problems[0], cards)
