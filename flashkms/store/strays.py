"""What lies among the notes, cards and logs and is not read: links, pipes, conflict copies, look-alikes, odd names.

A cloned collection is a stranger's: a link in it may name any file of this machine. So none is followed, and each is
named, that its owner may put a file in its place.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from flashkms.errors import Problem
from flashkms.safe import is_text

NOTES, CARDS, LOGS = "notes", "cards", "reviews"
ENDINGS = {NOTES: (".md", ".markdown"), CARDS: (".yaml", ".yml"), LOGS: (".jsonl",)}

_LINK, _SPECIAL, _COPY, _CASE = "symbolic-link", "special-file", "conflict-copy", "name-collision"
_NAME = "file-name"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_FOLDER = "folder"
# Syncthing, Dropbox and Nextcloud, older ownCloud; `git mergetool`.
_CONFLICT_COPY = re.compile(
    r"\.sync-conflict-\d{8}-\d{6}|conflicted copy|_conflict-\d{8}-\d{6}|\.orig\.", re.IGNORECASE
)


def is_conflict_copy(name: str) -> bool:
    """Whether a program that syncs folders made the file *name* when two devices had changed one file."""
    return _CONFLICT_COPY.search(name) is not None


def no_text(shown: str) -> Problem:
    """What is said about a file or folder whose name `is_text` refuses."""
    return Problem(shown, 0, "its name is not UTF-8, and it is not read", "rename it", _NAME)


def unwritable(shown: str) -> Problem | None:
    """What is said about a note whose path *shown* no deck file can hold; None where one can."""
    if not is_text(shown):
        return no_text(shown)
    if control := _CONTROL.search(shown):
        said = f"its name holds the control character \\x{ord(control[0]):02x}, and it is not read"
        return Problem(shown, 0, said, "rename it", _NAME)
    return None


def walk(root: Path, folder: str, unlisted: Callable[[OSError], None] | None = None) -> Iterator[tuple[str, list[str]]]:
    """Each folder from *folder* in *root* down and the names in it, without hidden ones and linked folders.

    *folder* itself may be a link, but not one that leads out of *root*, or nowhere. *unlisted* is told why a folder
    cannot be listed.
    """
    if _leads_astray(root, folder):
        return
    for path, below, names in os.walk(f"{root}/{folder}", onerror=unlisted):
        below[:] = [name for name in below if not name.startswith(".") and is_text(name)]
        yield path, [name for name in names if not name.startswith(".") and is_text(name)]


def _leads_astray(root: Path, folder: str) -> bool:
    """Whether *folder* is a link out of *root*, to nothing, or in a ring, for which `Path.resolve` would raise."""
    top = root / folder
    inside = Path(os.path.realpath(top)).is_relative_to(os.path.realpath(root))
    return top.is_symlink() and not (inside and top.is_dir())


def find(root: Path) -> Iterator[Problem]:
    """A problem for each stray in the collection *root*, by folder."""
    yield from (copy(path.name) for path in sorted(root.glob("*.toml")) if is_conflict_copy(path.name))
    for folder in ENDINGS:
        if folder != NOTES and (wrong := _no_folder(root, folder)):
            yield wrong
            continue
        for path, below, names in os.walk(root / folder):
            below[:] = sorted(name for name in below if not name.startswith("."))
            shown = Path(path).relative_to(root).as_posix()
            yield from (_linked(f"{shown}/{name}", "the folder") for name in below if Path(path, name).is_symlink())
            yield from (_no_file(f"{shown}/{name}") for name in below if _is_folder(Path(path, name), folder))
            own = sorted(name for name in names if _belongs(name, folder))
            yield from (no_text(f"{shown}/{name}") for name in (*below, *own) if not is_text(name))
            for name in own:
                yield from _stray(Path(path, name), f"{shown}/{name}", folder)
            yield from _collisions(shown, [*below, *own])


def _no_folder(root: Path, folder: str) -> Problem | None:
    """What is said about *folder* where it cannot be read; a log that nobody has written to yet needs none."""
    if _leads_astray(root, folder):
        return _linked(folder, "the folder")
    top = root / folder
    if top.is_dir() or (folder == LOGS and not os.path.lexists(top)):
        return None
    if os.path.lexists(top):
        return Problem(folder, 0, "is no folder, and nothing in it is read", "move it away", _FOLDER)
    return Problem(folder, 0, "there is no such folder, and so no card", "fetch it, or make it", _FOLDER)


def _belongs(name: str, folder: str) -> bool:
    return name.lower().endswith(ENDINGS[folder]) and not name.startswith(".")


def _is_folder(path: Path, folder: str) -> bool:
    """Whether the folder *path* is called as a file is that is read in *folder*."""
    return _belongs(path.name, folder) and is_text(path.name) and not path.is_symlink()


def _no_file(shown: str) -> Problem:
    return Problem(shown, 0, "is a folder, and called as a file is", "rename it, or put the file in its place", _FOLDER)


def _stray(path: Path, shown: str, folder: str) -> Iterator[Problem]:
    """What is said about the one file *path*; nothing about a plain one."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return
    if folder == NOTES and not stat.S_ISREG(mode):
        return  # reading the notes names it, wherever they lie
    if stat.S_ISLNK(mode):
        yield _linked(shown, "the file")
    elif not stat.S_ISREG(mode):
        yield Problem(shown, 0, "is a pipe or a device, and not read", "delete it, or rename it", _SPECIAL)
    elif folder != LOGS and is_conflict_copy(path.name):  # a copy of a log is one more log
        yield copy(shown)


def copy(shown: str) -> Problem:
    """What is said about the conflict copy *shown*."""
    return Problem(shown, 0, "a conflict copy; it is not read", "take over what you need and delete it", _COPY)


def _linked(shown: str, what: str) -> Problem:
    return Problem(shown, 0, "is a symbolic link, and not followed", f"put {what} itself in its place", _LINK)


def _collisions(folder: str, names: list[str]) -> Iterator[Problem]:
    """Names in one *folder* that macOS and Windows take for one."""
    first: dict[str, str] = {}
    for name in names:
        before = first.setdefault(name.casefold(), name)
        if before != name:
            said = f"is called as {before}, but for capital letters"
            yield Problem(f"{folder}/{name}", 0, said, "rename one: macOS and Windows keep only one of them", _CASE)
