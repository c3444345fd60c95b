"""Appending to a file so that it is on the disk when the call returns, and folders that survive a power cut."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


class TornWriteError(OSError):
    """A failed append whose bytes could not be taken back: some or all of them may lie in the file."""


def append(path: Path, lines: bytes) -> int:
    """Add *lines* to *path* with one write and one fsync; where they begin. They start on a line of their own.

    Raises `OSError` when they are not durable. What was written of them is taken back then; `TornWriteError` says
    that even this failed. The descriptor is closed either way: after a failed fsync the kernel may tell the next one
    on the same descriptor that all is well.
    """
    descriptor = os.open(path, _FLAGS, 0o644)
    try:
        size = _regular(descriptor, path)
        torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        try:
            _write(descriptor, b"\n" + lines if torn else lines)
        except OSError as error:
            _take_back(descriptor, size, error)
            raise
        return size + torn
    finally:
        os.close(descriptor)


def make_folder(folder: Path, *, mode: int = 0o777) -> None:
    """Make *folder*, and those above it, where they are missing, each with *mode* less the umask, durably."""
    try:
        folder.mkdir(mode)
    except FileExistsError:
        if not folder.is_dir():
            raise
        return
    except FileNotFoundError:
        make_folder(folder.parent, mode=mode)
        folder.mkdir(mode, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in *folder* durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _regular(descriptor: int, path: Path) -> int:
    """The size of the regular file behind *descriptor*."""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return status.st_size


def _write(descriptor: int, text: bytes) -> None:
    if os.write(descriptor, text) != len(text):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(descriptor)


def _take_back(descriptor: int, size: int, error: OSError) -> None:
    """Cut the file at *size* again; raises `TornWriteError` from *error* when that fails."""
    try:
        os.ftruncate(descriptor, size)
    except OSError:
        raise TornWriteError(error.errno, error.strerror) from error
