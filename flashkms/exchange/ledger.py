"""When each entry's content last changed, as Anki must be told: the ledger of exports.

Anki takes a note over when it is newer than its own. A note that carried the time of the export would overwrite, each
time, what a person corrected on the phone. So every export notes down, once per content, a digest of it and when it
changed; the next export of the same content carries the same time. The ledger is text in the collection, one file per
device, only ever added to, so that it travels and merges as the review log does.

An entry that was never exported takes the instant at which a build made it: any two copies of a collection then
export the same bytes, whichever comes first.

A card that was suspended when its entry was first exported is noted down too: it came to Anki suspended, and only such
a one can have been unsuspended there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from flashkms.cards.card import CardId
from flashkms.cards.entry import EntryId
from flashkms.store import durable

FOLDER = "exports"
_LARGEST = 64 * 2**20  # bytes of one file that are read
_PER_LINE = 500  # entries, or cards
_LATEST = 2**32  # seconds, in 2106: a clock that said so was wrong, and the entry is to be later than that

_Line = tuple[int, dict[str, str], list[str]]  # an instant, digests by entry, cards that were suspended


class Exported(Struct, frozen=True):
    """What the ledger knows of an entry: the *digest* of its content, since when (seconds), and of each field sent."""

    digest: str
    since: int
    fields: str


def digest(texts: Iterable[str]) -> str:
    """A short digest of *texts*, in order."""
    return _digest("\x1f".join(texts))[:10]


def field_digests(fields: Sequence[str]) -> str:
    """Five characters for each field of a note, in order; by them an edit made in Anki is told field by field."""
    return "".join(_digest(field)[:5] for field in fields)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Ledger:
    """The ledger of the collection in *root*."""

    def __init__(self, root: Path) -> None:
        self._folder = root / FOLDER
        self._known: dict[EntryId, Exported] = {}
        self._added: dict[EntryId, Exported] = {}
        self.suspended: dict[CardId, int] = {}  # and when, in seconds since 1970
        self._added_suspended: dict[CardId, int] = {}
        for at, entries, suspended in sorted(_lines(self._folder), key=lambda line: line[0]):
            for entry, said in entries.items():
                _follow(self._known, EntryId(entry), Exported(said[:10], at, said[10:]))
            for card in suspended:
                self.suspended.setdefault(CardId(card), at)

    def __getitem__(self, entry: EntryId) -> Exported | None:
        return self._known.get(entry)

    def changed(self, entry: EntryId, content: str, fields: str, *, first: int, now: int) -> int:
        """Seconds since 1970 at which *entry* came to have *content*: *first* if never exported, else *now* or before.

        A content that differs from the last exported one is noted down; it is later than that one by a second at
        least.
        """
        known = self._known.get(entry)
        if known is not None and known.digest == content:
            return known.since
        since = first if known is None else max(now, known.since + 1)
        self._known[entry] = self._added[entry] = Exported(content, since, fields)
        return since

    def came_suspended(self, card: CardId, *, now: int) -> None:
        """Note down that *card*, whose entry was never exported before, is suspended in the export of *now*."""
        if card not in self.suspended:
            self.suspended[card] = self._added_suspended[card] = now

    def save(self, device: str) -> None:
        """Write down what is new, durably, in the file of *device*. Raises `OSError` as the disk does."""
        if not self._added and not self._added_suspended:
            return
        by_time: dict[int, dict[str, str]] = {}
        for entry, exported in self._added.items():
            by_time.setdefault(exported.since, {})[entry] = exported.digest + exported.fields
        durable.make_folder(self._folder)
        lines = [*_encoded(by_time), *_encoded_suspended(self._added_suspended)]
        durable.append(self._folder / f"{device}.jsonl", b"".join(lines))
        durable.sync_folder(self._folder)
        self._added.clear()
        self._added_suspended.clear()


def _follow(known: dict[EntryId, Exported], entry: EntryId, exported: Exported) -> None:
    """A later line of the same content changes nothing: the content stood since the earlier one."""
    before = known.get(entry)
    if before is None or before.digest != exported.digest:
        known[entry] = exported


def _encoded(by_time: Mapping[int, Mapping[str, str]]) -> Iterable[bytes]:
    for since, entries in sorted(by_time.items()):
        pairs = list(entries.items())
        for begin in range(0, len(pairs), _PER_LINE):
            yield _encoded_line(since, "entries", dict(pairs[begin : begin + _PER_LINE]))


def _encoded_suspended(cards: Mapping[CardId, int]) -> Iterable[bytes]:
    by_time: dict[int, list[CardId]] = {}
    for card, at in cards.items():
        by_time.setdefault(at, []).append(card)
    for at, some in sorted(by_time.items()):
        for begin in range(0, len(some), _PER_LINE):
            yield _encoded_line(at, "suspended", some[begin : begin + _PER_LINE])


def _encoded_line(seconds: int, key: str, value: object) -> bytes:
    at = datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    return json.dumps({"at": at, key: value}, separators=(",", ":")).encode() + b"\n"


def _lines(folder: Path) -> Iterable[_Line]:
    """Every sound line of every device's file; a torn or damaged one is passed over, and its entries count as new."""
    for path in sorted(folder.glob("*.jsonl")) if folder.is_dir() else ():
        if not path.is_file() or path.stat().st_size > _LARGEST:
            continue
        for line in path.read_bytes().splitlines():
            try:
                yield _line(json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
                continue


def _line(said: Any) -> _Line:
    """What a line says. Raises as what it holds does, for whatever is no line of `save`."""
    at = int(datetime.fromisoformat(said["at"]).timestamp())
    entries, suspended = said.get("entries", {}), said.get("suspended", [])
    if not (isinstance(entries, dict) and isinstance(suspended, list) and 0 <= at < _LATEST):
        raise ValueError(at)
    if not all(isinstance(digests, str) and len(digests) >= 10 for digests in entries.values()):
        raise ValueError(entries)
    return at, entries, [str(card) for card in suspended]
