"""What one undo takes back: the last thing done, with whatever was done together with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import takewhile

from flashkms.schedule.event import Bury, Event, EventId, Flag, Forget, Mark, Review, SetDue, Suspend, Unbury, Unsuspend

_UNDOABLE = (Review, Forget, Suspend, Unsuspend, Bury, Unbury, Flag, Mark, SetDue)
_IMPORTED = "anki:"  # how the ids of imported reviews begin; they are not undone one by one


def undoable(event: Event) -> bool:
    """Whether *event* is something that a person did here."""
    return isinstance(event, _UNDOABLE) and not event.id.startswith(_IMPORTED)


def targets(done: Iterator[Event], deeds: Collection[frozenset[EventId]]) -> tuple[Event, ...]:
    """The events that an undo takes back, of what was *done*, the last first; empty where nothing was.

    An answer goes with the suspension of the leech that it made, and the events of one of the *deeds* go together.
    """
    last = next(done, None)
    if last is None:
        return ()
    deed = next((ids for ids in deeds if last.id in ids), frozenset[EventId]())
    if deed:
        first = min(deed)  # ids are ordered by time
        return (last, *(event for event in takewhile(lambda each: each.id >= first, done) if event.id in deed))
    before = next(done, None) if isinstance(last, Suspend) else None
    return (last, before) if before and isinstance(last, Suspend) and _came_with(last, before) else (last,)


def _came_with(suspension: Suspend, event: Event) -> bool:
    """Whether *suspension* was written together with the answer *event*, which made its card a leech."""
    together = (suspension.at, suspension.device, suspension.seq - 1) == (event.at, event.device, event.seq)
    return together and isinstance(event, Review) and event.card == suspension.card
