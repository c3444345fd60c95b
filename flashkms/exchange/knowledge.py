"""What the log says of a collection's cards, gathered once for an export."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from flashkms.anki.rows import ReviewRow
from flashkms.cards.card import CardId, number
from flashkms.cards.entry import Entry, EntryId
from flashkms.exchange import history
from flashkms.schedule.event import Flag, Forget, Made, Mark, Review, SetDue, Suspend, Unsuspend
from flashkms.schedule.fuzz import Dice
from flashkms.schedule.replay import Scheduled, counting
from flashkms.store.collection import Collection
from flashkms.store.schedulers import Schedulers


class Knowledge:
    """The events that count, by card."""

    def __init__(self, collection: Collection) -> None:
        self._schedulers = Schedulers(collection.config, collection.zone)
        self._histories: dict[CardId, list[Scheduled]] = defaultdict(list)
        self._dice = Dice()
        self._suspended: set[CardId] = set()
        self._flags: dict[CardId, int] = {}
        self._marked: set[EntryId] = set()
        self.made: dict[EntryId, int] = {}  # seconds since 1970 at which a build made the entry
        events, _ = collection.log.read()
        ready, _ = counting(events, collection.now)
        for event in ready:
            match event:
                case Review(card=card) | Forget(card=card) | SetDue(card=card):
                    self._histories[card].append(event)
                case Suspend(card=card):
                    self._suspended.add(card)
                case Unsuspend(card=card):
                    self._suspended.discard(card)
                case Flag(card=card, flag=flag):
                    self._flags[card] = flag
                case Mark(entry=entry, marked=marked):
                    (self._marked.add if marked else self._marked.discard)(entry)
                case Made(entries=entries):
                    for entry in entries:
                        self.made.setdefault(entry, int(event.at.timestamp()))
                case _:
                    pass

    def suspended(self, card: CardId) -> bool:
        """Whether a person suspended *card*."""
        return card in self._suspended

    def tags(self, entry: Entry) -> tuple[str, ...]:
        """Tags by which Anki knows a state that flashkms keeps elsewhere."""
        return ("marked",) if entry.id in self._marked else ()

    def throw(self, cards: Iterable[CardId]) -> None:
        """Throw the dice of all answers to *cards*, which are asked for next, at once."""
        seeds = [number(card) + reps for card in cards for reps in range(len(self._histories.get(card, ())))]
        self._dice = Dice.of(seeds)

    def card(self, card: CardId, identity: int, deck: str) -> tuple[history.Standing | None, list[ReviewRow], int]:
        """How *card* stands, None while new; its lines of the log; its flag."""
        flag = self._flags.get(card, 0)
        events = self._histories.get(card)
        if not events:
            return None, [], flag
        dice = self._dice.__getitem__
        standing, reviews = history.told(identity, events, self._schedulers.of(deck), number(card), dice)
        return standing, reviews, flag
