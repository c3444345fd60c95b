"""The index of one collection, kept up to date. One law: what it says is what a replay of all logs says.

It is brought up to date by what was added; rebuilt when it is missing, damaged or of another version, when a log was
changed or lost, when the settings that a schedule follows from changed, and when the clock was set back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec.structs import replace

from flashkms.cards.card import Card, CardId
from flashkms.cards.entry import EntryId
from flashkms.config import Config
from flashkms.errors import FlashkmsError, Problem
from flashkms.schedule.event import Event
from flashkms.schedule.memory import Memory
from flashkms.schedule.replay import AHEAD, State
from flashkms.store.index import answer, lines, rows, snapshot
from flashkms.store.index.database import CACHE, LARGE_CACHE, connect, damaged, drop, in_memory, transaction
from flashkms.store.index.journal import Journal
from flashkms.store.index.lines import Added, Known
from flashkms.store.index.own import Late, Own, joined
from flashkms.store.index.rows import CardState
from flashkms.store.index.shelf import Shelf
from flashkms.store.log import ReviewLog, Written
from flashkms.store.schedulers import Schedulers

if TYPE_CHECKING:
    from flashkms.cards.query import Query

Answer = TypeVar("Answer")
_MOST_LATE = 100  # answers in a row, about which nothing was asked; more of them are kept in no memory
NotePlaces = list[tuple[str, int, tuple[str, ...]]]  # key of a point, its line, the headings above it


class Index:
    """Opened on a collection's files. `refresh` first; then ask."""

    def __init__(self, path: Path, root: Path, log: ReviewLog, config: Config, schedulers: Schedulers) -> None:
        self.path = path
        self._root = root
        self._log = log
        self._settings = repr((config.schedule, str(schedulers.days.zone), config.decks))
        self._schedulers = schedulers
        self._leeches = config.schedule.leech_threshold
        self._now: datetime | None = None
        self._late: Late | None = None
        self._use(connect(self.path))

    def _use(self, connection: sqlite3.Connection) -> None:
        self._sql = connection
        self.journal = Journal(self._sql, self._log, self._schedulers)
        self._own = Own(self._sql, self.journal)
        self.shelf = Shelf(self._sql, self._root)

    def close(self) -> None:
        """Close the database. Nothing waits to be saved: what could not be taken in is read from the log again."""
        with suppress(sqlite3.Error, LookupError, FlashkmsError):
            if self._late is not None and not self._own.take(self._late):
                self._refresh(self._late.now)
        with suppress(sqlite3.Error):
            self._sql.close()

    def ask(self, question: Callable[[sqlite3.Connection], Answer], *, settled: bool = True) -> Answer:
        """What *question* finds in the tables; asked a second time of a fresh index where this one is damaged.

        Not *settled*, the last answer may still be missing: for what no answer changes.
        """
        if settled:
            self._settle()
        try:
            return question(self._sql)
        except (sqlite3.DatabaseError, LookupError) as error:
            if self._now is None:
                raise
            self._recover(error, self._now)
            return question(self._sql)

    def refresh(self, now: datetime) -> None:
        """Bring everything up to date with the files, as of *now*.

        Raises `UnreadableError` when a log cannot be read; what was known stays.
        """
        self._settle()
        try:
            self._refresh(now)
        except (sqlite3.DatabaseError, LookupError) as error:
            self._recover(error, now)

    def appended(self, events: tuple[Event, ...], written: Written, now: datetime) -> None:
        """Hear that this process has *written* *events* to its own log, where they are durable.

        An answer is taken in when the tables are asked next, so that nobody waits for them who waits for the disk; what
        it made of its card is told before that.
        """
        self._now = now
        self._late = joined(self._late, Late(events, written, now))
        if not answer.is_one(events) or len(self._late.events) >= _MOST_LATE:
            self._settle()

    def _settle(self) -> None:
        """Take in what this process has written since: whoever uses the tables begins with it."""
        late, self._late = self._late, None
        if late is None:
            return
        try:
            taken = self._own.take(late)
        except (sqlite3.DatabaseError, LookupError) as error:
            self._recover(error, late.now)
            return
        if not taken:
            self.refresh(late.now)

    def _recover(self, error: Exception, now: datetime) -> None:
        """Go on after *error*: with a fresh database where this one is damaged, in memory where the disk refuses."""
        self._late = None  # either reads the whole log
        if isinstance(error, sqlite3.DatabaseError) and not damaged(error):
            with suppress(sqlite3.Error):
                self._sql.close()
            self._use(in_memory())
            self._refresh(now)
        else:
            self._start_over(now)

    def state(self, card: CardId) -> CardState:
        """What the log says of *card*."""
        late = self._late
        told = late and self.ask(lambda _: self._own.state(card, late), settled=False)
        return told or self.ask(lambda _: self.journal.state(card))[0]

    def snapshot(self, now: datetime) -> State:
        """Everything that the log says, as of *now*."""
        return replace(self.snapshot_of("logged"), began=self.began(now))

    def began(self, now: datetime) -> dict[CardId, Memory | None]:
        """The cards answered on the study day of *now*, with their memories before that."""
        return {card: state.began for card, state in self.answered(now).items()}

    def answered(self, now: datetime) -> dict[CardId, CardState]:
        """What the log says of the cards answered on the study day of *now*; each began with its memory before that."""
        today = self._schedulers.days.day(now)

        def of_today(card: CardId, state: CardState) -> CardState:
            return state if state.last_day == today else replace(state, began=self.journal.before(card, today, now))

        found = self.ask(lambda sql: snapshot.states(sql, "last_day >= ?", (today.toordinal(),)))
        return {card: of_today(card, state) for card, state in found.items()}

    def undone(self, event: Event, now: datetime) -> bool:
        """Whether an undo of *event*, which is not dated ahead, counts at *now*."""
        return self.ask(lambda _: self.journal.undone(event, now))

    def history(self, card: CardId, entry: EntryId) -> list[Event]:
        """The events of *card* and of its *entry*, and the undos of them, in no order."""
        return self.ask(lambda _: [*self.journal.history(card), *self.journal.history(f"\0{entry}")])

    def due_on(self, day: date, deck: str) -> int:
        """How many cards of *deck* and below, or of all decks, fall due on *day*; new ones are not counted."""
        query = (
            "SELECT count(*) FROM card WHERE day_due = ? AND phase IS NOT NULL AND deck IS NOT NULL AND NOT held "
            "AND NOT suspended AND (? = '' OR deck = ? OR substr(deck, 1, ?) = ?)"
        )
        values = (day.toordinal(), deck, deck, len(deck) + 2, f"{deck}::")
        return int(self.ask(lambda sql: sql.execute(query, values).fetchone())[0])

    def step_came_due(self, since: datetime, now: datetime) -> bool:
        """Whether a card's step fell due after *since* and until *now*; the one answered last may count as it was."""
        query = "SELECT 1 FROM card WHERE step_due > ? AND step_due <= ? AND NOT suspended LIMIT 1"
        values = (rows.microseconds(since), rows.microseconds(now))
        several = self._late is not None and len(self._late.events) > 1  # of those, only the last has no step due yet
        return self.ask(lambda sql: sql.execute(query, values).fetchone(), settled=several) is not None

    def note_places(self, note: str, read: Callable[[], NotePlaces]) -> NotePlaces:
        """The places in *note*: as they were *read* last, when the file has not been touched since."""
        found = lines.status(self._root / note)
        kept = self.ask(lambda sql: sql.execute("SELECT status, places FROM note WHERE path = ?", (note,)).fetchone())
        if kept and found and kept[0] == found:
            return msgspec.msgpack.decode(kept[1], type=NotePlaces)
        places = read()
        values = (note, found, msgspec.msgpack.encode(places))
        self.ask(lambda sql: sql.execute("INSERT OR REPLACE INTO note VALUES (?, ?, ?)", values))
        return places

    def kept(self) -> State:
        """What the log says besides memories: of cards that are suspended, buried or flagged, and of all entries."""
        return self.snapshot_of("suspended OR flag OR buried IS NOT NULL OR unburied IS NOT NULL")

    def snapshot_of(self, where: str, values: tuple[object, ...] = ()) -> State:
        """What the log says of the cards that *where* picks, and of all entries; nobody's day began."""
        found = self.ask(lambda sql: snapshot.states(sql, where, values))
        marked, made, dropped = self.ask(snapshot.entries)
        return replace(snapshot.state(found, {}), marks=marked, made=made, dropped=dropped)

    def search(self, query: Query, now: datetime) -> tuple[CardId, ...]:
        """The cards that *query* finds, by deck file and in file order."""
        search = self._searching()
        return self.ask(lambda sql: search.search(sql, query, now, self._day(now), self._leeches))

    def found(self, query: Query, now: datetime) -> Iterator[tuple[Card, bool]]:
        """The same cards themselves, each with whether it is suspended."""
        search = self._searching()
        return self.ask(lambda sql: search.cards(sql, query, now, self._day(now), self._leeches))

    def _searching(self) -> ModuleType:
        """What searches, once the words of every card are there."""
        from flashkms.store.index import search  # noqa: PLC0415  # only where something is searched for

        missing = self.ask(search.unfilled)
        if missing:
            with transaction(self._sql):
                search.fill(self._sql, missing)
        return search

    def rebuild(self, now: datetime) -> None:
        """Drop the index and make it anew."""
        self._settle()
        self._start_over(now)

    def rebuild_log(self, now: datetime) -> None:
        """Read all logs from the beginning, and keep what follows from the deck files."""
        self._settle()
        with transaction(self._sql):
            self._rebuild(now)

    def sound(self) -> bool:
        """Whether SQLite finds nothing wrong with the file."""
        self._settle()
        try:
            return bool(self._sql.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
        except sqlite3.DatabaseError:
            return False

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in deck files and logs, by path."""
        self._settle()
        return (*self.shelf.problems(), *self.shelf.ends(), *self.log_problems())

    def log_problems(self) -> tuple[Problem, ...]:
        """The damaged lines of the logs."""
        found = self.ask(lambda sql: sql.execute("SELECT * FROM log_problem ORDER BY name, line").fetchall())
        return tuple(Problem(self._log.shown(self._log.folder / name), *rest) for name, *rest in found)

    def _start_over(self, now: datetime) -> None:
        """Drop the database and build it anew, unless a log cannot be read: what it said is here alone."""
        self._log.demand_readable()
        with suppress(sqlite3.Error):
            self._sql.close()
        with suppress(OSError):
            drop(self.path)
        self._use(connect(self.path))
        self._refresh(now)

    def _refresh(self, now: datetime) -> None:
        self._now = now
        self._log.demand_readable()
        changes = self.shelf.changes()
        rebuilt = self._outdated(now)
        added = None if rebuilt else self._added()
        if not (changes or rebuilt or added is None or added or self._woken(now)):
            return
        with transaction(self._sql):
            moved = self.shelf.take(self.shelf.changes()) if changes else set()
            added = None if rebuilt else self._added()
            if added is None:
                self._rebuild(now)
                return
            for each in added:
                self.journal.take(each, now)
            self.journal.wake(now)
            self._replay(moved, now)

    def _rebuild(self, now: datetime) -> None:
        from flashkms.store.index import bulk  # noqa: PLC0415  # rare

        self._sql.execute(f"PRAGMA cache_size = -{LARGE_CACHE}")
        bulk.rebuild(self.journal, now)
        self._sql.execute(f"PRAGMA cache_size = -{CACHE}")
        self._sql.execute("INSERT OR REPLACE INTO meta VALUES ('settings', ?)", (self._settings,))
        self._sql.execute("INSERT OR REPLACE INTO meta VALUES ('built', ?)", (self._day(now),))

    def _replay(self, moved: set[CardId], now: datetime) -> None:
        """Replay cards that *moved* to another deck, where decks differ in what they want."""
        if self._schedulers.differ:
            for card in moved:
                self.journal.refold(card, now)

    def _outdated(self, now: datetime) -> bool:
        """Whether the logs have to be read from the beginning."""
        meta = dict(self._sql.execute("SELECT name, value FROM meta"))
        latest = self.journal.latest()
        return (
            meta.get("settings") != self._settings
            or self._day(now) < int(meta["built"]) - 1
            or (latest is not None and latest > now + AHEAD)
        )

    def _woken(self, now: datetime) -> bool:
        """Whether an event that waited counts now."""
        limit = (rows.microseconds(now + AHEAD),)
        return self._sql.execute("SELECT 1 FROM waiting WHERE at <= ? LIMIT 1", limit).fetchone() is not None

    def _day(self, now: datetime) -> int:
        return self._schedulers.days.day(now).toordinal()

    def _added(self) -> list[Added] | None:
        """What was added to the logs; None when all is to be read: one is not what it was, or they have grown much."""
        known = self.journal.known()
        paths = self._log.paths()
        if known.keys() - {path.name for path in paths} or lines.grown_much(known, paths):
            return None
        found: list[Added] = []
        number = max((each.number for each in known.values()), default=0)
        for path in paths:
            before = known.get(path.name)
            if before is None:
                number += 1
                before = Known(number, path.name, b"", 0, 0, b"")
            elif lines.same(lines.status(path), before.status):
                continue
            elif not _grown(path, before):
                return None
            added = lines.added(path, before, self._log.shown(path))
            if added is None:
                return None
            found.append(added)
        return found


def _grown(path: Path, known: Known) -> bool:
    """Whether *path* is longer than it was known to be; one that is as long and yet touched may be changed inside."""
    size = int((lines.status(path) or b"0").split()[0])
    return size > int(known.status.split()[0])
