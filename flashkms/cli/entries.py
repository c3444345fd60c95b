"""An entry by the name that a person gives it: its own id, or that of one of its cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flashkms.errors import UsageError
from flashkms.safe import named

if TYPE_CHECKING:
    from flashkms.cards.card import Card
    from flashkms.store.collection import Collection


def entry_named(collection: Collection, text: str) -> Card:
    """The first card of the entry called *text*, or the card called so. Raises `UsageError` when there is none."""
    for card in collection.cards().values():
        if text in {card.id, card.entry.id}:
            return card
    raise UsageError(f"no entry is called {named(text)}", "flashkms cards lists them")
