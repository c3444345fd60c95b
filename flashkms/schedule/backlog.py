"""Backlogs: what to do first with little time, and how long the way back is.

After a break more is due than a person can answer. Then the cards count that lose most by waiting another day: a card
that is nearly forgotten, or that hardly fades, can wait; one in the middle of its fall cannot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from msgspec import Struct

from flashkms.cards.card import CardId
from flashkms.schedule.fsrs import Fsrs
from flashkms.schedule.memory import Memory
from flashkms.schedule.queue import shuffled
from flashkms.schedule.scheduler import Scheduler


class WayBack(Struct, frozen=True):
    """A backlog, worked off with so much time a day."""

    per_day: int  # cards that the time is enough for
    left: tuple[int, ...]  # cards still due at the end of each day, from today
    clear: date | None  # the first day that ends with nothing due; None where the time does not get there


def loss(fsrs: Fsrs, stability: float, elapsed: int) -> float:
    """How much recall, 0..1, falls by waiting one more day after *elapsed* days."""
    return fsrs.recall(stability, elapsed) - fsrs.recall(stability, elapsed + 1)


def lost(memory: Memory, now: datetime, scheduler: Scheduler) -> float:
    """How much recall, 0..1, a card loses by waiting from *now* to tomorrow."""
    elapsed = scheduler.days.elapsed(memory.last_review.timestamp(), now.timestamp())
    return loss(scheduler.rules.fsrs, memory.stability, elapsed)


def first(
    memories: Mapping[CardId, Memory], now: datetime, scheduler: Scheduler, *, cards: int | None = None
) -> tuple[CardId, ...]:
    """The cards of *memories* that are due, by recall lost in a day, most first; no more than *cards* of them."""
    today = scheduler.days.day(now)
    due = [
        (-lost(memory, now, scheduler), shuffled(card, today), card)
        for card, memory in memories.items()
        if not isinstance(memory.due, datetime) and memory.due <= today
    ]
    return tuple(card for _, _, card in sorted(due))[:cards]


def fitting(time: timedelta, per_card: timedelta) -> int:
    """How many cards fit into *time*, one at least."""
    return max(int(time / max(per_card, timedelta(seconds=1))), 1)


def way_back(  # noqa: PLR0913 - three of them by name
    memories: Iterable[Memory],
    now: datetime,
    scheduler: Scheduler,
    *,
    daily: timedelta,
    per_card: timedelta,
    horizon: int = 365,
) -> WayBack:
    """How the backlog shrinks with *daily* of study, *per_card* for each card, and no new cards.

    Recall is taken as predicted: of cards that each have a chance of 0.8, every fifth is forgotten.
    """
    today, days = scheduler.days.day(now), scheduler.days
    limit = fitting(daily, per_card)
    worked = _Worked(scheduler)
    for memory in memories:
        due = days.day(memory.due) if isinstance(memory.due, datetime) else memory.due
        last = min((days.day(memory.last_review) - today).days, 0)  # a clock may have been ahead
        worked.add(max((due - today).days, 0), (memory.stability, memory.difficulty, last))
    left = []
    for ahead in range(horizon):
        left.append(worked.day(ahead, limit))
        if not left[-1]:
            return WayBack(limit, tuple(left), today + timedelta(days=ahead))
    return WayBack(limit, tuple(left), None)


class _Worked:
    """Cards by the day on which they fall due, as days from today; each is stability, difficulty, last answer."""

    __slots__ = ("_due", "_forgotten", "_scheduler", "_waiting")

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self._due: dict[int, list[tuple[float, float, int]]] = defaultdict(list)
        self._waiting: list[tuple[float, float, int]] = []
        self._forgotten = 0.0

    def add(self, day: int, card: tuple[float, float, int]) -> None:
        self._due[day].append(card)

    def day(self, today: int, limit: int) -> int:
        """Answer *limit* of the cards due on *today*, the most urgent; how many are left."""
        fsrs = self._scheduler.rules.fsrs
        waiting = self._waiting + self._due.pop(today, [])
        waiting.sort(key=lambda card: loss(fsrs, card[0], today - card[2]), reverse=True)
        for stability, difficulty, last in waiting[:limit]:
            self._answer(stability, difficulty, last, today)
        self._waiting = waiting[limit:]
        return len(self._waiting)

    def _answer(self, stability: float, difficulty: float, last: int, today: int) -> None:
        fsrs = self._scheduler.rules.fsrs
        elapsed = today - last
        self._forgotten += 1 - fsrs.recall(stability, elapsed)
        rating = 3
        if self._forgotten >= 1:
            self._forgotten -= 1
            rating = 1
        raw, stability, difficulty = fsrs.after(stability, difficulty, elapsed, rating)
        self.add(today + max(round(self._scheduler.interval(raw)), 1), (stability, difficulty, today))
