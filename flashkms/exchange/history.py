"""A card's events as Anki keeps them: the state of the card, and a line of the review log for each answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime

from msgspec import Struct

from flashkms.anki import rows
from flashkms.anki.rows import ReviewRow
from flashkms.schedule.day import StudyDays
from flashkms.schedule.event import Forget, Rating, Review, SetDue
from flashkms.schedule.fuzz import throw
from flashkms.schedule.memory import Memory, Phase
from flashkms.schedule.replay import Scheduled, memory_after
from flashkms.schedule.scheduler import Scheduler

EPOCH_DAY = date(2015, 1, 1)  # day 0 of every package; due days are counted from it
LONGEST_ANSWER = 60_000  # milliseconds; Anki caps the time of an answer at a minute

_TYPES = {Phase.LEARNING: rows.LEARNING, Phase.REVIEW: rows.REVIEW, Phase.RELEARNING: rows.RELEARNING}
_KINDS = {Phase.LEARNING: 0, Phase.REVIEW: 1, Phase.RELEARNING: 2}
_EARLY, _MANUAL = 3, 4

# SM-2's ease, which Anki moves along under FSRS, in thousandths.
_EASE, _LEAST_EASE = 2500, 1300
_EASE_STEPS = {Rating.AGAIN: -200, Rating.HARD: -150, Rating.GOOD: 0, Rating.EASY: 150}


class Standing(Struct, frozen=True):
    """How a card stands in Anki: the columns of its row that the schedule decides."""

    type: int = rows.NEW
    queue: int = rows.QUEUE_NEW
    due: int = 0
    interval: int = 0
    factor: int = 0
    reps: int = 0
    lapses: int = 0
    left: int = 0
    data: str = "{}"
    modified: int = 0


def clock(days: StudyDays) -> rows.Clock:
    """How a package that counts its days as *days* does says so."""
    start = days.start(EPOCH_DAY)
    offset = start.astimezone(days.zone).utcoffset()
    west = -round(offset.total_seconds() / 60) if offset else 0
    return rows.Clock(int(start.timestamp()), west, days.rollover)


def told(
    card: int, history: Sequence[Scheduled], scheduler: Scheduler, seed: int, dice: Callable[[int], int] = throw
) -> tuple[Standing | None, list[ReviewRow]]:
    """The standing of *card* after *history*, None while it is new, and its lines of the log, ids not yet unique.

    Only what counts may stand in *history*, in order of time. *dice* gives the throw for a seed.
    """
    teller = _Teller(card, scheduler, seed, dice)
    reviews = [teller.row(event) for event in history]
    memory = teller.memory
    return (None if memory is None else _standing(memory, teller.ease, scheduler)), reviews


def unique(reviews: Iterable[ReviewRow]) -> tuple[ReviewRow, ...]:
    """*reviews* by time, each with an id of its own: Anki drops, silently, a line whose id is taken."""
    last = 0
    spread: list[ReviewRow] = []
    for row in sorted(reviews, key=lambda row: (row.id, row.card)):
        last = max(row.id, last + 1)
        spread.append(row if row.id == last else row._replace(id=last))
    return tuple(spread)


class _Teller(Struct):
    """Follows one card through its events."""

    card: int
    scheduler: Scheduler
    seed: int
    dice: Callable[[int], int]
    memory: Memory | None = None
    ease: int = 0
    last_interval: int = 0

    def row(self, event: Scheduled) -> ReviewRow:
        """The line for *event*, after which the memory has moved on."""
        before = self.memory
        if isinstance(event, Review) and event.cram:
            return ReviewRow(_milliseconds(event.at), self.card, int(event.rating), 0, 0, 0, _took(event), _EARLY)
        self.memory, _ = memory_after([event], self.scheduler, self.seed, before, self.dice)
        match event:
            case Review():
                return self._answer(event, before)
            case Forget():
                self.ease = self.last_interval = 0
                return ReviewRow(_milliseconds(event.at), self.card, 0, 0, 0, 0, 0, _MANUAL)
            case SetDue():
                interval = self.memory.interval_days if self.memory else 0
                return ReviewRow(_milliseconds(event.at), self.card, 0, interval, interval, _EASE, 0, _MANUAL)

    def _answer(self, event: Review, before: Memory | None) -> ReviewRow:
        assert self.memory is not None
        self._move_ease(event.rating, before)
        interval = _interval(self.memory, event.at, self.scheduler.days)
        factor = round(((self.memory.difficulty - 1) / 9 + 0.1) * 1000)
        row = ReviewRow(
            _milliseconds(event.at),
            self.card,
            int(event.rating),
            interval,
            self.last_interval,
            factor,
            _took(event),
            self._kind(before, event.at),
        )
        self.last_interval = interval
        return row

    def _kind(self, before: Memory | None, at: datetime) -> int:
        if before is None:
            return _KINDS[Phase.LEARNING]
        early = before.phase is Phase.REVIEW and _day(before.due, self.scheduler.days) > self.scheduler.days.day(at)
        return _EARLY if early else _KINDS[before.phase]

    def _move_ease(self, rating: Rating, before: Memory | None) -> None:
        if self.memory is not None and self.memory.phase is Phase.REVIEW and not self.ease:
            self.ease = _EASE
        elif before is not None and before.phase is Phase.REVIEW:
            self.ease = max((self.ease or _EASE) + _EASE_STEPS[rating], _LEAST_EASE)


def _standing(memory: Memory, ease: int, scheduler: Scheduler) -> Standing:
    seconds = int(memory.last_review.timestamp())
    if isinstance(memory.due, datetime):
        queue, due = rows.QUEUE_LEARNING, int(memory.due.timestamp())
    else:
        queue = rows.QUEUE_REVIEW if memory.phase is Phase.REVIEW else rows.QUEUE_DAY_LEARNING
        due = (memory.due - EPOCH_DAY).days
    data = {
        "s": memory.stability,
        "d": memory.difficulty,
        "dr": scheduler.settings.retention,
        "decay": round(scheduler.settings.parameters[-1], 3),
        "lrt": seconds,
    }
    return Standing(
        _TYPES[memory.phase],
        queue,
        due,
        memory.interval_days,
        ease,
        memory.reps,
        memory.lapses,
        memory.steps_left,
        json.dumps(data, separators=(",", ":")),
        seconds,
    )


def _interval(memory: Memory, at: datetime, days: StudyDays) -> int:
    """Days, or negative seconds while on a step."""
    if memory.phase is Phase.REVIEW:
        return memory.interval_days
    due = memory.due if isinstance(memory.due, datetime) else days.start(memory.due)
    return -max(1, round((due - at).total_seconds()))


def _day(due: date | datetime, days: StudyDays) -> date:
    return days.day(due) if isinstance(due, datetime) else due


def _took(event: Review) -> int:
    return min(max(event.took_ms, 0), LONGEST_ANSWER)


def _milliseconds(at: datetime) -> int:
    return round(at.astimezone(UTC).timestamp() * 1000)
