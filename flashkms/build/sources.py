"""The notes of a build: found, read, drafted; what cannot be read is named, and the rest goes on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from flashkms import notes
from flashkms.cards.draft import Draft
from flashkms.errors import FlashkmsError, Problem
from flashkms.notes import LineFate
from flashkms.notes.note import Note
from flashkms.store import files, notefiles, strays
from flashkms.store.text import line_of, no_utf_8

UNLISTED = "unlisted"
_SETTLE = "settle it, and remove the `<<<<<<<` to `>>>>>>>` lines; until then no entry of the note is touched"
_HINT = "let this user read it"


class Source(Struct, frozen=True):
    """A note with its drafts. *folders* are those between the notes' root and the note."""

    note: Note
    drafts: tuple[Draft, ...]
    lines: tuple[LineFate, ...]
    folders: tuple[str, ...]


def read(
    root: Path, paths: Sequence[str], progress: Callable[[int, int], None] = lambda _done, _all: None
) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """The notes in *paths*, files or folders relative to the collection *root*, by path, and what is wrong with them.

    A folder that cannot be listed is a problem of the rule `UNLISTED`. *progress* is told how many notes are read and
    how many there are. Raises `UsageError` for a path that is not there.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    found = notefiles.find(root, paths, lambda error: problems.append(_unlisted(error, root)))
    for done, (path, folders) in enumerate(found.items()):
        progress(done, len(found))
        shown = _shown(path, root)
        if unwritable := strays.unwritable(shown):
            problems.append(unwritable)
            continue
        try:
            text = files.read(path).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            problems.append(Problem(shown, line_of(error), no_utf_8(error), "save the note as UTF-8"))
        except FlashkmsError as error:
            said, hint = f"cannot be read: {error.message.rpartition(': ')[2]}", error.hint or _HINT
            problems.append(Problem(shown, 1, said, hint))
        except OSError as error:
            problems.append(Problem(shown, 1, f"cannot be read: {error.strerror or error}", _HINT))
        else:
            if line := notes.conflict(text):
                problems.append(Problem(shown, line, "a merge conflict begins here", _SETTLE, "conflict"))
                continue
            note, wrong = notes.parse(text, shown)
            problems += wrong
            drafts = notes.drafts(note)
            sources.append(Source(note, drafts, tuple(notes.coverage(note, drafts)), folders))
    return tuple(sources), (*problems, *_ids_elsewhere(sources))


def _ids_elsewhere(sources: Sequence[Source]) -> Iterator[Problem]:
    """A problem for each id that a comment gives in another note too; a block's id is one of its note alone."""
    first: dict[str, tuple[str, int]] = {}
    for source in sources:
        path = source.note.path
        for line, name, _ in (one for one in source.note.named if not one[2]):
            there, at = first.setdefault(name, (path, line))
            if there != path:
                said = f"the id `{name}` stands in {there}:{at} too"
                yield Problem(path, line, said, "give one of the two another id", "steering")


def _unlisted(error: OSError, root: Path) -> Problem:
    said = f"cannot be listed: {error.strerror}"
    hint = "let this user read it; until then no entry of a missing note is marked as gone"
    return Problem(_shown(Path(error.filename), root), 0, said, hint, UNLISTED)


def _shown(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path, root)).as_posix()
