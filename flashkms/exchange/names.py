"""Names of decks and of the files they are written to."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

# The time, in seconds since 1970, of content that no build and no export has ever noted down.
FIRST = 1_577_836_800  # 2020-01-01

_UNFIT = re.compile(r"[^\w.+-]+")
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
_LONGEST = 80  # characters; a name takes 255 bytes, and a Hangul syllable three of them


def within(name: str, above: str) -> bool:
    """Whether the deck *name* is *above* or lies below it; letter case makes no difference."""
    return f"{name}::".casefold().startswith(f"{above.strip(':')}::".casefold())


def stems(decks: Iterable[str]) -> dict[str, str]:
    """A file name, without its ending, for each deck; no two differ by letter case alone."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(decks):
        stem = _stem(name)
        if stem.casefold() in taken:
            stem = f"{stem}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"
        taken.add(stem.casefold())
        found[name] = stem
    return found


def _stem(deck: str) -> str:
    parts = (_UNFIT.sub("-", part.strip()).strip("-.") for part in unicodedata.normalize("NFC", deck).split("::"))
    stem = "--".join(part for part in parts if part)[:_LONGEST]
    return f"deck-{stem}" if not stem or stem.casefold() in _RESERVED else stem
