"""Which note an entry belongs to: the note of its deck, unless a person moved the entry, or its point, elsewhere.

An id begins with the slug of the note that it was minted for, and `source` names the point. Together they tell an
entry that was moved into another note's file, and a point that was cut from one note and pasted into another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from flashkms.cards.deck import Deck
from flashkms.cards.entry import Entry
from flashkms.cards.identity import slug


class Belonging:
    """Made from *keys* of the points of every note that is read, by path, all *notes* that there are, and *decks*."""

    def __init__(self, keys: Mapping[str, frozenset[str]], notes: Iterable[str], decks: Iterable[Deck]) -> None:
        self.keys = keys
        self.notes = frozenset(notes)
        self._makers: dict[str, list[str]] = defaultdict(list)  # notes by slug
        self._about: dict[str, list[tuple[Entry, Deck]]] = defaultdict(list)  # entries by the key of their point
        self._made: dict[str, list[tuple[Entry, Deck]]] = defaultdict(list)  # entries by the slug in their id
        self._moved: dict[str, list[tuple[Entry, Deck]]] = defaultdict(list)  # entries by the other notes they stand in
        for note in self.notes:
            self._makers[slug(note)].append(note)
        for deck in decks:
            for entry in deck.entries:
                if entry.source:
                    self._about[entry.source.key].append((entry, deck))
                    self._made[_origin(entry)].append((entry, deck))
                    for other in _elsewhere(entry):
                        self._moved[other].append((entry, deck))

    def entries(self, note: str, home: Deck) -> Iterator[Entry]:
        """The entries that came from *note*: those of its deck *home*, and those that are in other files now."""
        yield from (entry for entry in home.entries if entry.source and not self._moved_in(entry, note))
        about = [place for key in sorted(self.keys[note]) for place in self._about.get(key, ())]
        made = self._made.get(slug(note), ()) if self._makers[slug(note)] == [note] else ()
        away = {
            entry.id: entry
            for entry, deck in (*about, *made, *self._moved.get(note, ()))
            if deck.path != home.path and self._left(entry, deck, note)
        }
        yield from away.values()

    def stands(self, place: str) -> bool:
        """Whether the point at *place*, `note#key`, is still there; a note that was not read has all it had."""
        note, _, key = place.rpartition("#")
        return key in self.keys[note] if note in self.keys else note in self.notes

    def _moved_in(self, entry: Entry, note: str) -> bool:
        """Whether *entry*, in the deck of *note*, was made for another note, and is about no point of this one.

        So it is where it moved to another note before, and has lost its words there.
        """
        makers = self._makers.get(_origin(entry), [])
        if entry.source is None or entry.source.key in self.keys[note]:
            return False
        if any(entry.source.key not in self.keys.get(other, (entry.source.key,)) for other in _elsewhere(entry)):
            return True
        if note in makers:
            return False
        return len(makers) == 1 or any(self.stands(f"{other}#{entry.source.key}") for other in makers)

    def _left(self, entry: Entry, deck: Deck, note: str) -> bool:
        """Whether *entry*, which may be of *note*, is about no point of the note of its *deck*."""
        if not deck.note or entry.source is None or not self.stands(f"{deck.note}#{entry.source.key}"):
            return True
        # That note was not read: it is the entry's own unless the id says otherwise.
        return deck.note not in self.keys and self._makers.get(_origin(entry)) == [note]


def _elsewhere(entry: Entry) -> list[str]:
    """The notes in which the very point of *entry* stands, beside that of its deck or instead of it."""
    places = (place.rpartition("#") for place in entry.also_in)
    return [note for note, _, key in places if entry.source and key == entry.source.key]


def _origin(entry: Entry) -> str:
    """The slug of the note that the id of *entry* was minted for; empty for an id of another form."""
    return entry.id.rpartition("-")[0]
