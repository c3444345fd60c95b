"""Twins: cards that give each other away. They come from one point of a note, or have the same answer."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from heapq import heapify, heappop, heappush
from itertools import islice

from flashkms.cards.card import Card, CardId, entry_of
from flashkms.cards.face import answers

WAITING = 32  # cards that are tried at each place; more would make a queue of nothing but twins quadratic

_MARKS = re.compile(r"[*_`\s]+")


def traits(card: Card) -> frozenset[str]:
    """What *card* shares with its twins: two cards are twins when they have a trait in common."""
    marks = {f"entry {card.entry.id}"}
    if card.entry.source is not None:
        marks.add(f"point {card.note} {card.entry.source.key.partition('/')[0]}")
    marks.update(f"answer {text}" for text in (_plain(answer) for answer in answers(card)) if text)
    return frozenset(marks)


def apart(
    cards: Sequence[CardId], traits_of: Callable[[CardId], Iterable[str]], *, last: CardId | None = None
) -> tuple[CardId, ...]:
    """*cards* in nearly their order, without twins in a row where that can be had; *last* was shown before them.

    Twins keep their own order, so that a question comes before the cards that tell its answer: they are drawn forward
    as soon as what is left would no longer part them.
    """
    known = {card: frozenset(traits_of(card)) | {f"entry {entry_of(card)}"} for card in (*cards, *filter(None, [last]))}
    crowd = _Crowd(cards, known)
    order: list[CardId] = []
    before = known[last] if last is not None else frozenset[str]()
    front = 0
    while len(order) < len(cards):
        while cards[front] in crowd.placed:
            front += 1
        fit = crowd.due(before) or _next_apart(cards, front, crowd.placed, known, before) or cards[front]
        crowd.place(fit)
        order.append(fit)
        before = known[fit]
    return tuple(order)


class _Crowd:
    """The cards that are left, and the trait that most of them share."""

    __slots__ = ("_heap", "_known", "_left", "_sharing", "_total", "placed")

    def __init__(self, cards: Sequence[CardId], known: dict[CardId, frozenset[str]]) -> None:
        self.placed: set[CardId] = set()
        self._total = len(cards)
        self._known = known
        self._sharing: defaultdict[str, deque[CardId]] = defaultdict(deque)
        for card in cards:
            for trait in known[card]:
                self._sharing[trait].append(card)
        self._left = {trait: len(sharing) for trait, sharing in self._sharing.items()}
        self._heap = [(-count, trait) for trait, count in self._left.items() if count > 1]
        heapify(self._heap)

    def due(self, before: frozenset[str]) -> CardId | None:
        """The first card of a trait that too many of those left share for it to wait; None behind its twin *before*."""
        while self._heap and -self._heap[0][0] != self._left[self._heap[0][1]]:
            _, trait = heappop(self._heap)
            if self._left[trait] > 1:
                heappush(self._heap, (-self._left[trait], trait))
        if not self._heap or -self._heap[0][0] * 2 <= self._total - len(self.placed):
            return None
        sharing = self._sharing[self._heap[0][1]]
        while sharing[0] in self.placed:
            sharing.popleft()
        return sharing[0] if before.isdisjoint(self._known[sharing[0]]) else None

    def place(self, card: CardId) -> None:
        """Take *card* from those that are left."""
        self.placed.add(card)
        for trait in self._known[card]:
            self._left[trait] -= 1


def _next_apart(
    cards: Sequence[CardId],
    front: int,
    placed: set[CardId],
    known: dict[CardId, frozenset[str]],
    before: frozenset[str],
) -> CardId | None:
    """The first card from *front* on that has nothing in common with *before*, of so many as are looked at."""
    left = (cards[at] for at in range(front, len(cards)) if cards[at] not in placed)
    return next((card for card in islice(left, WAITING) if before.isdisjoint(known[card])), None)


def _plain(answer: str) -> str:
    """*answer* without emphasis, spacing and case."""
    return _MARKS.sub(" ", answer).strip().rstrip(".").casefold()
