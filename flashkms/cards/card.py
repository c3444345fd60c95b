"""A card: one question that the scheduler knows. An entry makes one card, or one for each blank or direction."""

from __future__ import annotations

import hashlib
from typing import NewType

from msgspec import Struct

from flashkms.cards import cloze
from flashkms.cards.deck import Deck
from flashkms.cards.entry import Choice, Cloze, Entry, EntryId, Question, WhyNot

CardId = NewType("CardId", str)


class Card(Struct, frozen=True):
    """One card of an entry. *ordinal* counts from 1: the blank's number, or 2 for the reverse of a question."""

    id: CardId
    entry: Entry
    ordinal: int
    deck: str
    tags: tuple[str, ...]
    path: str  # of the deck file, relative to the collection
    note: str  # of the study note, or empty


def card_id(entry: EntryId, ordinal: int) -> CardId:
    """The id of the card *ordinal* of an entry: `kms-4t7q2m.1`."""
    return CardId(f"{entry}.{ordinal}")


_DIGITS = 10  # no ordinal has as many


def entry_of(card: CardId) -> EntryId:
    """The entry that *card* belongs to."""
    return EntryId(card.rpartition(".")[0])


def ordinal_of(card: CardId) -> int:
    """Which of its entry's cards *card* is, from 1; 0 for a name that only a damaged log can hold."""
    digits = card.rpartition(".")[2]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < _DIGITS else 0


def card_ordinals(entry: Entry) -> tuple[int, ...]:
    """The ordinals of the cards that *entry* makes, ascending; empty for a cloze without a blank."""
    match entry.body:
        case Cloze(text):
            return cloze.ordinals(text)
        case Question(reverse=reverse):
            return (1, 2) if reverse else (1,)
        case Choice() | WhyNot():
            return (1,)


def cards(deck: Deck) -> tuple[Card, ...]:
    """All cards of *deck*, in file order, siblings in ordinal order."""
    return tuple(
        Card(
            card_id(entry.id, ordinal),
            entry,
            ordinal,
            deck.name,
            tuple(dict.fromkeys((*deck.tags, *entry.tags))),
            deck.path,
            deck.note,
        )
        for entry in deck.entries
        for ordinal in card_ordinals(entry)
    )


def number(card: CardId) -> int:
    """A stable whole number for *card*: its id in Anki, and the seed of its fuzz.

    It lies in 1.0e12..1.6e12, where Anki expects milliseconds of a creation time in the past.
    """
    digest = hashlib.sha256(card.encode()).digest()
    return 1_000_000_000_000 + int.from_bytes(digest[:8], "big") % 600_000_000_000
