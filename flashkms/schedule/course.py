"""A card's course: where a run of answers leaves it, in plain numbers, all but the throw of the dice.

Stability, difficulty, steps and lapses never depend on the fuzz, and an interval depends on the one before it only
where the two are close. So a course is run without fuzz, keeps the answers whose interval is still open, and
`interval.py` closes them, for one card or for a hundred thousand together.
"""

from __future__ import annotations

from collections.abc import Iterable

from flashkms.config import Scheduling
from flashkms.schedule.day import StudyDays
from flashkms.schedule.fsrs import Fsrs
from flashkms.schedule.single import half_up, single
from flashkms.schedule.steps import Steps

LEARNING, REVIEW, RELEARNING = range(3)
SHORT = 0.5  # days: without steps, an interval below it is a step of its own (Anki, FSRS short-term)
NOTHING = 0.0  # the stability of a card that was never answered

# An answer that set an interval: whether the card came out of its steps, then stability, difficulty, elapsed days,
# rating, the number of answers before it, and the unrounded stability that it left.
Passed = tuple[bool, float, float, int, int, int, float]


class Course:
    """The state of one card between two answers; *interval* is that before *passed*, which are still open."""

    __slots__ = (
        "delay", "difficulty", "interval", "lapses", "last", "left", "passed", "phase", "reps", "stability",
    )  # fmt: skip

    def __init__(self) -> None:
        self.phase = LEARNING
        self.stability = NOTHING  # as stored
        self.difficulty = 0.0
        self.last = 0.0  # seconds since 1970
        self.interval = 0  # days
        self.passed: list[Passed] = []
        self.delay = 0  # seconds of the step the card is on
        self.left = 0
        self.reps = 0
        self.lapses = 0


class Rules:
    """How answers move a course, under one set of settings."""

    __slots__ = ("days", "factor", "fsrs", "learning", "most", "relearning")

    def __init__(self, settings: Scheduling, days: StudyDays, *, fsrs: Fsrs | None = None) -> None:
        self.days = days
        self.fsrs = fsrs or Fsrs(settings.parameters)
        self.factor = self.fsrs.interval_factor(settings.retention)
        self.learning = Steps(settings.learning_steps)
        self.relearning = Steps(settings.relearning_steps)
        self.most = max(settings.maximum_interval, 1)

    def run(self, course: Course, answers: Iterable[tuple[float, int]]) -> Course:
        """*course* after *answers*, each an instant in seconds since 1970 and a rating 1..4, in order of time.

        An answer dated before the last one counts as given together with it.
        """
        after, elapsed_days = self.fsrs.after, self.days.elapsed
        stability, difficulty, last = course.stability, course.difficulty, course.last
        for seconds, rating in answers:
            if stability == NOTHING:
                last, elapsed = seconds, 0
                raw, stored, harder = self.fsrs.first(rating)
            else:
                elapsed = elapsed_days(last, seconds) if seconds > last else 0
                last = max(seconds, last)
                raw, stored, harder = after(stability, difficulty, elapsed, rating)
            if course.phase != REVIEW:
                self._step(course, raw, (True, stability, difficulty, elapsed, rating, course.reps, raw))
            elif rating > 1:
                course.passed.append((False, stability, difficulty, elapsed, rating, course.reps, raw))
            else:
                self._lapse(course, raw)
            stability, difficulty = stored, harder
            course.reps += 1
        course.stability, course.difficulty, course.last = stability, difficulty, last
        return course

    def days_for(self, raw: float) -> float:
        """Days, unrounded, until a card of the unrounded stability *raw* falls to the wanted retention."""
        return self.fsrs.interval(raw, self.factor)

    def _lapse(self, course: Course, raw: float) -> None:
        course.lapses += 1
        course.left = len(self.relearning)
        self._forget(course, raw)

    def _forget(self, course: Course, raw: float) -> None:
        """Again in review or relearning: the interval after relearning is fixed, and the steps begin."""
        days = self.days_for(raw)
        course.interval = max(half_up(days), 1)  # beyond the longest interval too, as in Anki
        course.passed.clear()
        delay = self.relearning.again()
        delay = self._short(self.relearning, days) if delay is None else delay
        course.phase = REVIEW if delay is None else RELEARNING
        course.delay = delay or 0

    def _step(self, course: Course, raw: float, passed: Passed) -> None:
        """An answer while the card is on its steps: another step, or out of them."""
        rating = passed[4]
        steps = self.relearning if course.phase == RELEARNING else self.learning
        if rating == 1:
            course.left = len(steps)
            if course.phase == RELEARNING:
                self._forget(course, raw)
                return
            delay = steps.again()
        elif rating == 2:
            course.left = course.left if course.reps else len(steps)
            delay = steps.hard(course.left)
        elif rating == 3:
            course.left = course.left if course.reps else len(steps)
            delay = steps.good(course.left)
            course.left = steps.left_after_good(course.left)
        else:
            delay = None
        if delay is None and rating < 4:
            delay = self._short(steps, self.days_for(raw))
        if delay is not None:
            course.delay = delay
            return
        course.phase, course.left, course.delay = REVIEW, 0, 0
        course.passed = [passed]

    def _short(self, steps: Steps, days: float) -> int | None:
        """Without steps, where the parameters know the same day: a step of *days*, if less than half of one."""
        return int(single(days * 86_400.0)) if not len(steps) and self.fsrs.short_term and days < SHORT else None
