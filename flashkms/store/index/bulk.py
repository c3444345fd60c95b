"""The log side of the index from nothing: every log read once, every card replayed once.

Cards with nothing but answers, which are nearly all, never become events: their answers go from the line to the
scheduler as numbers. The others are folded one by one, as an update would.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from sys import intern
from typing import Any

from flashkms.cards.card import CardId, number
from flashkms.schedule.event import Event, Undo
from flashkms.schedule.replay import AHEAD
from flashkms.schedule.scheduler import Answer, Scheduler
from flashkms.store.decoding import REVIEW, event
from flashkms.store.garbage import uncollected
from flashkms.store.index import lines, rows
from flashkms.store.index.halves import halved
from flashkms.store.index.journal import Journal, subject_of
from flashkms.store.index.rows import Cells

# instant, device, sequence number, id, rating, place: sorts in the order of the fold
_Answer = tuple[datetime, str, int, str, int, int]


class Bulk:
    """All events of all logs, sorted by what they are about."""

    def __init__(self) -> None:
        self.answers: dict[str, list[_Answer]] = defaultdict(list)
        self.others: dict[str, list[tuple[int, Event]]] = defaultdict(list)
        self.undos: list[tuple[int, Undo]] = []

    def add(self, events: Iterable[tuple[int, Any]]) -> None:
        """Sort in *events*, `raw` ones with their places."""
        answers = self.answers
        for place, raw in events:
            if type(raw) is REVIEW and not raw.cram:
                answers[raw.card].append((raw.at, intern(raw.device), raw.seq, raw.id, raw.rating, place))
                continue
            made = event(raw)
            if isinstance(made, Undo):
                self.undos.append((place, made))
            elif subject := subject_of(made):
                self.others[subject].append((place, made))

    def plain(self, now: datetime) -> dict[str, list[_Answer]]:
        """The cards with nothing but answers that all count, each once; their answers in order."""
        targets = {undo.target for _, undo in self.undos}
        latest = now + AHEAD
        found: dict[str, list[_Answer]] = {}
        for card, answers in self.answers.items():
            answers.sort()
            ids = {answer[3] for answer in answers}
            once = len(ids) == len(answers) and card not in self.others
            if once and answers[-1][0] <= latest and targets.isdisjoint(ids):
                found[card] = answers
        return found


def rebuild(journal: Journal, now: datetime) -> None:
    """Read all logs into empty tables."""
    with uncollected():
        bulk = Bulk()
        for index, path in enumerate(journal.log.paths()):
            for added in lines.whole(path, index + 1, journal.log.shown(path)):
                journal.remember(added, now)
                bulk.add(added.events)
        plain = bulk.plain(now)
        journal.insert_undos(bulk.undos)
        journal.insert_histories(_histories(bulk))
        with journal.without_indexes():
            _insert_plain(journal, plain, now)
        for subject in (bulk.answers.keys() | bulk.others.keys()) - plain.keys():
            journal.refold(subject, now)


def _histories(bulk: Bulk) -> Iterator[tuple[str, bytes, int]]:
    """The rows of the history table."""
    for subject in sorted(bulk.answers.keys() | bulk.others.keys()):
        answers, others = bulk.answers.get(subject, ()), bulk.others.get(subject, ())
        places = array("Q", [answer[5] for answer in answers])
        places.extend(place for place, _ in others)
        latest = max([answers[-1][0]] if answers else [], default=None)
        for _, other in others:
            latest = other.at if latest is None else max(latest, other.at)
        assert latest is not None
        yield subject, places.tobytes(), rows.microseconds(latest)


def _insert_plain(journal: Journal, plain: Mapping[str, list[_Answer]], now: datetime) -> None:
    """Replay cards that have nothing but answers, those of one scheduler together."""
    batches: dict[Scheduler, list[str]] = defaultdict(list)
    decks = journal.decks()
    for card in sorted(plain):
        batches[journal.schedulers.of(decks.get(card, ""))].append(card)
    for scheduler, cards in batches.items():
        replay = partial(_replayed, plain=plain, scheduler=scheduler, now=now)
        journal.write_rows(zip(cards, halved(replay, cards), strict=True))


def _replayed(
    cards: Sequence[str], plain: Mapping[str, list[_Answer]], scheduler: Scheduler, now: datetime
) -> list[Cells]:
    """The rows of *cards*, in their order."""
    seeds = [number(CardId(card)) for card in cards]
    histories = (
        (seed, [(answer[0].timestamp(), answer[4]) for answer in plain[card]])
        for seed, card in zip(seeds, cards, strict=True)
    )
    memories = scheduler.memories(histories)
    recent = scheduler.days.start(scheduler.days.day(now) - timedelta(days=1))
    return [
        rows.cells(
            rows.CardState(memory) if plain[card][-1][0] < recent else _begun(plain[card], scheduler, seed, memory)
        )
        for card, seed, memory in zip(cards, seeds, memories, strict=True)
    ]


def _begun(answers: list[_Answer], scheduler: Scheduler, seed: int, memory: Any) -> rows.CardState:
    """The state of a card answered today or yesterday: with its memory before that day."""
    day = scheduler.days.day(answers[-1][0])
    morning = scheduler.days.start(day)
    earlier: list[Answer] = [(answer[0].timestamp(), answer[4]) for answer in answers if answer[0] < morning]
    (before,) = scheduler.memories([(seed, earlier)])
    return rows.CardState(memory, last_day=day, began=before)
