"""Cards that Anki shows on another day than their answers say: by a person, load balancing or other settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from flashkms.cards.card import CardId, number
from flashkms.exchange.arrivals import EPOCH, FROM_ANKI, Arrived, Known, Place
from flashkms.schedule.day import StudyDays
from flashkms.schedule.event import Event, Forget, Review, SetDue
from flashkms.schedule.memory import Memory, Phase
from flashkms.schedule.replay import answered, memories
from flashkms.schedule.scheduler import Answer, Scheduler
from flashkms.store.collection import Collection
from flashkms.store.log import ReviewLog
from flashkms.store.schedulers import Schedulers
from flashkms.store.shared import Shared

_REVIEW_TYPE = 2
_WORTH = 2000  # cards below which a second process costs more than it saves


# Where a card stands after its replay: the ordinal of the day on which it is due, and the days of its interval: None
# while it is on its steps, 0 of a new card that was given a day. A plain tuple, since a second process sends as many as
# there are cards.
Standing = tuple[int, int | None]
Stood = tuple[CardId, Standing | None]  # and whose it is; None for no answer


class Replay:
    """How the cards at *places* are replayed: each by the scheduler of the deck in which it is here, or will be."""

    def __init__(self, collection: Collection, places: Iterable[Place]) -> None:
        self._schedulers = Schedulers(collection.config, collection.zone)
        self._places = {place.card: place for place in places}
        self._homes = {card: place.state.deck for card, place in self._places.items()}
        self._homes |= {card: made.deck for card, made in collection.cards().items()}
        self._log = collection.log
        self._now = collection.now

    def standings(self, histories: Mapping[CardId, Sequence[Answer]]) -> Shared[CardId, Standing | None]:
        """Where the cards of *histories* stand after them, in their order, in two processes; None for no answer."""

        def replayed(cards: Sequence[CardId]) -> list[Standing | None]:
            after = answered({card: histories[card] for card in cards}, self._scheduler, number)
            return [self._standing(after.get(card)) for card in cards]

        return Shared(replayed, tuple(histories), least=_WORTH)

    def moves(
        self,
        arrived: Arrived,
        events: Iterable[Event],
        before: Known,
        standings: Iterable[Stood] = (),
    ) -> list[SetDue]:
        """The moves that the log lacks, by a replay of *events*, which are its own and those that the package adds.

        *standings* are those of the histories that *arrived*, in their order, which is that of the places; each is
        waited for when its card is. Cards answered here after the lines that *arrived* are left alone.
        """
        mine = [event for event in events if getattr(event, "card", None) in self._homes or not hasattr(event, "card")]
        after, given = memories(mine, self._scheduler, number, now=self._now)
        standing: dict[CardId, Standing | None] = {card: (day.toordinal(), 0) for card, day in given.items()}
        standing |= {card: self._standing(memory) for card, memory in after.items()}
        latest = {line[1]: line[0] for line in arrived.others}
        touched = _touched(mine)
        current = [
            place
            for card, place in self._places.items()
            if card not in touched or touched[card].timestamp() * 1000 <= latest.get(place.state.id, 0) + 1
        ]
        for card, history in arrived.histories.items():
            if history:
                touched[card] = EPOCH + timedelta(milliseconds=round(history[-1][0] * 1000))
        mover = _Mover(self._log, before, self._schedulers.days)
        coming = iter(standings)

        def stood(card: CardId) -> Standing | None:
            if card not in arrived.histories:
                return standing.get(card)
            return next((known for each, known in coming if each == card), None)

        found = (mover.moved(place, stood(place.card), touched.get(place.card)) for place in current)
        return [event for event in found if event is not None]

    def _scheduler(self, card: CardId) -> Scheduler:
        return self._schedulers.of(self._homes[card])

    def _standing(self, memory: Memory | None) -> Standing | None:
        if memory is None:
            return None
        due = _day(memory.due, self._schedulers.days)
        return due.toordinal(), memory.interval_days if memory.phase is Phase.REVIEW else None


class _Mover(Struct):
    """Makes the events of cards that Anki shows on another day than a replay of their answers does."""

    log: ReviewLog
    before: Known
    days: StudyDays

    def moved(self, place: Place, standing: Standing | None, touched: datetime | None) -> SetDue | None:
        """The move of the card at *place*, which was last *touched* then, from where it is *standing*; None for none.

        A card that has a day and no answer gets that day as well. One that is on its steps in Anki and not here, or
        on others, comes on the same day: what step it is on, no event can say.
        """
        state, due = place.state, place.state.due
        if due is None:
            return None
        day, reviewed = _day(due, self.days), state.type == _REVIEW_TYPE
        if standing and standing[0] == day.toordinal() and not (reviewed and standing[1] != state.interval):
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
        # 0 is what *Set due date* leaves of a card that is to come on the same day.
        held = interval if interval is not None and interval >= 0 else None
        return SetDue(**self.log.named(name, at), card=place.card, due=day, interval_days=held)


def _day(due: date | datetime, days: StudyDays) -> date:
    return days.day(due) if isinstance(due, datetime) else due


def _touched(events: Iterable[Event]) -> dict[CardId, datetime]:
    """When each card was last answered, forgotten or given a day here: a day of Anki's counts after that."""
    last: dict[CardId, datetime] = {}
    for event in events:
        if type(event) is Review:
            if event.cram:
                continue
        elif type(event) is SetDue:
            if event.id.startswith(FROM_ANKI):
                continue
        elif type(event) is not Forget:
            continue
        card = event.card
        if card not in last or event.at > last[card]:
            last[card] = event.at
    return last
