"""The notes of a collection, found."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from flashkms.config.places import place, places
from flashkms.errors import Problem, UsageError
from flashkms.store import strays
from flashkms.store.files import read_text
from flashkms.store.root import CONFIG

_SUFFIXES = strays.ENDINGS[strays.NOTES]


def find(
    root: Path, paths: Sequence[str], unlisted: Callable[[OSError], None] | None = None
) -> dict[Path, tuple[str, ...]]:
    """The notes in *paths*, files or folders relative to the collection *root*, in the order of their paths.

    With each, the folders between the notes' root and it. *unlisted* is told why a folder cannot be listed. Raises
    `UsageError` for a path that is not there, but for `notes`, and for a file whose name is none of a note.
    """
    return dict(sorted(_found(root, paths, unlisted)))


def unfit(root: Path, paths: Sequence[str]) -> tuple[Problem, ...]:
    """A problem, with its line of the settings of *root*, for each of their note *paths* that leads to no note."""
    wrong = [(given, said) for given in paths if (said := _unfit(root, given))]
    if not wrong:
        return ()
    text = read_text(root / CONFIG).removeprefix("\ufeff")
    begin = place(places(text), ("notes", "paths")) or 1
    lines = text.split("\n")
    return tuple(
        Problem(CONFIG, next((at for at in range(begin, len(lines) + 1) if given in lines[at - 1]), begin), *said)
        for given, said in wrong
    )


def fit(root: Path, paths: Sequence[str]) -> tuple[str, ...]:
    """Those of *paths* that lead to notes."""
    return tuple(given for given in paths if not _unfit(root, given))


def _unfit(root: Path, given: str) -> tuple[str, str] | None:
    """What is wrong with the path *given*, and what helps; None where it leads to notes."""
    start = _start(root, given)
    try:
        if start.is_file():
            right = start.name.lower().endswith(_SUFFIXES)
            return None if right else (f"{given} is no note", f"the name of a note ends in {' or '.join(_SUFFIXES)}")
        # Git keeps no empty folder, and cards may all be written by hand.
        there = start.is_dir() or given == strays.NOTES
    except (OSError, ValueError) as error:  # ValueError: a NUL is in its name
        return f"{given} cannot be read: {getattr(error, 'strerror', None) or error}", "name a folder that you may read"
    return None if there else (f"no note or folder {given}", "make it, or correct `paths` of `[notes]`")


def _start(root: Path, given: str) -> Path:
    return Path(os.path.normpath(root / given))


def _found(
    root: Path, paths: Sequence[str], unlisted: Callable[[OSError], None] | None
) -> Iterator[tuple[Path, tuple[str, ...]]]:
    for given in paths:
        if wrong := _unfit(root, given):
            raise UsageError(*wrong)
        start = _start(root, given)
        if start.is_file():
            yield start, _folders_of(start, root)
        elif start.is_dir():
            yield from _below(start, unlisted)


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
