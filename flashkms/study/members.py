"""Which cards a deck and the decks below it have, and which of those are suspended, in the log or in their file."""

from __future__ import annotations

from collections.abc import Iterable

from flashkms.cards.card import CardId
from flashkms.schedule.limits import below
from flashkms.study.study import Study


def members(study: Study, deck: str = "") -> set[CardId]:
    """The cards of *deck* and the decks below it; of everything by default."""
    return {id_ for id_, card in study.collection.cards().items() if below(card.deck, deck)}


def suspended(study: Study, ids: Iterable[CardId]) -> set[CardId]:
    """Those of *ids*, all of which stand in a deck file, that are never shown: suspended, or gone from their note."""
    cards, logged = study.collection.cards(), study.state.suspended
    return {id_ for id_ in ids if id_ in logged or cards[id_].entry.suspended or cards[id_].entry.gone}
