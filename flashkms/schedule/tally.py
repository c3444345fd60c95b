"""The deck tree's counts: for every deck, and every deck above one, what studying it would show today.

As in Anki, a deck shows its own cards and what each deck below it shows, within its own limits; the limits of decks
above it do not narrow its line. Cards that wait for a sibling are not counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from flashkms.cards.card import Card, CardId, entry_of
from flashkms.config import Config
from flashkms.schedule.day import StudyDays
from flashkms.schedule.limits import Limits, lineage
from flashkms.schedule.queue import Counts, days_due, in_review, step_due, studiable
from flashkms.schedule.replay import State

STEPS, DAYS, DUE, NEW, CARDS = range(5)  # what is counted of a deck, by its place in the deck's list


class Tally:
    """Counts the cards of each deck that could be shown, before any limit, given in the order of the queue."""

    __slots__ = ("_bury", "_limited", "_seen", "own", "waiting")

    def __init__(self, *, bury: bool) -> None:
        """With *bury*, of one entry's cards only the first that is given is counted."""
        self.own: dict[str, list[int]] = {}
        self.waiting: set[str] = set()  # decks of new cards that wait for a sibling, if that has room in the day
        self._bury = bury
        self._limited: set[str] = set()  # entries with such a sibling
        self._seen: dict[str, dict[str, datetime | None]] = {}

    def began(self, entry: str, card: str, last: datetime | None) -> None:
        """*card* was answered today, *last* at that instant: its siblings wait."""
        self._seen.setdefault(entry, {})[card] = last

    def count(self, kind: int, deck: str, many: int = 1) -> int:
        """Count *many* cards of *deck*; how many of that kind it has now."""
        own = self.own.get(deck)
        if own is None:
            own = self.own[deck] = [0] * 5
        own[kind] += many
        return own[kind]

    def offer(self, kind: int, deck: str, entry: str, card: str, unburied: datetime | None = None) -> int:
        """Count *card*, which was dug out when *unburied*, unless it waits for a sibling; the count of its kind."""
        siblings = self._seen.setdefault(entry, {})
        waits = self._bury and any(
            unburied is None or last is None or last > unburied for other, last in siblings.items() if other != card
        )
        if kind != STEPS and waits:
            if kind == NEW and entry in self._limited:
                self.waiting.add(deck)
            return self.count(kind, deck, 0)
        if kind in (DAYS, DUE):
            self._limited.add(entry)
        siblings[card] = None
        return self.count(kind, deck)

    def held_up(self, lines: Iterable[tuple[str, Counts]], limits: Limits) -> set[str]:
        """The decks of *lines* that may show more new cards than that: some wait for a sibling that has no room."""
        full = {deck for deck, each in lines if each.learning + each.due >= limits.room(deck)[0]}
        return {name for deck in self.waiting if not full.isdisjoint(lineage(deck)) for name in lineage(deck)}

    def tree(self, limits: Limits) -> tuple[tuple[str, Counts], ...]:
        """The lines of all decks that have a card at or below them, by name.

        A new card is not counted while a sibling is due, be that beyond the limit or not.
        """
        lines = {deck: lineage(deck) for deck in self.own}
        shown: dict[str, list[int]] = {name: [0] * 5 for line in lines.values() for name in line}
        for deck in sorted(shown, key=lambda name: -name.count("::")):
            counted = shown[deck]
            _add(counted, self.own.get(deck, ()))
            _narrow(counted, *limits.room(deck))
            for above in (lines.get(deck) or lineage(deck))[1:2]:
                _add(shown[above], counted)
        return tuple(
            (deck, Counts(each[NEW], each[STEPS] + each[DAYS], each[DUE], each[CARDS]))
            for deck, each in sorted(shown.items())
        )


def _add(to: list[int], more: Sequence[int]) -> None:
    for kind, many in enumerate(more):
        to[kind] += many


def _narrow(counted: list[int], reviews: int, new: int, cap: bool) -> None:  # noqa: FBT001  # of `room`
    """Keep *counted* within what is left of a deck's limits; new cards within *reviews* too, where those *cap* them."""
    room = max(reviews, 0)
    days = counted[DAYS] = min(counted[DAYS], room)
    due = counted[DUE] = min(counted[DUE], room - days)
    if counted[NEW]:
        counted[NEW] = min(counted[NEW], max(new, 0), room - days - due if cap else counted[NEW])


def tallied(
    cards: Mapping[CardId, Card], state: State, now: datetime, config: Config, *, days: StudyDays
) -> tuple[tuple[str, Counts], ...]:
    """The lines of the deck tree of all *cards*, at *now*, as `Tally.tree` counts them."""
    studied = [(cards[card].deck, before) for card, before in state.began.items() if card in cards]
    return counted(cards, state, now, config, days=days).tree(Limits(config, "", studied))


def counted(cards: Mapping[CardId, Card], state: State, now: datetime, config: Config, *, days: StudyDays) -> Tally:
    """All *cards* that could be shown at *now*."""
    tally, today = Tally(bury=config.queue.bury_siblings), days.day(now)
    for id_ in state.began:
        memory = state.memories.get(id_)
        tally.began(entry_of(id_), id_, memory.last_review if memory else None)
    for card in cards.values():
        tally.count(CARDS, card.deck)
    for kind, card in _offers(cards, state, now, config, today):
        tally.offer(kind, card.deck, entry_of(card.id), card.id, state.unburied.get(card.id))
    return tally


def _offers(
    cards: Mapping[CardId, Card], state: State, now: datetime, config: Config, today: date
) -> Iterator[tuple[int, Card]]:
    """What could be shown today: cards on steps, those due by the day, new ones."""
    free = [card for card in cards.values() if studiable(card, state, config, today)]
    due = days_due(free, state, {})
    on_day = [card for card in free if due.get(card.id, date.max) <= today]
    for card in free:
        step = step_due(state.memories.get(card.id))
        if step is not None and step <= now + config.queue.learn_ahead:
            yield STEPS, card
    yield from ((DAYS, card) for card in on_day if not in_review(card.id, state))
    yield from ((DUE, card) for card in on_day if in_review(card.id, state))
    yield from ((NEW, card) for card in free if card.id not in state.memories and card.id not in state.dues)
