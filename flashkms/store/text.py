"""Reading somebody's text, file by file and line by line: bounded, regular files only, UTF-8; else a problem."""

from __future__ import annotations

import os
import stat
from io import StringIO
from pathlib import Path

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
        return None, (Problem(shown, _line(error), f"no UTF-8 at byte {error.start}", "save it as UTF-8"),)
    except OSError as error:
        return None, (unread(shown, error, _HINT if isinstance(error, PermissionError) else ""),)


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
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("it is no regular file")
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise OSError(f"it is larger than {LARGEST // 2**20} MiB")
    return data


def _line(error: UnicodeDecodeError) -> int:
    return error.object.count(b"\n", 0, error.start) + 1
