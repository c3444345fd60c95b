"""What the log says of a collection's cards, as an export asks for it: the histories of a few of them at a time."""

from __future__ import annotations

from collections.abc import Sequence

from flashkms.anki.rows import ReviewRow
from flashkms.cards.card import CardId, entry_of, number
from flashkms.cards.entry import Entry, EntryId
from flashkms.exchange import history
from flashkms.schedule.event import Made
from flashkms.schedule.fuzz import Dice
from flashkms.schedule.leeches import tagged
from flashkms.schedule.replay import Scheduled
from flashkms.store.collection import Collection
from flashkms.store.index import histories

_LEECHES = "SELECT id FROM card WHERE lapses >= ?"


def made(collection: Collection) -> dict[EntryId, int]:
    """The seconds since 1970 at which a build made each entry."""
    first: dict[EntryId, int] = {}
    for event in histories.builds(collection.index, collection.now):
        if isinstance(event, Made):
            for entry in event.entries:
                first.setdefault(entry, int(event.at.timestamp()))
    return first


class Knowledge:
    """The events that count, by card, of the cards that were gathered last."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._kept = collection.index.kept()
        self._histories: dict[CardId, list[Scheduled]] = {}
        self._dice = Dice()
        leeches = (collection.config.schedule.leech_threshold,)
        found = collection.index.ask(lambda sql: sql.execute(_LEECHES, leeches).fetchall())
        self._leeches = frozenset(entry_of(CardId(card)) for (card,) in found)

    def suspended(self, card: CardId) -> bool:
        """Whether a person suspended *card*."""
        return card in self._kept.suspended

    def tags(self, entry: Entry) -> tuple[str, ...]:
        """Tags by which Anki knows a state that flashkms keeps elsewhere."""
        marked = ("marked",) if entry.id in self._kept.marks else ()
        return tagged(marked) if entry.id in self._leeches else marked

    def gather(self, cards: Sequence[CardId]) -> None:
        """Read the histories of *cards*, which are asked for next, and throw the dice of all their answers at once."""
        self._histories = dict(histories.of(self._collection.index, cards, self._collection.now))
        seeds = [number(card) + reps for card, events in self._histories.items() for reps in range(len(events))]
        self._dice = Dice.of(seeds)

    def card(self, card: CardId, identity: int, deck: str) -> tuple[history.Standing | None, list[ReviewRow], int]:
        """How *card* stands, None while new; its lines of the log; its flag."""
        flag = self._kept.flags.get(card, 0)
        events = self._histories.get(card)
        if not events:
            return None, [], flag
        scheduler = self._collection.schedulers.of(deck)
        standing, reviews = history.told(identity, events, scheduler, number(card), self._dice.__getitem__)
        return standing, reviews, flag
