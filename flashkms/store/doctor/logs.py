"""The logs: lines that do not count, ids and sequence numbers that cannot be, events at odd times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from flashkms.schedule.event import Event
from flashkms.store.collection import Collection
from flashkms.store.doctor.finding import Finding
from flashkms.store.doctor.roll import FIRST, Roll
from flashkms.store.strays import is_conflict_copy


def unreadable(collection: Collection) -> Iterator[Finding]:
    """Logs that are there and cannot be read; while there is one, nothing can be said of the history."""
    for problem in collection.log.unreadable():
        yield Finding("unreadable-log", problem.path, problem.message, problem.hint)


def damaged(collection: Collection) -> Iterator[Finding]:
    """Damaged lines, ratings and instants out of their range among them; they stay, and do not count."""
    for problem in collection.index.log_problems():
        yield Finding("damaged-line", f"{problem.path}:{problem.line}", problem.message, problem.hint)


def stamps(roll: Roll) -> Iterator[Finding]:
    """Ids that are given twice, and events from before there were any or from the future; by log and line."""
    repeated = ((row, 0, _repeated(roll.log_of(row), event)) for row, event in roll.differing)
    odd = ((row, 1, _odd(roll.log_of(row), event)) for row, event in roll.odd)
    for _, _, finding in sorted((*repeated, *odd), key=lambda found: found[:2]):
        yield finding


def _repeated(path: str, event: Event) -> Finding:
    said = f"two events are called {event.id}"
    return Finding("repeated-id", path, said, "the first by time counts; somebody edited a log")


def _odd(path: str, event: Event) -> Finding:
    dated = f"the event {event.id} is dated {event.at:%Y-%m-%d}"
    if event.at < FIRST:
        return Finding("early-event", path, dated, "a clock was wrong; the event counts as it stands")
    return Finding("future-event", path, dated, "it counts when its day has come")


def sequences(collection: Collection, roll: Roll) -> Iterator[Finding]:
    """Sequence numbers of a device that are given twice, or missing."""
    for device, numbers in roll.numbers():
        if any(before == after for before, after in pairwise(numbers)):
            own = " (this device)" if device == collection.log.device else ""
            hint = "a copied home folder; delete its `device` file on one machine"
            yield Finding("repeated-sequence", device, f"sequence numbers are given twice{own}", hint)
        if gaps := tuple(_gaps(numbers)):
            hint = "lines were lost, or could not be saved: fetch the log from another machine if one has more"
            yield Finding("sequence-gap", device, f"no event is numbered {', '.join(gaps)}", hint)


def _gaps(numbers: list[int]) -> Iterator[str]:
    """The numbers missing between the first of *numbers* and the last, as ranges."""
    for before, after in pairwise(numbers):
        if after > before + 1:
            yield str(before + 1) if after == before + 2 else f"{before + 1} to {after - 1}"


def strangers(collection: Collection, roll: Roll) -> Iterator[Finding]:
    """Logs with events of a device that another log is named after; a conflict copy has them by right."""
    own = {path.stem for path in collection.log.paths()}
    for path, device in sorted(roll.devices):
        name = re.sub(r".*/|\.jsonl$", "", path)
        if device != name and device in own and not is_conflict_copy(path):
            said = f"holds events of {device}, which has a log of its own"
            yield Finding("foreign-log", path, said, "a log was copied under another name; its events count once")


def undos(roll: Roll) -> Iterator[Finding]:
    """Undos of events that no log has."""
    missing = roll.missing(undo.target for _, undo in roll.undos)
    for row, undo in roll.undos:
        if undo.target in missing:
            said = f"the undo {undo.id} takes back an event that is in no log"
            yield Finding("lost-target", roll.log_of(row), said, "fetch the missing log")
