"""The review log: one append-only file of events per device, and the union of all of them.

No line is ever rewritten. Two devices never write the same file, so that git or Syncthing merge the folder without a
conflict; a conflict copy that such a program makes is one more file of the union, which is keyed by event id.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TypedDict

from msgspec import Struct

from flashkms.errors import FlashkmsError, Problem, UnreadableError
from flashkms.safe import is_text
from flashkms.schedule.event import Event, EventId, Undo
from flashkms.schedule.replay import distinct, order
from flashkms.store import durable
from flashkms.store.line import LineError, Numbered, answer_lines, encode, problem
from flashkms.store.text import readable, unread

FOLDER = "reviews"
_NO_OFFSET = timedelta()
_TOGETHER = 2000  # lines that are spelled at once: each on its own takes twice the room
_TAIL = 64 * 2**10  # bytes read from the end to find the last sequence number
_NO_LOG = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO}  # it is gone, or a link, or a socket
_HINT = "let this user read it: nothing goes on without its answers"


class Stamped(TypedDict):
    """The fields that every event carries."""

    id: EventId
    at: datetime
    zone_minutes: int
    device: str
    seq: int


class ReviewLog:
    """The logs of one collection. Only `append` writes, and only to this device's own file.

    *may_write* tells whether the writer's lock is held.
    """

    def __init__(self, root: Path, device: str, zone: tzinfo, *, may_write: Callable[[], bool] = lambda: True) -> None:
        self.folder = root / FOLDER
        self.device = device
        self._path: tuple[str, Path] | None = None
        self._root = root
        self._zone = zone
        self._may_write = may_write
        self._seq: int | None = None
        self._doubtful: tuple[Event, ...] = ()  # of a failed write that may lie in the file all the same
        self._folder_durable = False
        self._offsets: dict[int, int] = {}  # minutes ahead of UTC, by the minute since 1970

    @property
    def path(self) -> Path:
        """The file of this device; it need not exist."""
        if self._path is None or self._path[0] != self.device:  # it is known when something is first written
            self._path = self.device, self.folder / f"{self.device}.jsonl"
        return self._path[1]

    def paths(self) -> tuple[Path, ...]:
        """Every log of the folder, conflict copies too, by name."""
        try:
            with os.scandir(self.folder) as found:
                names = sorted(entry.name for entry in found if _is_log(entry))
        except (FileNotFoundError, NotADirectoryError):
            return ()
        return tuple(self.folder / name for name in names)

    def unreadable(self) -> tuple[Problem, ...]:
        """A problem for each log that is there and that this user may not read, or for their folder."""
        try:
            paths = self.paths()
        except OSError as error:
            return (unread(FOLDER, error, _HINT),)
        refused = PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return tuple(unread(self.shown(path), refused, _HINT) for path in paths if not readable(path))

    def demand_readable(self) -> None:
        """Raise `UnreadableError` where anything is `unreadable`: a log that tells nothing is not an empty one."""
        if problems := self.unreadable():
            raise UnreadableError(problems)

    def read(self) -> tuple[tuple[Event, ...], tuple[Problem, ...]]:
        """All events, each id once, in the order that they are folded in; and every damaged line."""
        found: list[Event] = []
        problems: list[Problem] = []
        for path in self.paths():
            events, damaged = parsed(path, self.shown(path))
            found += events
            problems += damaged
        return tuple(distinct(found)), tuple(problems)

    def backwards(self, wanted: Callable[[Event], bool]) -> Iterator[Event]:
        """The *wanted* events of all logs, the last first, reading no more of the files than is asked for.

        Those of one file should stand in it in order of time, as what is done on a device does. What an import brings
        does not: it is older than what was done before it.
        """
        size = _TAIL
        told: set[EventId] = set()
        while True:
            found: list[Event] = []
            floors: list[tuple[datetime, str, int, str] | None] = []
            for path in self.paths():
                begin = max(0, path.stat().st_size - size)
                events = [event for event in parse(contents(path, begin), path.name)[0] if wanted(event)]
                found += events
                if begin:
                    floors.append(order(events[0]) if events else None)
            # What was not read yet is older than the first that was read of its file.
            for event in distinct(found)[::-1]:
                if event.id not in told and all(floor is not None and order(event) > floor for floor in floors):
                    told.add(event.id)
                    yield event
            if not floors:
                return
            size *= 8

    def shown(self, path: Path) -> str:
        """*path* as messages name it: relative to the collection."""
        return path.relative_to(self._root).as_posix()

    def stamp(self, at: datetime) -> Stamped:
        """What the next event of this device at the instant *at* carries; each call takes one sequence number."""
        at = at.astimezone(UTC)
        at -= timedelta(microseconds=at.microsecond % 1000)
        stamped = self.named(EventId(""), at)
        stamped["id"] = event_id(at, stamped["seq"])
        return stamped

    def named(self, name: EventId, at: datetime) -> Stamped:
        """As `stamp`, for an event that brings its id *name* from elsewhere; *at* is whole milliseconds in UTC."""
        return {"id": name, "at": at, "zone_minutes": self._minutes(at), "device": self.device, "seq": self._next()}

    def _next(self, count: int = 1) -> int:
        """The next sequence number, of *count* that are taken."""
        first = (last_seq(self.path) if self._seq is None else self._seq) + 1
        self._seq = first + count - 1
        return first

    def _minutes(self, at: datetime) -> int:
        """Minutes that the local clock is ahead of UTC at *at*."""
        if self._zone is UTC:
            return 0
        minute = int(at.timestamp() // 60)  # clocks are changed at whole minutes
        known = self._offsets.get(minute)
        if known is None:
            local = at.astimezone(self._zone).utcoffset() or _NO_OFFSET
            known = self._offsets[minute] = round(local.total_seconds() / 60)
        return known

    def answers(self, rows: Iterable[Numbered], count: int) -> tuple[bytes, ...]:
        """The lines of *count* *rows*, answers made in Anki, some thousand together, for `append`.

        Each takes a sequence number.
        """
        lines = answer_lines(rows, self._minutes, self.device, self._next(count))
        return tuple(some.encode() for some in iter(lambda: "".join(islice(lines, _TOGETHER)), ""))

    def append(self, events: Iterable[Event], *, after: tuple[bytes, ...] = ()) -> Written:
        """Write *events* to this device's file, durable on return; what was written of them.

        They stand *after* the lines of `answers`, in one write. Raises `FlashkmsError` when they are not durable: none
        of them counts then, and the next append begins on a line of its own.
        """
        if not self._may_write():
            raise FlashkmsError("opened for reading only", "start again without --read-only")
        appended = tuple(events)
        undoes = [Undo(**self.stamp(event.at), target=event.id) for event in self._doubtful]
        lines = tuple(map(encode, (*undoes, *appended)))
        try:
            begin = self._write(b"".join((*after, *lines)))
        except OSError as error:
            raise self._failure(error, appended, after) from error
        self._doubtful = ()
        return Written(begin + sum(map(len, after)), lines)

    def _write(self, lines: bytes) -> int:
        if self._folder_durable:
            return durable.append(self.path, lines)
        durable.make_folder(self.folder)
        begin = durable.append(self.path, lines)
        durable.sync_folder(self.folder)
        self._folder_durable = True
        return begin

    def _failure(self, error: OSError, events: tuple[Event, ...], after: tuple[bytes, ...]) -> FlashkmsError:
        """What a person is told when *events* could not be written *after* those lines."""
        if isinstance(error, durable.TornWriteError):
            self._doubtful += (*parse(b"".join(after), self.path.name)[0], *events)
        reason = error.strerror or str(error)
        return FlashkmsError(f"not saved: {self.shown(self.path)}: {reason}", "mend that and answer again")


class Written(Struct, frozen=True):
    """What was appended to a log: *lines* that stand one behind the other, the first at the offset *begin*."""

    begin: int
    lines: tuple[bytes, ...]


def parse(data: bytes, path: str) -> tuple[tuple[Event, ...], tuple[Problem, ...]]:
    """The events of a log's bytes, in the order of the lines, and a problem for each damaged line."""
    return _parsed(BytesIO(data), path)  # one by one: split, a million lines fill the memory twice


