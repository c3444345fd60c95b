"""The verdicts of this machine, so that each can be taken back: what stood in a file before, and what stands there now.

Only the stretch that a verdict changed is kept, with digests of the file before and after it. A verdict is taken back
where the file is still the one that it left, so that nothing else is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import accumulate, takewhile
from pathlib import Path

import msgspec

from flashkms.cards.entry import EntryId
from flashkms.errors import UsageError
from flashkms.store import files

_KEPT = 200  # verdicts
_MOST = 8 * 2**20  # bytes of their stretches: half of what a file may have to be read again


class Stretch(msgspec.Struct, frozen=True):
    """From the byte *at* of the file *path*, *old* became *new*. *digest* is that of the file with *new*."""

    path: str
    at: int
    old: bytes
    new: bytes
    digest: str


class Verdict(msgspec.Struct, frozen=True):
    """The *word* that was said of an *entry*, what it changed, and the entry that it dropped, if one, with *more*."""

    word: str
    entry: EntryId
    stretches: tuple[Stretch, ...]
    dropped: EntryId = EntryId("")
    more: tuple[EntryId, ...] = ()

    @property
    def entries(self) -> tuple[EntryId, ...]:
        """What it was said of."""
        return (self.entry, *self.more)

    @property
    def gone(self) -> tuple[EntryId, ...]:
        """Every entry that it dropped."""
        return (self.dropped, *self.more) if self.dropped else ()


def stretch(path: str, before: bytes, after: bytes) -> Stretch:
    """Where *before* and *after*, both of the file *path*, differ."""
    at = _common(before, after)
    tail = _common(before[at:][::-1], after[at:][::-1])
    return Stretch(path, at, before[at : len(before) - tail], after[at : len(after) - tail], _digest(after))


def back(now: bytes, changed: Stretch) -> bytes:
    """The file as it was before *changed*, from what it holds *now*. Raises `UsageError` when it is another one."""
    if _digest(now) != changed.digest:
        raise UsageError(f"{changed.path} was changed since that verdict", "take it back by hand")
    return now[: changed.at] + changed.old + now[changed.at + len(changed.new) :]


def remembered(own: Path) -> list[Verdict]:
    """The verdicts kept in the folder *own*, the last one last; none when they cannot be read."""
    try:
        return msgspec.msgpack.decode(files.read(_place(own)), type=list[Verdict])
    except (OSError, files.UnreadableFileError, msgspec.MsgspecError):
        return []


def remember(own: Path, verdicts: list[Verdict]) -> None:
    """Keep the last of *verdicts* in the folder *own*: 200, and no more than have 8 MiB of changes together."""
    place = _place(own)
    before = files.read(place) if place.exists() else None
    files.replace(place, msgspec.msgpack.encode(_last(verdicts)), expected=before)


def _last(verdicts: Sequence[Verdict]) -> list[Verdict]:
    sizes = (sum(len(one.old) + len(one.new) for one in verdict.stretches) for verdict in reversed(verdicts))
    many = sum(1 for _ in takewhile(lambda size: size <= _MOST, accumulate(sizes)))
    return list(verdicts[len(verdicts) - min(many, _KEPT) :])


def _common(one: bytes, other: bytes) -> int:
    """How many bytes both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _place(own: Path) -> Path:
    return own / "verdicts"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
