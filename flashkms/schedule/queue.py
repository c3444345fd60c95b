"""The queue: which cards are shown today, and in which order. The rules are Anki's v3 scheduler.

Learning cards that are due come first, then a mix of reviews, cards on steps of days and new cards within the day's
limits, then learning cards that are due within the learn-ahead time. Siblings wait for tomorrow, twins are kept apart.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from flashkms.cards.card import Card, CardId, entry_of
from flashkms.cards.entry import EntryId
from flashkms.config import Config
from flashkms.schedule.day import StudyDays
from flashkms.schedule.limits import Limits, below
from flashkms.schedule.memory import Memory, Phase
from flashkms.schedule.replay import State
from flashkms.schedule.twins import apart, traits


class Counts(Struct, frozen=True):
    """How many cards of a deck are to be studied today, and how many it has."""

    new: int = 0
    learning: int = 0
    due: int = 0
    cards: int = 0


class Queue(Struct, frozen=True):
    """The cards of a study day in order. *learning* and *new* tell which of them are no reviews."""

    cards: tuple[CardId, ...] = ()
    learning: frozenset[CardId] = frozenset()
    new: frozenset[CardId] = frozenset()
    decks: tuple[tuple[str, Counts], ...] = ()  # every deck with cards of its own, by name: its part of the queue
    next_learning: datetime | None = None  # when the earliest card not yet in the queue comes back today

    @property
    def total(self) -> Counts:
        """The counts of all decks together."""
        counts = [each for _, each in self.decks]
        return Counts(*(sum(getattr(each, name) for each in counts) for name in Counts.__struct_fields__))


def build(  # noqa: PLR0913 - the queue is a function of all of these, most of them by name
    cards: Mapping[CardId, Card],
    state: State,
    now: datetime,
    config: Config,
    *,
    days: StudyDays,
    deck: str = "",
    recall: Callable[[CardId, Memory], float] | None = None,
    loss: Callable[[CardId, Memory], float] | None = None,
    dues: Mapping[CardId, date] | None = None,
    last: CardId | None = None,
    studied: Iterable[tuple[str, Memory | None]] | None = None,
) -> Queue:
    """The queue of *deck* and the decks below it, or of everything, at *now*.

    *cards* are in deck and file order, which is the order of new cards; it is enough to give those that can be due,
    and what was *studied*: the deck of each card answered today, with its memory before that.
    *recall* tells a card's recall now, for the order by retrievability, and *loss* what it loses by tomorrow, for the
    order by loss. *dues* are days that hold in place of the memories' own. *last* is the card that was answered just
    now: it, and its twins, are not shown next where another card can be.
    """
    today = days.day(now)
    shown = [card for card in cards.values() if below(card.deck, deck)]
    if studied is None:
        studied = [(cards[card].deck, before) for card, before in state.began.items() if card in cards]
    gathering = _Gathering(config, state, Limits(config, deck, studied))
    able = [card for card in shown if studiable(card, state, config, today)]
    steps = sorted((due, card.id, card) for card in able if (due := step_due(state.memories.get(card.id))))
    ready = gathering.steps(card for due, _, card in steps if due <= now)
    soon = gathering.steps(card for due, _, card in steps if now < due <= now + config.queue.learn_ahead)
    by_day = days_due(able, state, dues or {})
    scheduled = [card for card in able if by_day.get(card.id, date.max) <= today]
    measure = {"retrievability": recall, "loss": loss}.get(config.queue.review_order)
    scheduled.sort(key=lambda card: (_rank(card, state, config, by_day, measure), shuffled(card.id, today)))
    on_steps = gathering.reviews(card for card in scheduled if not in_review(card.id, state))
    reviews = gathering.reviews(card for card in scheduled if in_review(card.id, state))
    untouched = [card for card in able if card.id not in state.memories and card.id not in state.dues]
    new = gathering.new(_new_ordered(untouched, config, today))
    main = _mixed(interspersed(reviews, on_steps), new, config)
    learning = frozenset((*ready, *on_steps, *soon))
    return Queue(
        cards=_parted(cards, (*ready, *main), soon, last),
        learning=learning,
        new=frozenset(new),
        decks=_counts(shown, learning, frozenset(reviews), frozenset(new)),
        next_learning=min((due for due, _, _ in steps if due > now + config.queue.learn_ahead), default=None),
    )


def _parted(
    cards: Mapping[CardId, Card], now: Sequence[CardId], soon: Sequence[CardId], last: CardId | None
) -> tuple[CardId, ...]:
    """The cards of *now* without twins in a row, then those of *soon*: nobody learns ahead while others are left."""

    def shared(card: CardId) -> frozenset[str]:
        return traits(cards[card]) if card in cards else frozenset()

    first = apart(now, shared, last=last)
    return (*first, *apart(soon, shared, last=first[-1] if first else last))


def interspersed(many: Sequence[CardId], few: Sequence[CardId]) -> list[CardId]:
    """Both in their order, the one spread evenly through the other."""
    mixed: list[CardId] = []
    first, second = 0, 0
    while first < len(many) or second < len(few):
        # The next of the second is due when it has kept to its share: (second + 1) of len + 1, as Anki has it.
        behind = (second + 1) * (len(many) + 1) < (first + 1) * (len(few) + 1)
        if second < len(few) and (first >= len(many) or behind):
            mixed.append(few[second])
            second += 1
        else:
            mixed.append(many[first])
            first += 1
    return mixed


class _Gathering:
    """Picks cards within the limits, one of each entry; cards on a step of this day come whatever happens."""

    __slots__ = ("_answered", "_bury", "_limits", "_queued", "_state")

    def __init__(self, config: Config, state: State, limits: Limits) -> None:
        self._bury = config.queue.bury_siblings
        self._limits = limits
        self._state = state
        self._queued: set[EntryId] = set()
        self._answered: dict[EntryId, set[CardId]] = {}
        for card in state.began:
            self._answered.setdefault(entry_of(card), set()).add(card)

    def steps(self, cards: Iterable[Card]) -> list[CardId]:
        return [self._see(card) for card in cards]

    def reviews(self, cards: Iterable[Card]) -> list[CardId]:
        return [self._see(card) for card in cards if self._free(card) and self._limits.take_review(card.deck)]

    def new(self, cards: Iterable[Card]) -> list[CardId]:
        return [self._see(card) for card in cards if self._free(card) and self._limits.take_new(card.deck)]

    def _see(self, card: Card) -> CardId:
        self._queued.add(card.entry.id)
        return card.id

    def _free(self, card: Card) -> bool:
        """Whether no sibling of *card* is in today's queue, or was answered today since it was dug out."""
        if not self._bury:
            return True
        if card.entry.id in self._queued:
            return False
        since = self._state.unburied.get(card.id)
        return all(
            since is not None
            and (memory := self._state.memories.get(sibling)) is not None
            and memory.last_review <= since
            for sibling in self._answered.get(card.entry.id, ())
            if sibling != card.id
        )


