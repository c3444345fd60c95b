"""A package as one `.apkg` file, the same bytes for the same rows.

genanki gives what a package is made of: the tables, the note types, the decks. It is wrapped where it falls short:
rows go in by the thousand instead of one by one; the scheduler's version stands in the settings (without it Anki
takes ratings 2 and 3 of the log for 3 and 4); the zip is compressed and knows no wall clock; and the file takes its
name only when it was read back and is whole.
"""

from __future__ import annotations

import errno
import itertools
import json
import os
import shutil
import sqlite3
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import genanki

from flashkms.anki.notetypes import NOTE_TYPES, REVISION, NoteType, style, template
from flashkms.anki.rows import Package
from flashkms.errors import FlashkmsError

_MEMBER_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can tell
_COLLECTION, _MEDIA = "collection.anki2", "media"
_LEVEL = 6  # of deflate: level 9 gains 2 % and takes twice as long
_CHUNK = 1 << 20
_WRITER_AT, _WRITER = 96, 3_040_001  # where the header names the SQLite that wrote the file, and the one it names

_NOTES = "INSERT INTO notes VALUES(?,?,?,?,-1,?,?,?,?,0,'')"
_CARDS = "INSERT INTO cards VALUES(?,?,?,?,?,-1,?,?,?,?,?,?,?,?,?,?,?,?)"
_REVIEWS = "INSERT INTO revlog VALUES(?,?,-1,?,?,?,?,?,?)"
_COUNTS = "SELECT (SELECT count(*) FROM notes),(SELECT count(*) FROM cards),(SELECT count(*) FROM revlog)"


def write(package: Package, path: Path, *, prefix: str, put: Callable[[Path, Path], None]) -> None:
    """Write *package* to *path*; *put* renames the finished file from its temporary name, durably.

    Temporary files lie in the same folder, in one whose name begins with *prefix*, and are gone again whatever
    happens but a kill. Raises `FlashkmsError` when the finished file does not hold what went in,
    `OSError` as the disk does.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=prefix) as folder:
        database, archive = Path(folder, _COLLECTION), Path(folder, "package")
        try:
            _write_database(package, database)
        except sqlite3.Error as error:
            raise OSError(errno.EIO, f"the database in it: {error}") from error
        _forget_the_writer(database)
        _pack(package, database, archive)
        verify(package, archive, database, path.name)
        put(archive, path)


def verify(package: Package, path: Path, scratch: Path, name: str) -> None:
    """Raise `FlashkmsError` unless the file at *path* reads back as a package with the counts of *package*."""
    with zipfile.ZipFile(path) as archive:
        with archive.open(_COLLECTION) as packed, scratch.open("wb") as file:
            shutil.copyfileobj(packed, file, _CHUNK)
        rest = [member for member in archive.namelist() if member != _COLLECTION]
        for member in rest:
            with archive.open(member) as packed:  # reading to the end checks the sum of the bytes
                while packed.read(_CHUNK):
                    pass
    connection = sqlite3.connect(f"file:{quote(os.fsencode(scratch))}?mode=ro&immutable=1", uri=True)
    try:
        counts = connection.execute(_COUNTS).fetchone()
    finally:
        connection.close()
    wanted = (len(package.notes), len(package.cards), len(package.reviews))
    if counts != wanted or len(rest) != 1 + len(package.media):
        raise FlashkmsError(f"{name}: the finished package holds {counts} notes, cards, reviews and not {wanted}")


def _pack(package: Package, database: Path, path: Path) -> None:
    with path.open("xb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
            _copy(database, archive, _COLLECTION)
            names = dict(enumerate(sorted(package.media)))
            archive.writestr(_member(_MEDIA), json.dumps(names, ensure_ascii=False))
            for number, name in names.items():
                _copy(package.media[name], archive, str(number))
        file.flush()
        os.fsync(file.fileno())


def _forget_the_writer(database: Path) -> None:
    """Let the header name one version of SQLite, whichever wrote it: two machines write the same bytes."""
    with database.open("r+b") as file:
        file.seek(_WRITER_AT)
        file.write(_WRITER.to_bytes(4, "big"))


def _write_database(package: Package, path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        # Nobody else reads it, and a killed export is swept away: no journal, no syncing.
        connection.executescript("PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
        _Rows(package).write_to_db(connection.cursor(), REVISION, itertools.count(1))
    finally:
        connection.close()


class _Rows(genanki.Package):  # type: ignore[misc]  # genanki carries no types
    """genanki's package, whose rows are ready."""

    def __init__(self, package: Package) -> None:
        super().__init__([_deck(package, place) for place in range(len(package.decks))])
        self._package = package

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, id_gen: Iterable[int]) -> None:
        """Write the tables, decks and note types, then all rows in one transaction, indexes last."""
        super().write_to_db(cursor, timestamp, id_gen)
        indexes = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type='index' ORDER BY name").fetchall()
        cursor.execute("BEGIN")
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        cursor.executemany(_NOTES, self._package.notes)
        cursor.executemany(_CARDS, self._package.cards)
        cursor.executemany(_REVIEWS, self._package.reviews)
        for _, sql in indexes:
            cursor.execute(sql)
        _settle(cursor, self._package)
        cursor.execute("COMMIT")


