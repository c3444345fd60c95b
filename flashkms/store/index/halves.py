"""A long pure computation on two cores: half of it in a forked child, which sends its rows back through a pipe.

What is computed here can be kept at once, while the child still computes; nothing of it is held until the end.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import BinaryIO, NoReturn

import msgspec

from flashkms.store.index.rows import Cells

TOGETHER = 2048  # subjects that are computed at once; more would only be kept longer
_DESCRIPTORS = 1024  # the most that a process has open, unless it asked for more
_WORTH = 4000  # subjects below which a second process costs more than it saves
_HERE = 0.42  # the share of this process, which keeps what is computed besides

_Compute = Callable[[Sequence[str]], list[Cells]]
_Computed = tuple[Sequence[str], list[Cells]]


def halved(compute: _Compute, subjects: Sequence[str]) -> Generator[_Computed]:
    """Some of *subjects* with what *compute* makes of them, and so on to the last, in order.

    It must depend on nothing that a fork does not carry over, as a database. A program with several threads is not
    forked; a child that comes to grief has its part computed here.
    """
    alone = threading.active_count() > 1 or not hasattr(os, "fork") or (os.cpu_count() or 1) < 2
    if len(subjects) < _WORTH or alone:
        yield from _each(compute, subjects)
        return
    cut = int(len(subjects) * _HERE)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _send(writing, compute, subjects[cut:])
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as pipe:
            yield from _each(compute, subjects[:cut])
            sent = _received(pipe)
    finally:
        os.waitpid(child, 0)  # it ends by itself once nobody reads the pipe
    for some in _parts(subjects[cut:]):
        yield some, _unpacked(sent.pop(0)) if sent else compute(some)


def _parts(subjects: Sequence[str]) -> Iterator[Sequence[str]]:
    return (subjects[begin : begin + TOGETHER] for begin in range(0, len(subjects), TOGETHER))


def _each(compute: _Compute, subjects: Sequence[str]) -> Iterator[_Computed]:
    return ((some, compute(some)) for some in _parts(subjects))


def _send(descriptor: int, compute: _Compute, subjects: Sequence[str]) -> NoReturn:
    """In the child: write the rows and end at once, running nothing that the parent registered.

    Its copies of the parent's descriptors are closed first: a child that outlives a killed parent holds no lock.
    """
    try:
        os.closerange(3, descriptor)
        os.closerange(descriptor + 1, _DESCRIPTORS)
        with os.fdopen(descriptor, "wb") as pipe:
            pipe.write(msgspec.msgpack.encode([msgspec.msgpack.encode(rows) for _, rows in _each(compute, subjects)]))
    finally:
        os._exit(0)


def _received(pipe: BinaryIO) -> list[bytes]:
    """What the child sent, in parts; nothing where it did not get to the end."""
    try:
        return msgspec.msgpack.decode(pipe.read(), type=list[bytes])
    except msgspec.MsgspecError:
        return []


def _unpacked(rows: bytes) -> list[Cells]:
    return msgspec.msgpack.decode(rows, type=list[tuple[int | float | bytes | None, ...]])
