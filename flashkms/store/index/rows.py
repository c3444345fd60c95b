"""A card's state as a row of the index, and back. Instants are whole microseconds, days ordinals: nothing is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from flashkms.schedule.memory import Memory, Phase

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_PHASES = (Phase.LEARNING, Phase.REVIEW, Phase.RELEARNING)
_NUMBERS = {phase: number for number, phase in enumerate(_PHASES)}

MEMORY = "phase, stability, difficulty, step_due, day_due, interval_days, reps, lapses, steps_left, last_review"
REST = "last_day, began, suspended, buried, unburied, flag"

Cells = tuple[Any, ...]  # as SQLite gives them; the tables are STRICT, so the types are those of the columns


class CardState(Struct, frozen=True):
    """What the log says of one card. *last_day* is the study day of its last answer, *began* its memory before that."""

    memory: Memory | None = None
    due: date | None = None  # of a new card that was given a day
    last_day: date | None = None
    began: Memory | None = None
    suspended: bool = False
    buried: date | None = None
    unburied: datetime | None = None
    flag: int = 0


def microseconds(instant: datetime) -> int:
    """Whole microseconds from 1970 to *instant*."""
    return (instant - _EPOCH) // _MICROSECOND


def instant(microseconds: int) -> datetime:
    """The instant *microseconds* after 1970, in UTC."""
    return _EPOCH + timedelta(microseconds=microseconds)


def cells(state: CardState) -> Cells:
    """The columns `MEMORY` and `REST` of *state*."""
    return (
        *memory_cells(state.memory, state.due),
        None if state.last_day is None else state.last_day.toordinal(),
        None if state.began is None else msgspec.msgpack.encode(memory_cells(state.began)),
        int(state.suspended),
        None if state.buried is None else state.buried.toordinal(),
        None if state.unburied is None else microseconds(state.unburied),
        state.flag,
    )


def memory_cells(memory: Memory | None, due: date | None = None) -> Cells:
    """The columns `MEMORY` of *memory*; those of a new card, given the day *due* or none."""
    if memory is None:
        return (None, None, None, None, None if due is None else due.toordinal(), *(None,) * 5)
    on_step = isinstance(memory.due, datetime)
    return (
        _NUMBERS[memory.phase],
        memory.stability,
        memory.difficulty,
        microseconds(memory.due) if isinstance(memory.due, datetime) else None,
        None if on_step else memory.due.toordinal(),
        memory.interval_days,
        memory.reps,
        memory.lapses,
        memory.steps_left,
        microseconds(memory.last_review),
    )


def memory(cells: Cells) -> Memory | None:
    """The memory in the columns `MEMORY`; None of a new card."""
    phase, stability, difficulty, step_due, day_due, interval, reps, lapses, left, last = cells
    if phase is None:
        return None
    return Memory(
        _PHASES[phase],
        stability,
        difficulty,
        date.fromordinal(day_due) if step_due is None else instant(step_due),
        interval,
        reps,
        lapses,
        left,
        instant(last),
    )


def state(cells: Cells) -> CardState:
    """The state in the columns `MEMORY` and `REST`."""
    remembered = memory(cells[:10])
    given = cells[4] if remembered is None else None
    last_day, began, suspended, buried, unburied, flag = cells[10:]
    return CardState(
        remembered,
        None if given is None else date.fromordinal(given),
        None if last_day is None else date.fromordinal(last_day),
        None if began is None else memory(msgspec.msgpack.decode(began, type=tuple)),
        bool(suspended),
        None if buried is None else date.fromordinal(buried),
        None if unburied is None else instant(unburied),
        flag,
    )
