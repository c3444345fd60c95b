"""A walk through answers: each with what the scheduler believed just before it. All statistics are made of this."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

from msgspec import Struct

from flashkms.cards.card import CardId
from flashkms.schedule.course import NOTHING, REVIEW, Course
from flashkms.schedule.day import dated
from flashkms.schedule.event import Forget, Rating, Review, SetDue
from flashkms.schedule.memory import Phase
from flashkms.schedule.scheduler import PHASES, Scheduler
from flashkms.schedule.single import half_up

LONGEST = timedelta(seconds=60)  # of an answer's time; more was a pause (Anki's cap)
MATURE = 21  # days of interval from which a card counts as mature, as in Anki


class Answered(Struct, frozen=True):
    """One answer and what went before it.

    *phase* and *recall* are None for the first answer; *recall* is also None for an answer on the day of the last one,
    and for one that was crammed, which says nothing of the memory and does not move it.
    *interval* is what the stability then meant in days, without fuzz; 0 on a step.
    """

    card: CardId
    at: datetime
    day: date
    rating: Rating
    took: timedelta
    phase: Phase | None
    interval: int
    elapsed: int  # whole study days since the last answer
    recall: float | None  # predicted, 0..1
    cram: bool = False

    @property
    def recalled(self) -> bool:
        """Whether the card was recalled at all: any rating but Again."""
        return self.rating is not Rating.AGAIN

    @property
    def counts(self) -> bool:
        """Whether it tests memory: a card in review, or on a step of days, after at least a night."""
        return self.recall is not None

    @property
    def mature(self) -> bool:
        """Whether the card was in review with an interval of three weeks or more."""
        return self.phase is Phase.REVIEW and self.interval >= MATURE


# A million answers fall on some hundred days and take some thousand times: each is made once and shared.
_dated = lru_cache(maxsize=4096)(dated)


@lru_cache(maxsize=4096)
def time_taken(milliseconds: float) -> timedelta:
    """What an answer of so many *milliseconds* counts for: a minute at most, or the learner has left the desk."""
    return timedelta(milliseconds=min(milliseconds, LONGEST // timedelta(milliseconds=1)))


def walk(card: CardId, history: Iterable[Review | Forget | SetDue], scheduler: Scheduler) -> Iterator[Answered]:
    """The answers of *history*, which is one card's, in order, and counts."""
    rules, days = scheduler.rules, scheduler.days
    course = Course()
    for event in history:
        match event:
            case Forget():
                course = Course()
            case SetDue():
                if course.stability != NOTHING:
                    course.phase = REVIEW
            case Review(at=at, rating=rating, cram=cram):
                seconds = at.timestamp()
                new = course.stability == NOTHING
                elapsed = 0 if new else days.elapsed(course.last, seconds)
                phase = None if new else PHASES[course.phase]
                yield Answered(
                    card=card,
                    at=at,
                    day=_dated(days.day_number(seconds)),
                    rating=rating,
                    took=time_taken(event.took_ms),
                    phase=phase,
                    interval=half_up(rules.days_for(course.stability)) if phase is Phase.REVIEW else 0,
                    elapsed=elapsed,
                    recall=rules.fsrs.recall(course.stability, elapsed) if elapsed and not cram else None,
                    cram=cram,
                )
                if not cram:
                    rules.run(course, [(seconds, rating)])
