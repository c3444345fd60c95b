"""The log side of the index: brought up to date by what was added to the logs, card by card.

An event that is later than all before it moves its card by one step. One that arrives late, takes another back or is
taken back has its card replayed from its own events, which are found by their places in the logs.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flashkms.cards.card import CardId, entry_of, number
from flashkms.errors import Problem
from flashkms.schedule.event import Drop, Event, EventId, Made, Mark, Parameters, Undo, Unknown
from flashkms.schedule.fuzz import Dice, throw
from flashkms.schedule.memory import Memory
from flashkms.schedule.replay import AHEAD, counting, replay
from flashkms.store.index import lines, rows
from flashkms.store.index.fold import before, folded, one_more
from flashkms.store.index.lines import Added, Known
from flashkms.store.line import is_event
from flashkms.store.log import ReviewLog
from flashkms.store.schedulers import Schedulers

_TOGETHER = 200  # subjects whose places are looked up, and dice thrown, at once
MADE = "\0made"  # the subject of what builds made; no id begins so
_UPSERT = (
    f"INSERT INTO card (id, key, logged, {rows.MEMORY}, {rows.REST}) VALUES (?, ?, 1{', ?' * 16}) "  # noqa: S608
    "ON CONFLICT (id) DO UPDATE SET logged = 1, "
    + ", ".join(f"{name} = excluded.{name}" for name in f"{rows.MEMORY}, {rows.REST}".split(", "))
)


def subject_of(event: Event) -> str:
    """Whose history *event* belongs to: a card's, an entry's behind a NUL, that of all builds, or, empty, nobody's."""
    match event:
        case Undo() | Parameters() | Unknown():
            return ""
        case Made():
            return MADE
        case Mark(entry=entry) | Drop(entry=entry):
            return f"\0{entry}"
        case _:
            return event.card


