"""The price of memory: minutes a day and cards remembered, for one desired retention and the next.

No dice: where every fourth answer should be Again, every fourth is. So the same cards give the same curve every time.
It is a curve to look at; which point of it is worth the time is for a person to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from flashkms.config import Scheduling
from flashkms.schedule.day import StudyDays
from flashkms.schedule.event import Rating
from flashkms.schedule.fsrs import Fsrs
from flashkms.schedule.scheduler import Scheduler
from flashkms.schedule.stats import Gathered, Kind, mean_seconds

RETENTIONS = (0.70, 0.75, 0.80, 0.85, 0.90, 0.93, 0.95, 0.97)
ENOUGH = 100  # answers of a kind, from which a person's own habits are taken

Standing = tuple[float, float, int, int]  # a card: stability, difficulty, days since the last answer, days until due


class Habits(Struct, frozen=True):
    """How a person answers. The defaults are those of the `fsrs` crate 6.6.2, from many people's logs."""

    first: tuple[float, ...] = (0.24, 0.094, 0.495, 0.171)  # share of each rating among first answers
    recalled: tuple[float, ...] = (0.224, 0.631, 0.145)  # share of Hard, Good and Easy among recalled cards
    first_seconds: tuple[float, ...] = (19.6, 18.8, 13.8, 10.7)  # of a first answer, by rating
    seconds: tuple[float, ...] = (19.4, 17.6, 12.4, 8.9)  # of a review, by rating
    step_seconds: float = 12.3  # of another answer on the same day
    steps: float = 1.3  # such answers after a first answer or a lapse


class Point(Struct, frozen=True):
    """What one desired retention costs and brings, over the days simulated."""

    retention: float
    minutes: float  # a day, on average
    reviews: float  # a day, on average, new cards not among them
    memorised: float  # cards that would be recalled at the end, new ones that were begun among them
    begun: int  # new cards begun


class Curve(Struct, frozen=True):
    """The days simulated under one desired retention: what they come to, and the *minutes* of each."""

    point: Point
    minutes: tuple[float, ...]


def habits(gathered: Gathered) -> Habits:
    """The habits that *gathered* answers show; the defaults where there are fewer than `ENOUGH` to judge by."""
    default = Habits()
    first, tested, steps = gathered.ratings(("first",)), gathered.ratings(("review",)), gathered.times(("step",))
    forgotten = tested.pop(Rating.AGAIN, 0)
    starts = sum(first.values()) + forgotten
    return Habits(
        first=_shares(first, tuple(Rating), default.first),
        recalled=_shares(tested, (Rating.HARD, Rating.GOOD, Rating.EASY), default.recalled),
        first_seconds=_seconds(gathered, "first", default.first_seconds),
        seconds=_seconds(gathered, "review", default.seconds),
        step_seconds=mean_seconds(steps) if steps.total() >= ENOUGH else default.step_seconds,
        steps=steps.total() / starts if starts >= ENOUGH else default.steps,
    )


def curves(  # noqa: PLR0913 - five of them by name
    cards: Sequence[Standing],
    new: int,
    settings: Scheduling,
    *,
    person: Habits | None = None,
    new_per_day: int = 20,
    reviews_per_day: int = 9999,
    horizon: int = 365,
    retentions: Sequence[float] = RETENTIONS,
) -> tuple[Curve, ...]:
    """A curve for each of *retentions*, over *horizon* days with *cards* and *new* cards still to begin."""
    fsrs = Fsrs(settings.parameters)
    return tuple(
        _Simulation(replace(settings, retention=retention), person or Habits(), fsrs).run(
            cards, new, limits=(new_per_day, reviews_per_day), horizon=horizon
        )
        for retention in retentions
    )


