"""Decks as a tree: `A::B` below `A`; what is folded stays folded."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct

from flashkms.study import DeckCounts

SEPARATOR = "::"


class Branch(Struct, frozen=True):
    """One line of the tree. *counts* include the decks below; *leaf* has none."""

    counts: DeckCounts
    depth: int
    leaf: bool
    folded: bool

    @property
    def name(self) -> str:
        """The last part of the deck's path."""
        return self.counts.deck.rpartition(SEPARATOR)[2]


def tree(decks: Iterable[DeckCounts], folded: Collection[str] = ()) -> tuple[Branch, ...]:
    """The branches in sight, parents before children, in the decks' own order."""
    known = {deck.deck: deck for deck in sorted(decks, key=lambda counts: _parts(counts.deck))}
    return tuple(_branch(counts, known, folded) for counts in known.values() if not _hidden(counts.deck, folded))


def _parts(deck: str) -> tuple[str, ...]:
    return tuple(deck.casefold().split(SEPARATOR))


def _paths(deck: str) -> list[str]:
    parts = deck.split(SEPARATOR)
    return [SEPARATOR.join(parts[: end + 1]) for end in range(len(parts))]


def _branch(counts: DeckCounts, known: Iterable[str], folded: Collection[str]) -> Branch:
    below = any(path.startswith(counts.deck + SEPARATOR) for path in known)
    return Branch(counts, counts.deck.count(SEPARATOR), not below, counts.deck in folded)


def _hidden(deck: str, folded: Collection[str]) -> bool:
    return any(path in folded for path in _paths(deck)[:-1])
