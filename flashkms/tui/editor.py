"""Opening a file in a person's editor, at a line: words of a command, never a shell's line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

# How editors take a line. One that is not named gets the file alone.
_PLUS = {
    "sensible-editor",
    "vi",
    "vim",
    "nvim",
    "gvim",
    "view",
    "nano",
    "pico",
    "emacs",
    "emacsclient",
    "kak",
    "micro",
    "joe",
    "mg",
    "ne",
    "jed",
}
_SYSTEM = {"editor", "/usr/bin/editor"}  # Debian's name for one of those; a script of one's own may be called so too
_COLON = {"hx", "helix", "subl", "zed"}
_GOTO = {"code", "codium", "code-insiders", "cursor"}
_WAITING = {
    "code": "--wait",
    "codium": "--wait",
    "code-insiders": "--wait",
    "cursor": "--wait",
    "subl": "--wait",
    "zed": "--wait",
}


def command(editor: Sequence[str], path: Path, line: int) -> tuple[str, ...]:
    """The words that open *path*, made absolute, at *line* (from 1; 0 for none) and return when it is closed."""
    name = Path(editor[0]).name.removesuffix(".exe")
    file = str(path.absolute())  # begins with a slash: it can never be taken for an option
    waiting = _WAITING.get(name)
    words = (*editor, waiting) if waiting and waiting not in editor and "-w" not in editor else tuple(editor)
    if not line:
        return (*words, file)
    if name in _PLUS or editor[0] in _SYSTEM:
        return (*words, f"+{line}", file)
    if name in _GOTO:
        return (*words, "--goto", f"{file}:{line}")
    if name in _COLON:
        return (*words, f"{file}:{line}")
    return (*words, file)
