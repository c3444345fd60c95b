"""Ids for entries that have none: the one that was lost, where that can be told, else a new one.

They come before all else of a planning: the history of an entry is that of its id, and a note that was reworded at the
same time is to find it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from flashkms.build.history import History
from flashkms.build.plan import Named
from flashkms.cards import deckfile, identity, splice
from flashkms.cards.deck import Deck, Unnamed
from flashkms.cards.entry import EntryId
from flashkms.notes import keys_of
from flashkms.notes.note import Note


def named(
    decks: Iterable[Deck], notes: Mapping[str, Note], history: History, spelt: AbstractSet[str]
) -> Iterator[Named]:
    """An id for each unnamed entry of *decks*; *spelt* are the ids that files hold, in lower case.

    *notes* are those that were read, by path.

    An id that was lost comes back where the file had the same words under it, or the `source` line leads to it.
    """
    given: set[str] = set()
    for deck in decks:
        for one in deck.unnamed:
            before = next(
                (name for name in _before(deck, one, notes.get(deck.note)) if _lost(name, history, spelt | given)), None
            )
            lost = () if before else tuple(sorted(_studied(history, spelt | given)))
            name = before or _fresh(deck, one, history, spelt | given)
            given.add(name.casefold())
            yield Named(deck.path, one.line, name, before is not None, lost)


def with_names(deck: Deck, text: str, named: Sequence[Named]) -> tuple[Deck, tuple[Named, ...]]:
    """*deck*, the one of the file *text*, with the entries that get an id, and those of *named* that it can have."""
    edits = tuple(splice.NameEntry(one.line, one.entry) for one in named if one.path == deck.path)
    after, refused = splice.apply(text, edits)
    left = {edit.edit.line for edit in refused if isinstance(edit.edit, splice.NameEntry)}
    given = tuple(one for one in named if one.path == deck.path and one.line not in left)
    return (deckfile.parse(after, deck.path)[0] if given else deck), given


def _before(deck: Deck, one: Unnamed, note: Note | None) -> Iterator[EntryId]:
    """The ids that *one* may have had, the likeliest first.

    Where the index does not know them and its `source` is lost too, the words of a point that nobody changed lead to
    the id that was made from them.
    """
    if one.before:
        yield EntryId(one.before)
    if one.source and deck.note:
        yield from identity.minted(deck.note, one.source)
    elif note:
        yield from (next(identity.minted(note.path, key)) for key in keys_of(note, one.text))


def _lost(name: EntryId, history: History, taken: AbstractSet[str]) -> bool:
    """Whether the log knows the entry *name*, no file has it, and nobody dropped it."""
    return name.casefold() not in taken and history.known(name) and name not in history.dropped


def _studied(history: History, taken: AbstractSet[str]) -> Iterator[EntryId]:
    return (name for name in history.reviews if _lost(name, history, taken))


def _fresh(deck: Deck, one: Unnamed, history: History, taken: AbstractSet[str]) -> EntryId:
    ids = identity.minted(deck.note or deck.path, one.key)
    return next(name for name in ids if name.casefold() not in taken and not history.known(name))
