"""Ordinals of a reworded cloze: a blank keeps its number while its answer is kept or reworded in its place.

A number that is no longer used is retired, since its reviews were about another blank.
"""

from __future__ import annotations

import difflib

from flashkms.cards import cloze

_REWORDED = 0.6  # similarity of two answers, by characters, from which one is the other reworded
_AROUND = 16  # characters beside a blank that tell that it stands where another stood


def aligned(old: str, new: str, used: frozenset[int]) -> tuple[str, tuple[int, ...]]:
    """*new* with the ordinals of *old* where its blanks are kept, and the ordinals of *old* that it has no more.

    Blanks of their own get numbers that are neither in *old* nor *used* before.
    """
    before, after = cloze.ordinals(old), cloze.ordinals(new)
    numbers: dict[int, int] = {}
    for same in (_equal, _reworded, _in_place):
        for ordinal in after:
            free = [one for one in before if one not in numbers.values()]
            if ordinal not in numbers and free:
                best = max(free, key=lambda one: (same(old, one, new, ordinal), one == ordinal))
                if same(old, best, new, ordinal) > 0:
                    numbers[ordinal] = best
    highest = max((*before, *used), default=0)
    for ordinal in after:
        if ordinal not in numbers:
            highest += 1
            numbers[ordinal] = highest
    kept = set(numbers.values())
    return cloze.renumbered(new, numbers), tuple(one for one in before if one not in kept)


def canonical(text: str) -> str:
    """*text* with its ordinals in the order in which they appear: equal for texts that differ by numbers alone."""
    order = dict.fromkeys(blank.ordinal for blank in cloze.all_blanks(text))
    return cloze.renumbered(text, {ordinal: place for place, ordinal in enumerate(order, 1)})


def _equal(old: str, one: int, new: str, other: int) -> float:
    return float(_answers(old, one) == _answers(new, other))


def _reworded(old: str, one: int, new: str, other: int) -> float:
    ratio = difflib.SequenceMatcher(None, _answers(old, one), _answers(new, other), autojunk=False).ratio()
    return ratio if ratio >= _REWORDED else 0.0


def _in_place(old: str, one: int, new: str, other: int) -> float:
    """Whether the text on one side of the blanks is the same, and long enough to tell."""
    (left, right), (left_new, right_new) = _sides(old, one), _sides(new, other)
    return float((bool(left) and left == left_new) or (bool(right) and right == right_new))


def _answers(text: str, ordinal: int) -> str:
    return " ".join(" ".join(cloze.answers(text, ordinal)).casefold().split())


def _sides(text: str, ordinal: int) -> tuple[str, str]:
    shown = cloze.hidden(text, ordinal)
    start, end = shown.find(cloze.BLANK_START), shown.rfind(cloze.BLANK_END)
    left, right = shown[:start].rstrip()[-_AROUND:], shown[end + 1 :].lstrip()[:_AROUND]
    return (left if len(left) >= 8 else ""), (right if len(right) >= 8 else "")
