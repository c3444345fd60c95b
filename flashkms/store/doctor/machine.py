"""What is around a collection: the disk, left-over files, backups, and where the index lies."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flashkms.errors import FlashkmsError
from flashkms.store import backup, files
from flashkms.store.collection import Collection
from flashkms.store.doctor.finding import Finding

_ROOM = 64 * 2**20  # bytes of free disk below which a backup may fail
_OLD_BACKUP = timedelta(days=30)
_SYNCED = ("dropbox", "onedrive", "google drive", "googledrive", "mobile documents", "nextcloud", "pcloud")
_SIGNS = (".stfolder", ".dropbox", ".dropbox.cache")  # in the top folder of what Syncthing and Dropbox share
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "davfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2"}
_MOUNTS = Path("/proc/self/mounts")


def left_over(collection: Collection) -> Iterator[Finding]:
    """Temporary files of writes that were cut short."""
    for folder in (collection.root, collection.own):
        for path in files.left_over(folder):
            shown = path.relative_to(folder).as_posix() if folder == collection.root else str(path)
            yield Finding("left-over", shown, "left over by a write that was cut short", mend="delete it")


def backups(collection: Collection, now: datetime) -> Iterator[Finding]:
    """Whether there is a backup, how old the newest is, and whether it can be restored."""
    known = backup.backups(collection)
    folder = str(collection.own / backup.FOLDER)
    for path in backup.unopened(collection):
        hint = "it is cut or damaged; other backups are not touched by it"
        yield Finding("broken-backup", str(path), "this backup cannot be opened", hint)
    if not known:
        yield Finding("no-backup", folder, "there is no backup", "`flashkms backup` makes one")
        return
    newest = known[-1]
    if now - newest.at > _OLD_BACKUP:
        said = f"the last backup is of {newest.at:%Y-%m-%d}"
        yield Finding("old-backup", str(newest.path), said, "`flashkms backup` makes one")
    try:
        backup.verify(newest)
    except FlashkmsError as error:
        yield Finding("broken-backup", str(newest.path), "the last backup cannot be restored", str(error))


def disk(collection: Collection) -> Iterator[Finding]:
    """The disk: room, and whether this user may write."""
    for folder in (collection.root, collection.own):
        if folder.exists() and shutil.disk_usage(folder).free < _ROOM:
            yield Finding("full-disk", str(folder), "the disk is nearly full", "make room before the next session")
    for name in ("cards", "reviews"):
        folder = collection.root / name
        if folder.is_dir() and not os.access(folder, os.W_OK):
            hint = "answers are kept only where the folder allows it"
            yield Finding("read-only", name, "cannot be written to", hint)


def places(collection: Collection) -> Iterator[Finding]:
    """Whether the index can be kept, and lies where SQLite may trust the disk; a collection itself may be shared."""
    folder = collection.own.resolve()
    if (mode := _journal_mode(collection)) != "wal":
        said = f"the index cannot be kept (journal mode {mode})"
        yield Finding("journal-mode", str(folder), said, "set FLASHKMS_HOME to a folder of yours on a local disk")
    hint = "set FLASHKMS_HOME to a folder on a local disk that is not shared"
    if synced(folder):
        yield Finding("synced-home", str(folder), "the index lies in a folder that is shared between machines", hint)
    if _MOUNTS.exists() and (kind := file_system(folder, _MOUNTS.read_text(errors="replace"))) in _NETWORK:
        yield Finding("network-home", str(folder), f"the index lies on a network file system ({kind})", hint)


def synced(folder: Path) -> bool:
    """Whether *folder* lies in one that a known program shares between machines."""
    named = any(part.lower().startswith(_SYNCED) for part in folder.parts)
    return named or any((above / sign).exists() for above in (folder, *folder.parents) for sign in _SIGNS)


def file_system(folder: Path, mounts: str) -> str:
    """The type of the file system that holds *folder*, by *mounts* as Linux tells them; empty when none does."""
    kind, longest = "", -1
    for line in mounts.splitlines():
        _, place, found, *_ = [*line.split(" "), "", "", ""]
        point = Path(place.replace("\\040", " "))
        if place and folder.is_relative_to(point) and len(point.parts) >= longest:
            kind, longest = found, len(point.parts)
    return kind


def facts(collection: Collection) -> dict[str, Any]:
    """What is neither well nor ill: SQLite's version, the index's journal mode, and who writes now (empty: nobody)."""
    holder = collection.lock.holder() if collection.lock.signed and not collection.writable else ""
    return {"sqlite": sqlite3.sqlite_version, "journal_mode": _journal_mode(collection), "lock": holder}


def _journal_mode(collection: Collection) -> str:
    (mode,) = collection.index.ask(lambda sql: sql.execute("PRAGMA journal_mode").fetchone())
    return str(mode)
