"""What deck files say otherwise than in the last backups: entries under an old history, and files that were cut."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from flashkms.cards import deckfile
from flashkms.cards.entry import Entry
from flashkms.cards.likeness import likeness
from flashkms.store import backup
from flashkms.store.collection import Collection
from flashkms.store.doctor.finding import Finding
from flashkms.store.index import rows, shape

ANOTHER = 0.3  # share of common words; with fewer it is another card under an old id
LOOKED_AT = 3  # backups, the newest first; older words were studied since, or are forgotten
_NOW = (
    "SELECT path, kind, shape FROM entry WHERE key = ? ORDER BY length(path), path, position LIMIT 1"  # as `decks.rank`
)
_LAST = "SELECT max(last_review) FROM card WHERE key = ?"


def changed(collection: Collection) -> Iterator[Finding]:
    """One finding for each entry that was studied, then changed beyond likeness, and not studied since."""
    told: set[str] = set()
    for kept in reversed(backup.backups(collection)[-LOOKED_AT:]):
        for before in _entries(_files(collection, kept)):
            path, entry = _present(collection, before)
            if before.id in told or likeness(before.body, entry.body) >= ANOTHER:
                continue
            if _studied_before(collection, before.id, path):
                told.add(before.id)
                said = f"asks something else than on {kept.at:%Y-%m-%d}, and its history is that of the old words"
                hint = f"`flashkms forget {before.id}.1` starts it anew; or put the old words back"
                yield Finding("changed-text", before.id, said, hint)


def _present(collection: Collection, before: Entry) -> tuple[str, Entry]:
    """The entry that has the id of *before* now, and its deck file; itself, and no file, where none has."""
    found = collection.index.ask(lambda sql: sql.execute(_NOW, (before.id.casefold(),)).fetchone())
    return (found[0], shape.unpacked(*found[1:])) if found else ("", before)


def cut(collection: Collection) -> Iterator[Finding]:
    """One finding for each deck file that is the beginning of what it was, and that `check` does not name."""
    told = {problem.path for problem in collection.problems()}
    for kept in reversed(backup.backups(collection)[-LOOKED_AT:]):
        for name, before, now in _files(collection, kept):
            if name not in told and now and not now.endswith(b"\n") and _goes_on(before, now):
                told.add(name)
                said = f"is the beginning of what it was on {kept.at:%Y-%m-%d}, and its last line has no end"
                yield Finding("cut-file", name, said, "is it cut? restore it; if that is all, end its last line")


def _files(collection: Collection, kept: backup.Backup) -> Iterator[tuple[str, bytes, bytes]]:
    """The deck files of *kept* that are not so any more: path, bytes then, and now; none where it cannot be read."""
    try:
        with zipfile.ZipFile(kept.path) as archive:
            for name in archive.namelist():
                if not name.startswith("cards/") or not name.endswith((".yaml", ".yml")):
                    continue
                content, now = archive.read(name), _now(collection, name)
                if content != now:
                    yield name, content, now
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError):
        return  # `broken-backup` tells


def _entries(files: Iterable[tuple[str, bytes, bytes]]) -> Iterator[Entry]:
    """The entries of deck *files* as they were."""
    for name, before, _ in files:
        yield from deckfile.parse(before.decode(errors="replace"), name)[0].entries


def _goes_on(before: bytes, now: bytes) -> bool:
    """Whether *before* says more than that the last line of *now* ends."""
    return before.startswith(now) and bool(before[len(now) :].strip())


def _now(collection: Collection, name: str) -> bytes:
    try:
        return (collection.root / name).read_bytes()
    except OSError:
        return b""


def _studied_before(collection: Collection, entry: str, path: str) -> bool:
    """Whether a card of *entry* was studied, and none since the deck file at *path* was last written."""
    ((last,),) = collection.index.ask(lambda sql: sql.execute(_LAST, (entry.casefold(),)).fetchall())
    try:
        written = datetime.fromtimestamp((collection.root / path).stat().st_mtime, UTC)
    except OSError:
        return False
    return last is not None and rows.instant(last) < written
