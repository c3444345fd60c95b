"""The device id: which machine an event came from, and the name of its log file.

It lies in the machine's own folder and never in a collection, so that a copied folder does not copy it.
"""

from __future__ import annotations

import os
from pathlib import Path

from flashkms.store import durable, files
from flashkms.store.home import make_private, safe_name

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no two letters that look alike
_SUFFIX = 6  # 30 bits: two machines of one name stay apart


def device_id(folder: Path) -> str:
    """The id kept in *folder*, made there the first time: the machine's name and a random suffix."""
    kept = folder / "device"
    try:
        named = kept.read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        named = ""
    return named if _valid(named) else _kept(kept, _fresh())


def _fresh() -> str:
    suffix = "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in os.urandom(_SUFFIX))
    return f"{safe_name(os.uname().nodename or 'device')}-{suffix}"


def _valid(name: str) -> bool:
    return bool(name) and safe_name(name, longest=64) == name


def _kept(path: Path, name: str) -> str:
    """*name*, durably in *path*; the name that another process wrote there in the meantime wins."""
    make_private(path.parent)
    draft = path.with_name(f"{files.temporary_prefix()}{os.urandom(4).hex()}")
    try:
        with draft.open("x", encoding="ascii") as file:
            file.write(f"{name}\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        named = path.read_text(encoding="ascii", errors="replace").strip()
        if _valid(named):
            return named
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    durable.sync_folder(path.parent)
    return name