class _Simulation:
    """Cards under one desired retention, day after day. Cards are stability, difficulty and day of the last answer."""

    __slots__ = ("_due", "_first", "_forgotten", "_fsrs", "_person", "_recalled", "_scheduler", "_seconds", "_spent")

    def __init__(self, settings: Scheduling, person: Habits, fsrs: Fsrs) -> None:
        self._scheduler = Scheduler(settings, StudyDays(), fsrs=fsrs)
        self._fsrs = fsrs
        self._person = person
        self._first = _Turns(person.first)
        self._recalled = _Turns(person.recalled)
        self._forgotten = 0.0
        self._seconds = 0.0  # spent so far
        self._spent: list[float] = []  # the same at the end of each day
        self._due: dict[int, list[tuple[float, float, int]]] = defaultdict(list)

    def run(self, cards: Iterable[Standing], new: int, *, limits: tuple[int, int], horizon: int) -> Curve:
        for stability, difficulty, elapsed, due in cards:
            self._due[max(due, 0)].append((stability, difficulty, -elapsed))
        reviews = begun = 0
        for today in range(horizon):
            waiting = self._due.pop(today, [])
            for card in waiting[: limits[1]]:
                self._review(card, today)
            self._due[today + 1] = waiting[limits[1] :] + self._due[today + 1]
            reviews += min(len(waiting), limits[1])
            fresh = min(limits[0], new - begun)
            begun += fresh
            for _ in range(fresh):
                self._begin(today)
            self._spent.append(self._seconds)
        recall = self._fsrs.recall
        known = sum(recall(card[0], horizon - card[2]) for group in self._due.values() for card in group)
        retention, minutes = self._scheduler.settings.retention, self._seconds / 60 / horizon
        point = Point(retention, minutes, reviews / horizon, known, begun)
        daily = zip(self._spent, (0.0, *self._spent), strict=False)
        return Curve(point, tuple((until - before) / 60 for until, before in daily))

    def _begin(self, today: int) -> None:
        rating = 1 + self._first.turn()
        self._seconds += self._person.first_seconds[rating - 1] + self._person.steps * self._person.step_seconds
        raw, stability, difficulty = self._fsrs.first(rating)
        if rating < 3:
            raw, stability, difficulty = self._fsrs.after(stability, difficulty, 0, 3)
        self._again_in(raw, (stability, difficulty, today))

    def _review(self, card: tuple[float, float, int], today: int) -> None:
        stability, difficulty, last = card
        elapsed = today - last
        self._forgotten += 1 - self._fsrs.recall(stability, elapsed)
        rating = 1
        if self._forgotten >= 1:
            self._forgotten -= 1
            self._seconds += self._person.steps * self._person.step_seconds
        else:
            rating = 2 + self._recalled.turn()
        self._seconds += self._person.seconds[rating - 1]
        raw, stability, difficulty = self._fsrs.after(stability, difficulty, elapsed, rating)
        self._again_in(raw, (stability, difficulty, today))

    def _again_in(self, raw: float, card: tuple[float, float, int]) -> None:
        days = min(max(round(self._scheduler.interval(raw)), 1), self._scheduler.settings.maximum_interval)
        self._due[card[2] + days].append(card)


class _Turns:
    """Takes turns, so that each has its share of them at any time."""

    __slots__ = ("_owed", "_shares")

    def __init__(self, shares: Sequence[float]) -> None:
        self._shares = shares
        self._owed = [0.0] * len(shares)

    def turn(self) -> int:
        """The index whose share is owed most."""
        owed, chosen = self._owed, 0
        for index, share in enumerate(self._shares):
            owed[index] += share
            if owed[index] > owed[chosen]:
                chosen = index
        owed[chosen] -= 1
        return chosen


def _shares(pressed: Mapping[Rating, int], ratings: Sequence[Rating], default: tuple[float, ...]) -> tuple[float, ...]:
    """The share of each of *ratings* in all that were *pressed*; the *default* of too few."""
    every = sum(pressed.values())
    return tuple(pressed.get(rating, 0) / every for rating in ratings) if every >= ENOUGH else default


def _seconds(gathered: Gathered, kind: Kind, default: Sequence[float]) -> tuple[float, ...]:
    """Mean seconds of answers of *kind* by rating; the *default* for a rating that was given too seldom."""
    by_rating = [gathered.times((kind,), (rating,)) for rating in Rating]
    return tuple(
        mean_seconds(took) if took.total() >= ENOUGH else usual for took, usual in zip(by_rating, default, strict=True)
    )
