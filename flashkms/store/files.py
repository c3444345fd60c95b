"""Text files of a collection: read with limits, replaced as a whole or not at all.

Another program may be saving the same file. So a replacement names the bytes it was made from, and is refused when
the file holds others; a reader never follows a link out of its place, waits on a pipe, or reads without end.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flashkms.errors import FlashkmsError
from flashkms.store import durable, lock

MAX_BYTES = 16 * 1024 * 1024
_TEMPORARY = re.compile(r"\.flashkms-(?:(\d+)-)?")  # how a temporary name begins; the number is its writer's process
_LEFT_OVER = 3600  # seconds after which no temporary file has a program behind it
_PATIENCE = 10.0  # seconds; an edit takes milliseconds, and a stopped program is not waited for
_FRESH = 3.0  # seconds since the last change within which a file may still be being written


class ChangedError(FlashkmsError):
    """A file was changed by somebody else since it was read; nothing was written."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: changed by another program meanwhile", "nothing was written; run the command again")


class UnreadableFileError(FlashkmsError):
    """A path that is no readable file of a sensible size."""


def read(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """All bytes of the regular file *path*. Never blocks on a pipe or device.

    Raises `FileNotFoundError` where there is none, `UnreadableFileError` for a link, a folder, a device, a file larger
    than *limit*, and whatever the system refuses.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise UnreadableFileError(f"{path}: is a symbolic link", "put the file itself in its place") from error
        raise UnreadableFileError(f"{path}: cannot be read: {error.strerror}") from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):  # Python makes no file of a folder
        os.close(descriptor)
        raise UnreadableFileError(f"{path}: is no regular file", "delete it, or rename it")
    with os.fdopen(descriptor, "rb") as file:
        try:
            content = file.read(limit + 1) if status.st_size <= limit else b""
        except OSError as error:
            raise UnreadableFileError(f"{path}: cannot be read: {error.strerror}") from error
    if status.st_size > limit or len(content) > limit:
        raise UnreadableFileError(f"{path}: is larger than {limit // 1024 // 1024} MiB", "split it into several")
    return content


def read_text(path: Path, *, limit: int = MAX_BYTES) -> str:
    """The text of *path*, line ends as they are. Raises as `read`, and `UnreadableFileError` when it is not UTF-8."""
    content = read(path, limit=limit)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFileError(
            f"{path}:{line}: byte {error.start} is not UTF-8", "save the file as UTF-8"
        ) from error


def replace(path: Path, content: bytes, *, expected: bytes | None) -> None:
    """Put *content* in the place of *path* so that either the old or the new bytes are there, whatever happens.

    *expected* is what the new bytes were made from, None for a file that must not be there yet. Raises `ChangedError`
    when the file holds something else; `OSError` when the disk refuses. The mode is kept.
    """
    with _alone(path.parent):
        _replace(path, content, expected)


def temporary_prefix() -> str:
    """How the name of a temporary file or folder of this process begins; `sweep` knows by it whose it was."""
    return f".flashkms-{os.getpid()}-"


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A private folder, gone after the `with` block; in *folder*, or where temporary files go if it cannot be there."""
    import tempfile  # noqa: PLC0415  # it brings half a dozen modules, and most starts write nothing

    home = folder if os.access(folder, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix=temporary_prefix(), dir=home) as made:
        yield Path(made)


def _replace(path: Path, content: bytes, expected: bytes | None) -> None:
    import tempfile  # noqa: PLC0415  # as in `scratch`

    before = _status(path)
    try:
        descriptor, name = tempfile.mkstemp(prefix=temporary_prefix(), dir=path.parent)
    except OSError as error:  # nobody asked for the temporary file
        raise OSError(error.errno, error.strerror, str(path)) from error
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(descriptor, stat.S_IMODE(before.st_mode) if before else 0o666 & ~_umask())
            os.fsync(descriptor)
        _place(temporary, path, expected)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename in (None, name):
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
    with suppress(OSError):  # some network file systems cannot; the rename itself is done
        durable.sync_folder(path.parent)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Held while a file of *folder* is compared and replaced; the folder itself is locked, so that no file is left.

    Where it cannot be, on some network file systems, the comparison alone has to do.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with suppress(OSError):
            lock.wait(descriptor, _PATIENCE)
        yield
    finally:
        os.close(descriptor)


def fresh(path: Path) -> bool:
    """Whether *path* was changed so lately that its writer may not be done; True where it cannot be looked at."""
    try:
        return time.time() - path.stat().st_mtime < _FRESH
    except OSError:
        return True


def age(changed_ns: int) -> float:
    """Seconds since the instant *changed_ns*, nanoseconds as in a file's status; negative for one to come."""
    return time.time() - changed_ns / 1e9


def left_over(folder: Path, *, below: bool = True) -> tuple[Path, ...]:
    """Temporary files and folders in *folder* whose program was killed, and *below* it; no hidden folder is entered."""
    found: list[Path] = []
    for top, folders, names in os.walk(folder):
        found += [Path(top, name) for name in (*folders, *names) if name.startswith(".") and _left(Path(top, name))]
        folders[:] = [name for name in folders if below and not name.startswith(".")]
    return tuple(sorted(found))


def sweep(folder: Path, *, below: bool = True) -> tuple[Path, ...]:
    """Remove what `left_over` finds in *folder*, and *below* it; what was removed."""
    paths = left_over(folder, below=below)
    for path in paths:
        remove_left(path)
    return paths


def remove_left(path: Path) -> None:
    """Remove the temporary file or folder *path*; nothing happens where that is not allowed, or it is gone."""
    if path.is_dir() and not path.is_symlink():
        import shutil  # noqa: PLC0415  # as in `scratch`

        shutil.rmtree(path, ignore_errors=True)
        return
    with suppress(OSError):
        path.unlink()


def _left(path: Path) -> bool:
    """Whether *path* has a temporary name and no program behind it."""
    matched = _TEMPORARY.match(path.name)
    if not matched:
        return False
    if matched[1] and not _alive(int(matched[1])):
        return True
    with suppress(OSError):
        return time.time() - path.lstat().st_mtime > _LEFT_OVER
    return False


def _alive(process: int) -> bool:
    """Whether there is a *process* of that id on this machine."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def make_folders(folder: Path, *, within: Path | None = None) -> None:
    """Make *folder* and the folders above it where they are missing, durably.

    Raises `UnreadableFileError` when a link on the way leads out of *within*: a stranger's collection may hold one.
    """
    if within and not Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(within)):
        raise UnreadableFileError(f"{folder}: a symbolic link leads out of the collection", "put a folder in its place")
    durable.make_folder(folder)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except FileNotFoundError:
        return None


def _present(path: Path) -> bytes | None:
    try:
        return read(path)
    except FileNotFoundError:
        return None


def _place(temporary: Path, path: Path, expected: bytes | None) -> None:
    """Give *temporary* its name, unless *path* holds something else than *expected*."""
    if _present(path) != expected:
        raise ChangedError(path)
    if expected is not None:
        temporary.replace(path)
        return
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise ChangedError(path) from None
    except OSError:  # a file system without hard links
        temporary.replace(path)
        return
    temporary.unlink()


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
