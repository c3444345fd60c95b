"""The deck file of a note: its own, that of a note which was renamed to it, or a new one."""

from __future__ import annotations

from flashkms.build import minting
from flashkms.build.naming import deck_name, deck_path
from flashkms.build.sources import Source
from flashkms.build.state import State, left_alone
from flashkms.cards import splice
from flashkms.cards.deck import Deck
from flashkms.errors import Problem


def deck(state: State, source: Source) -> Deck | None:
    """The deck of a note: the one that names it, one whose note was renamed to it, or a new one.

    None where the file that it would have cannot be read: what stands in it would be made a second time.
    """
    path = source.note.path
    own = next((deck for deck in state.decks.values() if deck.note == path), None)
    return own or _renamed(state, path) or (None if _lost(state, source) else _new_deck(state, source))


def _lost(state: State, source: Source) -> bool:
    """Whether the deck file of a note was lost, and not its entries dropped; then that is told."""
    path = source.note.path
    ids = minting.ids(source).items()
    missing = {key for key, name in ids if name not in state.ids and state.history.missing(name)}
    lost = len(missing - state.points()) if missing else 0
    if lost and not state.force:
        said = f"its deck file is gone, where {left_alone(lost)}"
        hint = "restore it from git or a backup; `flashkms build --yes` begins another"
        state.problems.append(Problem(path, 1, said, hint))
    return bool(lost) and not state.force


def _renamed(state: State, path: str) -> Deck | None:
    """The deck whose note is there no more, and had most of the points of the note *path*."""
    keys = state.belonging.keys[path]
    for deck in state.decks.values():
        if not deck.note or deck.note in state.belonging.notes or deck.note in state.renamed.values():
            continue
        theirs = {entry.source.key for entry in deck.entries if entry.source}
        if theirs and 2 * len(keys & theirs) >= len(theirs):
            state.edits.setdefault(deck.path, []).append(splice.SetField("", "note", path))
            state.renamed[path] = deck.note
            return deck
    return None


def _new_deck(state: State, source: Source) -> Deck | None:
    wanted = deck_path(source)
    if any(f"{wanted}/".startswith(f"{one}/") for one in state.blocked):  # it, or a folder above it
        said = f"left alone: {wanted} has problems, and may hold its cards"
        state.problems.append(Problem(source.note.path, 1, said, "mend that file, then build again"))
        return None
    path, number = wanted, 2
    while path in state.decks or path in state.fresh:
        path, number = f"{wanted.removesuffix('.yaml')}-{number}.yaml", number + 1
    deck = Deck(path, deck_name(source, state.spellings), note=source.note.path, tags=source.note.tags)
    state.fresh[path] = deck
    return deck