def parsed(path: Path, shown: str) -> tuple[tuple[Event, ...], tuple[Problem, ...]]:
    """As `parse`, of the log at *path*, whose bytes are never held together; nothing where it is no regular file."""
    file = opened(path)
    if file is None:
        return (), ()
    with file:
        return _parsed(file, shown)


def _parsed(lines: Iterable[bytes], path: str) -> tuple[tuple[Event, ...], tuple[Problem, ...]]:
    events: list[Event] = []
    problems: list[Problem] = []
    for _, read in decoded(lines, path):
        if isinstance(read, Problem):
            problems.append(read)
        else:
            events.append(read)
    return tuple(events), tuple(problems)


def decoded(lines: Iterable[bytes], path: str) -> Iterator[tuple[int, Event | Problem]]:
    """What stands on each of the *lines* of a log that is not blank: its offset in bytes; its event, or its damage."""
    from flashkms.store.decoding import decode  # noqa: PLC0415  # most starts read nothing of a log

    offset = 0
    for number, text in enumerate(lines, start=1):
        if line := text.strip():
            try:
                yield offset, decode(line)
            except LineError as error:
                yield offset, problem(line, error, path, number) if text.endswith(b"\n") else torn(path, number)
        offset += len(text)


def event_id(at: datetime, seq: int) -> EventId:
    """A UUID of version 7: 48 bits of milliseconds, 12 of *seq*, 62 random ones. Later ids of a device sort later."""
    milliseconds = max(0, round(at.timestamp() * 1000)) & (2**48 - 1)
    dice = 2 << 62 | int.from_bytes(os.urandom(8)) >> 2
    begin, end = milliseconds >> 16, milliseconds & 0xFFFF
    return EventId(f"{begin:08x}-{end:04x}-7{seq & 0xFFF:03x}-{dice >> 48:04x}-{dice & (2**48 - 1):012x}")


