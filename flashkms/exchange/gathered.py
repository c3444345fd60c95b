"""The rows of one package while they are gathered, and the entries that have none."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct, field

from flashkms.anki.rows import CardRow, DeckRow, NoteRow, Preset, ReviewRow
from flashkms.cards.entry import EntryId
from flashkms.exchange import numbers


class Skipped(Struct, frozen=True):
    """An entry that is not in the file, and *why*, as `path:line: reason`."""

    entry: EntryId
    why: str


class Gathered(Struct):
    """The rows of one file while they are gathered."""

    decks: dict[str, DeckRow] = field(default_factory=dict)
    presets: dict[int, Preset] = field(default_factory=dict)
    notes: list[NoteRow] = field(default_factory=list)
    cards: list[CardRow] = field(default_factory=list)
    reviews: list[ReviewRow] = field(default_factory=list)
    media: dict[str, Path] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    note_numbers: set[int] = field(default_factory=set)
    card_numbers: set[int] = field(default_factory=set)
    position: int = 0

    def number(self, wanted: int, taken: set[int]) -> int:
        """*wanted*, or the next free number, which is taken then."""
        free = numbers.free(wanted, taken)
        taken.add(free)
        return free
