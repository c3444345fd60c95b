"""Today's queue out of the index: only cards that can be in it are looked at, and more of them where it has room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from flashkms.cards.card import Card, CardId
from flashkms.config import Config
from flashkms.schedule.backlog import lost
from flashkms.schedule.dues import balancing, dues
from flashkms.schedule.limits import Limits, below, counts_as_review, per_day
from flashkms.schedule.memory import Memory
from flashkms.schedule.queue import Counts, Queue, build
from flashkms.schedule.replay import State
from flashkms.schedule.tally import Tally, counted
from flashkms.store.collection import Collection
from flashkms.store.index import Index, candidates, content, snapshot
from flashkms.store.index.rows import CardState
from flashkms.store.index.shares import shares

_SPARE = 4  # one candidate more for so many places in the queue: some wait for a sibling that was answered today
_GROWTH = 4


class _Done(Struct, frozen=True):
    """What was answered on a study day: the cards, each begun with its memory before that, and the decks of those."""

    answered: Mapping[CardId, CardState]
    studied: tuple[tuple[str, Memory | None], ...]  # of each that stands in a deck file: its deck, and that memory


def agenda(
    collection: Collection, now: datetime, deck: str = "", last: CardId | None = None, *, config: Config | None = None
) -> Queue:
    """The queue of *deck* and the decks below it, or of everything, at *now*; *last* was shown just now.

    *config* holds in place of the collection's own.
    """
    config, index = config or collection.config, collection.index
    done = _done(collection, now)
    everything = _moving(config)
    roots = index.ask(partial(candidates.roots, root=deck))
    room = _room(Queue(), config, roots, done, deck).values()
    due = None if everything or config.queue.review_order != "due" else sum(_spare(reviews) for reviews, _ in room)
    new = None if everything or config.queue.new_order != "note" else max((_spare(new) for _, new in room), default=0)
    today = collection.schedulers.days.day(now).toordinal()
    while True:
        picked = index.ask(partial(candidates.candidates, today=today, root=deck, due=due, new=new))
        queue = _built(collection, config, None if everything else picked.ids, done, now, deck, last=last)
        if not _lacking(index, _room(queue, config, roots, done, deck), picked, today):
            return queue
        due, new = (many and many * _GROWTH for many in (due, new))


def deck_tree(collection: Collection, now: datetime) -> tuple[tuple[str, Counts], ...]:
    """What studying each deck would show at *now*, for every deck with cards at or below it, by name."""
    limits = Limits(collection.config, "", _done(collection, now).studied)
    tally = _tally(collection, now)
    lines = tally.tree(limits)
    if not collection.config.queue.new_ignore_review_limit:
        return lines
    held_up = tally.held_up(lines, limits)  # of those the queue alone tells which siblings it has room for
    return tuple(
        (deck, replace(each, new=agenda(collection, now, deck).total.new) if deck in held_up else each)
        for deck, each in lines
    )


def _tally(collection: Collection, now: datetime) -> Tally:
    """The cards that could be shown at *now*."""
    config, index, days = collection.config, collection.index, collection.schedulers.days
    if _moving(config) or not config.queue.study_untriaged:
        cards = collection.cards()
        return counted(cards, _moved(collection, cards, index.snapshot(now), now), now, config, days=days)
    return index.ask(
        lambda sql: shares(
            sql,
            days.day(now).toordinal(),
            bury=config.queue.bury_siblings,
            ahead=now + config.queue.learn_ahead,
            most=lambda deck: per_day(config, deck),
        )
    )


def moved_days(collection: Collection, now: datetime) -> Mapping[CardId, date]:
    """The days of the cards that are shown, as of *now*, on another one than their memory says."""
    if not _moving(collection.config):
        return {}
    return _days(collection, collection.cards(), collection.index.snapshot(now), now)


def due_on(collection: Collection, now: datetime, day: date, deck: str) -> int:
    """How many cards of *deck* and below, or of all decks, are shown on *day*, as of *now*, without new ones."""
    moved = moved_days(collection, now)
    counted = collection.index.due_on(day, deck)
    if not moved:
        return counted
    state, cards = collection.index.snapshot(now), collection.cards()

    def free(card: CardId) -> bool:
        known = cards[card]
        return below(known.deck, deck) and not known.entry.held and card not in state.suspended

    came = sum(free(card) for card, when in moved.items() if when == day)
    return counted + came - sum(free(card) for card in moved if state.memories[card].due == day)


def _moving(config: Config) -> bool:
    """Whether cards may be due on other days than their memories say."""
    return balancing(config) or bool(config.exams) or any(one.exam for _, one in config.decks)


def _done(collection: Collection, now: datetime) -> _Done:
    """What was answered on the study day of *now*."""
    answered = collection.index.answered(now)
    decks = collection.index.ask(lambda sql: content.decks(sql, answered))
    return _Done(answered, tuple((decks[card], state.began) for card, state in answered.items() if card in decks))


def _built(  # noqa: PLR0913, PLR0917  # what `build` is a function of
    collection: Collection,
    config: Config,
    ids: set[CardId] | None,
    done: _Done,
    now: datetime,
    deck: str,
    *,
    last: CardId | None,
) -> Queue:
    """The queue of the cards *ids*, or, with None, of all."""
    index, schedulers = collection.index, collection.schedulers
    if ids is None:
        cards = collection.cards()
        state = _moved(collection, cards, index.snapshot(now), now)
    else:
        cards, state = _looked_up(collection, ids | ({last} if last else set()), done)
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
        studied=done.studied,
    )


def _looked_up(collection: Collection, ids: set[CardId], done: _Done) -> tuple[Mapping[CardId, Card], State]:
    """The cards *ids*, and what the log says of them and of those *done* today."""
    found = collection.index.ask(lambda sql: content.with_states(sql, ids))
    states = {**done.answered, **{card: state for card, (_, state) in found.items()}}
    began = {card: state.began for card, state in done.answered.items()}
    return {card: each for card, (each, _) in found.items()}, snapshot.state(states, began)


def _moved(collection: Collection, cards: Mapping[CardId, Card], state: State, now: datetime) -> State:
    """*state* with the due days that load balancing and exams make of it."""
    moved = _days(collection, cards, state, now)
    memories = dict(state.memories)
    memories.update((card, replace(memories[card], due=day)) for card, day in moved.items())
    return replace(state, memories=memories)


def _days(collection: Collection, cards: Mapping[CardId, Card], state: State, now: datetime) -> dict[CardId, date]:
    schedulers = collection.schedulers

    def interval(card: CardId, memory: Memory) -> float:
        return schedulers.of(cards[card].deck).interval(memory.stability)

    return dues(cards, state.memories, now, collection.config, days=schedulers.days, interval=interval)


def _lacking(index: Index, room: Mapping[str, tuple[int, int]], picked: candidates.Candidates, today: int) -> bool:
    """Whether a root has *room* left while there are more cards than those *picked*."""
    return any(
        (new > 0 and root in picked.more_new)
        or (reviews > 0 and index.ask(partial(candidates.more_due, picked=picked, today=today, root=root)))
        for root, (reviews, new) in room.items()
    )


def _room(queue: Queue, config: Config, roots: Iterable[str], done: _Done, deck: str) -> dict[str, tuple[int, int]]:
    """How many reviews and new cards each of the *roots* still has room for after *queue*."""
    spent = _spent(done, deck)
    queued: dict[str, list[int]] = {root: [0, 0] for root in roots}
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


def _spent(done: _Done, deck: str) -> dict[str, list[int]]:
    """How many reviews and new cards of each root were answered today."""
    spent: dict[str, list[int]] = {}
    for name, before in done.studied:
        if before is None or counts_as_review(before):
            spent.setdefault(candidates.top(name, deck), [0, 0])[before is None] += 1
    return spent


def _spare(places: int) -> int:
    """How many candidates to begin with for so many *places*, or fewer than none; spare ones among them."""
    return max(0, places) * (_SPARE + 1) // _SPARE + 10
