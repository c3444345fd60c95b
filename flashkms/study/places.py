"""Where a card came from: the line of its note, found by reading the note, and kept until the note changes."""

from __future__ import annotations

from msgspec import Struct

from flashkms.cards.card import Card
from flashkms.errors import FlashkmsError
from flashkms.store import files
from flashkms.store.collection import Collection


class Place(Struct, frozen=True):
    """A line of a note, from 1, and the headings above it. *path* is relative to the collection."""

    path: str
    line: int
    headings: tuple[str, ...]


class Places:
    """The places of a collection's cards."""

    def __init__(self, collection: Collection) -> None:
        self.root = collection.root
        self._collection = collection
        self._notes: dict[str, dict[str, Place]] = {}

    def of(self, card: Card) -> Place | None:
        """Where *card* came from; None for a card made by hand, or whose source or note is gone."""
        if card.entry.source is None or not card.note:
            return None
        here = self._places(card.note).get(_point(card.entry.source.key))
        return here or next((there for there in self._all(card) if there.line), None)

    def others(self, card: Card) -> tuple[Place, ...]:
        """Where else the text of *card* stands; with the line 0 where the note is gone or says it no more."""
        here = self.of(card)
        return tuple(there for there in self._all(card) if there != here)

    def _all(self, card: Card) -> tuple[Place, ...]:
        """The further places of *card*, of which one is its own where its point moved to another note."""
        return tuple(self._other(*one.partition("#")[::2]) for one in card.entry.also_in)

    def _other(self, note: str, key: str) -> Place:
        return self._places(note).get(_point(key)) or Place(note, 0, ())

    def _places(self, note: str) -> dict[str, Place]:
        """The places of the points of *note*, by the point's part of their keys."""
        if note not in self._notes:
            found = self._collection.index.note_places(note, lambda: _read(self._collection, note))
            self._notes[note] = {key: Place(note, line, headings) for key, line, headings in found}
        return self._notes[note]


def _read(collection: Collection, note: str) -> list[tuple[str, int, tuple[str, ...]]]:
    from flashkms import notes  # noqa: PLC0415  # the rules take 30 ms to load; the index mostly answers

    try:
        text = files.read_text(collection.root / note)
    except (FlashkmsError, OSError):
        return []
    parsed, _ = notes.parse(text, note)
    found: dict[str, tuple[str, int, tuple[str, ...]]] = {}
    for draft in notes.drafts(parsed):
        found.setdefault(_point(draft.key), (_point(draft.key), draft.line, draft.context))
    return list(found.values())


def _point(key: str) -> str:
    """The point or scenario of *key*, without the slot: reworded cards of one point share a place."""
    return key.partition("/")[0]
