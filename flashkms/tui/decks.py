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
    ordered = sorted(decks, key=lambda counts: _parts(counts.deck))
    inner = {path for counts in ordered for path in _above(counts.deck)}
    return tuple(
        Branch(counts, counts.deck.count(SEPARATOR), counts.deck not in inner, counts.deck in folded)
        for counts in ordered
        if not any(path in folded for path in _above(counts.deck))
    )


def _parts(deck: str) -> tuple[str, ...]:
    return tuple(deck.casefold().split(SEPARATOR))


def _above(deck: str) -> list[str]:
    parts = deck.split(SEPARATOR)
    return [SEPARATOR.join(parts[:length]) for length in range(1, len(parts))]
