"""A SQLite file that somebody else made, opened so that reading it runs nothing and ends.

A view or a generated column can produce bytes without end, a trigger runs on the importer's own statements, a damaged
page reads without a word. So: a private copy, read only and immutable, no trusted schema, plain tables only, values
of bounded length, ten seconds at most for a statement, and SQLite's own check before the first row.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from flashkms.anki.archive import PackageError

_MAGIC = b"SQLite format 3\x00"
_LONGEST_VALUE = 4 * 2**20  # bytes
_PATIENCE = 10.0  # seconds that SQLite may work on one statement
_AT_ONCE = 1000  # rows
_STEPS = 10_000  # virtual machine steps between two looks at the clock
_HARDENED = "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA query_only=ON"
_SCHEMA = "SELECT type, name, sql FROM sqlite_master"
_VIRTUAL = ("create virtual", "generated always", " as (", "\tas (", "\nas (")
_KNOWN_TABLES = {
    "col", "notes", "cards", "revlog", "graves", "deck_config", "config", "fields", "templates", "notetypes", "decks",
    "tags",
}  # fmt: skip


@contextmanager
def database(path: Path, name: str) -> Iterator[Reader]:
    """The database at *path*, checked; messages call it *name*. Raises `PackageError`."""
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise PackageError(f"{name}: the collection in it is no database")
    connection = sqlite3.connect(f"file:{quote(os.fsencode(path))}?mode=ro&immutable=1", uri=True, isolation_level=None)
    try:
        reader = Reader(connection, name)
        reader.check()
        yield reader
    finally:
        connection.close()


class Reader:
    """Reads rows, each statement within its time. Text comes as bytes: what is no UTF-8 is one row's problem."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection = connection
        self._name = name
        self._until = 0.0
        connection.text_factory = bytes
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        connection.create_collation("unicase", _unicase)
        connection.set_progress_handler(self._too_late, _STEPS)

    def check(self) -> None:
        """Refuse what a collection of Anki's never has. Raises `PackageError`."""
        try:
            self._connection.executescript(_HARDENED)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise self._damaged(error) from error
        for kind, table, sql in self.rows(_SCHEMA):
            said = _text(sql).lower()
            if _text(kind) in {"trigger", "view"} or any(sign in said for sign in _VIRTUAL):
                raise PackageError(f"{self._name}: the collection in it holds a {_text(kind)} {_text(table)}; refused")
        (verdict,) = next(self.rows("PRAGMA quick_check(1)"))
        if verdict != b"ok":
            raise PackageError(f"{self._name}: the collection in it is damaged", "export or download it again")

    def tables(self) -> frozenset[str]:
        """The names of the tables that a collection may have, as far as this one has them."""
        return frozenset(_text(table) for kind, table, _ in self.rows(_SCHEMA) if kind == b"table") & _KNOWN_TABLES

    def rows(self, sql: str) -> Iterator[tuple[object, ...]]:
        """The rows of *sql*. Raises `PackageError` for a damaged or endless database."""
        for several in self.batches(sql):
            yield from several

    def batches(self, sql: str) -> Iterator[list[tuple[object, ...]]]:
        """The rows of *sql*, many at once. Raises as `rows`."""
        left = _PATIENCE
        try:
            cursor = self._connection.cursor()
            self._until = time.monotonic() + left
            cursor.execute(sql)
            while True:
                begun = time.monotonic()
                self._until = begun + left
                several = cursor.fetchmany(_AT_ONCE)
                if not several:
                    return
                left -= time.monotonic() - begun
                yield several
        except (sqlite3.Error, UnicodeDecodeError, MemoryError) as error:  # a message may quote damaged text
            raise self._damaged(error) from error

    def _damaged(self, error: BaseException) -> PackageError:
        return PackageError(f"{self._name}: the collection in it cannot be read: {error}", "export it again")

    def _too_late(self) -> bool:
        return time.monotonic() > self._until


def _unicase(one: str, other: str) -> int:
    left, right = one.casefold(), other.casefold()
    return (left > right) - (left < right)


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""