class Journal:
    """The tables that follow from the logs. Every call wants an open transaction."""

    def __init__(self, connection: sqlite3.Connection, log: ReviewLog, schedulers: Schedulers) -> None:
        self._sql = connection
        self.log = log
        self.schedulers = schedulers

    def known(self) -> dict[str, Known]:
        """The log files as far as they have been read, by name."""
        found = self._sql.execute("SELECT number, name, status, offset, lines, tail FROM log")
        return {row[1]: Known(*row) for row in found}

    def known_one(self, name: str) -> Known | None:
        """The log called *name* as far as it has been read; None when it never was."""
        query = "SELECT number, name, status, offset, lines, tail FROM log WHERE name = ?"
        row = self._sql.execute(query, (name,)).fetchone()
        return Known(*row) if row else None

    def paths(self) -> dict[int, Path]:
        """Where the log files lie, by number."""
        return {known.number: self.log.folder / name for name, known in self.known().items()}

    def latest(self) -> datetime | None:
        """The latest instant of an event that counts; None when there is none."""
        (found,) = self._sql.execute("SELECT max(latest) FROM log").fetchone()
        return rows.instant(found) if found else None

    def take(self, added: Added, now: datetime) -> None:
        """Bring the index up to date with what was added to one log."""
        self.remember(added.known, added.problems, latest(added.events, now))
        touched: dict[str, list[tuple[int, Event]]] = {}
        again: set[str] = set()
        for place, raw in zip(added.places, added.events, strict=True):
            event = raw if is_event(raw) else _event(raw)
            if isinstance(event, Undo):
                again |= self._undo(event, place)
            if subject := subject_of(event):
                touched.setdefault(subject, []).append((place, event))
        for subject, events in touched.items():
            self._add(subject, events, now, replayed=subject in again)
        for subject in again - touched.keys():
            self.refold(subject, now)

    def refold_all(self, subjects: Sequence[str], now: datetime) -> None:
        """Replay the histories of *subjects*, their dice thrown some hundred cards at a time: a tenth of the cost."""
        for begin in range(0, len(subjects), _TOGETHER):
            some = subjects[begin : begin + _TOGETHER]
            counts = {subject: len(places) for subject, places in self.places(some).items()}
            seeds = [number(CardId(subject)) + reps for subject in counts for reps in range(counts[subject])]
            dice = Dice.of(seeds).__getitem__
            for subject in some:
                self.refold(subject, now, dice)

    def refold(self, subject: str, now: datetime, dice: Callable[[int], int] = throw) -> None:
        """Replay the history of *subject*; *dice* gives the throw for a seed."""
        events = self.history(subject)
        if subject.startswith("\0"):
            self._fold_entry(subject, events, now)
            return
        card = CardId(subject)
        state, waiting = folded(card, events, self.schedulers.of(self._deck(card)), now, dice)
        self.write(card, state)
        self.wait(subject, waiting)

    def history(self, subject: str) -> list[Event]:
        """The events of *subject*, and the undos of them, in no order."""
        row = self._sql.execute("SELECT places FROM history WHERE subject = ?", (subject,)).fetchone()
        own = lines.read_places(array("Q", row[0]), self.paths()) if row else []
        return [*own, *self.undos_of(own)]

    def places(self, subjects: Sequence[str]) -> dict[str, array[int]]:
        """Where the events of those of *subjects* that have any stand in the logs; some hundred at most."""
        query = f"SELECT subject, places FROM history WHERE subject IN ({', '.join('?' * len(subjects))})"  # noqa: S608
        return {subject: array("Q", places) for subject, places in self._sql.execute(query, subjects)}

    def before(self, card: CardId, day: date, now: datetime) -> Memory | None:
        """The memory of *card* before the study day *day*."""
        ready, _ = counting(self.history(card), now)
        return before(card, ready, self.schedulers.of(self._deck(card)), self.schedulers.days.start(day))

    def write(self, card: CardId, state: rows.CardState) -> None:
        """Keep *state* of *card*."""
        self._sql.execute(_UPSERT, (card, entry_of(card).casefold(), *rows.cells(state)))

    def insert_cards(self, cards: Iterable[rows.Cells]) -> None:
        """Keep what is computed of many *cards*: of each its id, its key, and the cells of its row."""
        self._sql.executemany(_UPSERT, cards)

    @contextmanager
    def without_indexes(self) -> Iterator[None]:
        """No index on cards inside: making them once is faster than keeping them up to date for every card."""
        query = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'card' AND sql IS NOT NULL"
        indexes = self._sql.execute(query).fetchall()
        for name, _ in indexes:
            self._sql.execute(f"DROP INDEX {name}")
        yield
        for _, made in indexes:
            self._sql.execute(made)

    def insert_undos(self, undos: Iterable[tuple[str, str, int]]) -> None:
        """Fill the empty table of undos: of each its id, that of its target, and its place."""
        self._sql.executemany("INSERT OR IGNORE INTO undo VALUES (?, ?, ?)", undos)

    def insert_histories(self, histories: Iterable[tuple[str, bytes, int]]) -> None:
        """Fill the empty table of histories."""
        self._sql.executemany("INSERT INTO history VALUES (?, ?, ?)", histories)

    def clear(self) -> None:
        """Empty all that follows from the logs."""
        for table in ("log", "history", "undo", "waiting", "log_problem", "standing", "made"):
            self._sql.execute(f"DELETE FROM {table}")  # noqa: S608  # from the line above
        self._sql.execute("DELETE FROM card WHERE deck IS NULL")
        empty = rows.cells(rows.CardState())
        unset = ", ".join(f"{name} = ?" for name in f"{rows.MEMORY}, {rows.REST}".split(", "))
        self._sql.execute(f"UPDATE card SET logged = 0, {unset} WHERE logged", empty)  # noqa: S608  # our columns

    def decks(self) -> dict[str, str]:
        """The deck of every card that stands in a deck file."""
        return dict(self._sql.execute("SELECT id, deck FROM card WHERE deck IS NOT NULL"))

    def wait(self, subject: str, events: Iterable[Event]) -> None:
        """Remember to look at *subject* again when one of *events* counts."""
        self._sql.executemany(
            "INSERT OR IGNORE INTO waiting VALUES (?, ?)", [(rows.microseconds(event.at), subject) for event in events]
        )

    def wake(self, now: datetime) -> None:
        """Replay the subjects with an event that waited until *now*."""
        limit = (rows.microseconds(now + AHEAD),)
        ready = self._sql.execute(
            "SELECT subject, max(at) FROM waiting WHERE at <= ? GROUP BY subject", limit
        ).fetchall()
        self._sql.execute("DELETE FROM waiting WHERE at <= ?", limit)
        self._sql.executemany("UPDATE log SET latest = max(latest, ?)", [(at,) for _, at in ready])
        for subject, _ in ready:
            self.refold(subject, now)

    def _add(self, subject: str, events: list[tuple[int, Event]], now: datetime, *, replayed: bool) -> None:
        """Add *events* to the history of *subject*, and move it by them."""
        row = self._sql.execute("SELECT places, latest FROM history WHERE subject = ?", (subject,)).fetchone()
        places = array("Q", row[0] if row else b"")
        latest = row[1] if row else None
        self._sql.execute(
            "INSERT INTO history VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET places = excluded.places, latest = excluded.latest",
            (
                subject,
                (places + array("Q", [place for place, _ in events])).tobytes(),
                max(rows.microseconds(event.at) for _, event in events)
                if latest is None
                else max(latest, *(rows.microseconds(event.at) for _, event in events)),
            ),
        )
        if replayed or subject.startswith("\0") or not self._step(CardId(subject), events, latest, now):
            self.refold(subject, now)

    def _step(self, card: CardId, events: list[tuple[int, Event]], latest: int | None, now: datetime) -> bool:
        """Move *card* by *events*, one after the other; False when that cannot be done."""
        state, deck = self.state(card)
        scheduler = self.schedulers.of(deck)
        for _, event in events:
            at = rows.microseconds(event.at)
            if (latest is not None and at <= latest) or event.at > now + AHEAD or self._taken_back(event):
                return False
            after = one_more(card, state, event, scheduler, latest=None if latest is None else rows.instant(latest))
            if after is None:
                return False
            state, latest = after, at
        self.write(card, state)
        return True

    def state(self, card: CardId) -> tuple[rows.CardState, str]:
        """What the log says of *card*, and its deck; an empty state of a card that it does not know."""
        row = self._sql.execute(f"SELECT deck, {rows.MEMORY}, {rows.REST} FROM card WHERE id = ?", (card,)).fetchone()  # noqa: S608
        return (rows.state(row[1:]), row[0] or "") if row else (rows.CardState(), "")

    def _deck(self, card: CardId) -> str:
        row = self._sql.execute("SELECT deck FROM card WHERE id = ?", (card,)).fetchone()
        return (row[0] if row else "") or ""

    def _fold_entry(self, subject: str, events: list[Event], now: datetime) -> None:
        """Fold what is said of an entry, or of what builds made."""
        state = replay(events, lambda _: self.schedulers.of(""), number, days=self.schedulers.days, now=now)
        if subject == MADE:
            self._sql.execute("DELETE FROM made")
            self._sql.executemany("INSERT INTO made VALUES (?)", [(entry,) for entry in state.made])
        else:
            entry = subject[1:]
            self._sql.execute(
                "INSERT OR REPLACE INTO standing VALUES (?, ?, ?)",
                (entry, entry in state.marks, entry in state.dropped),
            )
        self.wait(subject, state.waiting)

    def undone(self, event: Event, now: datetime) -> bool:
        """Whether *event*, which is not dated ahead of *now*, does not count by then, for an undo of it."""
        return not counting([event, *self.undos_of([event])], now)[0]

    def _taken_back(self, event: Event) -> bool:
        return self._sql.execute("SELECT 1 FROM undo WHERE target = ?", (event.id,)).fetchone() is not None

    def _undo(self, undo: Undo, place: int) -> set[str]:
        """Keep *undo*; the subject that has to be replayed for it, if it is known yet."""
        self._sql.execute("INSERT OR IGNORE INTO undo VALUES (?, ?, ?)", (undo.id, undo.target, place))
        passed: set[str] = set()
        target: str = undo.target
        while target not in passed and (row := self._target(target)):
            passed.add(target)
            target = row
        event = self._find(EventId(target))
        subject = subject_of(event) if event else ""
        return {subject} if subject else set()

    def _target(self, undo: str) -> str:
        row = self._sql.execute("SELECT target FROM undo WHERE id = ?", (undo,)).fetchone()
        return row[0] if row else ""

    def _find(self, event: EventId) -> Event | None:
        """The event with that id in any log; None when it has not arrived."""
        small_first = sorted(self.known().values(), key=lambda known: known.offset)  # what is looked through is read
        paths = (self.log.folder / known.name for known in small_first)
        found = (each for path in paths for each in lines.mentions(path, event.encode()))
        return next((each for each in found if each.id == event), None)

    def undos_of(self, events: Iterable[Event]) -> list[Event]:
        """The undos of *events*, and the undos of these."""
        found: dict[str, int] = {}
        frontier: list[str] = [event.id for event in events]
        while frontier:
            marks = ", ".join("?" * len(frontier[:500]))
            ids = frontier[:500]
            frontier = frontier[500:]
            query = f"SELECT id, place FROM undo WHERE target IN ({marks})"  # noqa: S608
            new = [row for row in self._sql.execute(query, ids) if row[0] not in found]
            found.update(new)
            frontier += [row[0] for row in new]
        return lines.read_places(found.values(), self.paths()) if found else []

    def remember(self, known: Known, problems: Iterable[Problem], latest: int) -> None:
        """Keep how far a log has been read, what was wrong with what was added, and its `latest`."""
        self._sql.execute(
            "INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET "
            "status = excluded.status, offset = excluded.offset, lines = excluded.lines, tail = excluded.tail, "
            "latest = max(latest, excluded.latest)",
            (known.number, known.name, known.status, known.offset, known.lines, known.tail, latest),
        )
        self._sql.execute("DELETE FROM log_problem WHERE name = ? AND line > ?", (known.name, known.lines))
        self._sql.executemany(
            "INSERT OR REPLACE INTO log_problem VALUES (?, ?, ?, ?)",
            [(known.name, each.line, each.message, each.hint) for each in problems],
        )


def latest(events: Iterable[Any], now: datetime) -> int:
    """The latest instant among those of *events* that count by *now*, in microseconds since 1970; 0 without one."""
    limit = now + AHEAD
    last = max((event.at for event in events if event.at <= limit), default=None)
    return rows.microseconds(last) if last else 0


def _event(raw: Any) -> Event:
    from flashkms.store.decoding import event  # noqa: PLC0415  # where the events are just written, none is read

    return event(raw)
