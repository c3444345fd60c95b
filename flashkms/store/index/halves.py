"""A long pure computation on two cores: half of it in a forked child, which sends its rows back through a pipe."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from typing import NoReturn

import msgspec

from flashkms.store.index.rows import Cells

_DESCRIPTORS = 1024  # the most that a process has open, unless it asked for more
_WORTH = 4000  # cards below which a second process costs more than it saves

_Compute = Callable[[Sequence[str]], list[Cells]]


def halved(compute: _Compute, cards: Sequence[str]) -> list[Cells]:
    """What *compute* makes of *cards*. It must depend on nothing that a fork does not carry over, as a database.

    A program with several threads is not forked; a child that comes to grief has its half computed here.
    """
    if len(cards) < _WORTH or threading.active_count() > 1 or not hasattr(os, "fork") or (os.cpu_count() or 1) < 2:
        return compute(cards)
    middle = len(cards) // 2
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _send(writing, compute, cards[middle:])
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as pipe:
            first, sent = compute(cards[:middle]), pipe.read()
    finally:
        os.waitpid(child, 0)  # it ends by itself once nobody reads the pipe
    try:
        second = msgspec.msgpack.decode(sent, type=list[tuple[int | float | bytes | None, ...]])
    except msgspec.MsgspecError:
        second = []
    return first + (second if len(second) == len(cards) - middle else compute(cards[middle:]))


def _send(descriptor: int, compute: _Compute, cards: Sequence[str]) -> NoReturn:
    """In the child: write the rows and end at once, running nothing that the parent registered.

    Its copies of the parent's descriptors are closed first: a child that outlives a killed parent holds no lock.
    """
    try:
        os.closerange(3, descriptor)
        os.closerange(descriptor + 1, _DESCRIPTORS)
        with os.fdopen(descriptor, "wb") as pipe:
            pipe.write(msgspec.msgpack.encode(compute(cards)))
    finally:
        os._exit(0)
