"""Reviews made in Anki, as events of the log: each at most once, whichever package brings it and how often.

An answer given here, exported and brought back is known by its card and instant; one given in Anki by the id that its
line of the log makes. So the union of all packages is the same in any order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct, field

from flashkms.anki.read import CardState, LogLine
from flashkms.cards.card import CardId
from flashkms.cards.entry import EntryId
from flashkms.schedule.event import (
    Drop,
    Event,
    EventId,
    Flag,
    Forget,
    Made,
    Mark,
    Rating,
    Review,
    SetDue,
    Suspend,
    Unsuspend,
)
from flashkms.schedule.replay import undone
from flashkms.schedule.scheduler import Answer
from flashkms.store.line import Numbered, spelled
from flashkms.store.log import ReviewLog

_SAME = 50  # milliseconds; an export moves a line by a few of them where two share an instant
_FILTERED, _MANUAL = 3, 4  # kinds of lines
FROM_ANKI = "anki:"  # begins the ids of what a package brought
_RATINGS = {int(rating): rating for rating in Rating}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Known(Struct):
    """What the log holds: event ids, for each card the milliseconds of its answers and forgets, and who was moved."""

    ids: set[EventId] = field(default_factory=set)
    undone: frozenset[EventId] = frozenset()
    instants: dict[CardId, list[int]] = field(default_factory=lambda: defaultdict(list))
    made: set[EntryId] = field(default_factory=set)
    dropped: dict[EntryId, bool] = field(default_factory=dict)  # or, False, welcome again
    moved: set[CardId] = field(default_factory=set)  # to a day of their own
    their_suspended: dict[CardId, bool] = field(default_factory=dict)  # as Anki last told
    flags: dict[CardId, int] = field(default_factory=dict)
    their_flags: dict[CardId, int] = field(default_factory=dict)  # as Anki last told
    their_marks: dict[EntryId, bool] = field(default_factory=dict)  # as Anki last told

    def removed(self, entry: EntryId, *, exported: bool = False) -> bool:
        """Whether a person removed *entry*, which no file holds: it was dropped, or was made or *exported* once."""
        return self.dropped.get(entry, exported or entry in self.made)

    def near(self, card: CardId, milliseconds: int) -> bool:
        """Whether *card* was answered or forgotten at that instant, give or take the little that an export moves it."""
        instants = self.instants.get(card, [])
        place = bisect_left(instants, milliseconds - _SAME)
        return place < len(instants) and instants[place] <= milliseconds + _SAME


def known(events: Iterable[Event]) -> Known:
    """What *events*, in order of time, already hold."""
    found = Known()
    listed = list(events)
    gone = found.undone = undone(listed)
    for event in listed:
        found.ids.add(event.id)
        if event.id.startswith(FROM_ANKI):
            _hear(found, event)
        match event:
            case Review(card=card) | Forget(card=card):
                found.instants[card].append(round(event.at.timestamp() * 1000))
            case SetDue(card=card):  # dated right after an answer, which may be one that is yet to come
                found.moved.add(card)
            case Flag(card=card, flag=flag) if event.id not in gone:
                found.flags[card] = flag
            case Made(entries=entries):
                found.made.update(entries)
            case Drop(entry=entry, dropped=dropped) if event.id not in gone:
                found.dropped[entry] = dropped
            case _:
                pass
    for instants in found.instants.values():
        instants.sort()
    return found


def _hear(found: Known, event: Event) -> None:
    """Note down in *found* the state that Anki told of by *event*."""
    match event:
        case Suspend(card=card) | Unsuspend(card=card):
            found.their_suspended[card] = isinstance(event, Suspend)
        case Flag(card=card, flag=flag):
            found.their_flags[card] = flag
        case Mark(entry=entry, marked=marked):
            found.their_marks[entry] = marked
        case _:
            pass


class Place(Struct, frozen=True):
    """A card in a package and the *card* that it is here, with the *guid* of its note there."""

    state: CardState
    guid: str
    card: CardId

    def event_id(self, what: object) -> EventId:
        """The id of the event that *what* makes: the same from every package."""
        return EventId(f"{FROM_ANKI}{self.guid}:{self.state.ordinal}:{what}")


class Arrived(Struct):
    """The *lines* of a package, in order of time.

    Of the cards *plain*, by their number there, to which nothing ever happened but the answers in it, no event is made
    of each: a replay takes their *histories*, and the log the `rows`. *others* are the lines of all other cards.
    """

    lines: Sequence[LogLine] = ()
    plain: dict[int, Place] = field(default_factory=dict)
    histories: dict[CardId, list[Answer]] = field(default_factory=dict)
    others: list[LogLine] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many `rows` there are."""
        return sum(map(len, self.histories.values()))

    def rows(self) -> Iterator[Numbered]:
        """What the log writes of the answers to the plain cards, made while it does."""
        known = {number: spelled(place.event_id(""), place.card) for number, place in self.plain.items()}
        for instant, card, rating, _, _, took_ms, _ in self.lines:
            if card in known:
                yield known[card], instant, rating, took_ms if took_ms > 0 else 0  # noqa: FURB136 - as in day.py


def sorted_out(lines: Sequence[LogLine], places: Mapping[int, Place], before: Known) -> Arrived:
    """The *lines*, which are in order of time, no two of one instant."""
    arrived = Arrived(lines, _untouched(lines, places, before))
    histories = {number: arrived.histories.setdefault(place.card, []) for number, place in arrived.plain.items()}
    history_of = histories.get
    for line in lines:
        history = history_of(line[1])
        if history is None:
            arrived.others.append(line)
        else:
            history.append((line[0] / 1000, line[2]))
    return arrived


def _untouched(lines: Iterable[LogLine], places: Mapping[int, Place], before: Known) -> dict[int, Place]:
    """Those of *places* with a card that the log knows nothing of, and with answers alone among *lines*."""
    odd = {line[1] for line in lines if not line[2] or (line[6] == _FILTERED and not line[4])}
    named = before.ids | before.undone
    told = {name[: name.rfind(":") + 1] for name in named if name.startswith(FROM_ANKI)}
    several = Counter(place.card for place in places.values())
    return {
        number: place
        for number, place in places.items()
        if number not in odd
        and place.card not in before.instants
        and place.card not in before.moved
        and several[place.card] == 1
        and (not told or place.event_id("") not in told)
    }


def reviews(
    lines: Iterable[LogLine], places: Mapping[int, Place], log: ReviewLog, before: Known
) -> Iterator[Review | Forget]:
    """The events of the *lines* that the log lacks. A rescheduling says nothing of its own and is left out."""
    known_ids, instants = before.ids, before.instants
    for line in lines:
        number, card, rating, _, factor, took_ms, kind = line
        place = places.get(card)
        if place is None:
            continue
        name = place.event_id(number)
        if name in known_ids or (place.card in instants and before.near(place.card, number)):
            continue
        at = EPOCH + timedelta(0, number // 1000, number % 1000 * 1000)
        if rating:
            yield Review(
                **log.named(name, at),
                card=place.card,
                rating=_RATINGS[rating],
                took_ms=max(took_ms, 0),
                scheduler="anki",
                cram=kind == _FILTERED and factor == 0,
            )
        elif kind == _MANUAL and factor == 0:
            yield Forget(**log.named(name, at), card=place.card)