def studiable(card: Card, state: State, config: Config, today: date) -> bool:
    """Whether *card* may be shown *today* at all: it is not held, suspended or buried, and waits for no verdict."""
    entry = card.entry
    waiting = entry.triage and not config.queue.study_untriaged
    return not (entry.held or waiting) and card.id not in state.suspended and state.buried.get(card.id) != today


def step_due(memory: Memory | None) -> datetime | None:
    """When a card on a step of minutes or hours is due; None for any other card."""
    return memory.due if memory is not None and isinstance(memory.due, datetime) else None


def days_due(cards: Iterable[Card], state: State, dues: Mapping[CardId, date]) -> dict[CardId, date]:
    """The days of the cards that are due by the day: as *dues* has them, or else their memories."""
    found: dict[CardId, date] = {}
    for card in cards:
        memory = state.memories.get(card.id)
        day = state.dues.get(card.id) if memory is None else memory.due
        if day is not None and not isinstance(day, datetime):
            found[card.id] = dues.get(card.id, day)
    return found


def in_review(card: CardId, state: State) -> bool:
    """Whether *card*, due by the day, is a review and not on a step of days; so is a new one that was given a day."""
    memory = state.memories.get(card)
    return memory is None or memory.phase is Phase.REVIEW


def _rank(
    card: Card,
    state: State,
    config: Config,
    by_day: Mapping[CardId, date],
    measure: Callable[[CardId, Memory], float] | None,
) -> float:
    """Where the review order has a due card, the first lowest; cards of one rank are shuffled anew each day."""
    memory = state.memories.get(card.id)
    if config.queue.review_order == "random":
        return 0.0
    if measure is not None and memory is not None:
        return measure(card.id, memory) * (-1 if config.queue.review_order == "loss" else 1)
    return float(by_day[card.id].toordinal())


def _new_ordered(cards: Sequence[Card], config: Config, today: date) -> Sequence[Card]:
    if config.queue.new_order == "note":
        return cards
    return sorted(cards, key=lambda card: shuffled(card.id, today))


def shuffled(card: CardId, today: date) -> bytes:
    """A place for *card* in a shuffle of its own on every day, and the same all day."""
    return hashlib.blake2b(f"{today.isoformat()} {card}".encode(), digest_size=8).digest()


def _mixed(reviews: Sequence[CardId], new: Sequence[CardId], config: Config) -> list[CardId]:
    match config.queue.new_mix:
        case "mixed":
            return interspersed(reviews, new)
        case "after":
            return [*reviews, *new]
        case "before":
            return [*new, *reviews]


def _counts(
    cards: Iterable[Card], learning: frozenset[CardId], due: frozenset[CardId], new: frozenset[CardId]
) -> tuple[tuple[str, Counts], ...]:
    """The counts of each deck that has cards of its own, by name."""
    tallies: dict[str, Counter[str]] = {}
    for card in cards:
        tally = tallies.setdefault(card.deck, Counter())
        tally["cards"] += 1
        kind = "new" if card.id in new else "learning" if card.id in learning else "due" if card.id in due else ""
        tally[kind] += 1
    return tuple(
        (deck, Counts(tally["new"], tally["learning"], tally["due"], tally["cards"]))
        for deck, tally in sorted(tallies.items())
    )
