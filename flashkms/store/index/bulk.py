"""The log side of the index from nothing: every log read once, every card replayed once.

Cards with nothing but answers, which are nearly all, never become events: their answers are packed, 25 bytes each,
and go to the scheduler as numbers. The others are folded one by one, as an update would.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from operator import lt
from struct import Struct as Packed

from msgspec import Struct

from flashkms.cards.card import CardId, number
from flashkms.schedule.event import Event, Undo
from flashkms.schedule.memory import Memory
from flashkms.schedule.replay import AHEAD
from flashkms.schedule.scheduler import Answer, History, Scheduler
from flashkms.store.decoding import REVIEW, event
from flashkms.store.garbage import uncollected
from flashkms.store.index import lines, rows
from flashkms.store.index.halves import halved
from flashkms.store.index.journal import Journal, subject_of
from flashkms.store.index.lines import Added
from flashkms.store.index.rows import Cells
from flashkms.store.schedulers import Schedulers

_FAR = float(2**32)  # seconds since 1970, to 2106: within them a float tells every microsecond from the next
_ANSWER = Packed("=dQqB")
_Answer = tuple[float, int, int, int]


class Kept(Struct, frozen=True, gc=False):
    """What the logs say of one subject: where it stands, its latest instant in microseconds since 1970, its answers.

    *answers* are in order, and empty where something else than answers has to be considered.
    """

    places: bytes
    latest: int
    answers: Sequence[Answer]


class Bulk:
    """All events of all logs, sorted by what they are about.

    An answer is packed: its instant in seconds since 1970, its place, the hash of its id, and its rating. Where two
    hashes of a card agree, the ids themselves are compared when it is folded.
    """

    def __init__(self) -> None:
        self.answers: dict[str, bytearray] = defaultdict(bytearray)
        self.others: dict[str, list[tuple[int, Event]]] = defaultdict(list)
        self.undos: list[tuple[int, Undo]] = []

    def add(self, added: Added) -> None:
        """Sort in what was *added* to a log."""
        answers, pack = self.answers, _ANSWER.pack
        for raw, place in zip(added.events, added.places, strict=True):
            if type(raw) is REVIEW and not raw.cram and -_FAR < (instant := raw.at.timestamp()) < _FAR:
                answers[raw.card] += pack(instant, place, hash(raw.id), raw.rating)
                continue
            made = event(raw)
            if isinstance(made, Undo):
                self.undos.append((place, made))
            elif subject := subject_of(made):
                self.others[subject].append((place, made))

    def subjects(self) -> list[str]:
        """Whatever has a history, sorted."""
        return sorted(self.answers.keys() | self.others.keys())

    def history(self, subject: str, targets: set[int], limit: float) -> Kept:
        """The history of *subject*. *targets* are the hashes of what undos take back; nothing after *limit* counts."""
        answers = sorted(_ANSWER.iter_unpack(self.answers.get(subject, b"")))
        others = self.others.get(subject, ())
        places = array("Q", [answer[1] for answer in answers])
        places.extend([place for place, _ in others])
        moments = [rows.microseconds(other.at) for _, other in others]
        if answers:
            moments.append(round(answers[-1][0] * 1e6))
        plain = not others and answers[-1][0] <= limit and _distinct(answers, targets)
        return Kept(
            places.tobytes(), max(moments), [(instant, rating) for instant, _, _, rating in answers] if plain else ()
        )


def _distinct(answers: Sequence[_Answer], targets: set[int]) -> bool:
    """Whether *answers*, which are in order, have instants and ids of their own, and none is among *targets*."""
    instants, _, ids, _ = zip(*answers, strict=True)
    return all(map(lt, instants, instants[1:])) and len({*ids}) == len(ids) and targets.isdisjoint(ids)


def rebuild(journal: Journal, now: datetime) -> None:
    """Empty the tables, and read all logs into them."""
    with uncollected(), journal.without_indexes():
        journal.clear()
        bulk = Bulk()
        for index, path in enumerate(journal.log.paths()):
            for added in lines.whole(path, index + 1, journal.log.shown(path)):
                journal.remember(added, now)
                bulk.add(added)
        journal.insert_undos(bulk.undos)
        subjects = bulk.subjects()
        left: list[str] = []
        decks = journal.decks() if journal.schedulers.differ else {}
        compute = partial(_computed, bulk=bulk, schedulers=journal.schedulers, decks=decks, now=now)
        with closing(halved(compute, subjects)) as computed:
            for some, found in computed:
                journal.insert_histories((subject, *row[:2]) for subject, row in zip(some, found, strict=True))
                journal.write_rows((card, row[2:]) for card, row in zip(some, found, strict=True) if len(row) > 2)
                left += [subject for subject, row in zip(some, found, strict=True) if len(row) == 2]
        for subject in left:
            journal.refold(subject, now)


def _computed(
    subjects: Sequence[str], bulk: Bulk, schedulers: Schedulers, decks: Mapping[str, str], now: datetime
) -> list[Cells]:
    """For each of *subjects* its history's places and latest instant, and, where it is that plain, its card's cells."""
    targets = {hash(undo.target) for _, undo in bulk.undos}
    limit = (now + AHEAD).timestamp()
    kept = [bulk.history(subject, targets, limit) for subject in subjects]
    batches: dict[Scheduler, list[int]] = defaultdict(list)
    for index, history in enumerate(kept):
        if history.answers:
            batches[schedulers.of(decks.get(subjects[index], ""))].append(index)
    found: list[Cells] = [(history.places, history.latest) for history in kept]
    for scheduler, batch in batches.items():
        played = [(number(CardId(subjects[index])), kept[index].answers) for index in batch]
        for index, cells in zip(batch, _replayed(played, scheduler, now), strict=True):
            found[index] += cells
    return found


def _replayed(histories: Sequence[History], scheduler: Scheduler, now: datetime) -> Iterator[Cells]:
    """The cells of cards, each of which has *histories* of one answer at least."""
    recent = scheduler.days.start(scheduler.days.day(now) - timedelta(days=1))
    for (seed, answers), memory in zip(histories, scheduler.memories(histories), strict=True):
        assert memory is not None
        state = rows.CardState(memory) if memory.last_review < recent else _begun(seed, answers, scheduler, memory)
        yield rows.cells(state)


def _begun(seed: int, answers: Sequence[Answer], scheduler: Scheduler, memory: Memory) -> rows.CardState:
    """The state of a card answered today or yesterday: with its memory before that day."""
    day = scheduler.days.day(memory.last_review)
    morning = scheduler.days.start(day).timestamp()
    (before,) = scheduler.memories([(seed, [answer for answer in answers if answer[0] < morning])])
    return rows.CardState(memory, last_day=day, began=before)
