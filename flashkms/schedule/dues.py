"""Due days as they are shown: with reviews moved to lighter days, and brought forward before an exam.

The memories stay as the log makes them. What is moved is worked out from all of them together, the same on every
device, and only within the range that fuzz might have chosen. Both are off unless the settings ask for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from flashkms.cards.card import Card, CardId, number
from flashkms.config import Config
from flashkms.schedule.day import StudyDays
from flashkms.schedule.exam import exam_due, exam_of
from flashkms.schedule.fuzz import bounds, throw
from flashkms.schedule.memory import Memory, Phase

LONGEST = 90  # days of interval up to which a review is moved, as in Anki
CROWDED, FAR = 2.15, 3.0  # how strongly a day's cards, and a longer interval, weigh against it (Anki's load balancer)


def dues(  # noqa: PLR0913 - two of them by name
    cards: Mapping[CardId, Card],
    memories: Mapping[CardId, Memory],
    now: datetime,
    config: Config,
    *,
    days: StudyDays,
    interval: Callable[[CardId, Memory], float],
) -> dict[CardId, date]:
    """The days of those cards that are shown on another day than their memory says.

    *interval* tells the unrounded days that a memory's stability asks for.
    """
    today = days.day(now)
    moved = _balanced(cards, memories, today, config, days=days, interval=interval) if balancing(config) else {}
    if not config.exams and all(settings.exam is None for _, settings in config.decks):
        return moved
    for card in cards.values():
        memory = memories.get(card.id)
        exam = exam_of(card, config, today)
        if memory is None or exam is None or moved.get(card.id, exam) < exam:
            continue
        due = exam_due(memory, number(card.id), exam, days=days, window=config.queue.exam_days)
        if not isinstance(due, datetime) and due != memory.due:
            moved[card.id] = due
    return moved


def balancing(config: Config) -> bool:
    """Whether the settings move reviews at all."""
    return config.queue.load_balance or any(share < 1 for share in config.queue.easy_days)


def _balanced(  # noqa: PLR0913 - two of them by name
    cards: Mapping[CardId, Card],
    memories: Mapping[CardId, Memory],
    today: date,
    config: Config,
    *,
    days: StudyDays,
    interval: Callable[[CardId, Memory], float],
) -> dict[CardId, date]:
    """A day for every review ahead that may be moved, chosen in turn: by due day, then by number."""
    load: Counter[date] = Counter()
    movable: list[tuple[date, int, CardId, date, date]] = []
    for card in cards:
        memory = memories.get(card)
        if memory is None or isinstance(memory.due, datetime):
            continue
        low, high = _range(memory, interval(card, memory), days) if memory.phase is Phase.REVIEW else (today, today)
        if memory.due < today or high <= max(low, today):
            load[max(memory.due, today)] += 1
        else:
            movable.append((memory.due, number(card), card, max(low, today), high))
    moved: dict[CardId, date] = {}
    for due, seed, card, low, high in sorted(movable):
        span = [low + timedelta(days=ahead) for ahead in range((high - low).days + 1)]
        day = _chosen(span, load, config, last=days.day(memories[card].last_review), seed=seed)
        load[day] += 1
        if day != due:
            moved[card] = day
    return moved


def _range(memory: Memory, unrounded: float, days: StudyDays) -> tuple[date, date]:
    """The days between which fuzz might have put a review."""
    last = days.day(memory.last_review)
    if memory.interval_days > LONGEST or isinstance(memory.due, datetime):
        return last, last
    low, high = bounds(unrounded, 1, max(memory.interval_days, LONGEST))
    offset = (memory.due - last).days
    return last + timedelta(days=min(low, offset)), last + timedelta(days=max(high, offset))


def _chosen(span: Sequence[date], load: Mapping[date, int], config: Config, *, last: date, seed: int) -> date:
    """One of the days of *span*, the fuller, farther and easier ones less likely; the throw is the card's own."""
    weights = []
    for day in span:
        share = min(max(config.queue.easy_days[day.weekday()], 0.0), 1.0)
        crowd = load.get(day, 0) if config.queue.load_balance else 0
        weights.append(share * (1 / max(crowd, 1)) ** CROWDED * (1 / max((day - last).days, 1)) ** FAR)
    total = sum(weights)
    if total <= 0:
        return span[-1]
    left = throw(seed + last.toordinal()) / 2**32 * total
    for day, weight in zip(span, weights, strict=True):
        left -= weight
        if left < 0:
            return day
    return span[-1]
