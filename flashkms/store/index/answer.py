"""One answer on top of all others, taken into the index in few statements: the common case, while a person waits.

What is not that case is left to the journal, which takes in anything.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Sequence
from datetime import datetime

from flashkms.schedule.event import Event, Review
from flashkms.schedule.replay import AHEAD
from flashkms.store.index import lines, rows
from flashkms.store.index.fold import one_more
from flashkms.store.index.lines import Added
from flashkms.store.schedulers import Schedulers

_STATE = (
    f"SELECT deck, {rows.MEMORY}, {rows.REST}, places, latest, EXISTS (SELECT 1 FROM undo WHERE target = ?) "  # noqa: S608
    "FROM card LEFT JOIN history ON subject = id WHERE id = ?"
)
_ADVANCE = (
    "UPDATE log SET status = ?, offset = ?, lines = ?, tail = ?, latest = max(latest, ?) "
    "WHERE number = ? AND name = ? AND offset = ? AND lines = ?"
)
_HISTORY = "INSERT OR REPLACE INTO history VALUES (?, ?, ?)"
_MOVED = f"{rows.MEMORY}, last_day, began".split(", ")
_MOVE = f"UPDATE card SET logged = 1, {', '.join(f'{name} = ?' for name in _MOVED)} WHERE id = ?"  # noqa: S608


def is_one(events: Sequence[Event]) -> bool:
    """Whether *events* are one answer."""
    return len(events) == 1 and type(events[0]) is Review


def take(sql: sqlite3.Connection, schedulers: Schedulers, added: Added, now: datetime) -> bool:
    """Take in *added*, one answer, where a step on top of what is known tells all; else False, and nothing is changed.

    Wants an open transaction. *added* goes on where this process was; where the index is elsewhere, that is False too.
    """
    (event,), (place,) = added.events, added.places
    if event.cram or event.at > now + AHEAD:
        return False
    row = sql.execute(_STATE, (event.id, event.card)).fetchone()
    if row is None:
        return False
    deck, *cells, places, latest, taken_back = row
    at = rows.microseconds(event.at)
    if taken_back or (latest is not None and at <= latest):
        return False
    before = None if latest is None else rows.instant(latest)
    state = one_more(event.card, rows.state(tuple(cells)), event, schedulers.of(deck or ""), latest=before)
    if state is None or not _advance(sql, added, at):
        return False
    sql.execute(_HISTORY, (event.card, (places or b"") + array("Q", (place,)).tobytes(), at))
    sql.execute(_MOVE, (*rows.cells(state)[: len(_MOVED)], event.card))
    return True


def _advance(sql: sqlite3.Connection, added: Added, at: int) -> bool:
    """Keep how far the log is read now; False where the index was not where *added* begins."""
    read = added.known
    begin = added.places[0] - lines.place(read.number, 0)
    values = (read.status, read.offset, read.lines, read.tail, at, read.number, read.name, begin, read.lines - 1)
    return sql.execute(_ADVANCE, values).rowcount == 1
