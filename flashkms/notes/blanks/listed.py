"""Enumerations within a sentence: `needs a key, a lock and a door`; to hide one member asks which one was meant."""

from __future__ import annotations

from flashkms.notes.blanks.tokens import Tokens
from flashkms.notes.blanks.words import STOP, VERB

LONGEST = 3  # words of a member
LEAST = 3  # members: of two, each leads to the other
_JOINS = frozenset(("and", "or", "및", "또는"))


def members(tokens: Tokens) -> frozenset[tuple[int, int]]:
    """The first and last (exclusive) token of each member of an enumeration of three or more short ones."""
    if "," not in tokens.text and "、" not in tokens.text:  # as in most
        return frozenset()
    if not any("," in gap or "、" in gap for gap in tokens.before):
        return frozenset()
    found: list[tuple[int, int]] = []
    for run in (_from_verb(tokens, run) for run in _runs(tokens)):
        if len(run) >= LEAST and all(last - first <= LONGEST for first, last in run[1:-1]):
            head, tail = _after_verb(tokens, *run[0]), _before_verb(tokens, *run[-1])
            found += [head, *run[1:-1], tail]
    return frozenset(found)


def _from_verb(tokens: Tokens, run: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """*run* without the stretches before the verb that leads to it: `as at home, needs a key, a lock and a door`."""
    for at in range(len(run) - LEAST, 0, -1):
        if any(bits & VERB and not bits & STOP for bits in tokens.classes[slice(*run[at])]):
            return run[at:]
    return run


def closes(tokens: Tokens, last: tuple[int, int]) -> bool:
    """Whether the member *last* stands behind `and` or `or`: no other follows it."""
    return last[0] > 0 and tokens.lowers[last[0] - 1] in _JOINS


def _runs(tokens: Tokens) -> list[list[tuple[int, int]]]:
    """Stretches between commas and `and`, those in one row together; any other sign ends a row."""
    runs: list[list[tuple[int, int]]] = [[]]
    start = 0
    for at, (gap, word) in enumerate((*zip(tokens.before, tokens.lowers, strict=True), (".", ""))):
        joins = word in _JOINS
        if not joins and (gap == " " or not (gap := gap.strip())):
            continue
        if at > start:
            runs[-1].append((start, at))
        if gap.strip() not in ("", ",", "、"):
            runs.append([])
        start = at + 1 if joins else at
    return runs


def _after_verb(tokens: Tokens, first: int, last: int) -> tuple[int, int]:
    """The last words of a stretch, from behind its last verb or preposition."""
    start = last
    while start > first and not tokens.classes[start - 1] & (STOP | VERB):
        start -= 1
    return start, last


def _before_verb(tokens: Tokens, first: int, last: int) -> tuple[int, int]:
    end = first
    while end < last and not tokens.classes[end] & (STOP | VERB):
        end += 1
    return first, end
