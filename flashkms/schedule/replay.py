"""Replay: the log's events, from all devices and in any order, to one state of every card.

What counts is decided first, by ids alone: an event counts once however often it was copied, an undone one not at
all, and one from more than a day ahead of *now* waits for its time. What is left is folded in one order that every
device agrees on. So any two unions of the same files give the same state.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import islice, takewhile

from msgspec import Struct, field
from msgspec.structs import replace

from flashkms.cards.card import CardId
from flashkms.cards.entry import EntryId
from flashkms.schedule.day import StudyDays
from flashkms.schedule.event import (
    Bury,
    Drop,
    Event,
    EventId,
    Flag,
    Forget,
    Made,
    Mark,
    Review,
    SetDue,
    Suspend,
    Unbury,
    Undo,
    Unsuspend,
)
from flashkms.schedule.fuzz import Dice, throw
from flashkms.schedule.memory import Memory, Phase
from flashkms.schedule.scheduler import TOGETHER, Answer, Scheduler

AHEAD = timedelta(hours=24)  # an event dated further ahead than this was written by a wrong clock

Scheduled = Review | Forget | SetDue  # the events that a memory is made of


class State(Struct, frozen=True):
    """Everything the log says, as of one instant. Cards that appear nowhere are new and untouched."""

    memories: Mapping[CardId, Memory] = field(default_factory=dict)
    began: Mapping[CardId, Memory | None] = field(default_factory=dict)  # cards answered today: as they were before it
    dues: Mapping[CardId, date] = field(default_factory=dict)  # new cards that were given a day
    suspended: frozenset[CardId] = frozenset()
    buried: Mapping[CardId, date] = field(default_factory=dict)  # the study day on which they were buried
    unburied: Mapping[CardId, datetime] = field(default_factory=dict)  # when they were last dug out
    flags: Mapping[CardId, int] = field(default_factory=dict)  # 1..7
    marks: frozenset[EntryId] = frozenset()
    made: frozenset[EntryId] = frozenset()
    dropped: frozenset[EntryId] = frozenset()
    waiting: tuple[Event, ...] = ()  # dated too far ahead to count yet


def order(event: Event) -> tuple[datetime, str, int, str]:
    """The place of *event* in the fold: by instant, then device, its sequence there, and id."""
    return event.at, event.device, event.seq, event.id


def distinct(events: Iterable[Event]) -> list[Event]:
    """*events* in the order of the fold, each id once; of two with one id, the first in that order."""
    known: dict[EventId, Event] = {}
    for event in sorted(events, key=order):
        first = known.setdefault(event.id, event)
        # Two that differ and still share a place: every device must choose the same one.
        if first is not event and order(first) == order(event) and repr(event) < repr(first):
            known[event.id] = event
    return list(known.values())


def undone(events: Iterable[Event]) -> frozenset[EventId]:
    """The ids that an undo in *events* takes back, after undos of undos; their targets may be missing.

    Undos that take back each other in a ring, which no program writes, take back nothing.
    """
    undos = {event.id: event for event in events if isinstance(event, Undo)}
    if not undos:
        return frozenset()
    against = Counter(undo.target for undo in undos.values())
    ready = [undo for undo in undos.values() if not against[undo.id]]
    gone: set[EventId] = set()
    while ready:
        undo = ready.pop()
        if undo.id not in gone:
            gone.add(undo.target)
        against[undo.target] -= 1
        if not against[undo.target] and undo.target in undos:
            ready.append(undos[undo.target])
    return frozenset(gone)


def counting(events: Iterable[Event], now: datetime | None = None) -> tuple[list[Event], tuple[Event, ...]]:
    """The events that count, in the order of the fold, and those that wait because they are dated after *now*."""
    known = distinct(events)
    ready = [event for event in known if now is None or event.at <= now + AHEAD]
    gone = undone(ready)
    waiting = tuple(event for event in known if now is not None and event.at > now + AHEAD)
    return [event for event in ready if event.id not in gone and not isinstance(event, Undo)], waiting


def replay(
    events: Iterable[Event],
    scheduler_for: Callable[[CardId], Scheduler],
    seed_for: Callable[[CardId], int],
    *,
    days: StudyDays,
    now: datetime | None = None,
) -> State:
    """The state after *events*, in whatever order they come.

    *seed_for* gives the number that a card's fuzz is drawn from. Without *now* nothing waits, and no card began today.
    """
    ready, waiting = counting(events, now)
    histories = _by_card(ready)
    after, dues = _memories(histories, scheduler_for, seed_for)
    return replace(
        _kept(ready, days),
        memories=after,
        dues=dues,
        began=_began(histories, scheduler_for, seed_for, days.start(days.day(now))) if now else {},
        waiting=waiting,
    )


def memories(
    events: Iterable[Event],
    scheduler_for: Callable[[CardId], Scheduler],
    seed_for: Callable[[CardId], int],
    *,
    now: datetime | None = None,
) -> tuple[Mapping[CardId, Memory], Mapping[CardId, date]]:
    """The memories and the days of new cards alone, of the state that `replay` gives, in less time."""
    return _memories(_by_card(counting(events, now)[0]), scheduler_for, seed_for)


def answered(
    histories: Mapping[CardId, Sequence[Answer]],
    scheduler_for: Callable[[CardId], Scheduler],
    seed_for: Callable[[CardId], int],
) -> dict[CardId, Memory]:
    """The memories of cards to which nothing happened but answers, those in *histories*, in order of time."""
    batches: dict[Scheduler, list[CardId]] = defaultdict(list)
    for card in histories:
        batches[scheduler_for(card)].append(card)
    memories: dict[CardId, Memory] = {}
    for scheduler, cards in batches.items():
        replayed = scheduler.memories((seed_for(card), histories[card]) for card in cards)
        memories.update((card, memory) for card, memory in zip(cards, replayed, strict=True) if memory is not None)
    return memories


def memory_after(
    history: Sequence[Scheduled],
    scheduler: Scheduler,
    seed: int,
    memory: Memory | None = None,
    dice: Callable[[int], int] = throw,
) -> tuple[Memory | None, date | None]:
    """The memory of one card after *history*, which is in order and counts, and the day it was given if it is new."""
    due: date | None = None
    for event in history:
        match event:
            case Review(rating=rating, at=at):
                memory, due = scheduler.after(memory, rating, at, seed=seed, dice=dice), None
            case Forget():
                memory, due = None, None
            case SetDue(due=day, interval_days=interval):
                memory, due = _moved(memory, day, scheduler.days.day(event.at), interval), None if memory else day
    return memory, due


def unanswered(history: Sequence[Scheduled], morning: datetime) -> Sequence[Scheduled]:
    """What of *history*, which is in order and counts, lies before the first answer since *morning*.

    A card that was forgotten since then, and answered after it, began anew there.
    """
    forgotten = max((index for index, event in enumerate(history) if isinstance(event, Forget)), default=-1)
    since = [index for index, event in enumerate(history) if isinstance(event, Review) and event.at >= morning]
    first = next((index for index in since if index > forgotten), since[0] if since else len(history))
    return history[:first]


def _by_card(events: Iterable[Event]) -> dict[CardId, list[Scheduled]]:
    """Those of *events* that a memory is made of, by card."""
    histories: dict[CardId, list[Scheduled]] = defaultdict(list)
    for event in events:
        if isinstance(event, Review):
            if not event.cram:
                histories[event.card].append(event)
        elif isinstance(event, Forget | SetDue):
            histories[event.card].append(event)
    return histories


def _memories(
    histories: Mapping[CardId, Sequence[Scheduled]],
    scheduler_for: Callable[[CardId], Scheduler],
    seed_for: Callable[[CardId], int],
) -> tuple[dict[CardId, Memory], dict[CardId, date]]:
    """The memories after *histories*; cards with nothing but answers go through the scheduler together."""
    answers: dict[CardId, Sequence[Answer]] = {}
    others: dict[CardId, Sequence[Scheduled]] = {}
    for card, history in histories.items():
        reviews = [(event.at.timestamp(), int(event.rating)) for event in history if isinstance(event, Review)]
        if len(reviews) == len(history):
            answers[card] = reviews
        else:
            others[card] = history
    memories, dues = _one_by_one(others, scheduler_for, seed_for)
    return memories | answered(answers, scheduler_for, seed_for), dues


def _one_by_one(
    histories: Mapping[CardId, Sequence[Scheduled]],
    scheduler_for: Callable[[CardId], Scheduler],
    seed_for: Callable[[CardId], int],
) -> tuple[dict[CardId, Memory], dict[CardId, date]]:
    """As `_memories`, of cards that were moved too; a package brings thousands, and their dice are thrown together."""
    memories: dict[CardId, Memory] = {}
    dues: dict[CardId, date] = {}
    waiting = iter(histories.items())
    while some := dict(islice(waiting, TOGETHER)):
        seeds = {card: seed_for(card) for card in some}
        dice = Dice.of([seeds[card] + reps for card, history in some.items() for reps in range(len(history))])
        for card, history in some.items():
            memory, due = memory_after(history, scheduler_for(card), seeds[card], dice=dice.__getitem__)
            if memory is not None:
                memories[card] = memory
            if due is not None:
                dues[card] = due
    return memories, dues


def _moved(memory: Memory | None, due: date, today: date, interval: int | None) -> Memory | None:
    """*memory*, due on *due*; a card on its steps leaves them, with the days until then as its interval."""
    if memory is None:
        return None
    if interval is None:
        interval = memory.interval_days if memory.phase is Phase.REVIEW else max((due - today).days, 1)
    return replace(memory, phase=Phase.REVIEW, due=due, steps_left=0, interval_days=interval)


def _began(
    histories: Mapping[CardId, Sequence[Scheduled]],
    scheduler_for: Callable[[CardId], Scheduler],
    seed_for: Callable[[CardId], int],
    morning: datetime,
) -> dict[CardId, Memory | None]:
    """The cards answered since *morning*, with their memories before that."""
    return {
        card: memory_after(unanswered(history, morning), scheduler_for(card), seed_for(card))[0]
        for card, history in histories.items()
        if any(isinstance(event, Review) for event in takewhile(lambda event: event.at >= morning, reversed(history)))
    }


def _kept(events: Sequence[Event], days: StudyDays) -> State:
    """All of the state that is no memory: the last word on each card and entry."""
    marks, made, dropped = _entries_kept(events)
    suspended: set[CardId] = set()
    buried: dict[CardId, date] = {}
    unburied: dict[CardId, datetime] = {}
    flags: dict[CardId, int] = {}
    for event in events:
        match event:
            case Review():  # most of them
                pass
            case Suspend(card=card):
                suspended.add(card)
            case Unsuspend(card=card):
                suspended.discard(card)
            case Bury(card=card):
                buried[card] = days.day(event.at)
            case Unbury(card=card):
                buried.pop(card, None)
                unburied[card] = event.at
            case Forget(card=card) | SetDue(card=card):
                buried.pop(card, None)
            case Flag(card=card, flag=flag):
                flags[card] = flag
            case _:
                pass
    return State(
        suspended=frozenset(suspended),
        buried=buried,
        unburied=unburied,
        flags={card: flag for card, flag in flags.items() if flag},
        marks=marks,
        made=made,
        dropped=dropped,
    )


def _entries_kept(events: Iterable[Event]) -> tuple[frozenset[EntryId], frozenset[EntryId], frozenset[EntryId]]:
    """The entries that are marked, that a build has made, and that were dropped."""
    marks: set[EntryId] = set()
    made: set[EntryId] = set()
    dropped: set[EntryId] = set()
    for event in events:
        match event:
            case Review():  # as above
                pass
            case Mark(entry=entry, marked=marked):
                (marks.add if marked else marks.discard)(entry)
            case Made(entries=entries):
                made.update(entries)
            case Drop(entry=entry, dropped=gone):
                (dropped.add if gone else dropped.discard)(entry)
            case _:
                pass
    return frozenset(marks), frozenset(made), frozenset(dropped)
