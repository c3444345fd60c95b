"""The deck-file side of the index: only files whose status changed are read again.

An editor that saves in place leaves a file empty or cut for a moment. Such a file is read again, several times in
1.2 seconds; if it is still no deck then, it is reported and the last good version stays in use. So it does where a
folder or a pipe has taken the file's place.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from msgspec.structs import replace

from flashkms.cards.card import CardId, card_id, card_ordinals
from flashkms.cards.deck import Deck
from flashkms.errors import Problem
from flashkms.store import decks, files, strays
from flashkms.store.decks import Reading
from flashkms.store.index import cut, damage, shape
from flashkms.store.index.lines import status
from flashkms.store.text import UNREADABLE, unread

_KEPT = "what was read of it before stays in use"
_HINT = f"let this user read it; {_KEPT}"
_AGAIN = (0.05, 0.15, 0.3, 0.7)  # seconds from look to look; measured: editors that save in place take less in all


class Shelf:
    """The tables that follow from the deck files. Every call that writes wants an open transaction."""

    def __init__(
        self, connection: sqlite3.Connection, root: Path, sleep: Callable[[float], None] | None = None
    ) -> None:
        self._sql = connection
        self._root = root
        self._sleep = sleep or time.sleep
        self._closed: dict[str, OSError] = {}  # the folders that the last look could not look into
        self._copies: list[str] = []  # the conflict copies that it found

    def changes(self) -> dict[str, bytes]:
        """The deck files that are not as the index has them, by path, with their status now; empty when gone.

        One whose folder cannot be looked into has not gone.
        """
        root = str(self._root)
        self._closed, self._copies = {}, []
        found: dict[str, bytes] = {}
        for path in decks.names(self._root, self._shut, self._copies):
            if now := status(f"{root}/{path}"):
                found[path] = now
            elif error := _refused(f"{root}/{path}"):
                self._shut(error)
        known = dict(self._sql.execute("SELECT path, status FROM deck_file"))
        changed = {path: now for path, now in found.items() if known.get(path) != now}
        gone = [path for path in sorted(known.keys() - found.keys()) if not self.hidden(path)]
        left = {path: _no_file(f"{root}/{path}") for path in gone}
        return changed | {path: now for path, now in left.items() if not now or known[path] != now}

    def _shut(self, error: OSError) -> None:
        """Remember which folder *error* kept from being listed, or its file from being looked at."""
        if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
            path = Path(error.filename)
            folder = path.parent if path.name.lower().endswith(decks.SUFFIXES) else path
            self._closed[folder.relative_to(self._root).as_posix()] = error

    def hidden(self, path: str) -> bool:
        """Whether *path* lies in a folder that the last look could not look into."""
        return any(path.startswith(f"{folder}/") for folder in self._closed)

    def take(self, changes: dict[str, bytes]) -> set[CardId]:
        """Read *changes* again; the cards whose deck is another one now."""
        before: set[str] = set()
        after: set[str] = set()
        for path, found in changes.items():
            before |= self._keys(path)
            self._replace(path, found)
            after |= self._keys(path)
        moved = self._own(before | after)
        self._sql.execute("DELETE FROM deck_size")
        self._sql.execute("INSERT INTO deck_size SELECT deck, count(*) FROM card WHERE deck IS NOT NULL GROUP BY deck")
        return moved

    def decks(self) -> Iterator[Deck]:
        """The decks of all deck files, by path."""
        for path, head in self._sql.execute(
            "SELECT path, head FROM deck_file WHERE deck <> '' ORDER BY path"
        ).fetchall():
            entries = self._sql.execute("SELECT kind, shape FROM entry WHERE path = ? ORDER BY position", (path,))
            yield shape.unpacked_deck(head, tuple(shape.unpacked(*row) for row in entries))

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the deck files, by path, and then the ids that are taken twice."""
        return (*self._wrong(), *self._duplicates())

    def damage(self) -> tuple[Problem, ...]:
        """What keeps entries from being studied, a problem a file or folder, by path."""
        closed = [unread(folder, error, _HINT) for folder, error in sorted(self._closed.items())]
        copies = map(strays.copy, sorted(self._copies))
        return (*closed, *damage.told(self._sql, self._duplicates()), *copies)

    def ends(self) -> Iterator[Problem]:
        """A problem for each deck file that lost its end, by path."""
        return (damage.end(self._sql, path, names) for path, names in damage.ends(self._sql))

    def missing(self) -> frozenset[str]:
        """The ids of entries that files lost with their ends, and that no file has."""
        return frozenset(name for _, names in damage.ends(self._sql) for name in names)

    def _wrong(self) -> Iterator[Problem]:
        """What is wrong in folders and in deck files, by path."""
        yield from (unread(folder, error, _HINT) for folder, error in sorted(self._closed.items()))
        query = "SELECT problems FROM deck_file WHERE problems <> ? ORDER BY path"
        for (data,) in self._sql.execute(query, (damage.SOUND,)).fetchall():
            yield from msgspec.msgpack.decode(data, type=list[Problem])

    def _duplicates(self) -> Iterator[Problem]:
        """A problem for each entry whose id an earlier one has taken."""
        for key in self._sql.execute("SELECT key FROM taken ORDER BY key").fetchall():
            query = "SELECT path, kind, shape FROM entry WHERE key = ? ORDER BY length(path), path, position"
            first, *others = [(row[0], shape.unpacked(*row[1:])) for row in self._sql.execute(query, key)]
            for path, entry in others:
                yield decks.taken(path, entry, f"{first[0]}:{first[1].line}")

    def _keys(self, path: str) -> set[str]:
        return {key for (key,) in self._sql.execute("SELECT key FROM entry WHERE path = ?", (path,))}

    def _replace(self, path: str, found: bytes) -> None:
        """Read the deck file *path* and put it in the place of what the index has of it."""
        if not found:
            found = self._gone(path)
        if not found:
            self._sql.execute("DELETE FROM deck_file WHERE path = ?", (path,))
            self._sql.execute("DELETE FROM entry WHERE path = ?", (path,))
            return
        reading = self._read(path)
        deck = reading.deck
        if deck is None or (reading.problems and not (deck.entries or deck.unnamed)):
            self._keep(path, found, reading)
            return
        deck = self._remembered(path, deck)
        problems = (*reading.problems, *cut.told(self._sql, reading))
        missing = damage.missing(self._sql, deck, reading)
        wrong = map(msgspec.msgpack.encode, (problems, reading.broken, missing))
        self._sql.execute(
            "INSERT OR REPLACE INTO deck_file VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (path, found, deck.name, shape.packed_deck(deck), *wrong, not reading.cut),
        )
        self._sql.execute("DELETE FROM entry WHERE path = ?", (path,))
        self._sql.executemany(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?)",
            [
                (path, position, entry.id.casefold(), shape.kind(entry), shape.packed(entry))
                for position, entry in enumerate(deck.entries)
            ],
        )

    def _remembered(self, path: str, deck: Deck) -> Deck:
        """*deck*, which is about to replace the one of *path*, with what its unnamed entries were called there."""
        if not deck.unnamed:
            return deck
        from flashkms.cards.identity import handwritten  # noqa: PLC0415  # few entries have no id

        there = {entry.id.casefold() for entry in deck.entries}
        before: dict[str, str] = {}
        for (head,) in self._sql.execute("SELECT head FROM deck_file WHERE path = ? AND deck <> ''", (path,)):
            before.update((one.key, one.before) for one in shape.unpacked_deck(head).unnamed)
        for key, kind, data in self._sql.execute("SELECT key, kind, shape FROM entry WHERE path = ?", (path,)):
            if key not in there:
                entry = shape.unpacked(kind, data)
                before[handwritten(entry.body)] = entry.id
        return replace(deck, unnamed=tuple(replace(one, before=before.get(one.key, "")) for one in deck.unnamed))

    def _keep(self, path: str, found: bytes, reading: Reading) -> None:
        """Leave what the index has of the deck file *path*, which gives no entry now, as its *reading* says."""
        kept = self._sql.execute("SELECT 1 FROM entry WHERE path = ?", (path,)).fetchone() is not None
        hints = ("; ".join(filter(None, (one.hint, _KEPT if kept else ""))) for one in reading.problems)
        told = tuple(
            replace(one, hint=hint, rule=UNREADABLE) for one, hint in zip(reading.problems, hints, strict=True)
        )
        wrong = map(msgspec.msgpack.encode, (told, () if kept else reading.broken, ()))
        self._sql.execute(
            "INSERT INTO deck_file VALUES (?, ?, '', x'', ?, ?, ?, 0) ON CONFLICT DO UPDATE "
            "SET status = excluded.status, problems = excluded.problems, broken = excluded.broken",
            (path, found, *wrong),
        )

    def _gone(self, path: str) -> bytes:
        """The status of a vanished file that came back within a second; empty when it did not."""
        folder = (self._root / path).parent
        for pause in _AGAIN if files.fresh(folder) else ():
            self._sleep(pause)
            if found := status(self._root / path):
                return found
        return b""

    def _read(self, path: str) -> Reading:
        """What stands in *path*, read again while it may still be being written."""
        full = self._root / path
        reading = decks.read_one(full, self._root)
        (known,) = self._sql.execute("SELECT count(*) FROM entry WHERE path = ?", (path,)).fetchone()
        for pause in _AGAIN:
            whole = _is_whole(reading.deck, known) and not cut.told(self._sql, reading)
            if whole or not files.fresh(full):
                break
            self._sleep(pause)
            reading = decks.read_one(full, self._root)
        return reading

    def _own(self, keys: set[str]) -> set[CardId]:
        """Make the cards of the entries called *keys* follow the first entry of each; those whose deck changed."""
        marked = [(key,) for key in keys]
        before: dict[str, str] = {}
        for key in marked:
            before.update(self._sql.execute("SELECT id, deck FROM card WHERE key = ? AND deck IS NOT NULL", key))
        self._sql.executemany("DELETE FROM words WHERE id IN (SELECT id FROM card WHERE key = ?)", marked)
        self._sql.executemany("UPDATE card SET deck = NULL, path = NULL WHERE key = ?", marked)
        self._sql.executemany("DELETE FROM taken WHERE key = ?", marked)
        first = (row for key in marked for row in self._first(key))
        self._sql.executemany(
            "INSERT INTO card (id, key, deck, path, position, ordinal, held) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET deck = excluded.deck, path = excluded.path, position = excluded.position, "
            "ordinal = excluded.ordinal, held = excluded.held",
            (cells for row in first for cells in _card_cells(row)),
        )
        self._sql.executemany("DELETE FROM card WHERE key = ? AND deck IS NULL AND NOT logged", marked)
        return {
            CardId(card)
            for card, deck in before.items()
            if self._sql.execute("SELECT 1 FROM card WHERE id = ? AND deck IS NOT ?", (card, deck)).fetchone()
        }

    def _first(self, key: tuple[str]) -> list[tuple[str, int, str, str, bytes, str]]:
        """The first entry called *key*, where there is one; that it has others is kept."""
        rows = self._sql.execute(
            "SELECT e.path, e.position, e.key, e.kind, e.shape, f.deck FROM entry e JOIN deck_file f USING (path) "
            "WHERE e.key = ? ORDER BY length(e.path), e.path, e.position LIMIT 2",
            key,
        ).fetchall()
        if len(rows) > 1:
            self._sql.execute("INSERT INTO taken VALUES (?)", key)
        return rows[:1]


def _refused(path: str) -> OSError | None:
    """Why the system does not let *path* be looked at; None where it does, or nothing is there."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return error
    return None


def _no_file(path: str) -> bytes:
    """A status for what stands at *path* in the place of a file; empty where nothing does, or a link."""
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return b""
    return b"" if stat.S_ISLNK(mode) or stat.S_ISREG(mode) else b"no file %o" % stat.S_IFMT(mode)


def _is_whole(deck: Deck | None, known: int) -> bool:
    """Whether *deck* has what its file can be expected to have: as many entries as are *known* of it, or any."""
    return deck is not None and (len(deck.entries) >= known if known else bool(deck.entries or deck.unnamed))


def _card_cells(row: tuple[str, int, str, str, bytes, str]) -> Iterator[tuple[object, ...]]:
    """The rows of the cards of one entry."""
    path, position, key, kind, data, deck = row
    entry = shape.unpacked(kind, data)
    for ordinal in card_ordinals(entry):
        yield card_id(entry.id, ordinal), key, deck, path, position, ordinal, entry.held
