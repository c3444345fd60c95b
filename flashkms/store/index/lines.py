"""Log files as the index reads them: how far it has come, what was added, and one line out of the middle."""

from __future__ import annotations

import mmap
import os
import stat
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from msgspec import Struct

from flashkms.errors import Problem
from flashkms.schedule.event import Event
from flashkms.store.line import LONGEST, LineError, problem
from flashkms.store.log import Written, contents, opened, torn

TAIL = 64  # bytes before the offset that must still be there
_BLOCK = 4 * 2**20  # bytes of a log that are decoded at once
_MUCH = 2**20  # bytes of new lines, some thousand, that are taken in one by one in any case
_QUICKER = 4  # how many times quicker a line is read with all others
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


def grown_much(known: Mapping[str, Known], paths: Iterable[Path]) -> bool:
    """Whether the logs at *paths* have grown so much since they were *known* that it is quicker to read all of them.

    A package from Anki brings a hundred thousand answers, and most of them come to cards one by one otherwise.
    """
    before = sum(each.offset for each in known.values())
    grown = sum(int((status(path) or b"0").split()[0]) for path in paths) - before
    return grown > _MUCH and grown * _QUICKER > before


def place(number: int, offset: int) -> int:
    """File *number* and *offset* as one whole number."""
    return number << _SHIFT | offset


def added(path: Path, known: Known, shown: str, until: int | None = None) -> Added | None:
    """What was added to the log at *path*, up to the offset *until*; None when what was read before is gone."""
    begin = max(0, known.offset - TAIL)
    found = status(path)
    data = contents(path, begin)[: None if until is None else until - begin]
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


class Piece(Struct, frozen=True):
    """Whole lines of the log at *path*, which the index calls *number*: from an offset on, and up to another or all."""

    path: Path
    number: int
    begin: int = 0
    until: int | None = None


def halved(paths: Sequence[Path], least: int) -> tuple[list[Piece], list[Piece]]:
    """The logs at *paths*, numbered from 1 on, as two halves of as many bytes; all first below *least*."""
    sizes = [int((status(path) or b"0").split()[0]) for path in paths]
    left = sum(sizes) // 2
    if sum(sizes) < least:
        return [Piece(path, number) for number, path in enumerate(paths, 1)], []
    halves: tuple[list[Piece], list[Piece]] = [], []
    for number, (path, size) in enumerate(zip(paths, sizes, strict=True), 1):
        cut = _line_after(path, left) if 0 < left < size else 0
        if cut:
            halves[0].append(Piece(path, number, until=cut))
        halves[left <= 0 or cut > 0].append(Piece(path, number, cut))
        left -= size
    return halves


def _line_after(path: Path, offset: int) -> int:
    """Where the first line behind *offset* begins in the log at *path*."""
    file = opened(path)
    if file is None:
        return 0
    with file:
        file.seek(offset)
        file.readline()
        return file.tell()


def pieces(piece: Piece, shown: str) -> Iterator[Added]:
    """All of *piece*, a few megabytes at a time, in half the time of `added`.

    From the first line on that is no sound event of a known kind, the rest is what `added` makes of it.
    """
    file = opened(piece.path)
    if file is None:
        yield Added([], [], Known(piece.number, piece.path.name, status(piece.path), 0, 0, b""), ())
        return
    with file:
        known = _known_at(file, piece)
        end = piece.until
        while block := file.read(_BLOCK if end is None else min(_BLOCK, end - known.offset)):
            block += b"" if block.endswith(b"\n") else file.readline()
            sound = _sound(block, known)
            if sound is None:
                break
            known = sound.known
            yield sound
    rest = added(piece.path, known, shown, end)
    if rest is not None:
        yield rest


def _known_at(file: BinaryIO, piece: Piece) -> Known:
    """What would be known of the log in *file* where *piece* begins; it is read up to there."""
    lines, left, tail = 0, piece.begin, b""
    while left and (block := file.read(min(_BLOCK, left))):
        lines, left, tail = lines + block.count(b"\n"), left - len(block), (tail + block[-TAIL:])[-TAIL:]
    return Known(piece.number, piece.path.name, status(piece.path), piece.begin - left, lines, tail)


def _sound(block: bytes, known: Known) -> Added | None:
    """The events of the lines *block*, which stand behind what is *known*; None where one of them is not sound."""
    from flashkms.store.decoding import raw_lines  # noqa: PLC0415  # as above

    many = block.count(b"\n")
    # A line feed between two braces is never within an event: so many events as lines are one on each.
    if len(block) > LONGEST or not block.endswith(b"}\n") or block.count(b"}\n{") != many - 1:
        return None
    try:
        events = raw_lines(block)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None
    if len(events) != many or {event.at.year for event in events} & {MINYEAR, MAXYEAR}:
        return None
    places = array("Q", accumulate(map(len, BytesIO(block)), initial=place(known.number, known.offset)))
    end, tail = known.offset + len(block), (known.tail + block[-TAIL:])[-TAIL:]
    read = Known(known.number, known.name, known.status, end, known.lines + many, tail)
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
