"""Suspensions, flags and marks that a person gave or took away in Anki: what changed there, not what differs from here.

Anki's card says how it stands, and when it was touched for whatever reason. So each state is compared with what Anki
had when it last told, or when it got the card: only what is other than that was done in Anki.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from msgspec import Struct, field

from flashkms.anki.read import CardState, LogLine
from flashkms.cards.card import CardId
from flashkms.cards.entry import EntryId
from flashkms.exchange.arrivals import FROM_ANKI, Known, Place
from flashkms.schedule.event import EventId, Flag, Mark, Suspend, Unsuspend
from flashkms.store.log import ReviewLog

_SUSPENDED = -1  # a queue


class Marked(Struct, frozen=True):
    """The note *guid*, the *entry* here, and whether it was *marked* when it was *modified* (seconds since 1970)."""

    guid: str
    entry: EntryId
    modified: int
    marked: bool


class Suspended(Struct, frozen=True):
    """Suspended cards that the log does not tell of.

    *came* are those that Anki got suspended, and when, in seconds since 1970; *held* those that the deck file keeps
    back, whatever the log says.
    """

    came: Mapping[CardId, int] = field(default_factory=dict)
    held: frozenset[CardId] = frozenset()


def came_suspended(
    suspended: Mapping[CardId, int], places: Iterable[Place], lines: Iterable[LogLine], before: Known
) -> dict[CardId, int]:
    """Those of the cards that were first exported *suspended*, and when, that Anki took so, as far as *lines* tell.

    Without its box for learning progress ticked, Anki takes every card as a new one, and no answer of before.
    """
    oldest = {line[1]: line[0] for line in reversed(tuple(lines))} if suspended else {}
    came: dict[CardId, int] = {}
    for place in places if suspended else ():
        at = suspended.get(place.card)
        if at is None:
            continue
        answered = before.instants.get(place.card)
        lacking = answered and answered[0] < at * 1000 <= oldest.get(place.state.id, at * 1000)
        if not lacking:
            came[place.card] = at
    return came


def states(
    places: Iterable[Place],
    log: ReviewLog,
    before: Known,
    here: Suspended,
    *,
    whole: bool,
) -> Iterator[Suspend | Unsuspend | Flag]:
    """Suspensions and flags that a person set or took away in Anki, each dated as the card there: the last word holds.

    A suspension or a flag is taken away only by what tells the *whole*: a package without a history has none.
    """
    for place in places:
        state, card = place.state, place.card
        there = state.queue == _SUSPENDED
        if there != _told_suspended(state, card, before, here.came) and (there or whole) and card not in here.held:
            name = place.event_id(f"{'suspend' if there else 'unsuspend'}:{state.modified}")
            kind = Suspend if there else Unsuspend
            if name not in before.ids:
                yield kind(**log.named(name, _instant(state.modified)), card=card)
        if state.flag is not None and _flagged(state.flag, card, before, whole=whole):
            name = place.event_id(f"flag:{state.modified}")
            if name not in before.ids:
                yield Flag(**log.named(name, _instant(state.modified)), card=card, flag=state.flag)


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(max(seconds, 0), UTC)


def _told_suspended(state: CardState, card: CardId, before: Known, came: Mapping[CardId, int]) -> bool:
    """Whether *card* was suspended in Anki when that last told of it, or got it and did not touch it since."""
    if card in came and state.modified <= came[card]:
        return state.queue == _SUSPENDED
    return before.their_suspended.get(card, card in came)


def _flagged(flag: int, card: CardId, before: Known, *, whole: bool) -> bool:
    """Whether *flag* is news: other than here and than Anki told before; none at all only ends what Anki gave."""
    here, told = before.flags.get(card, 0), before.their_flags.get(card, 0)
    return flag not in (here, told) and (flag > 0 or (whole and here == told))


def marks(marked: Iterable[Marked], log: ReviewLog, before: Known, *, whole: bool) -> Iterator[Mark]:
    """A mark for every note that Anki has marked since it last told, and its end where it has unmarked one.

    A package that is not *whole* ends none.
    """
    for note in marked:
        if note.marked == before.their_marks.get(note.entry, False) or not (note.marked or whole):
            continue
        at = _instant(note.modified)
        name = EventId(f"{FROM_ANKI}{note.guid}:{'mark' if note.marked else 'unmark'}:{note.modified}")
        if name not in before.ids:
            yield Mark(**log.named(name, at), entry=note.entry, marked=note.marked)
