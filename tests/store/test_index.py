"""The index may be deleted, damaged or old at any time, and is right all the same."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flashkms.cards.card import CardId
from flashkms.cards.query import parse
from flashkms.errors import FlashkmsError
from flashkms.schedule.event import Rating
from flashkms.store.collection import Collection, create
from flashkms.store.index.shelf import Shelf
from flashkms.study import Study

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
CARD = CardId("kms-aaaaaa.1")
DECK = "deck: A\ncards:\n- id: kms-aaaaaa\n  question: one?\n  answer: '1'\n- id: kms-bbbbbb\n  question: two?\n  answer: '2'\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    create(tmp_path / "c", text='[schedule]\ntimezone = "UTC"\n')
    (tmp_path / "c" / "cards" / "a.yaml").write_text(DECK)
    with opened(tmp_path / "c", write=True) as collection:
        study = Study(collection, clock=lambda: NOW)
        for days in range(4):
            study.answer(CARD, Rating.GOOD, took=timedelta(seconds=3), at=NOW - timedelta(days=9 - days))
    return tmp_path / "c"


def opened(root: Path, *, write: bool = False, now: datetime = NOW) -> Collection:
    return Collection.open(root, now=now, home=root.parent / "home", write=write)


def reps(root: Path, now: datetime = NOW) -> int:
    with opened(root, now=now) as collection:
        memory = collection.index.state(CARD).memory
        return memory.reps if memory else 0


def database(root: Path) -> Path:
    (path,) = (root.parent / "home").rglob("index.db")
    return path


def test_an_index_that_others_bring_up_to_date_meanwhile_stays_right(root: Path) -> None:
    with opened(root, write=True) as collection:
        study = Study(collection, clock=lambda: NOW)
        for minutes in range(6):
            study.answer(CARD, Rating.HARD, took=timedelta(seconds=3), at=NOW + timedelta(minutes=minutes))
            with opened(root) as other:
                if minutes == 3:
                    other.index.rebuild(NOW)
                else:
                    other.index.rebuild_log(NOW)
        kept = collection.index.state(CARD)

    database(root).unlink()
    with opened(root) as collection:
        assert collection.index.state(CARD) == kept
        assert kept.memory is not None
        assert kept.memory.reps == 10


@pytest.mark.parametrize("answers", [1, 2, 150])
def test_answers_about_which_nothing_was_asked_are_known_to_whoever_asks(root: Path, answers: int) -> None:
    with opened(root, write=True) as collection:
        study = Study(collection, clock=lambda: NOW)
        assert study.memory(CARD)
        for seconds in range(answers):
            study.answer(CARD, Rating.GOOD, took=timedelta(seconds=3), at=NOW + timedelta(seconds=seconds))
        with opened(root) as other:
            seen = other.index.state(CARD)
        assert collection.index.state(CARD) == seen
        assert seen.memory is not None
        assert seen.memory.reps == 4 + answers


def test_what_is_done_after_an_answer_comes_after_it(root: Path) -> None:
    with opened(root, write=True) as collection:
        study = Study(collection, clock=lambda: NOW)
        study.answer(CARD, Rating.GOOD, took=timedelta(seconds=3))
        study.forget(CARD)
        study.answer(CARD, Rating.AGAIN, took=timedelta(seconds=3), at=NOW + timedelta(minutes=1))
        study.undo()
        study.suspend(CARD)
        kept = collection.index.state(CARD)

    database(root).unlink()
    with opened(root) as collection:
        assert collection.index.state(CARD) == kept
        assert kept.suspended
        assert kept.memory is None


def test_an_answer_is_in_the_index_of_a_closed_collection(root: Path) -> None:
    with opened(root, write=True) as collection:
        assert collection.index.state(CARD)
        Study(collection, clock=lambda: NOW).answer(CARD, Rating.GOOD, took=timedelta(seconds=3))

    with sqlite3.connect(database(root)) as connection:
        found = connection.execute("SELECT reps FROM card WHERE id = ?", (CARD,)).fetchone()
    connection.close()
    assert found == (5,)


def test_an_index_that_is_lost_after_an_answer_is_made_again_with_it(root: Path) -> None:
    with opened(root, write=True) as collection:
        study = Study(collection, clock=lambda: NOW)
        assert study.memory(CARD)
        study.answer(CARD, Rating.GOOD, took=timedelta(seconds=3))
        collection.index._sql.close()
        memory = study.memory(CARD)

    assert memory is not None
    assert memory.reps == 5


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_an_answer_that_is_not_durable_leaves_the_index_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def refused(*_: object) -> int:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with opened(root, write=True) as collection:
        study = Study(collection, clock=lambda: NOW)
        study.answer(CARD, Rating.GOOD, took=timedelta(seconds=3))
        before = collection.index.state(CARD)
        with monkeypatch.context() as broken:
            broken.setattr(os, call, refused)
            with pytest.raises(FlashkmsError, match="not saved"):
                study.answer(CARD, Rating.AGAIN, took=timedelta(seconds=3), at=NOW + timedelta(hours=1))
        assert collection.index.state(CARD) == before
        study.answer(CARD, Rating.GOOD, took=timedelta(seconds=3), at=NOW + timedelta(hours=2))
        after = collection.index.state(CARD)

    database(root).unlink()
    with opened(root) as collection:
        assert collection.index.state(CARD) == after


def test_a_deleted_index_is_made_again(root: Path) -> None:
    database(root).unlink()

    assert reps(root) == 4


@pytest.mark.parametrize("begin", [0, 30, 100, 5000, 20_000])
def test_a_damaged_index_is_made_again(root: Path, begin: int) -> None:
    assert reps(root) == 4
    path = database(root)
    data = bytearray(path.read_bytes())
    data[begin : begin + 3000] = b"\xa5" * len(data[begin : begin + 3000])
    path.write_bytes(data)

    assert reps(root) == 4


@pytest.mark.parametrize("keep", [0, 1, 100, 4096, 9000])
def test_a_cut_index_is_made_again(root: Path, keep: int) -> None:
    assert reps(root) == 4
    path = database(root)
    path.write_bytes(path.read_bytes()[:keep])

    assert reps(root) == 4


def test_an_index_of_another_version_is_made_again(root: Path) -> None:
    with sqlite3.connect(database(root)) as connection:
        connection.execute("PRAGMA user_version = 1")
        connection.execute("UPDATE card SET reps = 99")
    connection.close()

    assert reps(root) == 4


def test_an_index_is_kept_while_nothing_changes(root: Path) -> None:
    with sqlite3.connect(database(root)) as connection:
        connection.execute("UPDATE card SET reps = 99 WHERE reps IS NOT NULL")
    connection.close()

    assert reps(root) == 99


def test_without_a_home_that_can_be_written_the_index_lives_in_memory(root: Path) -> None:
    blocked = root.parent / "blocked"
    blocked.write_text("a file, no folder")
    with Collection.open(root, now=NOW, home=blocked) as collection:
        memory = collection.index.state(CARD).memory

    assert memory is not None
    assert memory.reps == 4


def test_a_log_that_shrank_is_read_from_the_beginning(root: Path) -> None:
    (path,) = (root / "reviews").glob("*.jsonl")
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))

    assert reps(root) == 2


def test_a_log_that_vanished_and_came_back(root: Path) -> None:
    (path,) = (root / "reviews").glob("*.jsonl")
    data = path.read_bytes()
    path.unlink()
    assert reps(root) == 0

    path.write_bytes(data)
    assert reps(root) == 4


def test_a_log_edited_inside_is_read_from_the_beginning(root: Path) -> None:
    (path,) = (root / "reviews").glob("*.jsonl")
    path.write_bytes(path.read_bytes().replace(b'"kind":"review"', b'"kind":"rubbed"', 1))

    assert reps(root) == 3


def test_a_copied_log_adds_nothing(root: Path) -> None:
    (path,) = (root / "reviews").glob("*.jsonl")
    path.with_name("other.sync-conflict-1.jsonl").write_bytes(path.read_bytes())

    assert reps(root) == 4


def test_another_setting_is_another_schedule(root: Path) -> None:
    with opened(root) as collection:
        before = collection.index.state(CARD).memory
    config = root / "flashkms.toml"
    config.write_text(config.read_text() + "retention = 0.8\n")
    with opened(root) as collection:
        after = collection.index.state(CARD).memory

    assert before is not None
    assert after is not None
    assert after.interval_days > before.interval_days


def test_a_clock_far_back_lets_events_wait_and_they_count_when_it_is_right_again(root: Path) -> None:
    assert reps(root, NOW - timedelta(days=30)) == 0
    assert reps(root) == 4


def test_a_damaged_line_is_told_with_its_place_every_time(root: Path) -> None:
    (path,) = (root / "reviews").glob("*.jsonl")
    with path.open("ab") as file:
        file.write(b"rubbish\n")
    for _ in range(2):
        with opened(root) as collection:
            assert [f"{each.path}:{each.line}" for each in collection.problems()] == [f"reviews/{path.name}:5"]
    assert reps(root) == 4


@pytest.mark.parametrize("content", ["", "   \n", "deck: A\ncards:\n- id: [", "<<<<<<< HEAD\n"])
def test_an_empty_or_cut_deck_file_is_told_and_its_last_good_version_used(
    root: Path, content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    (root / "cards" / "a.yaml").write_text(content)
    with opened(root) as collection:
        assert len(collection.cards()) == 2
        assert [each.path for each in collection.problems()]
    assert reps(root) == 4


def test_a_file_that_is_being_saved_is_read_again(root: Path) -> None:
    """The editor empties the file, and is done by the time of the second look."""
    path = root / "cards" / "a.yaml"
    path.write_text("")
    pauses: list[float] = []

    def saved(seconds: float) -> None:
        pauses.append(seconds)
        path.write_text(DECK.replace("one?", "uno?"))

    with opened(root) as collection:
        collection.index.shelf = Shelf(collection.index._sql, root, saved)
        path.write_text("")
        collection.refresh()

        assert len(pauses) == 1
        assert [card.entry.body.question for card in collection.cards().values()] == ["uno?", "two?"]
        assert collection.problems() == ()


def test_a_file_first_seen_while_it_is_being_saved_is_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = root / "cards" / "b.yaml"
    path.write_text("")
    text = DECK.replace("kms-aaaaaa", "kms-cccccc").replace("kms-bbbbbb", "kms-dddddd")
    monkeypatch.setattr(time, "sleep", lambda _: path.write_text(text))

    with opened(root) as collection:
        assert len(collection.cards()) == 4
        assert collection.problems() == ()


def test_a_deleted_deck_file_takes_its_cards_and_no_history(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    (root / "cards" / "a.yaml").unlink()
    with opened(root) as collection:
        assert collection.cards() == {}
    (root / "cards" / "b.yaml").write_text(DECK)

    assert reps(root) == 4


def test_of_two_entries_with_one_id_the_first_by_path_is_studied(root: Path) -> None:
    (root / "cards" / "b.yaml").write_text(DECK.replace("kms-aaaaaa", "KMS-aaaaaa").replace("kms-bbbbbb", "kms-cccccc"))
    with opened(root) as collection:
        assert list(collection.cards()) == ["kms-aaaaaa.1", "kms-bbbbbb.1", "kms-cccccc.1"]
        (problem,) = collection.problems()
        assert str(problem).startswith(
            "cards/b.yaml:3: the id KMS-aaaaaa is taken by cards/a.yaml:3 (that one is studied"
        )
    (root / "cards" / "a.yaml").write_text("deck: A\ncards:\n- id: kms-bbbbbb\n  question: two?\n  answer: '2'\n")
    with opened(root) as collection:
        assert sorted(collection.cards()) == ["KMS-aaaaaa.1", "kms-bbbbbb.1", "kms-cccccc.1"]


def test_a_copied_collection_is_another_device(root: Path) -> None:
    shutil.copytree(root, root.parent / "copy")
    with opened(root, write=True) as one, opened(root.parent / "copy", write=True) as two:
        assert one.log.device != two.log.device


def test_a_search_is_one_query_whatever_it_finds(root: Path) -> None:
    asked: list[str] = []
    with opened(root) as collection:
        collection.index.found(parse(""), NOW)
        collection.index.ask(lambda sql: sql.set_trace_callback(asked.append))
        found = list(collection.index.found(parse("-is:suspended (deck:a or kind:cloze)"), NOW))

    assert len(found) > 1
    assert len([query for query in asked if "entry" in query]) == 1
    assert len(asked) <= 2  # the other looks whether the words of every card are there
