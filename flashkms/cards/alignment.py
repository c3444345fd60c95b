"""Ordinals of a reworded cloze: a blank keeps its number while its answer is kept or reworded in its place.

A number that is no longer used is retired, since its reviews were about another blank.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from flashkms.cards import cloze

_REWORDED = 0.6  # similarity of two answers, by characters, from which one is the other reworded
_COMPARED = 400  # characters of an answer that are compared: more would take minutes, and tell no more
_AROUND = 16  # characters beside a blank that tell that it stands where another stood

_Same = Callable[[int, int], float]


def aligned(old: str, new: str, used: frozenset[int]) -> tuple[str, tuple[int, ...]]:
    """*new* with the ordinals of *old* where its blanks are kept, and the ordinals of *old* that it has no more.

    Blanks of their own get numbers that are neither in *old* nor *used* before.
    """
    if old == new:
        return new, ()
    before, after = cloze.ordinals(old), cloze.ordinals(new)
    numbers: dict[int, int] = {}
    for same in _manners(old, new):
        free = [one for one in before if one not in numbers.values()]
        for ordinal in after:
            if ordinal not in numbers and free:
                likeness, best = max((same(one, ordinal), one == ordinal, -one) for one in free)[::2]
                if likeness > 0:
                    numbers[ordinal] = -best
                    free.remove(-best)
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


def _manners(old: str, new: str) -> Iterator[_Same]:
    """How a blank of *old* can be one of *new*, by their ordinals, 0..1: equal, reworded, or in its place."""
    ours, theirs = _answers(old), _answers(new)
    yield lambda one, other: float(ours[one] == theirs[other])
    matcher = difflib.SequenceMatcher(None, autojunk=False)
    starts, new_starts = ({at: said[:_COMPARED] for at, said in answers.items()} for answers in (ours, theirs))
    yield lambda one, other: _reworded(matcher, starts[one], new_starts[other])
    sides, new_sides = lru_cache(partial(_sides, old)), lru_cache(partial(_sides, new))
    # What a blank hid and can be read now was not reworded: its author stressed something else.
    freed = {one for one, said in ours.items() if said and _open(new).count(said) > _open(old).count(said)}
    yield lambda one, other: _in_place(sides(one), new_sides(other)) if one not in freed else 0.0


def _reworded(matcher: difflib.SequenceMatcher[str], old: str, new: str) -> float:
    matcher.set_seqs(old, new)
    bounded = matcher.real_quick_ratio() >= _REWORDED and matcher.quick_ratio() >= _REWORDED
    ratio = matcher.ratio() if bounded else 0.0
    return ratio if ratio >= _REWORDED else 0.0


def _in_place(old: tuple[str, str], new: tuple[str, str]) -> float:
    """Whether the text on one side of the blanks is the same, and long enough to tell."""
    return float(any(side and side == other for side, other in zip(old, new, strict=True)))


def _answers(text: str) -> dict[int, str]:
    """What the blanks of each ordinal hide together, without case and with one space between words."""
    found: dict[int, list[str]] = defaultdict(list)
    for blank in cloze.all_blanks(text):
        found[blank.ordinal].append(cloze.without_blanks(blank.answer))
    return {ordinal: " ".join(" ".join(answers).casefold().split()) for ordinal, answers in found.items()}


def _open(text: str) -> str:
    """What stands beside the blanks of *text*, spelt as `_answers` does."""
    return " ".join(cloze.replaced(text, lambda _: cloze.BLANK_START).casefold().split())


def _sides(text: str, ordinal: int) -> tuple[str, str]:
    shown = cloze.hidden(text, ordinal)
    start, end = shown.find(cloze.BLANK_START), shown.rfind(cloze.BLANK_END)
    left, right = shown[:start].rstrip()[-_AROUND:], shown[end + 1 :].lstrip()[:_AROUND]
    return (left if len(left) >= 8 else ""), (right if len(right) >= 8 else "")
