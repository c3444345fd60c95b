"""Cards that Anki shows on another day than their answers say: by a person, load balancing or other settings."""

from __future__ import annotations

from collections.abc import Collection as Group
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from flashkms.cards.card import CardId, number
from flashkms.exchange.arrivals import EPOCH, Arrived, Known, Place
from flashkms.schedule.day import StudyDays
from flashkms.schedule.event import Event, Forget, Review, SetDue
from flashkms.schedule.memory import Memory, Phase
from flashkms.schedule.replay import answered, memories
from flashkms.schedule.scheduler import Scheduler
from flashkms.store.collection import Collection
from flashkms.store.log import ReviewLog
from flashkms.store.schedulers import Schedulers

_REVIEW_TYPE = 2


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
    mover = _Mover(collection.log, before, schedulers.days)
    found = (mover.moved(place, after.get(place.card), touched.get(place.card)) for place in current)
    return [event for event in found if event is not None]


class _Mover(Struct):
    """Makes the events of cards that Anki shows on another day than a replay of their answers does."""

    log: ReviewLog
    before: Known
    days: StudyDays

    def moved(self, place: Place, memory: Memory | None, touched: datetime | None) -> SetDue | None:
        """The move of the card at *place*, which was last *touched* then, from what *memory* says; None for none.

        A card that has a day and no answer gets that day as well. One that is on its steps in Anki and not here, or
        on others, comes on the same day: what step it is on, no event can say.
        """
        state, due = place.state, place.state.due
        if due is None:
            return None
        day, reviewed = self._day(due), state.type == _REVIEW_TYPE
        equal = memory is not None and self._day(memory.due) == day
        if memory is not None and equal and not (reviewed and _other(memory, state.interval)):
            return None
        if touched is None:
            touched = datetime.fromtimestamp(max(state.modified, 0), UTC)
        interval = state.interval if reviewed else None
        name = place.event_id(
            f"due:{round(touched.timestamp() * 1000)}:{day}:{'step' if interval is None else interval}"
        )
        if name in self.before.ids:
            return None
        at = touched + timedelta(milliseconds=1)
        longer = interval if interval and interval > 0 else None
        return SetDue(**self.log.named(name, at), card=place.card, due=day, interval_days=longer)

    def _day(self, due: date | datetime) -> date:
        return self.days.day(due) if isinstance(due, datetime) else due


def _other(memory: Memory, interval: int) -> bool:
    """Whether *memory* is not in review with an *interval* of so many days."""
    return memory.phase is not Phase.REVIEW or memory.interval_days != interval


def _touched(events: Iterable[Event]) -> dict[CardId, datetime]:
    """When each card was last answered or forgotten."""
    last: dict[CardId, datetime] = {}
    for event in events:
        if type(event) is Forget or (type(event) is Review and not event.cram):
            card = event.card
            if card not in last or event.at > last[card]:
                last[card] = event.at
    return last
