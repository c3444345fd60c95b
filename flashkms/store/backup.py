"""Backups of cards, logs and settings: verified zip files in the machine's own folder, fewer the older they are.

Git is the better backup of cards; this one is there when nobody ran git, and before anything that mends or restores.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

from msgspec import Struct

from flashkms.errors import FlashkmsError, UsageError
from flashkms.safe import is_text
from flashkms.store import durable, files, log
from flashkms.store.collection import Collection
from flashkms.store.home import make_private
from flashkms.store.root import CONFIG

FOLDER = "backups"
LAST, DAILY, WEEKLY, MONTHLY = 3, 12, 10, 9  # how many are kept: the last ones, and one a day, week and month
_LARGE = 32 * 2**20  # bytes; more of them take seconds to pack
_HUGE = 2**30  # bytes; a member that may grow beyond twice as many has its size in 64 bits
_PIECE = 2**20  # bytes read at a time
_KEPT = ("cards", "reviews")  # folders
_LOGS = "reviews/"
_NAME = re.compile(r"(\d{8}T\d{6}Z)(?:-(\d+))?\.zip")
_STAMP = "%Y%m%dT%H%M%SZ"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of every member: equal content makes equal bytes


class Backup(Struct, frozen=True):
    """One backup. *digest* is that of its content."""

    at: datetime
    path: Path
    files: int
    digest: str


class Restored(Struct, frozen=True):
    """What `restore` did: the files it wrote, those that it left because they say more, and the backup made before.

    A file that is as it was in the backup is neither.
    """

    written: tuple[str, ...]
    left: tuple[str, ...]
    aside: Path


def backup(collection: Collection, now: datetime, *, always: bool = False, spared: Path | None = None) -> Backup | None:
    """A fresh, verified backup; None when nothing changed since the last one, unless *always*. Old ones are cleared.

    The one at *spared* stays, however old.

    Raises `FlashkmsError` when it could not be written or does not read back as it should.
    """
    folder = collection.own / FOLDER
    known = backups(collection)
    if not always and known and known[-1].digest == _present(collection.root):
        return None
    try:
        made = _written(folder, collection.root, now)
    except (OSError, zipfile.BadZipFile) as error:
        why = getattr(error, "strerror", None) or error
        raise FlashkmsError(f"no backup was made in {folder}: {why}", "make room and try again") from error
    for old in outdated([*known, made]):
        if old.path != spared:
            old.path.unlink(missing_ok=True)
    return made


def backup_of_the_day(collection: Collection, now: datetime) -> Backup | None:
    """A backup when the last one is of an earlier day (of an earlier week, for large collections), as `backup`."""
    known = backups(collection)
    size = sum((collection.root / path).stat().st_size for path in _paths(collection.root))
    period = _day if size <= _LARGE else _week
    return None if known and period(known[-1].at.date()) == period(now.date()) else backup(collection, now)


def backups(collection: Collection) -> tuple[Backup, ...]:
    """The backups of this collection that can be opened, oldest first."""
    found = (_opened(path) for path in _archives(collection))
    return tuple(sorted(filter(None, found), key=_age))


def unopened(collection: Collection) -> tuple[Path, ...]:
    """The files that are called as backups and cannot be opened as one, by name."""
    return tuple(sorted(path for path in _archives(collection) if _opened(path) is None))


def _archives(collection: Collection) -> list[Path]:
    return [path for path in (collection.own / FOLDER).glob("*.zip") if _NAME.fullmatch(path.name)]


def _opened(path: Path) -> Backup | None:
    matched = _NAME.fullmatch(path.name)
    try:
        at = datetime.strptime(matched[1] if matched else "", _STAMP).replace(tzinfo=UTC)
        with zipfile.ZipFile(path) as archive:
            return Backup(at, path, len(archive.namelist()), archive.comment.decode("ascii", "replace"))
    except (OSError, ValueError, zipfile.BadZipFile):
        return None


def restore(collection: Collection, chosen: Backup, now: datetime) -> Restored:
    """Put the files of *chosen* back. The present is backed up first; files that are not in *chosen* stay.

    No review is lost by it: a log that goes on where the backup's ends is left, and of any other one, what the backup
    lacks is added to it. Raises `FlashkmsError` when the backup is damaged, before anything is written.
    """
    verify(chosen)
    aside = backup(collection, now, always=True, spared=chosen.path)
    assert aside is not None
    written: list[str] = []
    left: list[str] = []
    with zipfile.ZipFile(chosen.path) as archive:
        for name in archive.namelist():
            saved = archive.read(name)
            if _restored(collection.root, name, saved):
                written.append(name)
            elif files.read(collection.root / name) != saved:
                left.append(name)
    return Restored(tuple(written), tuple(left), aside.path)


def _restored(root: Path, name: str, content: bytes) -> bool:
    """Put *content* back as the file *name*; False where what is there already says as much or more."""
    path = root / name
    present = path.read_bytes() if path.is_file() else None
    if present is not None and name.startswith(_LOGS):
        content = _joined(content, present)
    if present == content:
        return False
    files.make_folders(path.parent, within=root)
    files.replace(path, content, expected=present)
    return True


def _joined(saved: bytes, present: bytes) -> bytes:
    """The log *saved* with the events behind it that only the *present* log holds; *present* where it goes on."""
    if present.startswith(saved):
        return present
    known = {event.id for event in log.parse(saved, "")[0]}
    more: list[bytes] = []
    for line in present.splitlines(keepends=True):
        events, _ = log.parse(line, "")
        if events and events[0].id not in known:
            more.append(line if line.endswith(b"\n") else line + b"\n")
    apart = b"\n" if saved and not saved.endswith(b"\n") and more else b""
    return saved + apart + b"".join(more)


def verify(chosen: Backup) -> None:
    """Read all files of *chosen*, piece by piece. Raises `FlashkmsError` when they are not what was backed up."""
    sums: dict[str, str] = {}
    try:
        with zipfile.ZipFile(chosen.path) as archive:
            for name in archive.namelist():
                with archive.open(name) as file:
                    sums[name] = _sum(file)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
        raise FlashkmsError(f"{chosen.path}: cannot be read: {error}", "choose another backup") from error
    if any(not _inside(name) for name in sums) or _digest(sums) != chosen.digest:
        raise FlashkmsError(f"{chosen.path}: damaged", "choose another backup")


def find(collection: Collection, name: str) -> Backup:
    """The backup called *name*, by its file name or its time. Raises `UsageError` when there is none."""
    for each in backups(collection):
        if name in (each.path.name, each.path.stem, f"{each.at:{_STAMP}}"):
            return each
    raise UsageError(f"no backup is called {name}", "`flashkms backup list` lists them")


def outdated(known: Sequence[Backup]) -> tuple[Backup, ...]:
    """Those of *known*, oldest first, that are not kept: beyond the last ones, and those of days, weeks and months."""
    newest = sorted(known, key=_age, reverse=True)
    kept = {each.path for each in newest[:LAST]}
    for many, period in ((DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)):
        firsts: dict[object, Backup] = {}
        for each in newest:
            firsts.setdefault(period(each.at.date()), each)
        kept.update(each.path for each in list(firsts.values())[:many])
    return tuple(each for each in known if each.path not in kept)


def _paths(root: Path) -> list[str]:
    """What is backed up, relative to *root*, by path; hidden files, links and special files are not."""
    found = [CONFIG] if (root / CONFIG).is_file() else []
    for top in _KEPT:
        for folder, below, names in os.walk(root / top):
            below[:] = [name for name in below if not name.startswith(".") and is_text(name)]
            paths = (Path(folder, name) for name in names if not name.startswith(".") and is_text(name))
            found += [path.relative_to(root).as_posix() for path in paths if path.is_file() and not path.is_symlink()]
    return sorted(found)


def _written(folder: Path, root: Path, now: datetime) -> Backup:
    make_private(folder)
    draft = folder / f"{files.temporary_prefix()}{secrets.token_hex(6)}"
    try:
        with zipfile.ZipFile(draft, "x", zipfile.ZIP_DEFLATED) as archive:
            sums = {name: _packed(archive, name, root / name) for name in _paths(root)}
            archive.comment = _digest(sums).encode("ascii")  # of what went in: a file may have grown since a look at it
        _sync(draft)
        made = Backup(now.astimezone(UTC).replace(microsecond=0), draft, len(sums), _digest(sums))
        verify(made)
        path = _free(folder, made.at)
        draft.rename(path)
        durable.sync_folder(folder)
    finally:
        draft.unlink(missing_ok=True)
    return Backup(made.at, path, made.files, made.digest)


def _packed(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    """Add the file *path* to *archive* as *name*; the digest of its bytes."""
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    with path.open("rb") as file:
        large = os.fstat(file.fileno()).st_size > _HUGE
        with archive.open(member, "w", force_zip64=large) as packed:
            return _sum(file, packed.write)


def _sum(file: IO[bytes], pass_on: Callable[[bytes], object] | None = None) -> str:
    """The digest of *file*, read to its end, each piece of which is handed to *pass_on*."""
    whole = hashlib.sha256()
    while piece := file.read(_PIECE):
        whole.update(piece)
        if pass_on:
            pass_on(piece)
    return whole.hexdigest()


def _present(root: Path) -> str:
    """The digest that a backup of *root* would have now."""
    sums: dict[str, str] = {}
    for name in _paths(root):
        with (root / name).open("rb") as file:
            sums[name] = _sum(file)
    return _digest(sums)


def _age(each: Backup) -> tuple[datetime, int]:
    """What backups are sorted by: their time, and among those of one second the number that `_free` gave."""
    return each.at, _number(each.path.name)


def _number(name: str) -> int:
    matched = _NAME.fullmatch(name)
    return int(matched[2] or 0) if matched else 0


def _free(folder: Path, at: datetime) -> Path:
    """A path for the backup of *at*, numbered above those of the same second: a free number may be that of an older."""
    taken = [_number(path.name) for path in folder.glob(f"{at:{_STAMP}}*.zip")]
    return folder / (f"{at:{_STAMP}}-{max(taken) + 1}.zip" if taken else f"{at:{_STAMP}}.zip")


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _inside(name: str) -> bool:
    """Whether *name* is a path that a backup may hold."""
    parts = name.split("/")
    return name == CONFIG or (
        parts[0] in _KEPT and all(part not in ("", ".", "..") for part in parts) and "\\" not in name
    )


def _digest(sums: Mapping[str, str]) -> str:
    """The digest of a backup, by those of its files."""
    whole = hashlib.sha256()
    for name in sorted(sums):
        whole.update(f"{name}\0{sums[name]}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()


def _day(day: date) -> object:
    return day


def _week(day: date) -> object:
    return day.isocalendar()[:2]


def _month(day: date) -> object:
    return day.year, day.month
