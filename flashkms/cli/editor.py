"""A person's own editor, at a line of a file. It comes from the environment, never from a collection."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from flashkms.errors import FlashkmsError, UsageError
from flashkms.tui.editor import command

_CANDIDATES = ("sensible-editor", "nano", "vim", "vi")  # the first that is installed, where none is named


def words(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The editor's own command in words: `$VISUAL`, `$EDITOR`, or one that is installed; empty where there is none.

    No shell reads it. Raises `UsageError` for quotes that do not close.
    """
    named = environment.get("VISUAL") or environment.get("EDITOR") or ""
    try:
        given = tuple(shlex.split(named))
    except ValueError:
        raise UsageError(f"EDITOR is no command: {named}", "close its quotes") from None
    if given:
        return given
    return next(((found,) for name in _CANDIDATES if (found := shutil.which(name))), ())


def edit(path: Path, line: int) -> None:
    """Open *path* at *line* in the person's editor, and wait until it ends.

    Raises `UsageError` when there is no editor, `FlashkmsError` when it does not start or fails.
    """
    editor = words(os.environ)
    if not editor:
        raise UsageError("no editor is known", "set EDITOR in your environment")
    try:
        ended = subprocess.run(command(editor, path, line), check=False)  # noqa: S603  # the person's own editor
    except OSError as error:
        raise FlashkmsError(f"{editor[0]} does not start: {error.strerror}", "set EDITOR in your environment") from None
    if ended.returncode:
        raise FlashkmsError(f"{editor[0]} ended with code {ended.returncode}")
