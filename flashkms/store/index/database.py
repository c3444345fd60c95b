"""The database file of the index: opened hardened, dropped when it is not one that this program made."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flashkms.store.home import make_private
from flashkms.store.index.shape import FINGERPRINT

APPLICATION = 0x464B4D53  # "FKMS"
_SUFFIXES = ("", "-wal", "-shm", "-journal")
CACHE, LARGE_CACHE = 500, 16_000  # KiB of pages in memory: a start reads few of them, a rebuild writes all
_WAL_PAGES = 4_000  # a checkpoint waits for the disk: one in a long sitting, and one at its end, not one in a hundred
_BUSY = 10_000  # milliseconds that a reader waits for another program's rebuild

# WAL with NORMAL loses at most the last commits in a power cut and is never torn. What is lost is read from the log
# again: the offsets are in the same commits.
_PRAGMAS = (
    f"PRAGMA busy_timeout = {_BUSY}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    f"PRAGMA wal_autocheckpoint = {_WAL_PAGES}",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA temp_store = MEMORY",
    f"PRAGMA cache_size = -{CACHE}",
)


def connect(path: Path) -> sqlite3.Connection:
    """The index at *path*, empty when it was missing, damaged or of another version.

    Where the folder cannot be written to, the index lives in memory.
    """
    schema = Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")
    version = _version(schema)
    try:
        make_private(path.parent)
        try:
            return _opened(str(path), schema, version)
        except sqlite3.DatabaseError as error:
            if not damaged(error):
                raise
        drop(path)
        return _opened(str(path), schema, version)
    except (sqlite3.Error, OSError):
        return _opened(":memory:", schema, version)


def in_memory() -> sqlite3.Connection:
    """An empty index that lives as long as its connection."""
    schema = Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")
    return _opened(":memory:", schema, _version(schema))


def drop(path: Path) -> None:
    """Delete the database at *path* with its side files."""
    for suffix in _SUFFIXES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that is kept at the end, and not where something is raised."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            if connection.in_transaction:  # SQLite may have ended it
                connection.execute("ROLLBACK")
        raise


def damaged(error: sqlite3.DatabaseError) -> bool:
    """Whether *error* means that the file is no sound database, and not that it is busy or the disk full."""
    wrong = any(sign in str(error) for sign in ("no such", "malformed", "disk image", "moved"))
    return wrong or not isinstance(error, sqlite3.OperationalError)


def _version(schema: str) -> int:
    """A number that changes with the schema and with the shape of entries; never 0."""
    return int.from_bytes(hashlib.sha256(f"{schema}{FINGERPRINT}".encode()).digest()[:3], "big") + 1


def _opened(name: str, schema: str, version: int) -> sqlite3.Connection:
    connection = sqlite3.connect(name, isolation_level=None)
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        if found == version:
            return connection
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if tables:
            raise sqlite3.DatabaseError("another version")
        connection.executescript(
            f"BEGIN IMMEDIATE; {schema} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {version}; COMMIT;"
        )
    except sqlite3.Error:
        connection.close()
        raise
    return connection
