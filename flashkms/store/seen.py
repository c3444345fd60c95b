"""What a build has seen. While every file is the one that it saw, the next build has nothing to read.

As git does with its index, a file counts as the same while its size, its inode and its times are. That holds only for
a file that was not touched in the very moment of looking, so looking waits for that moment to pass.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from flashkms.errors import FlashkmsError
from flashkms.store import files, notefiles
from flashkms.store.home import home, make_private
from flashkms.store.root import CONFIG

Facts = dict[str, list[int]]  # of each file: size, inode, and when it was modified and changed, in nanoseconds

_FOLDERS = ("cards", "reviews")
_PROGRAM = Path(__file__).parents[1]
_DECIDING = ("notes", "notes/rules", "notes/blanks", "build", "cards")  # the parts of it that decide what a build does
_MOMENT = 0.02  # seconds; the clock of a file system ticks every 4 to 10 ms


def look(root: Path, note_paths: Sequence[str]) -> Facts:
    """The facts of all that a build of *note_paths* in the collection *root* depends on, this program included.

    Raises `UsageError` for a note path that is not there, `OSError` when a folder cannot be listed, or a file's time
    says too little.
    """
    facts = _facts(root, note_paths)
    if _touched(facts, _MOMENT):
        time.sleep(_MOMENT)
        facts = _facts(root, note_paths)
    if _touched(facts, _MOMENT):
        raise OSError("a file is changing")
    return facts


def answer(root: Path, *, own: Path | None = None) -> Any:
    """What the last build of *root* left to be said; None when anything may have changed. *own* as in `home`."""
    try:
        kept = json.loads(_place(root, own).read_bytes())
        return kept["answer"] if kept["seen"] == _facts(root, kept["paths"]) else None
    except (OSError, ValueError, KeyError, TypeError, FlashkmsError):
        return None


def keep(  # noqa: PLR0913  # what was seen and done, and what is to be said of it
    root: Path, note_paths: Sequence[str], before: Facts, written: Mapping[str, bytes | None], said: Any,
    *, own: Path | None = None,
) -> None:  # fmt: skip
    """Remember that a build which saw *before* and wrote *written* leaves *said* to be said by the next one.

    The files *written* lie below *root*; each comes with its bytes, or None where nobody else can have written.
    Nothing is remembered when another file changed meanwhile, or when the disk refuses.
    """
    with suppress(OSError, FlashkmsError):
        after = look(root, note_paths)
        mine = {str(root / path) for path in written}
        others = {path: facts for path, facts in after.items() if path not in mine}
        if others != {path: facts for path, facts in before.items() if path not in mine}:
            return
        if any(content is not None and files.read(root / path) != content for path, content in written.items()):
            return
        place = _place(root, own)
        make_private(place.parent)
        text = json.dumps({"paths": list(note_paths), "seen": after, "answer": said}, ensure_ascii=False)
        place.write_bytes(text.encode(errors="surrogateescape"))


def _place(root: Path, own: Path | None) -> Path:
    name = hashlib.sha256(str(root).encode(errors="surrogateescape")).hexdigest()[:16]
    return home(own) / "built" / f"{name}.json"


def _facts(root: Path, note_paths: Sequence[str]) -> Facts:
    found = {str(path): _of(path.lstat()) for path in notefiles.find(root, note_paths)}
    found[str(root / CONFIG)] = _of((root / CONFIG).stat())  # settings may be a link, and are read through it
    for folder in _FOLDERS:
        found |= dict(_below(root / folder))
    for folder in _DECIDING:
        found |= dict(_in(_PROGRAM / folder, ".py"))
    return found


def _of(status: os.stat_result) -> list[int]:
    return [status.st_size, status.st_ino, status.st_mtime_ns, status.st_ctime_ns]


def _below(folder: Path) -> Iterator[tuple[str, list[int]]]:
    for name, below, _ in os.walk(folder):
        below[:] = [one for one in below if not one.startswith(".")]
        yield from _in(Path(name))


def _in(folder: Path, ending: str = "") -> Iterator[tuple[str, list[int]]]:
    with os.scandir(folder) as found:
        for entry in found:
            if entry.name.endswith(ending) and not entry.name.startswith(".") and entry.is_file(follow_symlinks=False):
                yield entry.path, _of(entry.stat(follow_symlinks=False))


def _touched(facts: Facts, moment: float) -> bool:
    """Whether a file was touched within *moment* seconds, or two seconds where its file system counts whole ones."""
    return any(files.age(each[3]) < (moment if each[3] % 10**9 else 2) for each in facts.values())
