"""Cards that Anki shows on another day than their answers say: by a person, load balancing or other settings."""

from __future__ import annotations

from collections.abc import Collection as Group
from collections.abc import Iterable
from datetime import datetime

from flashkms.anki.read import LogLine
from flashkms.cards.card import CardId, number
from flashkms.exchange import arrivals
from flashkms.exchange.arrivals import Known, Place
from flashkms.schedule.event import Event, Forget, Review, SetDue
from flashkms.schedule.replay import memories
from flashkms.store.collection import Collection
from flashkms.store.schedulers import Schedulers


def moves(
    collection: Collection,
    places: Group[Place],
    lines: Iterable[LogLine],
    events: Iterable[Event],
    before: Known,
) -> list[SetDue]:
    """The moves that the log lacks, by a replay of *events*, which are its own and those that the package adds.

    Cards answered here after *lines*, which are in order of time, are left alone.
    """
    schedulers = Schedulers(collection.config, collection.zone)
    homes = {place.card: place.state.deck for place in places}
    homes |= {card: made.deck for card, made in collection.cards().items()}
    mine = [event for event in events if getattr(event, "card", None) in homes or not hasattr(event, "card")]
    after = memories(mine, lambda card: schedulers.of(homes[card]), number, now=collection.now)
    latest = {line.card: line.id for line in lines}
    last: dict[CardId, datetime] = {}
    for event in mine:
        if type(event) is Forget or (type(event) is Review and not event.cram):
            card = event.card
            if card not in last or event.at > last[card]:
                last[card] = event.at
    current = [
        place
        for place in {place.card: place for place in places}.values()
        if place.card not in last or last[place.card].timestamp() * 1000 <= latest.get(place.state.id, 0) + 1
    ]
    return list(arrivals.moved(current, after, last, collection.log, before))
