"""The notes of a collection, found."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from flashkms.errors import UsageError
from flashkms.store import strays

_SUFFIXES = strays.ENDINGS[strays.NOTES]


def find(
    root: Path, paths: Sequence[str], unlisted: Callable[[OSError], None] | None = None
) -> dict[Path, tuple[str, ...]]:
    """The notes in *paths*, files or folders relative to the collection *root*, in the order of their paths.

    With each, the folders between the notes' root and it. *unlisted* is told why a folder cannot be listed. Raises
    `UsageError` for a path that is not there, but for `notes`, and for a file whose name is none of a note.
    """
    return dict(sorted(_found(root, paths, unlisted)))


def _found(
    root: Path, paths: Sequence[str], unlisted: Callable[[OSError], None] | None
) -> Iterator[tuple[Path, tuple[str, ...]]]:
    for given in paths:
        start = Path(os.path.normpath(root / given))
        if start.is_file():
            if not start.name.lower().endswith(_SUFFIXES):
                raise UsageError(f"{given} is no note", f"the name of a note ends in {' or '.join(_SUFFIXES)}")
            yield start, _folders_of(start, root)
        elif start.is_dir():
            yield from _below(start, unlisted)
        elif given != strays.NOTES:  # git keeps no empty folder, and cards may all be written by hand
            raise UsageError(f"no note or folder {given}", "`[notes] paths` in flashkms.toml says where notes lie")


def _below(start: Path, unlisted: Callable[[OSError], None] | None) -> Iterator[tuple[Path, tuple[str, ...]]]:
    for folder, below, names in os.walk(start, onerror=unlisted):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(_SUFFIXES) and not name.startswith(".") and not strays.is_conflict_copy(name):
                yield Path(folder, name), Path(folder).relative_to(start).parts


def _folders_of(path: Path, root: Path) -> tuple[str, ...]:
    """The folders of a note that was named by itself: those below `notes/`."""
    notes_folder = root / "notes"
    return path.parent.relative_to(notes_folder).parts if path.is_relative_to(notes_folder) else ()
