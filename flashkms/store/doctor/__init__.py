"""The health of a collection: what is wrong around the cards, and what of it can be mended without asking.

Findings are plain values. Nothing is mended while looking; `mend` makes a backup first, and a second one finds nothing
left to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import chain
from typing import Any

from flashkms.errors import FlashkmsError
from flashkms.store import backup, files
from flashkms.store.collection import Collection
from flashkms.store.doctor import changed, content, logs, machine, replayed
from flashkms.store.doctor.finding import Finding
from flashkms.store.doctor.roll import Roll

__all__ = ["Finding", "facts", "findings", "mend"]
_TRIES = 3  # looks at logs that another program writes to meanwhile


def findings(collection: Collection, now: datetime) -> tuple[Finding, ...]:
    """Everything found, the index first, then logs, cards, backups and the machine.

    Where a log cannot be read, that, and what needs no history.
    """
    around = (machine.left_over(collection), machine.backups(collection, now), machine.disk(collection))
    if unread := tuple(logs.unreadable(collection)):
        return (*unread, *chain.from_iterable(around))
    roll, agreed = _replayed(collection, now)
    looks: tuple[Iterator[Finding], ...] = (
        _index(collection, agreed=agreed),
        logs.damaged(collection),
        logs.stamps(roll),
        logs.sequences(collection, roll),
        logs.strangers(collection, roll),
        logs.undos(roll),
        content.lost(collection),
        changed.changed(collection),
        changed.cut(collection),
        content.media(collection),
        content.packages(collection, now),
        *around,
        machine.places(collection),
    )
    return tuple(chain.from_iterable(looks))


def facts(collection: Collection, now: datetime) -> dict[str, Any]:
    """What is neither well nor ill: SQLite, the index's journal mode, who writes now, what exported packages hold.

    Nothing where a log cannot be read.
    """
    if collection.log.unreadable():
        return {}
    return {**machine.facts(collection), "packages": content.counts(collection, now)}


def mend(collection: Collection, now: datetime) -> tuple[Finding, ...]:
    """Mend what can be mended, after a backup; what was found and mended. Wants the writer's lock.

    Raises `FlashkmsError` when the collection is not open for writing.
    """
    found = tuple(finding for finding in findings(collection, now) if finding.mend)
    if not found:
        return ()
    if not collection.writable:
        raise FlashkmsError("opened for reading only", "start again without --read-only")
    backup.backup(collection, now)
    mended: dict[str, Callable[[], None]] = {"rebuild the index": lambda: collection.index.rebuild(now)}
    for finding in found:
        act = mended.get(finding.mend)
        if act:
            act()
        else:
            files.remove_left(collection.root / finding.where)
    return found


def _replayed(collection: Collection, now: datetime) -> tuple[Roll, bool]:
    """The events of all logs, and whether the index says what a replay of them says.

    Another program may write meanwhile; then they are read once more. Raises `FlashkmsError` where that does not help.
    """
    for _ in range(_TRIES):
        with suppress(LookupError):
            roll = Roll(collection.log, now)
            agreed = replayed.agrees(collection, roll, now)
            if agreed or not roll.changed():
                return roll, agreed
    raise FlashkmsError("the logs change while they are read", "wait for the other program, and try again")


def _index(collection: Collection, *, agreed: bool) -> Iterator[Finding]:
    """Whether the index says what a replay of all logs says, and is sound."""
    index = collection.index
    if not agreed:
        yield Finding("index", str(index.path), "the index says something else than the logs", mend="rebuild the index")
    if not index.sound():
        yield Finding("index", str(index.path), "the index is damaged", mend="rebuild the index")
