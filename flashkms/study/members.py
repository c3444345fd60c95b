"""Which cards a deck and the decks below it have, and which of them are not shown, by the log or by their file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from flashkms.cards.card import Card, CardId
from flashkms.errors import UsageError
from flashkms.schedule.event import Unsuspend
from flashkms.schedule.leeches import is_leech, tagged
from flashkms.schedule.limits import below
from flashkms.study.study import Study


def members(study: Study, deck: str = "") -> set[CardId]:
    """The cards of *deck* and the decks below it; of everything by default."""
    return {id_ for id_, card in study.collection.cards().items() if below(card.deck, deck)}


def suspended(study: Study, ids: Iterable[CardId]) -> set[CardId]:
    """Those of *ids*, all of which stand in a deck file, that are never shown: suspended, or gone from their note."""
    cards, logged = study.collection.cards(), study.state.suspended
    return {id_ for id_ in ids if id_ in logged or cards[id_].entry.held}


def as_tagged(study: Study, card: Card) -> Card:
    """*card* with the tag of a leech where it is one."""
    leech = is_leech(study.memory(card.id), study.collection.config.schedule.leech_threshold)
    return replace(card, tags=tagged(card.tags)) if leech else card


def given_day(study: Study, id_: CardId) -> date | None:
    """The study day that the new card *id_* was given; None where it was given none, or is not new."""
    return study.collection.index.state(id_).due


def why_hidden(study: Study, id_: CardId) -> str:
    """Why the card *id_* is not shown today; empty where nothing keeps it out of the queue."""
    if study.known(id_) is None:
        return "in no deck file any more"
    if by_file := _hidden_by_file(study, id_):
        return by_file
    if study.suspended(id_):
        return "suspended"
    return "" if study.shows(id_) else "buried until tomorrow"


def unsuspend(study: Study, id_: CardId) -> Unsuspend:
    """Show the card *id_* again. Raises `UsageError` where its deck file hides it, which no event can change."""
    if why := _hidden_by_file(study, id_):
        entry = study.card(id_).entry
        key = "gone" if entry.gone else "suspended"
        raise UsageError(f"{id_}: {why}", f"take `{key}: true` out of its entry")
    return study.unsuspend(id_)


def _hidden_by_file(study: Study, id_: CardId) -> str:
    card = study.card(id_)
    if not card.entry.held:
        return ""
    return f"{'gone from its note' if card.entry.gone else 'suspended'}, as {card.path}:{card.entry.line} says"
