"""Figures about a collection or one of its decks: what was done, what lies ahead, what is nearly forgotten."""

from __future__ import annotations

import heapq
import statistics
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from datetime import date, datetime, timedelta

from msgspec import Struct

from flashkms.cards.card import CardId
from flashkms.schedule import stats
from flashkms.schedule.day import StudyDays
from flashkms.schedule.event import Rating, Review
from flashkms.schedule.forecast import Load
from flashkms.schedule.leeches import is_leech
from flashkms.schedule.memory import Memory, Phase
from flashkms.schedule.replay import order
from flashkms.schedule.scheduler import Scheduler
from flashkms.schedule.walk import Answered, time_taken, walk
from flashkms.store.index import histories
from flashkms.study import ahead
from flashkms.study.members import members, suspended
from flashkms.study.study import Study

_WEAK = 20  # cards that need attention: as many as a tall screen shows
_FAR_BELOW = 0.05  # below the wanted recall: late, and not only due today
_LATE = 200  # answers that tell how fast a person is now


class Overview(Struct, frozen=True):
    """What a home screen tells."""

    today: int  # answers on this study day
    recalled: int  # of them, any but Again
    streak: stats.Streak
    heatmap: Mapping[date, int]
    loads: tuple[Load, ...]  # of ten days from today
    weak: tuple[tuple[CardId, float], ...]  # the cards far below the wanted recall, and their chance of it
    pace: timedelta  # what an answer took of late, as the median; nothing without answers


class Figures(Struct, frozen=True):
    """What a page of statistics tells, of one deck and the decks below it."""

    retention: tuple[stats.Retention, ...]
    ratings: Mapping[Rating, int]
    maturity: stats.Maturity
    times: stats.Times | None
    hours: tuple[stats.Hour, ...]  # all 24, by the local clock
    calibration: stats.Calibration
    loads: tuple[Load, ...]  # of thirty days from today
    heatmap: Mapping[date, int]
    streak: stats.Streak
    leeches: int


def overview(study: Study) -> Overview:
    """The figures of the home screen."""
    days = _days(study)
    heatmap: Counter[date] = Counter()
    late = _Late()
    recalled = 0
    for review in _reviews(study):
        day = days.day(review.at)
        heatmap[day] += 1
        recalled += day == study.today and review.rating is not Rating.AGAIN
        late.add(review)
    ids = members(study)
    known = _known(study, ids - suspended(study, ids))
    return Overview(
        heatmap[study.today],
        recalled,
        stats.streak(heatmap, study.today),
        heatmap,
        ahead.loads(study, known, horizon=10),
        _weak(study, known),
        late.pace(),
    )


def streak(study: Study) -> stats.Streak:
    """The days in a row on which something was answered."""
    days = _days(study)
    return stats.streak({days.day(review.at) for review in _reviews(study)}, study.today)


def figures(study: Study, deck: str = "") -> Figures:
    """The statistics of *deck* and the decks below it; of everything by default."""
    told = gathered(study, deck)
    ids = members(study, deck)
    resting = suspended(study, ids)
    known = _known(study, ids - resting)
    heatmap = stats.heatmap(told)
    threshold = study.collection.config.schedule.leech_threshold
    return Figures(
        stats.retentions(told, study.today),
        told.ratings(),
        stats.maturity((known.get(id_) for id_ in ids - resting), suspended=len(resting)),
        stats.times(told),
        stats.hourly(told),
        stats.calibration(told),
        ahead.loads(study, known),
        heatmap,
        stats.streak(heatmap, study.today),
        sum(is_leech(memory, threshold) for memory in _known(study, ids).values()),
    )


def _reviews(study: Study) -> Iterator[Review]:
    """The answers that count, to cards that are gone too, card by card."""
    index = study.collection.index
    for _, history in histories.of(index, histories.cards(index), study.clock()):
        yield from (event for event in history if isinstance(event, Review))


def _days(study: Study) -> StudyDays:
    return study.collection.schedulers.days


def _known(study: Study, ids: Container[CardId]) -> dict[CardId, Memory]:
    return {id_: memory for id_, memory in study.state.memories.items() if id_ in ids}


def _weak(study: Study, known: Mapping[CardId, Memory]) -> tuple[tuple[CardId, float], ...]:
    now = study.clock()
    chances = (
        (_scheduler(study, id_).retrievability(memory, now), id_)
        for id_, memory in known.items()
        if memory.phase is Phase.REVIEW
    )
    wanted = study.collection.config.schedule.retention - _FAR_BELOW
    return tuple((id_, chance) for chance, id_ in heapq.nsmallest(_WEAK, chances) if chance < wanted)


class _Late:
    """The latest of the reviews that are added, in whatever order they come."""

    def __init__(self) -> None:
        self._kept: list[Review] = []
        self._floor: datetime | None = None  # what is older is none of the latest

    def add(self, review: Review) -> None:
        if self._floor is not None and review.at < self._floor:
            return
        self._kept.append(review)
        if len(self._kept) > 10 * _LATE:
            self._cut()

    def pace(self) -> timedelta:
        """The median time that they took; nothing where none of them says."""
        self._cut()
        took = [review.took_ms for review in self._kept if review.took_ms]
        return time_taken(statistics.median(took)) if took else timedelta()

    def _cut(self) -> None:
        self._kept = sorted(self._kept, key=order)[-_LATE:]
        self._floor = self._kept[0].at if len(self._kept) == _LATE else None


def gathered(study: Study, deck: str = "") -> stats.Gathered:
    """The answers of *deck* and the decks below it, as counts."""
    return stats.Gathered(_answered(study, deck), _days(study).zone)


def _answered(study: Study, deck: str) -> Iterator[Answered]:
    """The answers of *deck* and the decks below it, card by card, each with what was believed just before it."""
    for id_, history in histories.of(study.collection.index, members(study, deck), study.clock()):
        yield from walk(id_, history, _scheduler(study, id_))


def _scheduler(study: Study, card: CardId) -> Scheduler:
    """The scheduler of *card*, which stands in a deck file, without asking the index for each."""
    return study.collection.schedulers.of(study.collection.cards()[card].deck)
