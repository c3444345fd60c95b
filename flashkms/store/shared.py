"""The same work on many items, on two cores: a forked child begins at the front, this process at the back.

Each takes a few items at a time until they meet, so that neither waits long for the other, however busy the machine is.
"""

from __future__ import annotations

import mmap
import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from types import TracebackType
from typing import Generic, Self, TypeVar

from flashkms.store.index.halves import LostError, Wire, beside

Item = TypeVar("Item")
Result = TypeVar("Result")

_TOGETHER = 256  # items between two looks at how far the other has come


class Shared(Generic[Item, Result]):
    """*work* on *items*, begun in a child where there are at least *least*; else, or if it is lost, all is done here.

    *work* gives one result for each item, from nothing that a fork does not carry over, and changes nothing that
    counts: some items may be worked on twice.
    """

    def __init__(self, work: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item], *, least: int) -> None:
        self._work = work
        self._parts = [items[begin : begin + _TOGETHER] for begin in range(0, len(items), _TOGETHER)]
        self._child = ExitStack()
        self._wire: Wire | None = None
        self._met = memoryview(mmap.mmap(-1, 16)).cast("Q")  # parts begun in the child, and parts not begun here
        self._met[1] = len(self._parts)
        self._worth = len(items) >= least

    def results(self) -> Iterator[Result]:
        """All results, in the order of the items.

        What the child has done is given as it comes, so that the caller goes on by it; while nothing is there, what the
        child has not begun is done here, from the back.
        """
        done: list[list[Result]] = []
        given = 0
        while self._met[1] > self._met[0]:
            part = self._next() if self._wire and self._wire.waiting() else None
            if part is None:
                self._met[1] -= 1
                done.append(self._work(self._parts[self._met[1]]))
            else:
                given += 1
                yield from part
        for begun in self._parts[given : len(self._parts) - len(done)]:
            yield from self._next() or self._work(begun)
        for part in reversed(done):
            yield from part

    def _next(self) -> list[Result] | None:
        """The results of the next part from the child, once they are there; None where none will come."""
        if self._wire is None:
            return None
        try:
            part: list[Result] = pickle.loads(self._wire.receive())  # noqa: S301  # from a fork of this program
        except LostError:
            self._wire = None
            return None
        return part

    def _front(self, _: Wire) -> Iterator[bytes]:
        """In the child: the results of one part after the other, until this process has begun the next."""
        while self._met[0] < self._met[1]:
            self._met[0] += 1
            yield pickle.dumps(self._work(self._parts[self._met[0] - 1]), pickle.HIGHEST_PROTOCOL)

    def __enter__(self) -> Self:
        if self._worth:
            with suppress(LostError):
                self._wire = self._child.enter_context(beside(self._front))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the child, if it is still at work."""
        self._met[1] = 0
        self._child.close()
