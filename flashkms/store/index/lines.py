"""Log files as the index reads them: how far it has come, what was added, and one line out of the middle."""

from __future__ import annotations

import mmap
import os
import stat
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from flashkms.errors import Problem
from flashkms.schedule.event import Event
from flashkms.store.line import LONGEST, LineError, problem
from flashkms.store.log import Written, contents, opened, torn

TAIL = 64  # bytes before the offset that must still be there
_BLOCK = 4 * 2**20  # bytes of a log that are decoded at once
_SHIFT = 40  # bits of a place that hold the offset: logs of a terabyte
_OFFSET = (1 << _SHIFT) - 1


class Known(Struct, frozen=True):
    """A log file as far as the index has read it."""

    number: int
    name: str
    status: bytes
    offset: int
    lines: int
    tail: bytes


class Added(Struct, frozen=True):
    """What stands behind the offset: `raw` events, the place of each, how far it is read now, and damaged lines."""

    events: Sequence[Any]
    places: Sequence[int]
    known: Known
    problems: tuple[Problem, ...]


def status(path: Path | str) -> bytes:
    """What tells that *path* has not been touched: size, time, inode, who may read it; empty for no regular file."""
    try:
        found = os.lstat(path)  # a refresh looks at a thousand names
    except OSError:
        return b""
    if not stat.S_ISREG(found.st_mode):
        return b""
    return b"%d %d %d %o" % (found.st_size, found.st_mtime_ns, found.st_ino, found.st_mode)


def same(status: bytes, before: bytes) -> bool:
    """Whether two statuses of a file are of the same bytes, whoever may read them."""
    return status.rpartition(b" ")[0] == before.rpartition(b" ")[0]


def place(number: int, offset: int) -> int:
    """File *number* and *offset* as one whole number."""
    return number << _SHIFT | offset


def added(path: Path, known: Known, shown: str) -> Added | None:
    """What was added to the log at *path*; None when what was read before is not there any more."""
    begin = max(0, known.offset - TAIL)
    found = status(path)
    data = contents(path, begin)
    if not data.startswith(known.tail) or len(known.tail) != known.offset - begin:
        return None
    if len(data) == len(known.tail):
        return Added([], [], Known(known.number, known.name, found, known.offset, known.lines, known.tail), ())
    from flashkms.store.decoding import raw  # noqa: PLC0415  # most starts read nothing of a log

    events: list[Any] = []
    places: list[int] = []
    problems: list[Problem] = []
    end = known.offset
    number = known.lines + 1
    for offset, line, whole in _lines(data[len(known.tail) :], known.offset):
        try:
            if line:
                events.append(raw(line))
                places.append(place(known.number, offset))
        except LineError as error:
            problems.append(problem(line, error, shown, number) if whole else torn(shown, number))
            if not whole:
                break
        end = offset + len(line) + whole
        number += whole
    tail = data[max(0, end - begin - TAIL) : end - begin]
    return Added(events, places, Known(known.number, known.name, found, end, number - 1, tail), tuple(problems))


def written(path: Path, known: Known, events: Sequence[Event], just: Written) -> Added | None:
    """As `added`, of *events* that this process has *just* written, without reading them back.

    None where that is not all that was added.
    """
    texts = just.lines
    found = status(path)
    end = known.offset + sum(map(len, texts))
    if known.offset != just.begin or len(texts) != len(events) or not found.startswith(b"%d " % end):
        return None
    places = list(accumulate(map(len, texts), initial=place(known.number, just.begin)))
    tail = b"".join((known.tail, *texts))[-TAIL:]
    read = Known(known.number, known.name, found, end, known.lines + len(texts), tail)
    return Added(events, places[:-1], read, ())


def whole(path: Path, number: int, shown: str) -> Iterator[Added]:
    """All of the log at *path*, which the index calls *number*, a few megabytes at a time, in half the time of `added`.

    From the first line on that is no sound event of a known kind, the rest is what `added` makes of it.
    """
    known = Known(number, path.name, status(path), 0, 0, b"")
    file = opened(path)
    if file is None:
        yield Added([], [], known, ())
        return
    with file:
        while block := file.read(_BLOCK):
            block += file.readline()
            sound = _sound(block, known)
            if sound is None:
                break
            known = sound.known
            yield sound
    rest = added(path, known, shown)
    if rest is not None:
        yield rest


def _sound(block: bytes, known: Known) -> Added | None:
    """The events of the lines *block*, which stand behind what is *known*; None where one of them is not sound."""
    from flashkms.store.decoding import raw_fast  # noqa: PLC0415  # as above

    pieces = BytesIO(block).readlines()
    if not block.endswith(b"\n") or len(block) > LONGEST:
        return None
    try:
        events = list(map(raw_fast, pieces))
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None
    if {event.at.year for event in events} & {MINYEAR, MAXYEAR}:
        return None
    places = array("Q", accumulate(map(len, pieces), initial=place(known.number, known.offset)))
    end, tail = known.offset + len(block), (known.tail + block[-TAIL:])[-TAIL:]
    read = Known(known.number, known.name, known.status, end, known.lines + len(pieces), tail)
    return Added(events, places[:-1], read, ())


def _lines(data: bytes, begin: int) -> Iterator[tuple[int, bytes, bool]]:
    """The lines of *data*, which stands at *begin*: offset, text, and whether it ends with a line feed."""
    pieces = data.split(b"\n")
    last = len(pieces) - 1
    for index, piece in enumerate(pieces):
        if index < last or piece:
            yield begin, piece, index < last
        begin += len(piece) + 1


def mentions(path: Path, word: bytes) -> Iterator[Event]:
    """The events in *path* on whose lines *word* stands, the last first."""
    from flashkms.store.decoding import decode  # noqa: PLC0415  # as above

    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            found = data.rfind(word)
            while found >= 0:
                begin, end = data.rfind(b"\n", 0, found) + 1, data.find(b"\n", found)
                with suppress(LineError):
                    yield decode(data[begin : len(data) if end < 0 else end].strip())
                found = data.rfind(word, 0, begin)
    except (OSError, ValueError):
        return


def read_places(places: Iterable[int], paths: dict[int, Path]) -> list[Event]:
    """The events at *places*, in that order. Raises `LookupError` where there is none any more."""
    from flashkms.store.decoding import decode  # noqa: PLC0415  # as above

    descriptors: dict[int, int] = {}
    try:
        return [decode(_line(each, paths, descriptors)) for each in places]
    except (OSError, KeyError, LineError) as error:
        raise LookupError(str(error)) from error
    finally:
        for descriptor in descriptors.values():
            os.close(descriptor)


def _line(each: int, paths: dict[int, Path], descriptors: dict[int, int]) -> bytes:
    """The line at the place *each*; *descriptors* are those of the files that are open."""
    number, offset = each >> _SHIFT, each & _OFFSET
    descriptor = descriptors.get(number)
    if descriptor is None:
        flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK
        descriptor = descriptors[number] = os.open(paths[number], flags)
    size = 512
    line = os.pread(descriptor, size, offset)
    while (end := line.find(b"\n")) < 0 and len(line) == size:
        size *= 4
        line = os.pread(descriptor, size, offset)
    return line[: end if end >= 0 else None].strip()
