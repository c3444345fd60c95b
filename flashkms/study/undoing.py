"""What one undo takes back: the last thing done, with whatever was done together with it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from flashkms.schedule.event import Bury, Deed, Event, Flag, Forget, Mark, Review, SetDue, Suspend, Unbury, Unsuspend
from flashkms.study.companions import came_with

_UNDOABLE = (Review, Forget, Suspend, Unsuspend, Bury, Unbury, Flag, Mark, SetDue)
_IMPORTED = "anki:"  # how the ids of imported reviews begin; they are not undone one by one


def undoable(event: Event) -> bool:
    """Whether *event* is something that a person did here."""
    return isinstance(event, _UNDOABLE) and not event.id.startswith(_IMPORTED)


def targets(done: Iterator[Event]) -> tuple[Event, ...]:
    """The events that an undo takes back, of what was *done*, the last first; empty where nothing was.

    An event goes with its companions, and the events of one deed go together, on whatever machine.
    """
    last = next(done, None)
    if last is None:
        return ()
    deed = _deed(last)
    if not deed:
        return tuple(_together(last, done))
    since = takewhile(lambda event: _time(event.id) >= _time(deed), done)
    return (last, *(event for event in since if deed in {event.id, _deed(event)}))


def _deed(event: Event) -> str:
    return event.deed if isinstance(event, Deed) else ""


def _time(id_: str) -> str:
    """The milliseconds with which a UUID of version 7 begins: later ones sort later."""
    return id_[:13]


def _together(last: Event, done: Iterator[Event]) -> Iterator[Event]:
    """The event *last* and what it was written with, of what was *done* before it."""
    yield last
    for event in done:
        if not came_with(last, event):
            return
        yield event
        last = event
