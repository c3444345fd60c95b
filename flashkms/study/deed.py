"""What is done to many cards as one thing: each of its events names the first of them, so that any machine can tell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from msgspec.structs import replace

from flashkms.schedule.event import Bury, EventId, Flag, Forget, Mark, SetDue, Suspend, Unbury, Unsuspend

Done = TypeVar("Done", bound=Forget | Suspend | Unsuspend | Bury | Unbury | Flag | Mark | SetDue)


class Naming:
    """Gives the events of one deed its name."""

    def __init__(self) -> None:
        self._deed: EventId | None = None  # empty until the first event of it has come

    @contextmanager
    def one(self) -> Iterator[None]:
        """All that is `named` inside is one deed."""
        self._deed = EventId("")
        try:
            yield
        finally:
            self._deed = None

    def named(self, event: Done) -> Done:
        """*event* as it is logged: the first of a deed as it is, and those behind it with its id."""
        if self._deed == "":
            self._deed = event.id
            return event
        return replace(event, deed=self._deed) if self._deed else event
