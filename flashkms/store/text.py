"""Reading somebody's text, file by file and line by line: bounded, regular files only, UTF-8; else a problem."""

from __future__ import annotations

import os
import stat
from io import StringIO
from pathlib import Path

from msgspec.structs import replace

from flashkms.errors import Problem

LARGEST = 16 * 2**20  # bytes; 100,000 cards are 5 MB
UNREADABLE = "unreadable"  # the rule of what is said about a file or folder that the system refuses to read
_HINT = "let this user read it"
_EFFECTIVE = os.access in os.supports_effective_ids


def read_text(path: Path, shown: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The text in *path*, which messages call *shown*; None and the reason when it cannot be read."""
    try:
        data = read_bytes(path)
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        return None, (Problem(shown, line_of(error), no_utf_8(error), "save it as UTF-8", UNREADABLE),)
    except OSError as error:
        hint = _HINT if isinstance(error, PermissionError) else "put the file itself in its place"
        return None, (replace(unread(shown, error, hint), line=1),)


def no_utf_8(error: UnicodeDecodeError) -> str:
    """What is said of a text for *error*: in which encoding it seems to be, or where it is none."""
    wide = error.object[:2] in (b"\xff\xfe", b"\xfe\xff")
    return "the text is UTF-16" if wide else f"byte {error.start} is not UTF-8"


def unread(shown: str, error: OSError, hint: str = "") -> Problem:
    """What is said about *shown*, a file or folder that could not be read for *error*."""
    return Problem(shown, 0, f"cannot be read: {error.strerror or error}", hint, UNREADABLE)


def readable(path: Path) -> bool:
    """Whether this user may read *path*, or nothing is there."""
    return os.access(path, os.R_OK, effective_ids=_EFFECTIVE) or not os.path.lexists(path)


def lines(text: str) -> list[str]:
    r"""The lines of *text* with their ends. A line feed alone ends one, as for all that counts lines here.

    `str.splitlines` ends them at a line separator, U+2028, too, which may stand within a comment or an answer.
    """
    return list(StringIO(text, newline="\n"))


def read_bytes(path: Path) -> bytes:
    """The bytes of the regular file *path*, at most `LARGEST`. Raises `OSError`, also for a link; never waits."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):  # Python makes no file of a folder
        os.close(descriptor)
        raise OSError("Is a directory" if stat.S_ISDIR(mode) else "it is no regular file")
    with os.fdopen(descriptor, "rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise OSError(f"it is larger than {LARGEST // 2**20} MiB")
    return data


def line_of(error: UnicodeDecodeError) -> int:
    """The line, from 1, of the byte that *error* is about."""
    return error.object.count(b"\n", 0, error.start) + 1
