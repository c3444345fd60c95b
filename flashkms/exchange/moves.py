"""Cards that Anki shows on another day than their answers say: by a person, load balancing or other settings."""

from __future__ import annotations

from collections.abc import Collection as Group
from collections.abc import Iterable
from datetime import datetime, timedelta

from flashkms.cards.card import CardId, number
from flashkms.exchange import arrivals
from flashkms.exchange.arrivals import EPOCH, Arrived, Known, Place
from flashkms.schedule.event import Event, Forget, Review, SetDue
from flashkms.schedule.replay import answered, memories
from flashkms.schedule.scheduler import Scheduler
from flashkms.store.collection import Collection
from flashkms.store.schedulers import Schedulers


def moves(
    collection: Collection,
    places: Group[Place],
    arrived: Arrived,
    events: Iterable[Event],
    before: Known,
) -> list[SetDue]:
    """The moves that the log lacks, by a replay of *events*, which are its own and those that the package adds.

    Cards answered here after the lines that *arrived* are left alone.
    """
    schedulers = Schedulers(collection.config, collection.zone)
    homes = {place.card: place.state.deck for place in places}
    homes |= {card: made.deck for card, made in collection.cards().items()}

    def scheduler_for(card: CardId) -> Scheduler:
        return schedulers.of(homes[card])

    mine = [event for event in events if getattr(event, "card", None) in homes or not hasattr(event, "card")]
    after = {
        **memories(mine, scheduler_for, number, now=collection.now),
        **answered(arrived.histories, scheduler_for, number),
    }
    latest = {line[1]: line[0] for line in arrived.others}
    touched = _touched(mine)
    current = [
        place
        for place in {place.card: place for place in places}.values()
        if place.card not in touched or touched[place.card].timestamp() * 1000 <= latest.get(place.state.id, 0) + 1
    ]
    for card, history in arrived.histories.items():
        if history:
            touched[card] = EPOCH + timedelta(milliseconds=round(history[-1][0] * 1000))
    return list(arrivals.moved(current, after, touched, collection.log, before))


def _touched(events: Iterable[Event]) -> dict[CardId, datetime]:
    """When each card was last answered or forgotten."""
    last: dict[CardId, datetime] = {}
    for event in events:
        if type(event) is Forget or (type(event) is Review and not event.cram):
            card = event.card
            if card not in last or event.at > last[card]:
                last[card] = event.at
    return last
