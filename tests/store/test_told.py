"""An answer's memory is told before the tables of the index have it, and is the one that they will have."""

from __future__ import annotations

import random
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashkms.cards.card import CardId
from flashkms.schedule.event import Rating
from flashkms.store.collection import Collection, create
from flashkms.study import Study
from tests.store.test_law import CARDS, START, Scratch, made_up, replayed

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ONE, TWO, NEW = CardId("kms-aaaaaa.1"), CardId("kms-bbbbbb.1"), CardId("kms-cccccc.1")
TOOK = timedelta(seconds=3)
DECK = """\
deck: A
cards:
- id: kms-aaaaaa
  question: one?
  answer: '1'
- id: kms-bbbbbb
  question: two?
  answer: '2'
- id: kms-cccccc
  question: three?
  answer: '3'
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    create(tmp_path / "c", text='[schedule]\ntimezone = "UTC"\n')
    (tmp_path / "c" / "cards" / "a.yaml").write_text(DECK)
    with opened(tmp_path / "c", write=True) as collection:
        study = Study(collection, clock=lambda: NOW)
        for days in range(4):
            for card in (ONE, TWO):
                study.answer(card, Rating.GOOD, took=TOOK, at=NOW - timedelta(days=9 - days))
    return tmp_path / "c"


def opened(root: Path, *, write: bool = False) -> Collection:
    return Collection.open(root, now=NOW, home=root.parent / "home", write=write)


def in_the_tables(root: Path, card: CardId) -> int | None:
    """The number of answers to *card* that the index on the disk knows of."""
    (path,) = (root.parent / "home").rglob("index.db")
    connection = sqlite3.connect(path)
    (found,) = connection.execute("SELECT reps FROM card WHERE id = ?", (card,)).fetchone()
    connection.close()
    return None if found is None else int(found)


@given(st.integers(0, 2**32), st.integers(1, 60))
def test_what_is_told_of_a_card_is_what_a_replay_says(seed: int, many: int) -> None:
    """Events of this process arrive one by one, and now and then one card is asked for, and another, or nothing."""
    rng = random.Random(seed)
    events = [event for event in made_up(seed, many) if event.device == "desk"]
    now = START + timedelta(days=400)
    with TemporaryDirectory() as folder:
        scratch = Scratch(Path(folder))
        scratch.index.refresh(now)
        for count, event in enumerate(events, 1):
            scratch.index.appended((event,), scratch.log.append((event,)), now)
            state = replayed(events[:count], scratch.config, now)
            for card in rng.sample(CARDS, rng.randrange(3)):
                told = scratch.index.state(card)

                assert state.memories.get(card) == told.memory
                assert (card in state.suspended) == told.suspended
        scratch.index.close()


@pytest.mark.parametrize("rating", Rating)
@pytest.mark.parametrize("card", [ONE, NEW])
def test_a_memory_is_told_at_once_and_the_tables_come_to_it(root: Path, card: CardId, rating: Rating) -> None:
    with opened(root, write=True) as collection:
        study = Study(collection, clock=lambda: NOW)
        before = study.memory(card)
        study.answer(card, rating, took=TOOK)
        told = collection.index.state(card)

        assert in_the_tables(root, card) == (before and before.reps)
        assert told.memory is not None
        assert in_the_tables(root, card) == (before and before.reps)
        collection.index.began(NOW)
        assert in_the_tables(root, card) == told.memory.reps
        assert collection.index.state(card) == told
    with opened(root) as collection:
        assert collection.index.state(card) == told


def test_an_answer_leaves_what_is_told_of_other_cards_alone(root: Path) -> None:
    with opened(root, write=True) as collection:
        study = Study(collection, clock=lambda: NOW)
        before = collection.index.state(TWO), collection.index.state(NEW)
        study.answer(ONE, Rating.AGAIN, took=TOOK)

        assert (collection.index.state(TWO), collection.index.state(NEW)) == before


def test_answers_to_several_cards_are_taken_in_together(root: Path) -> None:
    with opened(root, write=True) as collection:
        study = Study(collection, clock=lambda: NOW)
        for card in (ONE, TWO, NEW):
            study.answer(card, Rating.GOOD, took=TOOK)
        told = [collection.index.state(card) for card in (NEW, ONE, TWO)]
        answered = collection.index.answered(NOW)

        assert [answered[card] for card in (NEW, ONE, TWO)] == told
        assert [in_the_tables(root, card) for card in (NEW, ONE, TWO)] == [1, 5, 5]


def test_a_card_answered_twice_is_told_after_both(root: Path) -> None:
    with opened(root, write=True) as collection:
        study = Study(collection, clock=lambda: NOW)
        study.answer(ONE, Rating.AGAIN, took=TOOK)
        study.answer(TWO, Rating.GOOD, took=TOOK)
        study.answer(ONE, Rating.GOOD, took=TOOK, at=NOW + timedelta(minutes=1))
        memory = study.memory(ONE)

    assert memory is not None
    assert (memory.reps, memory.lapses) == (6, 1)


def test_an_answer_without_rescheduling_leaves_the_memory_alone(root: Path) -> None:
    with opened(root, write=True) as collection:
        study = Study(collection, clock=lambda: NOW)
        before = study.memory(ONE)
        study.answer(ONE, Rating.AGAIN, took=TOOK, cram=True)

        assert study.memory(ONE) == before


def test_an_answer_that_another_program_took_in_meanwhile_counts_once(root: Path) -> None:
    with opened(root, write=True) as collection:
        study = Study(collection, clock=lambda: NOW)
        study.answer(ONE, Rating.GOOD, took=TOOK)
        told = study.memory(ONE)
        with opened(root) as other:
            assert other.index.state(ONE).memory == told
        assert in_the_tables(root, ONE) == 5
        assert study.memory(ONE) == told
        study.answer(ONE, Rating.GOOD, took=TOOK, at=NOW + timedelta(minutes=1))
        memory = study.memory(ONE)

    assert memory is not None
    assert memory.reps == 6


def test_a_card_that_another_device_answered_meanwhile_is_taken_in_as_it_is_then(root: Path) -> None:
    """What was told of an answer is told of the row that the card had: on another row it is reckoned again."""
    with opened(root, write=True) as collection:
        study = Study(collection, clock=lambda: NOW)
        study.answer(ONE, Rating.GOOD, took=TOOK)
        told = study.memory(ONE)
        (own,) = (root / "reviews").iterdir()
        line = own.read_text().splitlines()[-1].replace(own.stem, "tablet").replace('"id":"', '"id":"f')
        own.with_name("tablet.jsonl").write_text(line.replace("T12:00:00", "T11:00:00") + "\n")
        with opened(root) as other:
            seen = other.index.state(ONE).memory
        study.answer(TWO, Rating.GOOD, took=TOOK)
        collection.index.began(NOW)
        memory = study.memory(ONE)

    assert told is not None
    assert memory == seen
    assert memory.reps == told.reps + 1
