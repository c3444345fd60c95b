"""What Anki keeps of a note's first field: its words, and a checksum that finds duplicates."""

from __future__ import annotations

import hashlib
import re
from html import unescape

_TAG = re.compile(r"<[^>]*>")
_IMAGE = re.compile(r'<img src="([^"]*)"[^>]*>')


def plain(html: str) -> str:
    """The words of a field, without its tags; a picture counts by its name."""
    if "<" in html:
        html = _TAG.sub("", _IMAGE.sub(r" \1 ", html))
    return (unescape(html) if "&" in html else html).strip()


def checksum(words: str) -> int:
    """The first 32 bits of the SHA-1 of *words*; Anki asks for this very hash."""
    return int.from_bytes(hashlib.sha1(words.encode(), usedforsecurity=False).digest()[:4], "big")
