"""A long computation on two cores: half of it in a forked child, with a pipe to it and one back.

The child may wait for a message, and never waits until one of its own is read.
"""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from typing import BinaryIO, NoReturn

_DESCRIPTORS = 1024  # the most that a process has open, unless it asked for more
_LENGTH = 8  # bytes that tell the length of a message


class LostError(Exception):
    """The other process has come to grief: what it was to do is to be done here."""


class Wire:
    """One end of the two pipes; messages arrive in the order in which they were sent."""

    def __init__(self, reading: BinaryIO, writing: BinaryIO) -> None:
        self._reading = reading
        self._writing = writing

    def send(self, message: bytes) -> None:
        """Return when the other process has taken nearly all of *message*. Raises `LostError` where it is gone."""
        try:
            self._writing.write(len(message).to_bytes(_LENGTH))
            self._writing.write(message)
            self._writing.flush()
        except OSError as error:
            raise LostError from error

    def receive(self) -> bytes:
        """The next message, once it is there. Raises `LostError` where none will come."""
        length = int.from_bytes(self._exactly(_LENGTH))
        return self._exactly(length)

    def waiting(self) -> bool:
        """Whether a message has begun to arrive, or none will come any more; False may be said too often."""
        poll = select.poll()
        poll.register(self._reading, select.POLLIN)
        return bool(poll.poll(0))

    def _exactly(self, size: int) -> bytes:
        read = self._reading.read(size)
        if len(read) < size:
            raise LostError
        return read


@contextmanager
def beside(work: Callable[[Wire], Iterator[bytes]]) -> Iterator[Wire]:
    """A wire to a child that does *work*, and sends each message that it yields.

    *work* must depend on nothing that a fork does not carry over, as a database. Raises `LostError` where there is no
    second processor, or this program has several threads: it is not forked then. At the end the child is over; one
    that is still at work ends when it next has something to send.
    """
    if threading.active_count() > 1 or not hasattr(os, "fork") or (os.cpu_count() or 1) < 2:
        raise LostError
    (child_reads, to_child), (from_child, child_writes) = os.pipe(), os.pipe()
    child = os.fork()
    if not child:
        _work(work, child_reads, child_writes)
    os.close(child_reads)
    os.close(child_writes)
    writing = os.fdopen(to_child, "wb")
    try:
        with os.fdopen(from_child, "rb") as reading:
            yield Wire(reading, writing)
    finally:
        with suppress(OSError):
            writing.close()
        os.waitpid(child, 0)


def _work(work: Callable[[Wire], Iterator[bytes]], reading: int, writing: int) -> NoReturn:
    """In the child: work, and end at once, running nothing that the parent registered.

    Its copies of the parent's descriptors are closed first: a child that outlives a killed parent holds no lock.
    """
    try:
        first, second = sorted((reading, writing))
        for begin, end in ((3, first), (first + 1, second), (second + 1, _DESCRIPTORS)):
            os.closerange(begin, end)
        wire = Wire(os.fdopen(reading, "rb"), os.fdopen(writing, "wb"))
        messages: SimpleQueue[bytes | None] = SimpleQueue()
        sender = threading.Thread(target=_send_all, args=(wire, messages), daemon=True)
        sender.start()
        for message in work(wire):
            if not sender.is_alive():
                break
            messages.put(message)
        messages.put(None)
        sender.join()
    finally:
        os._exit(0)


def _send_all(wire: Wire, messages: SimpleQueue[bytes | None]) -> None:
    with suppress(LostError):
        while (message := messages.get()) is not None:
            wire.send(message)
