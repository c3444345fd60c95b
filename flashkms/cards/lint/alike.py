"""Pairs of entries that share most of their words, found in linear time.

Comparing every entry with every other one would take hours on a large collection. Two texts that share nearly all
their words share some of the rarest of them too (prefix filtering, Chaudhuri, Ganti and Kaushik 2006), so each entry
is compared only with the latest few that have one of its rarest words.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import chain
from math import ceil

from flashkms.cards.lint.reading import Reading

FEWEST_WORDS = 5
"""A shorter text says too little to be called alike."""

MOST_RARE_WORDS = 5
"""Rare words looked up for one entry; a long one is compared with those that share two of them."""

NEIGHBOURS = 12
"""Earlier entries looked up for one rare word; bounds the work on a thousand equal entries."""


def alike(
    readings: Sequence[Reading], words_of: Callable[[Reading], Iterable[str]], *, at_least: float
) -> Iterator[tuple[Reading, Reading]]:
    """Pairs (earlier, later) whose sets of *words_of* share *at_least* this part of all their words.

    Each later entry is paired with one earlier entry at most, and never with one from the same point of the same
    note: those are meant to be alike.
    """
    texts = _numbered(words_of(reading) for reading in readings)
    spread = Counter(chain.from_iterable(texts))
    seen: defaultdict[int, deque[int]] = defaultdict(lambda: deque(maxlen=NEIGHBOURS))
    for at, words in enumerate(texts):
        if len(words) < FEWEST_WORDS:
            continue
        most = min(MOST_RARE_WORDS, len(words) - ceil(at_least * len(words)) + 1)
        rare = nsmallest(most, (word for word in words if spread[word] > 1), key=lambda word: (spread[word], word))
        shared = Counter(earlier for word in rare for earlier in seen[word])
        near = (earlier for earlier, count in shared.items() if count > 1 or len(rare) < MOST_RARE_WORDS)
        alikes = (earlier for earlier in near if _share(texts[earlier], words, at_least=at_least))
        first = min((earlier for earlier in alikes if not _same_point(readings[earlier], readings[at])), default=None)
        if first is not None:
            yield readings[first], readings[at]
        for word in rare:
            seen[word].append(at)


def _numbered(texts: Iterable[Iterable[str]]) -> list[array[int]]:
    """The distinct words of each text as numbers: a tenth of the memory that the words take."""
    numbers: dict[str, int] = {}
    return [array("L", {numbers.setdefault(word, len(numbers)) for word in words}) for words in texts]


def _share(left: array[int], right: array[int], *, at_least: float) -> bool:
    if min(len(left), len(right)) < at_least * max(len(left), len(right)):
        return False
    common = len(frozenset(left).intersection(right))
    return common >= at_least * (len(left) + len(right) - common)


def _same_point(left: Reading, right: Reading) -> bool:
    return left.point != "" and left.point == right.point and left.deck.path == right.deck.path
