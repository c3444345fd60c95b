"""Whether the index says what a replay of all logs says: part after part, so that never all of it is held at once."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from msgspec.structs import replace

from flashkms.cards.card import CardId, number
from flashkms.cards.entry import EntryId
from flashkms.schedule.replay import State, replay
from flashkms.schedule.scheduler import Scheduler
from flashkms.store.collection import Collection
from flashkms.store.doctor.roll import Part, Roll
from flashkms.store.index import snapshot

_MARKS = ("marks", "made", "dropped")  # what a state says of entries


def agrees(collection: Collection, roll: Roll, now: datetime) -> bool:
    """Whether the index of *collection*, brought up to date, says what a replay of the events in *roll* says."""
    index, schedulers = collection.index, collection.schedulers
    index.refresh(now)
    decks = index.ask(lambda _: index.journal.decks()) if schedulers.differ else {}

    def scheduler(card: CardId) -> Scheduler:
        return schedulers.of(decks.get(card, ""))

    undos = roll.taken_back()
    entries: dict[str, set[EntryId]] = {name: set() for name in _MARKS}
    for part in roll.parts():
        told = replay([*part.events, *undos], scheduler, number, days=schedulers.days, now=now)
        if _of_cards(told) != _indexed(collection, part):
            return False
        for name in _MARKS:
            entries[name] |= getattr(told, name)
    return tuple(map(frozenset, entries.values())) == index.ask(snapshot.entries)


def _of_cards(told: State) -> State:
    """What *told* says of cards, and the index too."""
    nothing: frozenset[EntryId] = frozenset()
    return replace(told, began={}, waiting=(), marks=nothing, made=nothing, dropped=nothing)


def _indexed(collection: Collection, part: Part) -> State:
    """What the index says of the cards of *part*, also of those that are in no log."""
    where, values = ("id >= ?", (part.first,)) if not part.end else ("id >= ? AND id < ?", (part.first, part.end))

    def states(sql: sqlite3.Connection) -> State:
        return snapshot.state(snapshot.states(sql, f"logged AND {where}", values), {})

    return collection.index.ask(states)
