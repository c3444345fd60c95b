"""What was done in a running Anki, fetched into the log: answers, forgets, days and suspensions.

Each comes under the event id that a package would give it, so that neither brings what the other has brought.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

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

_STATE = ("mod", "type", "queue", "interval")  # what a card's description tells of its schedule


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
    """The *places*, each with the day that its last line led to; AnkiConnect tells days by a count of its own."""
    days = StudyDays(collection.zone, collection.config.schedule.rollover)
    latest = {card: (instant, interval) for instant, card, _, interval, *_ in lines}
    for number, place in places.items():
        instant, interval = latest.get(number, (0, 0))
        day = None
        if interval == place.state.interval > 0:
            day = days.day(datetime.fromtimestamp(instant / 1000, UTC)) + timedelta(days=interval)
        yield replace(place, state=replace(place.state, due=day))


def _places(ask: Ask, here: Iterable[EntryId]) -> Iterator[arrivals.Place]:
    known = set(here)
    guids = {card: note.guid for note in notes(ask) if note.guid in known for card in note.cards}
    for group in groups(sorted(guids)):
        for said in ask("cardsInfo", cards=group):
            if isinstance(said, dict) and said.get("cardId") in guids:
                guid, ordinal = guids[said["cardId"]], int(said.get("ord", 0))
                modified, kind, queue, interval = (int(said.get(name, 0)) for name in _STATE)
                state = CardState(int(said["cardId"]), 0, "", ordinal, modified, kind, queue, None, interval, None, 0)
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
