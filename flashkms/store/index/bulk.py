"""The log side of the index from nothing: every log read once, every card replayed once.

Cards with nothing but answers, which are nearly all, never become events: their answers are packed and go to the
scheduler as numbers. The others are folded one by one, as an update would.

Two processes share the work. Each reads half of the bytes and gives the other what it found of the other's subjects:
those that sort first are computed here, the rest there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct

from flashkms.cards.card import CardId, entry_of, number
from flashkms.errors import Problem
from flashkms.schedule.memory import Memory
from flashkms.schedule.replay import AHEAD
from flashkms.schedule.scheduler import Answer, History, Scheduler
from flashkms.store.garbage import uncollected
from flashkms.store.index import lines, rows
from flashkms.store.index.gathered import Gathered, Kept, Taken
from flashkms.store.index.halves import LostError, Wire, beside
from flashkms.store.index.journal import Journal, latest
from flashkms.store.index.lines import Known, Piece
from flashkms.store.index.rows import Cells
from flashkms.store.schedulers import Schedulers

_WORTH = 2**20  # bytes of log below which a second process costs more than it saves
_TOGETHER = 2048  # subjects that are computed at once; more would only be kept longer
_HERE = 0.42  # the share of the subjects of this process, which keeps what is computed besides

Row = tuple[str, bytes, int, str, Cells]  # a subject, its places, its latest instant; of a plain card: key and cells


class Plan(Struct, frozen=True):
    """What both processes know before they begin."""

    shown: Callable[[Path], str]
    schedulers: Schedulers
    decks: Mapping[str, str]  # of cards, where it makes a difference
    now: datetime


class Read(Struct, frozen=True, array_like=True):
    """How far a log was read, its latest instant in microseconds, and what was damaged in what was read."""

    known: Known
    latest: int
    problems: tuple[Problem, ...]


class Half(Struct, frozen=True, array_like=True):
    """What one process gives the other: what it read, and the packed events of the other's subjects, with all undos."""

    read: list[Read]
    packed: dict[str, bytearray]
    undos: list[Taken]
    first: str = ""  # of the subjects that are computed in the child


_encode = msgspec.msgpack.Encoder().encode
_half = msgspec.msgpack.Decoder(Half).decode
_rows = msgspec.msgpack.Decoder(list[Row]).decode


def rebuild(journal: Journal, now: datetime) -> None:
    """Empty the tables, and read all logs into them."""
    ours, theirs = lines.halved(journal.log.paths(), _WORTH)
    plan = Plan(journal.log.shown, journal.schedulers, journal.decks() if journal.schedulers.differ else {}, now)
    with uncollected(), journal.without_indexes():
        try:
            left = _shared(journal, plan, ours, theirs) if theirs else _alone(journal, plan, ours)
        except LostError:
            left = _alone(journal, plan, [*ours, *theirs])
        journal.refold_all(left, now)


def _alone(journal: Journal, plan: Plan, pieces: Sequence[Piece]) -> list[str]:
    """Fill the tables in this process; the subjects that have to be folded one by one."""
    gathered = Gathered()
    _begin(journal, _read(pieces, gathered, plan), gathered)
    return _keep(journal, _computed(gathered.subjects(), gathered, plan))


def _shared(journal: Journal, plan: Plan, ours: Sequence[Piece], theirs: Sequence[Piece]) -> list[str]:
    """As `_alone`, with *theirs* read, and more than half of all subjects computed, in a child.

    Raises `LostError` where that cannot be.
    """
    gathered = Gathered()
    with beside(partial(_child, plan=plan, pieces=theirs)) as wire:
        read = _read(ours, gathered, plan)
        subjects = gathered.subjects()
        cut = int(len(subjects) * _HERE)
        first = subjects[cut] if subjects else ""
        wire.send(_encode(Half([], gathered.cut(subjects[cut:]), gathered.undos, first)))
        other = _half(wire.receive())
        gathered.merge(other.packed, other.undos)
        _begin(journal, [*read, *other.read], gathered)
        left = _keep(journal, _computed(gathered.subjects(), gathered, plan))
        return left + _keep(journal, map(_rows, iter(wire.receive, b"")))


