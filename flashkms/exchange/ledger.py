"""When each entry's content last changed, as Anki must be told: the ledger of exports.

Anki takes a note over when it is newer than its own. A note that carried the time of the export would overwrite, each
time, what a person corrected on the phone. So every export notes down, once per content, a digest of it and when it
changed; the next export of the same content carries the same time. The ledger is text in the collection, one file per
device, only ever added to, so that it travels and merges as the review log does.

An entry that was never exported takes the instant at which a build made it: any two copies of a collection then
export the same bytes, whichever comes first.

Of an entry that came from Anki it keeps the guid that its note has there, by which an export finds that note again, and
how the note stood then and since when, by which a later import tells what was changed in Anki.

An entry keeps for ever the guid under which it first went out, or Anki would take it for another note. It is noted down
with its first export; where a ledger has none, as an earlier version wrote it, the order of its lines tells whether the
guid was known by then.

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
from msgspec.structs import replace

from flashkms.anki.guids import entry_id
from flashkms.cards.card import CardId
from flashkms.cards.entry import EntryId
from flashkms.store import durable

FOLDER = "exports"
_LARGEST = 64 * 2**20  # bytes of one file that are read
_PER_LINE = 500  # entries, or cards
_LATEST = 2**32  # seconds, in 2106: a clock that said so was wrong, and the entry is to be later than that

_PAST = 20  # exports of an entry that are remembered


class Exported(Struct, frozen=True):
    """What the ledger knows of an entry: the *digest* of its content, since when (seconds), and of each field sent.

    *past* are the digests of the fields of earlier exports, *times* the other instants that its note was given.
    """

    digest: str
    since: int
    fields: str
    past: tuple[str, ...] = ()
    times: tuple[int, ...] = ()


class Imported(Struct, frozen=True):
    """What came from Anki: the *guid* of the note, a digest of the *note*, and of each of the entry's *fields*.

    *modified* is when the note was last changed there, in seconds since 1970; 0 where that is not known.
    """

    guid: str
    note: str
    fields: Mapping[str, str]
    modified: int = 0


class _Line(Struct, frozen=True):
    """One line: an instant, digests by entry, cards that were suspended, entries that came from Anki, guids.

    *file* is where it stands; lines of one file are in the order in which they were written.
    """

    file: str
    at: int
    entries: Mapping[str, str]
    suspended: Sequence[str]
    imported: Mapping[str, Imported]
    guids: Mapping[str, str]


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
        self.imported: dict[EntryId, Imported] = {}
        self._added_imported: dict[EntryId, Imported] = {}
        self._guids: dict[EntryId, str] = {}
        self._added_guids: dict[EntryId, str] = {}
        lines = list(_lines(self._folder))
        self._went_by_id = _went_by_id(lines)
        for line in sorted(lines, key=lambda line: line.at):
            for entry, said in line.entries.items():
                _follow(self._known, EntryId(entry), Exported(said[:10], line.at, said[10:]))
            for card in line.suspended:
                self.suspended.setdefault(CardId(card), line.at)
            self.imported |= {EntryId(entry): came for entry, came in line.imported.items()}
            self._guids = {EntryId(entry): guid for entry, guid in line.guids.items()} | self._guids

    def __getitem__(self, entry: EntryId) -> Exported | None:
        return self._known.get(entry)

    def guid(self, entry: EntryId) -> str:
        """The guid of the note of *entry* in Anki: that of its first export; before it the one that it came with."""
        came = self.imported.get(entry)
        if entry in self._guids:
            return self._guids[entry]
        return came.guid if came and entry_id(came.guid) == entry and entry not in self._went_by_id else entry

    def went(self, entry: EntryId) -> str:
        """As `guid`, of an *entry* that is exported with it now."""
        guid = self.guid(entry)
        came = self.imported.get(entry)
        if came and came.guid != entry and entry not in self._guids:
            self._guids[entry] = self._added_guids[entry] = guid
        return guid

    def came(self, entry: EntryId, imported: Imported) -> None:
        """Note down that *entry* is as Anki has it."""
        if entry in self._known and entry not in self.imported:
            self._went_by_id.add(entry)
        if self.imported.get(entry) != imported:
            self.imported[entry] = self._added_imported[entry] = imported

    def changed(self, entry: EntryId, content: str, fields: str, *, first: int, now: int) -> int:
        """Seconds since 1970 at which *entry* came to have *content*: *first* if never exported, else *now* or before.

        A content that differs from the last exported one is noted down; it is later than that one by a second at
        least.
        """
        known = self._known.get(entry)
        if known is not None and known.digest == content:
            return known.since
        since = first if known is None else max(now, known.since + 1)
        self._added[entry] = Exported(content, since, fields)
        _follow(self._known, entry, self._added[entry])
        return since

    def came_suspended(self, card: CardId, *, now: int) -> None:
        """Note down that *card*, whose entry was never exported before, is suspended in the export of *now*."""
        if card not in self.suspended:
            self.suspended[card] = self._added_suspended[card] = now

    def save(self, device: str, *, now: int = 0) -> None:
        """Write down what is new, durably, in the file of *device*; guids, and what came, with the instant *now*.

        Raises `OSError` as the disk does.
        """
        if not (self._added or self._added_suspended or self._added_imported or self._added_guids):
            return
        by_time: dict[int, dict[str, str]] = {}
        for entry, exported in self._added.items():
            by_time.setdefault(exported.since, {})[entry] = exported.digest + exported.fields
        durable.make_folder(self._folder)
        lines = [
            *_encoded(by_time),
            *_encoded_suspended(self._added_suspended),
            *_encoded_imported(self._added_imported, now),
            *_encoded_in_parts(now, "guids", self._added_guids),
        ]
        durable.append(self._folder / f"{device}.jsonl", b"".join(lines))
        durable.sync_folder(self._folder)
        self._added.clear()
        self._added_suspended.clear()
        self._added_imported.clear()
        self._added_guids.clear()


def _follow(known: dict[EntryId, Exported], entry: EntryId, exported: Exported) -> None:
    """A later line of the same content changes nothing: the content stood since the earlier one."""
    before = known.get(entry)
    if before is None:
        known[entry] = exported
    elif before.digest != exported.digest:
        past = (*before.past, before.fields)[-_PAST:]
        known[entry] = replace(exported, past=past, times=(*before.times, before.since))
    elif before.since != exported.since:
        known[entry] = replace(before, times=(*before.times, exported.since))


def _encoded(by_time: Mapping[int, Mapping[str, str]]) -> Iterable[bytes]:
    for since, entries in sorted(by_time.items()):
        yield from _encoded_in_parts(since, "entries", entries)


def _encoded_in_parts(at: int, key: str, said: Mapping[EntryId, str] | Mapping[str, str]) -> Iterable[bytes]:
    pairs = list(said.items())
    for begin in range(0, len(pairs), _PER_LINE):
        yield _encoded_line(at, {key: dict(pairs[begin : begin + _PER_LINE])})


def _encoded_suspended(cards: Mapping[CardId, int]) -> Iterable[bytes]:
    by_time: dict[int, list[CardId]] = {}
    for card, at in cards.items():
        by_time.setdefault(at, []).append(card)
    for at, some in sorted(by_time.items()):
        for begin in range(0, len(some), _PER_LINE):
            yield _encoded_line(at, {"suspended": some[begin : begin + _PER_LINE]})


def _encoded_imported(entries: Mapping[EntryId, Imported], now: int) -> Iterable[bytes]:
    pairs = list(entries.items())
    for begin in range(0, len(pairs), _PER_LINE):
        some = dict(pairs[begin : begin + _PER_LINE])
        said = {entry: (came.guid, came.note, came.fields) for entry, came in some.items()}
        # Beside it, and not in it: an earlier version reads the one and passes over the other.
        modified = {entry: came.modified for entry, came in some.items() if came.modified}
        yield _encoded_line(now, {"imported": said, **({"modified": modified} if modified else {})})


def _encoded_line(seconds: int, said: Mapping[str, object]) -> bytes:
    at = datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    return json.dumps({"at": at, **said}, separators=(",", ":")).encode() + b"\n"


def _went_by_id(lines: Iterable[_Line]) -> set[EntryId]:
    """The entries that were exported before their guid was known, going by the *lines*, in the order of each file.

    Of two files the earlier instant counts: a line of an export is never dated later than it was written.
    """
    lines = list(lines)
    known: dict[str, int] = {}
    for line in lines:
        for entry in line.imported:
            known[entry] = min(line.at, known.get(entry, line.at))
    before: set[tuple[str, str]] = set()
    found: set[EntryId] = set()
    for line in lines:
        before |= {(line.file, entry) for entry in line.imported}
        for entry in known.keys() & line.entries.keys():
            if (line.file, entry) not in before and line.at < known[entry]:
                found.add(EntryId(entry))
    return found


def _lines(folder: Path) -> Iterable[_Line]:
    """Every sound line of every device's file; a torn or damaged one is passed over, and its entries count as new."""
    for path in sorted(folder.glob("*.jsonl")) if folder.is_dir() else ():
        if not path.is_file() or path.stat().st_size > _LARGEST:
            continue
        for line in path.read_bytes().splitlines():
            try:
                yield _line(path.name, json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
                continue


def _line(file: str, said: Any) -> _Line:
    """What a line says. Raises as what it holds does, for whatever is no line of `save`."""
    at = int(datetime.fromisoformat(said["at"]).timestamp())
    entries, suspended = said.get("entries", {}), said.get("suspended", [])
    if not (isinstance(entries, dict) and isinstance(suspended, list) and 0 <= at < _LATEST):
        raise ValueError(at)
    if not all(isinstance(digests, str) and len(digests) >= 10 for digests in entries.values()):
        raise ValueError(entries)
    modified = said.get("modified", {})
    imported = {
        str(entry): _imported(modified.get(entry, 0), *came) for entry, came in said.get("imported", {}).items()
    }
    guids = {str(entry): _guid(guid) for entry, guid in said.get("guids", {}).items()}
    return _Line(file, at, entries, [str(card) for card in suspended], imported, guids)


def _imported(modified: Any, guid: Any, note: Any, fields: Any) -> Imported:
    if not isinstance(note, str):
        raise TypeError(note)
    return Imported(_guid(guid), note, {str(key): str(digest) for key, digest in fields.items()}, int(modified))


def _guid(said: Any) -> str:
    """*said*, where a note can be called so. Raises `ValueError` and `TypeError` for all else."""
    if not (isinstance(said, str) and said.encode()):
        raise TypeError(said)
    return said
