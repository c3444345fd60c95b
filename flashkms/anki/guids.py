"""Guids, by which Anki knows its notes, as ids of entries.

An id is made of the note's guid alone, so that the same note is the same entry whichever package brings it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache

from flashkms.cards.entry import EntryId

MADE = "anki-"  # begins the ids that are made of a digest
_GUID_AS_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,60}")


@lru_cache(maxsize=64)  # asked for one note several times in a row
def entry_id(guid: str) -> EntryId:
    """The id of the note *guid*: the guid itself where it can be one, else made of its digest."""
    if _GUID_AS_ID.fullmatch(guid):
        return EntryId(guid)
    digest = base64.b32encode(hashlib.sha256(guid.encode()).digest()).decode().lower()
    return EntryId(f"{MADE}{digest[:12]}")
