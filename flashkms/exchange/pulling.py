"""What was done in a running Anki, fetched into the log: answers, forgets, days and suspensions.

Each comes under the event id that a package would give it, so that neither brings what the other has brought.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from flashkms.anki.read import CardState, LogLine
from flashkms.cards.card import CardId, card_id, entry_of
from flashkms.cards.entry import EntryId
from flashkms.exchange import arrivals, states
from flashkms.exchange.arrivals import Arrived
from flashkms.exchange.connect import Ask, groups, notes
from flashkms.exchange.ledger import Ledger
from flashkms.exchange.moves import Replay
from flashkms.exchange.states import Suspended
from flashkms.schedule.day import StudyDays
from flashkms.schedule.event import Event, Forget, Review
from flashkms.store.collection import Collection

_STATE = ("mod", "type", "queue", "interval", "due")  # what a card's description tells of its schedule
_REVIEW = 2  # a type of cards
_FILTERED = -90_000  # Anki counts the cards of a filtered deck from -100,000 on


class Pulled(Struct, frozen=True):
    """What a pull brought: answers and forgets that the log lacked, cards *moved* to another day, suspensions."""

    reviews: int
    forgotten: int
    moved: int
    suspensions: int


def pull(collection: Collection, ask: Ask) -> Pulled:
    """Fetch what the log lacks into it: answers, forgets, the days that follow from them in Anki, suspensions.

    Raises `ConnectError`, `FlashkmsError` when the disk refuses.
    """
    events, _ = collection.log.read()
    before, log = arrivals.known(events), collection.log
    entries = {entry.id: entry for deck in collection.decks() for entry in deck.entries}
    places = {place.state.id: place for place in _places(ask, entries)}
    lines = sorted(_lines(ask, sorted(places)))
    found: list[Event] = list(arrivals.reviews(lines, places, log, before))
    dated = list(_dated(collection, places, lines))
    moved = Replay(collection, dated).moves(Arrived(others=lines), [*events, *found], before)
    held = frozenset(place.card for place in dated if entries[entry_of(place.card)].held)
    came = states.came_suspended(Ledger(collection.root).suspended, dated, lines, before)
    told = list(states.states(dated, log, before, Suspended(came, held), whole=True))
    found = sorted([*found, *moved, *told], key=lambda event: (event.at, event.seq))
    if found:
        log.append(found)
    reviews = sum(isinstance(event, Review) for event in found)
    return Pulled(reviews, sum(isinstance(event, Forget) for event in found), len(moved), len(told))


def _dated(
    collection: Collection, places: Mapping[int, arrivals.Place], lines: Iterable[LogLine]
) -> Iterator[arrivals.Place]:
    """The *places*, each with its day; AnkiConnect tells days by a count of Anki's own, and not from when.

    Where the last line is an answer it tells the day, and so from when Anki counts those of the other reviews.
    """
    days = StudyDays(collection.zone, collection.config.schedule.rollover)
    latest = {card: (instant, interval if rating else 0) for instant, card, rating, interval, *_ in lines}
    told: dict[int, date] = {}
    for number, place in places.items():
        instant, interval = latest.get(number, (0, 0))
        if interval == place.state.interval > 0:
            told[number] = days.day(datetime.fromtimestamp(instant / 1000, UTC)) + timedelta(days=interval)
    counted = {number for number, place in places.items() if place.state.type == _REVIEW and _count(place) > _FILTERED}
    began = Counter(told[number].toordinal() - _count(places[number]) for number in counted & told.keys())
    ((first, _),) = began.most_common(1) or ((None, 0),)
    if first is not None:
        told |= {number: _day(first + _count(places[number])) for number in counted - told.keys()}
    for number, place in places.items():
        yield replace(place, state=replace(place.state, due=told.get(number)))


def _count(place: arrivals.Place) -> int:
    """The day of a review as Anki counts it; far below 0 while the card is in a filtered deck."""
    return place.state.position


def _day(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def _places(ask: Ask, here: Iterable[EntryId]) -> Iterator[arrivals.Place]:
    known = set(here)
    guids = {card: note.guid for note in notes(ask) if note.guid in known for card in note.cards}
    for group in groups(sorted(guids)):
        for said in ask("cardsInfo", cards=group):
            if isinstance(said, dict) and said.get("cardId") in guids:
                guid, ordinal = guids[said["cardId"]], int(said.get("ord", 0))
                modified, kind, queue, interval, due = (int(said.get(name, 0)) for name in _STATE)
                state = CardState(int(said["cardId"]), 0, "", ordinal, modified, kind, queue, None, interval, None, due)
                card: CardId = card_id(guid, ordinal + 1)
                yield arrivals.Place(state, guid, card)


def _lines(ask: Ask, cards: Sequence[int]) -> Iterator[LogLine]:
    for group in groups(cards):
        told = ask("getReviewsOfCards", cards=[str(card) for card in group])
        for card, rows in told.items():
            for row in rows:
                yield (
                    int(row["id"]), int(card), int(row["ease"]), int(row["ivl"]), int(row["factor"]), int(row["time"]),
                    int(row["type"]),
                )  # fmt: skip
