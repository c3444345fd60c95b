"""What an import brought, as whoever asked for it is told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from flashkms.cards.entry import EntryId
from flashkms.exchange.own import Edit


class ImportReport(Struct, frozen=True):
    """What a package brought, or, on a dry run, would bring.

    *left_out* counts what was damaged or empty, by what it was. *edits* are texts that read otherwise in Anki and were
    not taken over; those of the entries *taken* were. *removed* are entries that a person dropped or deleted here: they
    stay away. *advice* is for the person, a line each.
    """

    path: Path
    notes: int  # in the package
    added: tuple[EntryId, ...]
    decks: tuple[str, ...]  # deck files written, relative to the collection
    cards: int  # of the added entries
    reviews: int  # answers that the log lacked
    known_reviews: int
    forgotten: int
    moved: int  # cards that Anki shows on another day than their answers say
    states: int  # suspensions, flags and marks
    media: int
    edits: tuple[Edit, ...]
    taken: tuple[EntryId, ...] = ()
    removed: tuple[EntryId, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    advice: tuple[str, ...] = ()
    dry_run: bool = False
    sounds: int = 0  # of the media
