"""Source keys: what a draft is recognised by, from text alone, so that every machine mints the same."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_LOWER = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}  # signs become spaces


@lru_cache(maxsize=512)  # headings and parents come back
def folded(text: str) -> str:
    """*text* in lower case, with every run of signs and spaces as one space."""
    if text.isascii():
        return " ".join(text.translate(_LOWER).split())
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).lower()))


def of(kind: str, text: str, path: Iterable[str] = ()) -> str:
    """The key `kind@8hex` of *text* under the headings and parents in *path*."""
    said = "\x1f".join(map(folded, (*path, text)))
    return f"{kind}@{hashlib.sha256(said.encode()).hexdigest()[:8]}"
