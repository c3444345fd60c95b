"""Where a collection begins: the folder with `flashkms.toml`. Imports next to nothing, for commands that only look."""

from __future__ import annotations

from pathlib import Path

from flashkms.errors import UsageError

CONFIG = "flashkms.toml"


def find(start: Path) -> Path:
    """The folder of the first `flashkms.toml` at or above *start*. Raises `UsageError` when there is none."""
    begin = start.resolve()
    for folder in (begin, *begin.parents):
        if (folder / CONFIG).is_file():
            return folder
    raise UsageError(f"no {CONFIG} in {start} or above it", "make a collection with `flashkms init`, or name one by -C")
