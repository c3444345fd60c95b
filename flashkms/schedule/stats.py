"""Statistics: what the answers tell about learning. Every screen, JSON field and picture shows these numbers."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta, tzinfo
from statistics import fmean, median

from msgspec import Struct

from flashkms.schedule.event import Rating
from flashkms.schedule.memory import Memory, Phase
from flashkms.schedule.walk import MATURE, Answered

BINS = 20  # of predicted recall, each of five points
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


def retentions(answered: Iterable[Answered], today: date) -> tuple[Retention, ...]:
    """True retention by maturity, for each of `PERIODS`."""
    tested = [one for one in answered if one.counts]
    return tuple(
        Retention(name, _share(one for one in chosen if not one.mature), _share(one for one in chosen if one.mature))
        for name, days in PERIODS
        for chosen in [[one for one in tested if not days or (today - one.day).days < days]]
    )


def heatmap(answered: Iterable[Answered]) -> dict[date, int]:
    """Answers on each study day that has any, ascending."""
    return dict(sorted(Counter(one.day for one in answered).items()))


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


def calibration(answered: Iterable[Answered], *, bins: int = BINS) -> Calibration:
    """How well recall was predicted, over all answers that test memory."""
    sorted_in: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    losses: list[float] = []
    for one in answered:
        if one.recall is None:
            continue
        sorted_in[min(int(one.recall * bins), bins - 1)].append((one.recall, one.recalled))
        chance = min(max(one.recall if one.recalled else 1 - one.recall, 1e-7), 1.0)
        losses.append(-math.log(chance))
    made = tuple(
        Bin(fmean(chance for chance, _ in found), fmean(recalled for _, recalled in found), len(found))
        for _, found in sorted(sorted_in.items())
    )
    if not losses:
        return Calibration((), None, None, 0)
    squares = sum(each.count * (each.predicted - each.observed) ** 2 for each in made)
    return Calibration(made, fmean(losses), math.sqrt(squares / len(losses)), len(losses))


def hourly(answered: Iterable[Answered], zone: tzinfo) -> tuple[Hour, ...]:
    """Answers and recall by the hour of the clock in *zone*, 0 to 23."""
    answers: Counter[int] = Counter()
    tested: dict[int, list[Answered]] = defaultdict(list)
    for one in answered:
        hour = one.at.astimezone(zone).hour
        answers[hour] += 1
        if one.counts:
            tested[hour].append(one)
    return tuple(Hour(hour, answers[hour], _share(tested[hour])) for hour in range(24))


def times(answered: Iterable[Answered]) -> Times | None:
    """How long answers took; None without an answer."""
    took: dict[Rating, list[timedelta]] = defaultdict(list)
    for one in answered:
        took[one.rating].append(one.took)
    every = [each for group in took.values() for each in group]
    if not every:
        return None
    total = sum(every, timedelta())
    return Times(
        len(every),
        total,
        _median(every),
        total / len(every),
        tuple((rating, _median(took[rating])) for rating in Rating if took[rating]),
    )


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


def ratings(answered: Iterable[Answered]) -> dict[str, dict[Rating, int]]:
    """How often each button was pressed, for learning, young and mature cards."""
    pressed: dict[str, dict[Rating, int]] = {kind: dict.fromkeys(Rating, 0) for kind in ("learning", "young", "mature")}
    for one in answered:
        kind = "mature" if one.mature else "young" if one.phase is Phase.REVIEW else "learning"
        pressed[kind][one.rating] += 1
    return pressed


def _share(answered: Iterable[Answered]) -> Share:
    found = list(answered)
    return Share(sum(one.recalled for one in found), len(found))


def _median(took: Sequence[timedelta]) -> timedelta:
    return timedelta(seconds=median(each.total_seconds() for each in took))
