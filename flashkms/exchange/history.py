"""A card's events as Anki keeps them: the state of the card, and a line of the review log for each answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct, field

from flashkms.anki import rows
from flashkms.anki.rows import ReviewRow
from flashkms.schedule.course import REVIEW, Course
from flashkms.schedule.day import StudyDays
from flashkms.schedule.day import number as day_of
from flashkms.schedule.event import Forget, Rating, Review, SetDue
from flashkms.schedule.fsrs import converted
from flashkms.schedule.fuzz import throw
from flashkms.schedule.memory import Memory, Phase
from flashkms.schedule.replay import Scheduled, memory_after
from flashkms.schedule.scheduler import Scheduler, course_of

EPOCH_DAY = date(2015, 1, 1)  # day 0 of every package; due days are counted from it
LONGEST_ANSWER = 60_000  # milliseconds; Anki caps the time of an answer at a minute

_TYPES = {Phase.LEARNING: rows.LEARNING, Phase.REVIEW: rows.REVIEW, Phase.RELEARNING: rows.RELEARNING}
_EARLY, _MANUAL = 3, 4  # kinds of a line; the others are the phases of a course: learning, review, relearning

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


def instant(day: int, days: StudyDays) -> int:
    """The seconds since 1970 at which the *day* of a package begins.

    So a suspended card on a step of days says when it is due: Anki moves a day number to its own count of days for the
    queues that it knows by it alone, and would show the card after years.
    """
    return int(days.start(EPOCH_DAY + timedelta(days=day)).timestamp())


def told(
    card: int, history: Sequence[Scheduled], scheduler: Scheduler, seed: int, dice: Callable[[int], int] = throw
) -> tuple[Standing | None, list[ReviewRow]]:
    """The standing of *card* after *history*, None while it is new, and its lines of the log, ids not yet unique.

    A new card that was given a day stands as Anki's *Set due date* leaves it: a review without an interval or a memory.

    Only what counts may stand in *history*, in order of time. *dice* gives the throw for a seed.
    """
    teller = _Teller(card, scheduler, seed, dice)
    reviews = [teller.row(event) for event in history]
    if teller.due is None:
        return teller.given, reviews
    return _standing(scheduler.memory(teller.course, teller.due), teller.ease, scheduler), reviews


def unique(reviews: Iterable[ReviewRow]) -> tuple[ReviewRow, ...]:
    """*reviews* by time, each with an id of its own: Anki drops, silently, a line whose id is taken."""
    last = 0
    spread: list[ReviewRow] = []
    for row in sorted(reviews, key=lambda row: (row.id, row.card)):
        last = max(row.id, last + 1)
        spread.append(row if row.id == last else row._replace(id=last))
    return tuple(spread)


class _Teller(Struct):
    """Follows one card through its events, as a course: a memory would have to be made after each answer."""

    card: int
    scheduler: Scheduler
    seed: int
    dice: Callable[[int], int]
    course: Course = field(default_factory=Course)
    due: datetime | date | None = None  # None while the card is new
    given: Standing | None = None  # on the day that a new card was given
    ease: int = 0
    last_interval: int = 0

    def row(self, event: Scheduled) -> ReviewRow:
        """The line for *event*, after which the course has moved on."""
        at = _milliseconds(event.at)
        match event:
            case Review(cram=True):
                return ReviewRow(at, self.card, int(event.rating), 0, 0, 0, _took(event), _EARLY)
            case Review():
                return self._answer(event, at)
            case Forget():
                self.course, self.due, self.given = Course(), None, None
                self.ease = self.last_interval = 0
                return ReviewRow(at, self.card, 0, 0, 0, 0, 0, _MANUAL)
            case SetDue():
                interval = self._moved(event)
                return ReviewRow(at, self.card, 0, interval, interval, _EASE, 0, _MANUAL)

    def _moved(self, event: SetDue) -> int:
        """Take in *event*; the days of the interval then, 0 of a new card."""
        before = None if self.due is None else self.scheduler.memory(self.course, self.due)
        memory, _ = memory_after([event], self.scheduler, self.seed, before)
        if memory is None:
            self.given = Standing(
                rows.REVIEW, rows.QUEUE_REVIEW, _day_number(event.due), factor=_EASE, modified=int(event.at.timestamp())
            )
            return 0
        self.course, self.due = course_of(memory), memory.due
        return memory.interval_days

    def _answer(self, event: Review, at: int) -> ReviewRow:
        course, days = self.course, self.scheduler.days
        seconds = event.at.timestamp()
        before, due_before = course.phase, self.due
        early = before == REVIEW and due_before is not None and _day(due_before, days) > days.day_number(seconds)
        due = self.due = self.scheduler.move(course, (seconds, event.rating), self.seed, self.dice)
        self._move_ease(event.rating, before)
        interval = course.interval if course.phase == REVIEW else _step(due, event.at, days)
        factor = round(((course.difficulty - 1) / 9 + 0.1) * 1000)
        last, self.last_interval = self.last_interval, interval
        kind = _EARLY if early else before
        return ReviewRow(at, self.card, int(event.rating), interval, last, factor, _took(event), kind)

    def _move_ease(self, rating: Rating, before: int) -> None:
        """After an answer to a card that was in the phase *before*."""
        if self.course.phase == REVIEW and not self.ease:
            self.ease = _EASE
        elif before == REVIEW:
            self.ease = max((self.ease or _EASE) + _EASE_STEPS[rating], _LEAST_EASE)


def _standing(memory: Memory, ease: int, scheduler: Scheduler) -> Standing:
    seconds = int(memory.last_review.timestamp())
    if isinstance(memory.due, datetime):
        queue, due = rows.QUEUE_LEARNING, int(memory.due.timestamp())
    else:
        queue = rows.QUEUE_REVIEW if memory.phase is Phase.REVIEW else rows.QUEUE_DAY_LEARNING
        due = _day_number(memory.due)
    data = {
        "s": memory.stability,
        "d": memory.difficulty,
        "dr": scheduler.settings.retention,
        "decay": round(converted(scheduler.settings.parameters)[-1], 3),
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


def _day_number(day: date) -> int:
    return (day - EPOCH_DAY).days


def _step(due: datetime | date, at: datetime, days: StudyDays) -> int:
    """The interval of a card that was answered at *at* and is on a step until *due*: negative seconds."""
    due = due if isinstance(due, datetime) else days.start(due)
    return -max(1, round((due - at).total_seconds()))


def _day(due: date | datetime, days: StudyDays) -> int:
    return days.day_number(due.timestamp()) if isinstance(due, datetime) else day_of(due)


def _took(event: Review) -> int:
    return min(max(event.took_ms, 0), LONGEST_ANSWER)


def _milliseconds(at: datetime) -> int:
    return round(at.astimezone(UTC).timestamp() * 1000)
