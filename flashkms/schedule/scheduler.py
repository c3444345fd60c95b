"""The scheduler: what an answer makes of a memory, answer for answer as Anki 26.9 does under FSRS.

`after` and `preview` serve one card. `memories` replays any number of histories in one go, and is what an index is
built with: it runs every course first and throws the dice for all cards together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice

from flashkms.config import Scheduling
from flashkms.schedule.course import LEARNING, RELEARNING, REVIEW, Course, Rules
from flashkms.schedule.day import StudyDays, dated
from flashkms.schedule.event import Rating
from flashkms.schedule.fsrs import Fsrs
from flashkms.schedule.fuzz import NO_FUZZ, delayed, throw, throws
from flashkms.schedule.interval import Weighed, chosen, open_answers
from flashkms.schedule.memory import Memory, Phase

PHASES = {LEARNING: Phase.LEARNING, REVIEW: Phase.REVIEW, RELEARNING: Phase.RELEARNING}
_NUMBERS = {phase: number for number, phase in PHASES.items()}

TOGETHER = 2048  # histories whose dice are thrown at once; more would only be kept longer

Answer = tuple[float, int]  # seconds since 1970, rating 1..4
History = tuple[int, Sequence[Answer]]  # seed of the card's fuzz, and its answers in order of time


class Scheduler:
    """FSRS-6 with learning steps, study days and fuzz, under one set of settings."""

    __slots__ = ("days", "rules", "settings")

    def __init__(self, settings: Scheduling, days: StudyDays, *, fsrs: Fsrs | None = None) -> None:
        """*fsrs* may be shared by schedulers with the same parameters; what it remembers is then remembered for all."""
        self.settings = settings
        self.days = days
        self.rules = Rules(settings, days, fsrs=fsrs)

    def after(
        self, memory: Memory | None, rating: Rating, at: datetime, *, seed: int, dice: Callable[[int], int] = throw
    ) -> Memory:
        """The memory after an answer at *at*. *seed* is the card's number, which its fuzz is drawn from by *dice*."""
        course = course_of(memory)
        return self.memory(course, self.move(course, (at.timestamp(), rating), seed, dice))

    def move(self, course: Course, answer: Answer, seed: int, dice: Callable[[int], int] = throw) -> datetime | date:
        """Move *course*, no answer of which is open, by one more that is not left open either; when it falls due."""
        self.rules.run(course, (answer,))
        previous, opened = self._open(course)
        return self._settle(course, previous, opened, [dice(number) for number in self._seeds(course, seed, opened)])

    def memory(self, course: Course, due: datetime | date) -> Memory:
        """The memory that *course* is, no answer of which is open, with the *due* it was moved to."""
        return Memory(
            PHASES[course.phase],
            course.stability,
            course.difficulty,
            due,
            0 if course.phase == LEARNING else course.interval,
            course.reps,
            course.lapses,
            course.left if course.phase != REVIEW else 0,
            _instant(course.last),
        )

    def preview(self, memory: Memory | None, at: datetime, seed: int) -> dict[Rating, Memory]:
        """What each of the four answers at *at* would make of *memory*; exactly what `after` then does."""
        return {rating: self.after(memory, rating, at, seed=seed) for rating in Rating}

    def retrievability(self, memory: Memory, at: datetime) -> float:
        """Probability of recall at *at*, 0..1, by whole study days since the last answer; 1 on the day of it."""
        elapsed = self.days.elapsed(memory.last_review.timestamp(), at.timestamp())
        return self.rules.fsrs.recall(memory.stability, elapsed)

    def interval(self, stability: float) -> float:
        """Days, unrounded, until recall of *stability* days falls to the wanted retention."""
        return self.rules.days_for(stability)

    def memories(self, histories: Iterable[History]) -> list[Memory | None]:
        """The memory after each of *histories*, in their order; None for one without answers."""
        waiting = iter(histories)
        memories: list[Memory | None] = []
        while some := list(islice(waiting, TOGETHER)):
            memories += self._some_memories(some)
        return memories

    def _some_memories(self, histories: Sequence[History]) -> Iterator[Memory | None]:
        run = self.rules.run
        runs = []
        seeds: list[int] = []
        for seed, answers in histories:
            course = run(Course(), answers)
            previous, opened = self._open(course)
            wanted = self._seeds(course, seed, opened)
            runs.append((course, previous, opened, len(wanted)))
            seeds += wanted
        thrown = throws(seeds)
        used = 0
        for course, previous, opened, count in runs:
            known = thrown[used : used + count]
            yield self.memory(course, self._settle(course, previous, opened, known)) if course.reps else None
            used += count

    def _open(self, course: Course) -> tuple[int, list[Weighed]]:
        return open_answers(self.rules, course) if course.passed else (course.interval, [])

    def _seeds(self, course: Course, seed: int, opened: Sequence[Weighed]) -> list[int]:
        """What to throw for: every open answer, or the last one if it led to a step."""
        if not self.settings.fuzz or not course.reps:
            return []
        if course.phase == REVIEW:
            return [seed + reps for _, _, reps in opened]
        return [seed + course.reps - 1]

    def _settle(
        self, course: Course, previous: int, opened: Sequence[Weighed], thrown: Sequence[int]
    ) -> datetime | date:
        """Close the *opened* answers of *course*, the interval before which is *previous*; when it falls due."""
        thrown = thrown or [NO_FUZZ] * max(len(opened), 1)
        if course.phase != REVIEW:
            return self._step_due(course, thrown[0])
        for (days, graduated, _), dice in zip(opened, thrown, strict=bool(opened)):
            previous = chosen(days, previous, dice, self.rules.most, graduated=graduated)
        course.interval = previous
        course.passed.clear()
        return dated(self.days.day_number(course.last) + previous)

    def _step_due(self, course: Course, thrown: int) -> datetime | date:
        """An instant of this study day, or, where the step reaches over the rollover, a day."""
        answered = int(course.last // 1)
        today = self.days.end_seconds(course.last) - answered
        if course.delay >= today:
            return dated(self.days.day_number(course.last) + (course.delay - today) // 86_400 + 1)
        return _instant(answered + delayed(course.delay, thrown))


def course_of(memory: Memory | None) -> Course:
    """The course that leads on from *memory*, or from nothing."""
    course = Course()
    if memory is not None:
        course.phase = _NUMBERS[memory.phase]
        course.stability, course.difficulty = memory.stability, memory.difficulty
        course.last = memory.last_review.timestamp()
        course.interval, course.left = memory.interval_days, memory.steps_left
        course.reps, course.lapses = memory.reps, memory.lapses
    return course


def _instant(seconds: float) -> datetime:
    """*seconds* since 1970 as an aware datetime, exact to the microsecond."""
    return datetime.fromtimestamp(seconds, UTC)
