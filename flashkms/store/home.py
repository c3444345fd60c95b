"""The machine's own folder: device ids, index databases and backups, outside every collection.

A collection is copied, cloned and shared; what belongs to one machine must not travel with it. Each collection has
one folder here, named by its id and by where it lies, so that two clones on one machine stay two devices.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from flashkms.store import durable


def home(override: Path | None = None) -> Path:
    """*override*, else what `FLASHKMS_HOME` names, else the user's data folder. It need not exist."""
    if override is not None:
        return override
    if named := os.environ.get("FLASHKMS_HOME"):
        return Path(named)
    if sys.platform == "linux":  # as the XDG base directory specification has it; the library costs 14 ms of each start
        named = os.environ.get("XDG_DATA_HOME", "")
        return Path(named if named.startswith("/") else os.path.expanduser("~/.local/share"), "flashkms")  # noqa: PTH111
    import platformdirs  # noqa: PLC0415  # where each system has its own rules

    return Path(platformdirs.user_data_dir("flashkms", appauthor=False))


def collection_home(base: Path, collection_id: str, root: Path) -> Path:
    """The folder below *base* of the collection with that id at that place."""
    place = hashlib.sha256(f"{collection_id}\0{root.resolve()}".encode(errors="surrogateescape")).hexdigest()
    return base / "collections" / f"{safe_name(root.name)}-{place[:16]}"


def make_private(folder: Path) -> None:
    """Make *folder* and those above it where they are missing, for this user alone, durably."""
    durable.make_folder(folder, mode=0o700)


def safe_name(name: str, *, longest: int = 24) -> str:
    """*name* in lower-case ASCII letters, digits and hyphens, at most *longest*; never empty."""
    kept = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name.lower())
    return "-".join(kept.split("-"))[:longest].strip("-") or "unnamed"
