"""What one answer costs: Study.answer against Anki's own answer_card, and against a bare append and fsync.

The call returns when the answer is on the disk; the card's new memory is told when it is asked for, and the tables of
the index have it when something is asked of them. So the time until either is taken too. All take turns, so that a busy
disk slows them alike.

python benchmarks/store_answer.py [CARDS] [ANSWERS]
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from anki.collection import Collection as AnkiCollection
from anki.decks import DeckId
from anki.scheduler.v3 import CardAnswer
from make_collection import make

from flashkms.schedule.event import Rating
from flashkms.store.collection import Collection
from flashkms.study import Study

Act = Callable[[], float]  # seconds that one answer took
Told = Callable[[], tuple[float, float, float]]  # the same; until its memory was told; until it was in the tables
WARM = 20  # answers before those that count
NAMES = ("flashkms", "until it is told", "until in the tables", "append and fsync", "Anki answer_card")


@contextmanager
def flashkms(folder: Path, cards: int) -> Iterator[Told]:
    now = [make(folder / "collection", cards=cards, files=20, reviews=cards * 5)]
    with Collection.open(folder / "collection", now=now[0], home=folder / "home", write=True) as collection:
        study = Study(collection, clock=lambda: now[0])
        ids = iter(list(collection.cards()))

        def answer() -> tuple[float, float, float]:
            now[0] += timedelta(seconds=8)
            card = next(ids)
            study.preview(card)  # the screen shows the four outcomes first, as Anki's states below do
            started = time.perf_counter()
            study.answer(card, Rating.GOOD, took=timedelta(seconds=5))
            answered = time.perf_counter()
            study.memory(card)
            told = time.perf_counter()
            collection.index.kept()  # of little, but of the tables
            return answered - started, told - started, time.perf_counter() - started

        yield answer


@contextmanager
def bare(folder: Path) -> Iterator[Act]:
    line = b'{"id":"01936c1e-4f3a-7b6c-8d2e-1f0a9b8c7d6e","kind":"review"' + b" " * 160 + b"}\n"
    descriptor = os.open(folder / "bare", os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def append() -> float:
        started = time.perf_counter()
        os.write(descriptor, line)
        os.fsync(descriptor)
        return time.perf_counter() - started

    yield append
    os.close(descriptor)


@contextmanager
def anki(folder: Path, cards: int) -> Iterator[Act]:
    collection = AnkiCollection(str(folder / "anki.anki2"))
    notetype = collection.models.by_name("Basic")
    assert notetype is not None
    for number in range(cards):
        note = collection.new_note(notetype)
        note.fields = [f"question {number}", "answer"]
        collection.add_note(note, DeckId(1))
    config = collection.decks.config_dict_for_deck_id(DeckId(1))
    config["new"]["perDay"] = config["rev"]["perDay"] = 9999
    collection.decks.update_config(config)
    collection.set_config("fsrs", val=True)

    def answer() -> float:
        queued = collection.sched.get_queued_cards(fetch_limit=1)
        card = queued.cards[0]
        shown = collection.get_card(card.card.id)
        shown.start_timer()
        made = collection.sched.build_answer(card=shown, states=card.states, rating=CardAnswer.GOOD)
        started = time.perf_counter()
        collection.sched.answer_card(made)
        return time.perf_counter() - started

    yield answer
    collection.close()


def main() -> None:
    cards = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    answers = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with flashkms(folder, cards) as ours, bare(folder) as floor, anki(folder, answers + WARM) as theirs:
            os.sync()
            times = [(*ours(), floor(), theirs()) for _ in range(answers + WARM)][WARM:]
    columns = [sorted(column) for column in zip(*times, strict=True)]
    medians = [statistics.median(column) for column in columns]
    tails = [column[int(len(column) * 0.99)] for column in columns]
    for name, median, tail in zip(NAMES, medians, tails, strict=True):
        print(f"{name:20} median {median * 1000:7.3f} ms   p99 {tail * 1000:7.3f} ms")
    print(f"median against Anki's          {medians[0] / medians[4]:.2f}  (at most 1)")
    print(f"the same, until it is told     {medians[1] / medians[4]:.2f}")
    print(f"the same, until in the tables  {medians[2] / medians[4]:.2f}")
    print(f"p99 against append and fsync   {tails[0] / tails[3]:.2f}  (at most 3)")


if __name__ == "__main__":
    main()