def contents(path: Path, begin: int = 0) -> bytes:
    """The bytes of a log from *begin* on; empty when the file is gone or no regular file."""
    file = opened(path)
    if file is None:
        return b""
    with file:
        file.seek(begin)
        return file.read()


def opened(path: Path) -> BinaryIO | None:
    """The log at *path*; None when it is gone, a link, or no regular file.

    Raises `UnreadableError` when it is there and the system refuses it.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        if error.errno not in _NO_LOG:
            raise UnreadableError((unread(f"{FOLDER}/{path.name}", error, _HINT),)) from error
        return None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    return os.fdopen(descriptor, "rb")


def last_seq(path: Path) -> int:
    """The highest sequence number in the log at *path*; 0 when it has none."""
    return max((event.seq for event in _latest(path)), default=0)


def last_at(path: Path) -> datetime | None:
    """The instant of the event that was written last to the log at *path*; None when it has none."""
    events = _latest(path)
    return events[-1].at if events else None


def _latest(path: Path) -> tuple[Event, ...]:
    """The last events of the log at *path*; all of them where its end says nothing."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return ()
    begin = max(0, size - _TAIL)
    events, _ = parse(contents(path, begin), path.name)
    if not events and begin:
        events, _ = parse(contents(path), path.name)
    return events


def torn(path: str, number: int) -> Problem:
    """What is said about the torn last line, the *number*th of the log *path*."""
    return Problem(path, number, "the last line is torn", "it was cut while it was written; it does not count")


def _is_log(entry: os.DirEntry[str]) -> bool:
    called = entry.name.endswith(".jsonl") and not entry.name.startswith(".") and is_text(entry.name)
    return called and entry.is_file(follow_symlinks=False)
