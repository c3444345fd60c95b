"""Statistics: what the answers tell about learning. Every screen, JSON field and picture shows these numbers.

Answers are gathered as counts first, for a decade of them would fill the memory; all figures follow from the counts.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, timedelta, tzinfo
from itertools import accumulate, chain, product, repeat
from statistics import fmean
from typing import Literal

from msgspec import Struct

from flashkms.schedule.event import Rating
from flashkms.schedule.memory import Memory, Phase
from flashkms.schedule.walk import MATURE, Answered

BINS = 20  # of predicted recall, each of five points
# Of an answer: a card's first, any other that tests no memory, one that does, and one beside the schedule.
Kind = Literal["first", "step", "review", "cram"]
KINDS: tuple[Kind, ...] = ("first", "step", "review", "cram")
PERIODS = (("today", 1), ("week", 7), ("month", 30), ("year", 365), ("all", 0))  # days up to today; 0: no limit


class Share(Struct, frozen=True):
    """How many of how many were recalled."""

    recalled: int = 0
    of: int = 0

    @property
    def rate(self) -> float | None:
        """0..1; None of nothing."""
        return self.recalled / self.of if self.of else None


class Retention(Struct, frozen=True):
    """True retention in one period: first answers of a day to cards in review, or on steps of days."""

    period: str
    young: Share
    mature: Share

    @property
    def total(self) -> Share:
        """Young and mature cards together."""
        return Share(self.young.recalled + self.mature.recalled, self.young.of + self.mature.of)


class Streak(Struct, frozen=True):
    """Days in a row with an answer. The current one is not broken before the day is over."""

    current: int
    longest: int
    days: int  # with an answer, in all


class Bin(Struct, frozen=True):
    """Answers whose recall was predicted alike."""

    predicted: float  # mean, 0..1
    observed: float  # share recalled, 0..1
    count: int


class Calibration(Struct, frozen=True):
    """Predicted against observed recall. None of the figures without an answer to judge by."""

    bins: tuple[Bin, ...]  # that have answers, ascending
    log_loss: float | None
    rmse: float | None  # between predicted and observed, over the bins, weighted by answers
    count: int


class Hour(Struct, frozen=True):
    """An hour of the local day."""

    hour: int  # 0..23
    answers: int
    recalled: Share  # of answers that test memory


class Times(Struct, frozen=True):
    """How long answers took, each counted with a minute at most."""

    answers: int
    total: timedelta
    median: timedelta
    mean: timedelta
    by_rating: tuple[tuple[Rating, timedelta], ...]  # median


class Maturity(Struct, frozen=True):
    """How many cards stand where."""

    new: int
    learning: int
    young: int
    mature: int
    suspended: int


class Gathered:
    """Answers as counts: by day, by hour, by button and time taken; and what was predicted, where one tests memory."""

    __slots__ = ("days", "hours", "losses", "predicted", "recalled", "tested", "took")

    def __init__(self, answered: Iterable[Answered], zone: tzinfo = UTC) -> None:
        """Take in *answered* one by one. The hours are those of the clock in *zone*."""
        self.days: Counter[date] = Counter()
        self.hours: Counter[tuple[int, bool, bool]] = Counter()  # hour, whether it tests memory, whether recalled
        self.tested: Counter[tuple[date, bool, bool]] = Counter()  # study day, whether mature, whether recalled
        self.took: dict[tuple[Kind, Rating], Counter[timedelta]] = defaultdict(Counter)
        self.predicted: dict[int, array[float]] = defaultdict(lambda: array("d"))  # recall, 0..1, by bin
        self.recalled: Counter[int] = Counter()  # of each bin
        self.losses = array("d")
        for one in answered:
            self._add(one, zone)

    def _add(self, one: Answered, zone: tzinfo) -> None:
        recall, recalled = one.recall, one.recalled
        self.days[one.day] += 1
        self.hours[one.at.astimezone(zone).hour, one.counts, recalled] += 1
        kind: Kind = "cram" if one.cram else "first" if one.phase is None else "step" if recall is None else "review"
        self.took[kind, one.rating][one.took] += 1
        if recall is None:
            return
        self.tested[one.day, one.mature, recalled] += 1
        place = min(int(recall * BINS), BINS - 1)
        self.predicted[place].append(recall)
        self.recalled[place] += recalled
        self.losses.append(-math.log(min(max(recall if recalled else 1 - recall, 1e-7), 1.0)))

    def times(self, kinds: Iterable[Kind] = KINDS, ratings: Iterable[Rating] = Rating) -> Counter[timedelta]:
        """How often each time was taken, for answers of these *kinds* and *ratings*."""
        found: Counter[timedelta] = Counter()
        for key in product(kinds, ratings):
            found.update(self.took.get(key, ()))
        return found

    def ratings(self, kinds: Iterable[Kind] = KINDS) -> dict[Rating, int]:
        """How often each button was pressed, for answers of these *kinds*; only those that were, ascending."""
        pressed = {rating: self.times(kinds, (rating,)).total() for rating in Rating}
        return {rating: count for rating, count in pressed.items() if count}


def retentions(gathered: Gathered, today: date) -> tuple[Retention, ...]:
    """True retention by maturity, for each of `PERIODS`."""
    return tuple(
        Retention(name, *(_share(_since(gathered.tested, today, days, mature=mature)) for mature in (False, True)))
        for name, days in PERIODS
    )


def _since(
    tested: Mapping[tuple[date, bool, bool], int], today: date, days: int, *, mature: bool
) -> Iterator[tuple[bool, int]]:
    """Whether recalled and how many, of the last *days*, or of all for 0."""
    for (day, long_known, recalled), count in tested.items():
        if long_known == mature and (not days or (today - day).days < days):
            yield recalled, count


def heatmap(gathered: Gathered) -> dict[date, int]:
    """Answers on each study day that has any, ascending."""
    return dict(sorted(gathered.days.items()))


def streak(days: Iterable[date], today: date) -> Streak:
    """The streaks in *days*, on each of which something was answered."""
    studied = sorted({day for day in days if day <= today})
    longest = run = 0
    last: date | None = None
    for day in studied:
        run = run + 1 if last is not None and (day - last).days == 1 else 1
        longest = max(longest, run)
        last = day
    alive = last is not None and (today - last).days <= 1
    return Streak(run if alive else 0, longest, len(studied))


def calibration(gathered: Gathered) -> Calibration:
    """How well recall was predicted, over all answers that test memory."""
    losses = gathered.losses
    if not losses:
        return Calibration((), None, None, 0)
    made = tuple(
        Bin(fmean(predicted), gathered.recalled[place] / len(predicted), len(predicted))
        for place, predicted in sorted(gathered.predicted.items())
    )
    squares = sum(each.count * (each.predicted - each.observed) ** 2 for each in made)
    return Calibration(made, fmean(losses), math.sqrt(squares / len(losses)), len(losses))


def hourly(gathered: Gathered) -> tuple[Hour, ...]:
    """Answers and recall by the hour of the clock, 0 to 23."""
    hours = gathered.hours

    def hour(number: int) -> Hour:
        tested = _share((recalled, hours[number, True, recalled]) for recalled in (True, False))
        steps = sum(hours[number, False, recalled] for recalled in (True, False))
        return Hour(number, tested.of + steps, tested)

    return tuple(map(hour, range(24)))


def times(gathered: Gathered) -> Times | None:
    """How long answers took; None without an answer."""
    every = gathered.times()
    if not every:
        return None
    total = sum((took * count for took, count in every.items()), timedelta())
    return Times(
        every.total(),
        total,
        _median(every),
        total / every.total(),
        tuple((rating, _median(gathered.times(ratings=(rating,)))) for rating in gathered.ratings()),
    )


def mean_seconds(times: Mapping[timedelta, int]) -> float:
    """The mean of *times*, each as often as it says."""
    return fmean(chain.from_iterable(repeat(took / timedelta(seconds=1), count) for took, count in times.items()))


def maturity(memories: Iterable[Memory | None], *, suspended: int = 0) -> Maturity:
    """Where the cards with these memories stand; those *suspended* are counted apart and not among them."""
    tally: Counter[str] = Counter()
    for memory in memories:
        if memory is None:
            tally["new"] += 1
        elif memory.phase is not Phase.REVIEW:
            tally["learning"] += 1
        else:
            tally["mature" if memory.interval_days >= MATURE else "young"] += 1
    return Maturity(tally["new"], tally["learning"], tally["young"], tally["mature"], suspended)


def _share(counted: Iterable[tuple[bool, int]]) -> Share:
    """The share that the counts of recalled and forgotten answers make."""
    recalled = of = 0
    for was_recalled, count in counted:
        of += count
        recalled += count if was_recalled else 0
    return Share(recalled, of)


def _median(times: Mapping[timedelta, int]) -> timedelta:
    ordered = sorted(times)
    ends = list(accumulate(times[took] for took in ordered))
    middle = [ordered[bisect(ends, place)].total_seconds() for place in ((ends[-1] - 1) // 2, ends[-1] // 2)]
    return timedelta(seconds=sum(middle) / 2)
