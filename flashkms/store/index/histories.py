"""The histories of many cards, out of the logs by the places that the index keeps: card by card, and never all at once.

What reads every answer ever given, as an export or the statistics, would otherwise hold a million events in memory
and sort them first, only to take them apart by card again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from flashkms.cards.card import CardId
from flashkms.schedule.event import Event, Forget, Review, SetDue
from flashkms.schedule.replay import Scheduled, counting
from flashkms.store.index import lines
from flashkms.store.index.index import Index
from flashkms.store.index.journal import MADE, Journal

_TOGETHER = 200  # cards whose histories are read at once

History = tuple[CardId, list[Scheduled]]


def cards(index: Index) -> list[CardId]:
    """All cards that the logs say anything of, those in no deck file too."""
    # Other subjects than cards begin with a NUL.
    query = "SELECT subject FROM history WHERE subject >= char(1) ORDER BY subject"
    return index.ask(lambda sql: [CardId(card) for (card,) in sql.execute(query)])


def of(index: Index, cards: Iterable[CardId], now: datetime) -> Iterator[History]:
    """Those of *cards* that were ever answered or moved, each with its answers and what else moved its memory.

    Crammed answers are among them. Only what counts as of *now*, each history in the order of the fold. They are read
    as they are asked for.
    """
    waiting = iter(cards)
    while some := tuple(islice(waiting, _TOGETHER)):
        yield from _asked(index, some, now)


def builds(index: Index, now: datetime) -> list[Event]:
    """What builds have made, as far as it counts as of *now*, in the order of the fold."""
    return counting(index.ask(lambda _: index.journal.history(MADE)), now)[0]


def _asked(index: Index, cards: Sequence[CardId], now: datetime) -> list[History]:
    return index.ask(lambda _: _read(index.journal, cards, now))


def _read(journal: Journal, cards: Sequence[CardId], now: datetime) -> list[History]:
    kept = journal.places(cards)
    every = lines.read_places((place for places in kept.values() for place in places), journal.paths())
    undos = journal.undos_of(every)
    events = iter(every)
    found: list[History] = []
    for card, places in kept.items():
        ready, _ = counting([*islice(events, len(places)), *undos], now)
        if scheduled := [event for event in ready if isinstance(event, Review | Forget | SetDue)]:
            found.append((CardId(card), scheduled))
    return found
