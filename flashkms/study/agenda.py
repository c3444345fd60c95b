"""Today's queue out of the index: only cards that can be in it are looked at, and more of them where it has room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial

from msgspec.structs import replace

from flashkms.cards.card import Card, CardId
from flashkms.config import Config
from flashkms.schedule.backlog import lost
from flashkms.schedule.dues import balancing, dues
from flashkms.schedule.limits import Limits, counts_as_review, per_day
from flashkms.schedule.memory import Memory
from flashkms.schedule.queue import Counts, Queue, build
from flashkms.schedule.replay import State
from flashkms.schedule.tally import tallied
from flashkms.store.collection import Collection
from flashkms.store.index import candidates, content, snapshot
from flashkms.store.index.shares import shares

_SPARE = 4  # one candidate more for so many places in the queue: some wait for a sibling that was answered today
_GROWTH = 4


def agenda(
    collection: Collection, now: datetime, deck: str = "", last: CardId | None = None, *, config: Config | None = None
) -> Queue:
    """The queue of *deck* and the decks below it, or of everything, at *now*; *last* was shown just now.

    *config* holds in place of the collection's own.
    """
    config, index = config or collection.config, collection.index
    everything = _moving(config)
    due = (
        None
        if everything or config.queue.review_order != "due"
        else _limit(config, 1) * max(1, len(index.ask(partial(candidates.roots, root=deck))))
    )
    new = None if everything or config.queue.new_order != "note" else _limit(config, 0)
    today = collection.schedulers.days.day(now).toordinal()
    while True:
        pick = partial(candidates.candidates, today=today, root=deck, due=due, new=new)
        picked = index.ask(pick)
        queue = _built(collection, config, picked.ids, now, deck, last=last, everything=everything)
        if not _lacking(queue, collection, config, picked, deck, now):
            return queue
        due, new = (many and many * _GROWTH for many in (due, new))


def deck_tree(collection: Collection, now: datetime) -> tuple[tuple[str, Counts], ...]:
    """What studying each deck would show at *now*, for every deck with cards at or below it, by name."""
    config, index, days = collection.config, collection.index, collection.schedulers.days
    if _moving(config) or not config.queue.study_untriaged:
        cards = collection.cards()
        return tallied(cards, _moved(collection, cards, index.snapshot(now), now), now, config, days=days)
    counted = index.ask(
        lambda sql: shares(
            sql,
            days.day(now).toordinal(),
            bury=config.queue.bury_siblings,
            ahead=now + config.queue.learn_ahead,
            most=lambda deck: per_day(config, deck),
        )
    )
    return counted.tree(Limits(config, "", _studied(collection, now)))


def _moving(config: Config) -> bool:
    """Whether cards may be due on other days than their memories say."""
    return balancing(config) or bool(config.exams) or any(one.exam for _, one in config.decks)


def _studied(collection: Collection, now: datetime) -> Iterator[tuple[str, Memory | None]]:
    """The deck of every card that was answered today, and its memory before that."""
    began = collection.index.began(now)
    decks = collection.index.ask(lambda sql: content.decks(sql, began))
    return ((decks[card], before) for card, before in began.items() if card in decks)


def _built(  # noqa: PLR0913  # what `build` is a function of, the last two by name
    collection: Collection,
    config: Config,
    ids: set[CardId],
    now: datetime,
    deck: str,
    *,
    last: CardId | None,
    everything: bool,
) -> Queue:
    index, schedulers = collection.index, collection.schedulers
    wanted = ids | ({last} if last else set())
    cards = collection.cards() if everything else index.ask(lambda sql: content.some(sql, wanted))
    state = index.snapshot(now) if everything else _state(collection, wanted, now)
    if everything:
        state = _moved(collection, cards, state, now)
    return build(
        cards,
        state,
        now,
        config,
        days=schedulers.days,
        deck=deck,
        recall=lambda card, memory: schedulers.of(cards[card].deck).retrievability(memory, now),
        loss=lambda card, memory: lost(memory, now, schedulers.of(cards[card].deck)),
        last=last,
    )


def _state(collection: Collection, ids: set[CardId], now: datetime) -> State:
    """What the log says of the cards *ids*, and which began today."""
    index = collection.index
    found = index.ask(lambda sql: snapshot.states_of(sql, ids))
    return snapshot.state(found, index.began(now))


def _moved(collection: Collection, cards: Mapping[CardId, Card], state: State, now: datetime) -> State:
    """*state* with the due days that load balancing and exams make of it."""
    schedulers = collection.schedulers

    def interval(card: CardId, memory: Memory) -> float:
        return schedulers.of(cards[card].deck).interval(memory.stability)

    moved = dues(cards, state.memories, now, collection.config, days=schedulers.days, interval=interval)
    memories = dict(state.memories)
    memories.update((card, replace(memories[card], due=day)) for card, day in moved.items())
    return replace(state, memories=memories)


def _lacking(  # noqa: PLR0913, PLR0917  # a queue, and all that it was made of
    queue: Queue, collection: Collection, config: Config, picked: candidates.Candidates, deck: str, now: datetime
) -> bool:
    """Whether a root has room left in *queue* while there are more cards than were looked at."""
    if picked.cut is None and not picked.more_new:
        return False
    today = collection.schedulers.days.day(now).toordinal()
    for root, (reviews, new) in _room(queue, collection, config, deck, now).items():
        if new > 0 and root in picked.more_new:
            return True
        if reviews > 0 and collection.index.ask(partial(candidates.more_due, picked=picked, today=today, root=root)):
            return True
    return False


def _room(queue: Queue, collection: Collection, config: Config, deck: str, now: datetime) -> dict[str, tuple[int, int]]:
    """How many reviews and new cards each root still has room for after *queue*."""
    spent = _spent(collection, deck, now)
    queued: dict[str, list[int]] = {root: [0, 0] for root in collection.index.ask(partial(candidates.roots, root=deck))}
    for name, counts in queue.decks:
        taken = queued.setdefault(candidates.top(name, deck), [0, 0])
        taken[0] += counts.due
        taken[1] += counts.new
    room = {}
    for root, (due, fresh) in queued.items():
        reviewed, introduced = spent.get(root, (0, 0))
        new, reviews = per_day(config, root)
        new, reviews = new - introduced - fresh, reviews - reviewed - due
        if not config.queue.new_ignore_review_limit:
            reviews -= introduced + fresh
            new = min(new, reviews)
        room[root] = reviews, new
    return room


def _spent(collection: Collection, deck: str, now: datetime) -> dict[str, list[int]]:
    """How many reviews and new cards of each root were answered today."""
    spent: dict[str, list[int]] = {}
    for name, before in _studied(collection, now):
        if before is None or counts_as_review(before):
            spent.setdefault(candidates.top(name, deck), [0, 0])[before is None] += 1
    return spent


def _limit(config: Config, which: int) -> int:
    """How many candidates to begin with: spare ones for the largest limit, as in `per_day`, of any deck."""
    most = max(per_day(config, name)[which] for name in ("", *(name for name, _ in config.decks)))
    return most + most // _SPARE + 10
