"""The logs: lines that do not count, ids and sequence numbers that cannot be, events at odd times."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

from msgspec.structs import replace

from flashkms.schedule.event import Event, Undo
from flashkms.schedule.replay import AHEAD
from flashkms.store.collection import Collection
from flashkms.store.doctor.finding import Finding
from flashkms.store.log import parsed
from flashkms.store.strays import is_conflict_copy

_FIRST = datetime(2006, 1, 1, tzinfo=UTC)  # before it no flashcard program kept a log that could be imported

Events = dict[str, tuple[Event, ...]]  # of each log, by its path


def events(collection: Collection) -> Events:
    """The events of every log; copies are not left out."""
    log = collection.log
    return {shown: parsed(path, shown)[0] for path in log.paths() for shown in [log.shown(path)]}


def _each(found: Events) -> Iterator[tuple[str, Event]]:
    """Every event with the log that it stands in."""
    return ((path, event) for path, some in found.items() for event in some)


def unreadable(collection: Collection) -> Iterator[Finding]:
    """Logs that are there and cannot be read; while there is one, nothing can be said of the history."""
    for problem in collection.log.unreadable():
        yield Finding("unreadable-log", problem.path, problem.message, problem.hint)


def damaged(collection: Collection) -> Iterator[Finding]:
    """Damaged lines, ratings and instants out of their range among them; they stay, and do not count."""
    for problem in collection.index.log_problems():
        yield Finding("damaged-line", f"{problem.path}:{problem.line}", problem.message, problem.hint)


def stamps(found: Events, now: datetime) -> Iterator[Finding]:
    """Ids that are given twice, and events from before there were any or from the future."""
    known: dict[str, Event] = {}
    limit = now + AHEAD
    for path, event in _each(found):
        first = known.setdefault(event.id, event)
        if first != event and _said(first) != _said(event):
            said = f"two events are called {event.id}"
            yield Finding("repeated-id", path, said, "the first by time counts; somebody edited a log")
        if event.at > limit:
            yield Finding("future-event", path, _dated(event), "it counts when its day has come")
        if event.at < _FIRST:
            yield Finding("early-event", path, _dated(event), "a clock was wrong; the event counts as it stands")


def _said(event: Event) -> Event:
    """*event* without the stamp of who wrote it down: two machines may import the same answer."""
    return replace(event, device="", seq=0, zone_minutes=0)


def _dated(event: Event) -> str:
    return f"the event {event.id} is dated {event.at:%Y-%m-%d}"


def sequences(collection: Collection, found: Events) -> Iterator[Finding]:
    """Sequence numbers of a device that are given twice, or missing."""
    taken: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for event in {(event.id, event.device): event for _, event in _each(found)}.values():
        taken[event.device][event.seq] += 1
    for device, many in sorted(taken.items()):
        if max(many.values()) > 1:
            own = " (this device)" if device == collection.log.device else ""
            hint = "a copied home folder; delete its `device` file on one machine"
            yield Finding("repeated-sequence", device, f"sequence numbers are given twice{own}", hint)
        if gaps := tuple(_gaps(sorted(many))):
            hint = "lines were lost, or could not be saved: fetch the log from another machine if one has more"
            yield Finding("sequence-gap", device, f"no event is numbered {', '.join(gaps)}", hint)


def _gaps(numbers: list[int]) -> Iterator[str]:
    """The numbers missing between the first of *numbers* and the last, as ranges."""
    for before, after in pairwise(numbers):
        if after > before + 1:
            yield str(before + 1) if after == before + 2 else f"{before + 1} to {after - 1}"


def strangers(collection: Collection, found: Events) -> Iterator[Finding]:
    """Logs with events of a device that another log is named after; a conflict copy has them by right."""
    own = {path.stem for path in collection.log.paths()}
    for path, device in sorted({(path, event.device) for path, event in _each(found)}):
        name = re.sub(r".*/|\.jsonl$", "", path)
        if device != name and device in own and not is_conflict_copy(path):
            said = f"holds events of {device}, which has a log of its own"
            yield Finding("foreign-log", path, said, "a log was copied under another name; its events count once")


def undos(found: Events) -> Iterator[Finding]:
    """Undos of events that no log has."""
    undos = [(path, event) for path, event in _each(found) if isinstance(event, Undo)]
    missing = {undo.target for _, undo in undos}.difference(event.id for _, event in _each(found))
    for path, event in undos:
        if event.target in missing:
            said = f"the undo {event.id} takes back an event that is in no log"
            yield Finding("lost-target", path, said, "fetch the missing log")
