"""The numbers by which Anki knows things, derived from ids that never change."""

from __future__ import annotations

import hashlib
from collections.abc import Set as AbstractSet

from flashkms.cards.card import CardId, number
from flashkms.cards.entry import EntryId

_DEFAULT = 1  # the id of the deck that every Anki has


def note_number(entry: EntryId) -> int:
    """The id of an entry's note: milliseconds of a past instant, as Anki expects."""
    return number(CardId(entry))


def deck_number(name: str) -> int:
    """The id of the deck *name*; Anki finds a deck by its name, and needs the id only within the file.

    Only its `Default`, which is in every package, has an id of its own: another that is called so, letter case aside,
    would get another name.
    """
    if name.casefold() == "default":
        return _DEFAULT
    digest = hashlib.sha256(f"deck\n{name}".encode()).digest()
    return 1_600_000_000_000 + int.from_bytes(digest[:5], "big") % 99_999_999_999


def preset_number(settings: str) -> int:
    """The id of the deck settings that *settings* spells out."""
    return deck_number(f"preset\n{settings}")


def free(wanted: int, taken: AbstractSet[int]) -> int:
    """*wanted*, or the next number that is not *taken*."""
    while wanted in taken:
        wanted += 1
    return wanted
