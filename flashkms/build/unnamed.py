"""Ids for entries that have none: the one that was lost, where that can be told, else a new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from flashkms.build.history import History
from flashkms.build.plan import Named
from flashkms.cards import identity
from flashkms.cards.deck import Deck, Unnamed
from flashkms.cards.entry import EntryId


def named(decks: Iterable[Deck], history: History, spelt: AbstractSet[str]) -> Iterator[Named]:
    """An id for each unnamed entry of *decks*; *spelt* are the ids that files hold, in lower case.

    An id that was lost comes back where the file had the same words under it, or the `source` line leads to it.
    """
    given: set[str] = set()
    for deck in decks:
        for one in deck.unnamed:
            before = next((name for name in _before(deck, one) if _lost(name, history, spelt | given)), None)
            lost = () if before else tuple(sorted(_studied(history, spelt | given)))
            name = before or _fresh(deck, one, history, spelt | given)
            given.add(name.casefold())
            yield Named(deck.path, one.line, name, before is not None, lost)


def _before(deck: Deck, one: Unnamed) -> Iterator[EntryId]:
    """The ids that *one* may have had."""
    if one.before:
        yield EntryId(one.before)
    if one.source and deck.note:
        yield from identity.minted(deck.note, one.source)


def _lost(name: EntryId, history: History, taken: AbstractSet[str]) -> bool:
    """Whether the log knows the entry *name*, no file has it, and nobody dropped it."""
    return name.casefold() not in taken and history.known(name) and name not in history.dropped


def _studied(history: History, taken: AbstractSet[str]) -> Iterator[EntryId]:
    return (name for name in history.reviews if _lost(name, history, taken))


def _fresh(deck: Deck, one: Unnamed, history: History, taken: AbstractSet[str]) -> EntryId:
    ids = identity.minted(deck.note or deck.path, one.key)
    return next(name for name in ids if name.casefold() not in taken and not history.known(name))
