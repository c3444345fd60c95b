"""Exams: every card once more in the last days, what will be recalled on the day, and the pace that gets there.

The memory of a card is not touched: an exam brings the day forward on which a card is shown, and when the exam is over
everything is due as it always was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from msgspec import Struct

from flashkms.cards.card import Card, CardId
from flashkms.config import Config
from flashkms.schedule.day import StudyDays
from flashkms.schedule.limits import nearest
from flashkms.schedule.memory import Memory
from flashkms.schedule.scheduler import Scheduler

FORKS = 4  # reviews ahead whose success is weighed both ways; later ones are taken as recalled


class Plan(Struct, frozen=True):
    """What an exam asks for, as of today. Shares are 0..1."""

    exam: date
    days_left: int  # full days before the exam, today included
    cards: int
    new: int  # cards never answered
    new_per_day: int  # that have to be begun on every day before the last days; 0 when all are begun
    last_days: tuple[tuple[date, int], ...]  # cards shown on each of the last days, today's at the earliest
    expected: float  # share recalled on the day, by this plan
    idle: float  # share recalled on the day, if nothing more is studied


def exam_of(card: Card, config: Config, today: date) -> date | None:
    """The next exam of *card*, by its deck or its tags; None when none is ahead."""
    tagged = [day for tag, day in config.exams if tag in card.tags]
    ahead = [day for day in (nearest(config, card.deck).exam, *tagged) if day is not None and day > today]
    return min(ahead, default=None)


def last_day(card_number: int, exam: date, window: int) -> date:
    """The one of the *window* days before *exam* on which a card is shown if nothing else brings it up by then."""
    return exam - timedelta(days=1 + card_number % max(window, 1))


def exam_due(memory: Memory, card_number: int, exam: date, *, days: StudyDays, window: int) -> date | datetime:
    """When the card of *memory* is shown with *exam* ahead: never later than its last day, unless just seen."""
    if isinstance(memory.due, datetime) or memory.due < exam:
        return memory.due
    if days.day(memory.last_review) >= exam - timedelta(days=window):
        return memory.due
    return last_day(card_number, exam, window)


def plan(
    cards: Iterable[tuple[CardId, int, Memory | None]],
    exam: date,
    now: datetime,
    scheduler: Scheduler,
    *,
    window: int,
) -> Plan | None:
    """The plan for *exam* of cards with their numbers and memories; None without a card, or once the day has come."""
    today = scheduler.days.day(now)
    known = tuple(cards)
    if not known or exam <= today:
        return None
    ahead = _Ahead(scheduler, exam, window, today)
    new = [number for _, number, memory in known if memory is None]
    seen = [(number, memory) for _, number, memory in known if memory is not None]
    days_left = (exam - today).days
    study_days = max(days_left - window, 1)
    shown = Counter(
        day for number, memory in seen if (day := ahead.shown(number, memory)) >= exam - timedelta(days=window)
    )
    expected = [ahead.recalled(number, memory) for number, memory in seen]
    expected += [ahead.begun(today + timedelta(days=place * study_days // len(new))) for place, _ in enumerate(new)]
    return Plan(
        exam=exam,
        days_left=days_left,
        cards=len(known),
        new=len(new),
        new_per_day=-(-len(new) // study_days),
        last_days=tuple(
            (day, shown[day]) for day in (exam - timedelta(days=back) for back in range(min(window, days_left), 0, -1))
        ),
        expected=sum(expected) / len(expected),
        idle=sum(ahead.forgotten(memory) for _, memory in seen) / len(expected),
    )


class _Ahead:
    """What becomes of memories until the exam, when every card is answered on its day."""

    __slots__ = ("_begun", "_days", "_exam", "_fsrs", "_interval", "_today", "_window")

    def __init__(self, scheduler: Scheduler, exam: date, window: int, today: date) -> None:
        self._days = scheduler.days
        self._fsrs = scheduler.rules.fsrs
        self._interval = scheduler.interval
        self._exam = exam
        self._window = window
        self._today = today
        self._begun: dict[date, float] = {}

    def shown(self, number: int, memory: Memory) -> date:
        """The next day on which a card is shown."""
        due = exam_due(memory, number, self._exam, days=self._days, window=self._window)
        day = self._days.day(due) if isinstance(due, datetime) else due
        return max(day, self._today)

    def recalled(self, number: int, memory: Memory) -> float:
        """Chance of recall on the day of the exam, if the card is answered whenever it is shown until then."""
        last = self._days.day(memory.last_review)
        return self._chance((memory.stability, memory.difficulty, last), self.shown(number, memory), number, FORKS)

    def begun(self, day: date) -> float:
        """Chance of recall on the day of the exam for a new card that is begun on *day*, with Good."""
        if day not in self._begun:
            raw, stability, difficulty = self._fsrs.first(3)
            due = day + timedelta(days=max(round(self._interval(raw)), 1))
            self._begun[day] = self._chance((stability, difficulty, day), due, 0, FORKS)
        return self._begun[day]

    def forgotten(self, memory: Memory) -> float:
        """Chance of recall on the day of the exam, if the card is not answered again."""
        return self._fsrs.recall(memory.stability, max((self._exam - self._days.day(memory.last_review)).days, 0))

    def _chance(self, state: tuple[float, float, date], due: date, number: int, forks: int) -> float:
        """Chance of recall at the exam from stability, difficulty and day of the last answer; next shown on *due*."""
        stability, difficulty, last = state
        if due >= self._exam:
            window_begins = self._exam - timedelta(days=self._window)
            due = last if last >= window_begins else max(last_day(number, self._exam, self._window), self._today)
        if due <= last:
            return self._fsrs.recall(stability, max((self._exam - last).days, 0))
        elapsed = (due - last).days
        chance = self._fsrs.recall(stability, elapsed)
        good = self._onwards(self._fsrs.after(stability, difficulty, elapsed, 3), due, number, forks)
        if forks <= 0:
            return good
        again = self._fsrs.after(stability, difficulty, elapsed, 1)
        relearnt = self._fsrs.after(again[1], again[2], 0, 3)
        return chance * good + (1 - chance) * self._onwards(relearnt, due, number, forks)

    def _onwards(self, after: tuple[float, float, float], day: date, number: int, forks: int) -> float:
        raw, stability, difficulty = after
        days = min(max(round(self._interval(raw)), 1), max((self._exam - day).days, 1))  # later is no other than then
        due = day + timedelta(days=days)
        return self._chance((stability, difficulty, day), due, number, forks - 1)


def exams(cards: Mapping[CardId, Card], config: Config, today: date) -> dict[date, list[CardId]]:
    """The cards of each exam ahead, the next exam first."""
    found: dict[date, list[CardId]] = {}
    for card in cards.values():
        day = exam_of(card, config, today)
        if day is not None:
            found.setdefault(day, []).append(card.id)
    return dict(sorted(found.items()))