def _child(wire: Wire, plan: Plan, pieces: Sequence[Piece]) -> Iterator[bytes]:
    """The messages of the child: its half, the rows of its subjects, a part at a time, and nothing more."""
    gathered = Gathered()
    read = _read(pieces, gathered, plan)
    other = _half(wire.receive())
    subjects = gathered.subjects()
    cut = bisect_left(subjects, other.first)
    yield _encode(Half(read, gathered.cut(subjects[:cut]), gathered.undos))
    gathered.merge(other.packed, other.undos)
    yield from map(_encode, _computed(gathered.subjects(), gathered, plan))
    yield b""


def _read(pieces: Sequence[Piece], gathered: Gathered, plan: Plan) -> list[Read]:
    """Read *pieces* into what is *gathered*."""
    read: list[Read] = []
    for piece in pieces:
        for added in lines.pieces(piece, plan.shown(piece.path)):
            read.append(Read(added.known, latest(added.events, plan.now), added.problems))
            gathered.add(added)
    return read


def _begin(journal: Journal, read: Sequence[Read], gathered: Gathered) -> None:
    """Empty the tables, and fill those that hold no subjects."""
    journal.clear()
    for each in read:
        journal.remember(each.known, each.problems, each.latest)
    journal.insert_undos(gathered.undos)


def _keep(journal: Journal, computed: Iterable[list[Row]]) -> list[str]:
    """Keep the rows *computed*; the subjects among them that have to be folded one by one."""
    left: list[str] = []
    for some in computed:
        journal.insert_histories(row[:3] for row in some)
        journal.insert_cards((row[0], row[3], *row[4]) for row in some if row[4])
        left += [row[0] for row in some if not row[4]]
    return left


def _computed(subjects: Sequence[str], gathered: Gathered, plan: Plan) -> Iterator[list[Row]]:
    """The rows of *subjects*, in order, some at a time."""
    targets = {hash(target) for _, target, _ in gathered.undos}
    limit = (plan.now + AHEAD).timestamp()
    for begin in range(0, len(subjects), _TOGETHER):
        some = subjects[begin : begin + _TOGETHER]
        yield _rows_of(some, [gathered.history(subject, targets, limit) for subject in some], plan)


def _rows_of(subjects: Sequence[str], histories: Sequence[Kept], plan: Plan) -> list[Row]:
    batches: dict[Scheduler, list[int]] = defaultdict(list)
    for index, history in enumerate(histories):
        if history.answers:
            batches[plan.schedulers.of(plan.decks.get(subjects[index], ""))].append(index)
    cells: list[Cells] = [()] * len(subjects)
    for scheduler, batch in batches.items():
        played = [(number(CardId(subjects[index])), histories[index].answers) for index in batch]
        for index, found in zip(batch, _replayed(played, scheduler, plan.now), strict=True):
            cells[index] = found
    return [
        (subject, history.places, history.latest, entry_of(CardId(subject)).casefold(), found)
        for subject, history, found in zip(subjects, histories, cells, strict=True)
    ]


def _replayed(histories: Sequence[History], scheduler: Scheduler, now: datetime) -> Iterator[Cells]:
    """The cells of cards, each of which has *histories* of one answer at least."""
    recent = scheduler.days.start(scheduler.days.day(now) - timedelta(days=1))
    for (seed, answers), memory in zip(histories, scheduler.memories(histories), strict=True):
        assert memory is not None
        state = rows.CardState(memory) if memory.last_review < recent else _begun(seed, answers, scheduler, memory)
        yield rows.cells(state)


def _begun(seed: int, answers: Sequence[Answer], scheduler: Scheduler, memory: Memory) -> rows.CardState:
    """The state of a card answered today or yesterday: with its memory before that day."""
    day = scheduler.days.day(memory.last_review)
    morning = scheduler.days.start(day).timestamp()
    (before,) = scheduler.memories([(seed, [answer for answer in answers if answer[0] < morning])])
    return rows.CardState(memory, last_day=day, began=before)
