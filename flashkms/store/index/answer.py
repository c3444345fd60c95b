"""An answer on top of all others, taken into the index in few statements: the common case, while a person waits.

What is not that case is left to the journal, which takes in anything.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from flashkms.schedule.event import Event, Review
from flashkms.schedule.replay import AHEAD
from flashkms.store.index import lines, rows
from flashkms.store.index.fold import one_more
from flashkms.store.index.lines import Added
from flashkms.store.index.rows import CardState
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


class Step(Struct, frozen=True):
    """The card of *event*, an answer on top of its *row* in the tables: *state* is what the log says of it then."""

    event: Review
    row: tuple[Any, ...]
    state: CardState


def is_one(events: Sequence[Event]) -> bool:
    """Whether *events* are one answer."""
    return len(events) == 1 and type(events[0]) is Review


def step(
    sql: sqlite3.Connection, schedulers: Schedulers, event: Review, now: datetime, known: Step | None = None
) -> Step | None:
    """What *event* makes of its card, where a step on top of what is known tells all; nothing is changed.

    *known* is the step as it was before: on the same row it is the same.
    """
    if event.cram or event.at > now + AHEAD:
        return None
    row = sql.execute(_STATE, (event.id, event.card)).fetchone()
    if row is None:
        return None
    if known is not None and known.row == row:
        return known
    deck, *cells, _, latest, taken_back = row
    if taken_back or (latest is not None and rows.microseconds(event.at) <= latest):
        return None
    before = None if latest is None else rows.instant(latest)
    state = one_more(event.card, rows.state(tuple(cells)), event, schedulers.of(deck or ""), latest=before)
    return None if state is None else Step(event, row, state)


def take(sql: sqlite3.Connection, added: Added, steps: Sequence[Step]) -> bool:
    """Take in *added*, the answers of *steps*, each of another card; else False, and nothing is changed.

    Wants the transaction in which *steps* were asked for. *added* goes on where this process was; where the index is
    elsewhere, that is False.
    """
    instants = [rows.microseconds(each.event.at) for each in steps]
    if not _advance(sql, added, max(instants)):
        return False
    for each, place, at in zip(steps, added.places, instants, strict=True):
        places = each.row[-3] or b""
        sql.execute(_HISTORY, (each.event.card, places + array("Q", (place,)).tobytes(), at))
        sql.execute(_MOVE, (*rows.cells(each.state)[: len(_MOVED)], each.event.card))
    return True


def _advance(sql: sqlite3.Connection, added: Added, at: int) -> bool:
    """Keep how far the log is read now; False where the index was not where *added* begins."""
    read = added.known
    begin = added.places[0] - lines.place(read.number, 0)
    values = (read.status, read.offset, read.lines, read.tail, at, read.number, read.name, begin, read.lines - 1)
    return sql.execute(_ADVANCE, values).rowcount == 1
