"""What waits for a person: verdicts, conflicts, notes that no build has read, and text that is wrong."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from flashkms.study.study import Study
from flashkms.study.verdicts import waiting

_CHECKOUT = 5.0  # seconds within which git writes the files of a checkout: neither is newer then


class Attention(Struct, frozen=True):
    """How many of each kind wait."""

    verdicts: int  # entries without a verdict, and those gone that have a successor
    conflicts: int
    notes: int  # saved after the cards made of them
    problems: int  # in the settings, the deck files and the logs


def attention(study: Study) -> Attention:
    """What waits in the whole collection."""
    entries = waiting(study)
    conflicts = sum(bool(one.entry.conflict) and one.successor is None for one in entries)
    return Attention(len(entries) - conflicts, conflicts, len(changed_notes(study)), len(study.collection.problems()))


def changed_notes(study: Study) -> tuple[str, ...]:
    """The notes that were saved after the cards made of them."""
    root = study.collection.root
    return tuple(
        deck.note for deck in study.collection.decks() if deck.note and _newer(root / deck.note, root / deck.path)
    )


def _newer(note: Path, deck: Path) -> bool:
    try:
        return note.stat().st_mtime > deck.stat().st_mtime + _CHECKOUT
    except OSError:
        return False
