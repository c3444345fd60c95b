"""The roll: every event of all logs as a few numbers, so that a million of them are looked at together in little room.

An event takes half a kilobyte, its row here 40 bytes. Rows are numbered from 0, log by log and line by line; the events
are read from their places again, some at a time.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby, islice, pairwise
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from flashkms.errors import Problem
from flashkms.schedule.event import Event, EventId, Undo
from flashkms.schedule.replay import AHEAD, distinct
from flashkms.store.index.journal import subject_of
from flashkms.store.index.lines import place, read_places, status
from flashkms.store.log import ReviewLog, decoded, opened

FIRST = datetime(2006, 1, 1, tzinfo=UTC)  # before it no flashcard program kept a log that could be imported
_LARGEST = 2**63 - 1  # a sequence number above it is taken for it; no program counts so far
_TOGETHER = 1000  # ids whose events are read at once
_PART = 50_000  # events from which on a part is closed: 30 MB of them

Row = tuple[int, Event]  # its number, and its event


class Part(Struct, frozen=True):
    """The *events* of all subjects from *first* on and before *end*; where that is empty, to the last."""

    first: str
    end: str
    events: list[Event]


class Roll:
    """The rows of all logs as they stand when it is made; *now* tells which events are odd.

    Raises `LookupError`, also later, where a log is changed meanwhile other than by what is added to it.
    """

    def __init__(self, log: ReviewLog, now: datetime) -> None:
        self.odd: list[Row] = []  # from before `FIRST`, or from too far ahead
        self.undos: list[tuple[int, Undo]] = []
        self.differing: list[Row] = []  # those whose id an earlier row has, with something else
        self.devices: set[tuple[str, str]] = set()  # a log, as messages name it, and a device of which it has events
        self._review_log = log
        self._paths = dict(enumerate(log.paths(), start=1))
        self._logs = {number: log.shown(path) for number, path in self._paths.items()}
        self._before = _statuses(self._paths.values())
        self._places, self._ids, self._seqs = array("Q"), array("q"), array("q")
        self._log, self._device, self._subject = array("I"), array("I"), array("I")
        self._named: dict[str, int] = {}  # devices
        self._subjects: dict[str, int] = {}
        for number, path in self._paths.items():
            self._read(number, path, now + AHEAD)
        self._counts = bytearray(b"\1" * len(self._ids))  # 0 for a row in whose stead another of its id counts
        self._latest = bytearray(b"\1" * len(self._ids))  # 0 for a row that its device wrote down again later
        self._settle()

    def changed(self) -> bool:
        """Whether the logs are not what they were when the roll was made."""
        return self._before != _statuses(self._review_log.paths())

    def _read(self, number: int, path: Path, limit: datetime) -> None:
        """Add the rows of the log at *path*, the *number*th; an event after *limit* is odd."""
        file = opened(path)
        if file is None:
            return
        with file:
            for offset, event in decoded(file, self._logs[number]):
                if isinstance(event, Problem):
                    continue
                row = len(self._ids)
                self._add(event, number, offset)
                if isinstance(event, Undo):
                    self.undos.append((row, event))
                if not FIRST <= event.at <= limit:
                    self.odd.append((row, event))

    def _add(self, event: Event, number: int, offset: int) -> None:
        self._places.append(place(number, offset))
        self._ids.append(hash(event.id))
        self._seqs.append(min(event.seq, _LARGEST))
        self._log.append(number)
        self._device.append(self._named.setdefault(event.device, len(self._named)))
        self._subject.append(self._subjects.setdefault(subject_of(event), len(self._subjects)))
        self.devices.add((self._logs[number], event.device))

    def _settle(self) -> None:
        """Decide which row counts of those that share an id."""
        for alike in self._alike():
            said = _said(alike[0][1])
            self.differing += (row for row in alike if _said(row[1]) != said)
            (kept,) = distinct(event for _, event in alike)
            last = {event.device: number for number, event in alike}
            for number, event in alike:
                self._counts[number] = event is kept
                self._latest[number] = last[event.device] == number

    def _alike(self) -> Iterator[list[Row]]:
        """The rows of each id that more than one has, in their order."""
        twice = {before for before, after in pairwise(sorted(self._ids)) if before == after}
        numbers = sorted((row for row, key in enumerate(self._ids) if key in twice), key=self._ids.__getitem__)
        groups = (list(some) for _, some in groupby(numbers, self._ids.__getitem__))
        while some := list(islice(groups, _TOGETHER)):
            events = iter(self._events([row for group in some for row in group]))
            for group in some:
                yield from _by_id((row, next(events)) for row in group)

    def log_of(self, row: int) -> str:
        """The log in which *row* stands, as messages name it."""
        return self._logs[self._log[row]]

    def missing(self, ids: Iterable[EventId]) -> frozenset[EventId]:
        """Those of *ids* that no row has."""
        wanted = {hash(name): name for name in ids}
        found = set(filter(wanted.__contains__, self._ids)) if wanted else set()
        return frozenset(name for key, name in wanted.items() if key not in found)

    def numbers(self) -> Iterator[tuple[str, list[int]]]:
        """Each device, by name, with the sequence numbers of its events, sorted; of copies that of the last."""
        found = {device: array("q") for device in self._named.values()}
        for device, seq, latest in zip(self._device, self._seqs, self._latest, strict=True):
            if latest:
                found[device].append(seq)
        for name, device in sorted(self._named.items()):
            yield name, sorted(found.pop(device))

    def taken_back(self) -> list[Event]:
        """The undos that count once."""
        return [undo for row, undo in self.undos if self._counts[row]]

    def parts(self, size: int = _PART) -> Iterator[Part]:
        """The events that count and have a subject, all of one subject in one part, and the parts by subject.

        A part is closed at the first subject with which it has *size* events or more.
        """
        firsts, part = self._cut(size)
        rows = [array("I") for _ in firsts]
        for row, subject in enumerate(self._subject):
            if self._counts[row] and subject != self._subjects.get(""):
                rows[part[subject]].append(row)
        for first, end, some in zip(firsts, [*firsts[1:], ""], rows, strict=True):
            yield Part(first, end, self._events(some))

    def _cut(self, size: int) -> tuple[list[str], list[int]]:
        """The first subject of each part, and of each subject its part; the first part has no first subject."""
        many = Counter(self._subject)
        firsts, held = [""], 0
        part = [0] * len(self._subjects)
        for name in sorted(self._subjects):
            if held >= size:
                firsts.append(name)
                held = 0
            subject = self._subjects[name]
            part[subject] = len(firsts) - 1
            held += many[subject]
        return firsts, part

    def _events(self, rows: Sequence[int]) -> list[Event]:
        return read_places([self._places[row] for row in rows], self._paths)


def _statuses(paths: Iterable[Path]) -> dict[Path, bytes]:
    return {path: status(path) for path in paths}


def _by_id(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """*rows*, whose ids have one hash, apart by their ids; an id that one row has alone is left out."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[1].id, []).append(row)
    return (alike for alike in found.values() if len(alike) > 1)


def _said(event: Event) -> Event:
    """*event* without the stamp of who wrote it down: two machines may import the same answer."""
    return replace(event, device="", seq=0, zone_minutes=0)
