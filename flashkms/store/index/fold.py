"""What the events of one card say of it: by replay from the beginning, or by one more event on top."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from msgspec.structs import replace

from flashkms.cards.card import CardId, number
from flashkms.schedule.event import (
    Bury,
    Event,
    Flag,
    Forget,
    Review,
    SetDue,
    Suspend,
    Unbury,
    Unsuspend,
)
from flashkms.schedule.fuzz import throw
from flashkms.schedule.memory import Memory
from flashkms.schedule.replay import Scheduled, counting, memory_after, unanswered
from flashkms.schedule.scheduler import Scheduler
from flashkms.store.index.rows import CardState


def folded(
    card: CardId,
    events: Iterable[Event],
    scheduler: Scheduler,
    now: datetime | None,
    dice: Callable[[int], int] = throw,
) -> tuple[CardState, tuple[Event, ...]]:
    """The state of *card* after *events*, its own and undos of them, in any order; and those that wait.

    *dice* gives the throw for a seed.
    """
    ready, waiting = counting(events, now)
    state = CardState()
    for event in ready:
        state = _standing(state, event, scheduler)
    scheduled = _scheduled(ready)
    memory, due = memory_after(scheduled, scheduler, number(card), dice=dice)
    answered = [event for event in scheduled if isinstance(event, Review)]
    if not answered:
        return replace(state, memory=memory, due=due), waiting
    last_day = scheduler.days.day(max(event.at for event in answered))
    began = before(card, scheduled, scheduler, scheduler.days.start(last_day), dice)
    return replace(state, memory=memory, due=due, last_day=last_day, began=began), waiting


def before(
    card: CardId,
    events: Iterable[Event],
    scheduler: Scheduler,
    instant: datetime,
    dice: Callable[[int], int] = throw,
) -> Memory | None:
    """The memory of *card* before its first answer since *instant*, by its *events* that count, in order."""
    return memory_after(unanswered(_scheduled(events), instant), scheduler, number(card), dice=dice)[0]


def one_more(
    card: CardId, state: CardState, event: Event, scheduler: Scheduler, *, latest: datetime | None
) -> CardState | None:
    """*state* after *event*, which is later than *latest*, the last one before it; None when only a replay can tell.

    That is so where something else than an answer moved the memory, now or earlier on the day, or it was forgotten.
    """
    if not isinstance(event, Review | Forget | SetDue):
        return _standing(state, event, scheduler)
    if _crammed(event):
        return state
    if not isinstance(event, Review):
        return None
    today = scheduler.days.day(event.at)
    moved = state.last_day != today and latest is not None and scheduler.days.day(latest) == today
    if moved or (state.last_day == today and state.memory is None):
        return None
    memory = scheduler.after(state.memory, event.rating, event.at, seed=number(card))
    began = state.began if state.last_day == today else state.memory
    return replace(state, memory=memory, due=None, last_day=today, began=began)


def _standing(state: CardState, event: Event, scheduler: Scheduler) -> CardState:
    """*state* after an event that does not touch the memory; any other leaves it as it is."""
    match event:
        case Suspend() | Unsuspend():
            return replace(state, suspended=isinstance(event, Suspend))
        case Bury():
            return replace(state, buried=scheduler.days.day(event.at))
        case Unbury():
            return replace(state, buried=None, unburied=event.at)
        case Forget() | SetDue():
            return replace(state, buried=None)
        case Flag(flag=flag):
            return replace(state, flag=flag)
        case _:
            return state


def _crammed(event: Event) -> bool:
    return isinstance(event, Review) and event.cram


def _scheduled(events: Iterable[Event]) -> list[Scheduled]:
    """Those of *events* that a memory is made of."""
    return [event for event in events if isinstance(event, Review | Forget | SetDue) and not _crammed(event)]
