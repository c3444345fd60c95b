"""What one undo takes back: the last thing done, with whatever was done together with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import takewhile

from flashkms.schedule.event import Bury, Event, EventId, Flag, Forget, Mark, Review, SetDue, Suspend, Unbury, Unsuspend
from flashkms.study.companions import came_with

_UNDOABLE = (Review, Forget, Suspend, Unsuspend, Bury, Unbury, Flag, Mark, SetDue)
_IMPORTED = "anki:"  # how the ids of imported reviews begin; they are not undone one by one


def undoable(event: Event) -> bool:
    """Whether *event* is something that a person did here."""
    return isinstance(event, _UNDOABLE) and not event.id.startswith(_IMPORTED)


def targets(done: Iterator[Event], deeds: Collection[frozenset[EventId]]) -> tuple[Event, ...]:
    """The events that an undo takes back, of what was *done*, the last first; empty where nothing was.

    An event goes with its companions, and the events of one of the *deeds* go together.
    """
    last = next(done, None)
    if last is None:
        return ()
    deed = next((ids for ids in deeds if last.id in ids), frozenset[EventId]())
    if deed:
        first = min(deed)  # ids are ordered by time
        return (last, *(event for event in takewhile(lambda each: each.id >= first, done) if event.id in deed))
    return tuple(_together(last, done))


def _together(last: Event, done: Iterator[Event]) -> Iterator[Event]:
    """The event *last* and what it was written with, of what was *done* before it."""
    yield last
    for event in done:
        if not came_with(last, event):
            return
        yield event
        last = event
