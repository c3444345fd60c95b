"""Custom study: cards chosen for an occasion, outside of the day's queue and its limits.

Reviews of these are logged as cram, and move no memory, unless they are a card's own due review.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Literal

from flashkms.cards.card import Card, CardId
from flashkms.schedule.day import StudyDays
from flashkms.schedule.event import Event, Rating, Review
from flashkms.schedule.memory import Memory
from flashkms.schedule.queue import shuffled
from flashkms.schedule.replay import State
from flashkms.schedule.twins import apart, traits

Order = Literal["file", "random", "due", "recall"]


def cram(
    cards: Iterable[Card],
    state: State,
    today: date,
    *,
    order: Order = "random",
    recall: Callable[[CardId, Memory], float] | None = None,
) -> tuple[CardId, ...]:
    """All of *cards* that may be studied, whether due or not, twins apart.

    By "due" and "recall" new cards come last; "recall" needs to be told by *recall*.
    """
    known = {card.id: card for card in cards if not _held(card, state)}
    memories = state.memories

    def rank(card: CardId) -> tuple[float, bytes]:
        memory = memories.get(card)
        if order == "due" and memory is not None:
            day = memory.due.date() if isinstance(memory.due, datetime) else memory.due
            return float(day.toordinal()), shuffled(card, today)
        if order == "recall" and memory is not None and recall is not None:
            return recall(card, memory), shuffled(card, today)
        return float("inf") if order != "random" else 0.0, shuffled(card, today)

    chosen = list(known) if order == "file" else sorted(known, key=rank)
    return apart(chosen, lambda card: traits(known[card]))


def ahead(memories: Mapping[CardId, Memory], now: datetime, days: StudyDays, *, within: int) -> tuple[CardId, ...]:
    """The cards that fall due in the next *within* days after today, the nearest first."""
    today = days.day(now)
    last = today + timedelta(days=within)
    coming = [
        (memory.due, card)
        for card, memory in memories.items()
        if not isinstance(memory.due, datetime) and today < memory.due <= last
    ]
    return tuple(card for _, card in sorted(coming))


def forgotten(events: Iterable[Event], now: datetime, days: StudyDays, *, within: int = 1) -> tuple[CardId, ...]:
    """The cards answered Again in the last *within* study days, today included, the latest first; each once."""
    since = days.start(days.day(now) - timedelta(days=within - 1))
    lapses = [
        event for event in events if isinstance(event, Review) and event.rating is Rating.AGAIN and event.at >= since
    ]
    return tuple(dict.fromkeys(event.card for event in sorted(lapses, key=lambda event: event.at, reverse=True)))


def untouched(cards: Iterable[Card], state: State) -> tuple[CardId, ...]:
    """The new cards among *cards*, in their order, to be looked at before they are learnt."""
    return tuple(card.id for card in cards if card.id not in state.memories and not _held(card, state))


def _held(card: Card, state: State) -> bool:
    return card.entry.held or card.id in state.suspended