def _deck(package: Package, place: int) -> genanki.Deck:
    row = package.decks[place]
    deck = genanki.Deck(row.id, row.name, row.description)
    if place == 0:
        for kind in dict.fromkeys(note.kind for note in package.notes):
            deck.add_model(_model(NOTE_TYPES[kind]))
    return deck


@cache  # genanki tries out which fields a template needs: once, and not for each of a thousand decks
def _model(kind: NoteType) -> genanki.Model:
    return genanki.Model(
        int(kind.id),
        kind.name,
        fields=[{"name": name, "id": kind.field_id(place)} for place, name in enumerate(kind.fields)],
        templates=[
            {
                "name": name,
                "id": kind.template_id(place),
                "qfmt": template(stem, "front"),
                "afmt": template(stem, "back"),
            }
            for place, (name, stem) in enumerate(kind.templates)
        ],
        css=style(),
        model_type=genanki.Model.CLOZE if kind.cloze else genanki.Model.FRONT_BACK,
    )


def _settle(cursor: sqlite3.Cursor, package: Package) -> None:
    """Give the collection its clock, its scheduler and its deck settings."""
    settings, decks, presets = (
        json.loads(text) for text in cursor.execute("SELECT conf, decks, dconf FROM col").fetchone()
    )
    clock = package.clock
    settings |= {
        "schedVer": 2,
        "sched2021": True,
        "rollover": clock.rollover,
        "creationOffset": clock.west,
        "localOffset": clock.west,
        "nextPos": 1 + max((card.due for card in package.cards if card.queue == 0), default=0),
    }
    for deck in package.decks:
        decks[str(deck.id)] |= {"conf": deck.preset, "mod": REVISION, **_STILL}
    for preset in package.presets:
        presets[str(preset.id)] = {**presets["1"], **preset.settings, "id": preset.id, "name": preset.name}
    modified = max((note.modified for note in package.notes), default=REVISION) * 1000
    cursor.execute(
        "UPDATE col SET crt=?, mod=?, scm=?, conf=?, decks=?, dconf=?",
        (clock.created, modified, REVISION * 1000, *map(_json, (settings, decks, presets))),
    )


# genanki's decks say that somebody studied on day 163.
_STILL: Mapping[str, Any] = {f"{what}Today": [0, 0] for what in ("new", "lrn", "rev", "time")}


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _MEMBER_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    member.create_system = 3
    return member


def _copy(source: Path, archive: zipfile.ZipFile, name: str) -> None:
    """Copy the regular file *source*; a link or a device in its place raises `OSError`."""
    descriptor = os.open(source, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file, archive.open(_member(name), "w") as member:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise FlashkmsError(f"{source.name} is no regular file")
        while chunk := file.read(_CHUNK):
            member.write(chunk)
