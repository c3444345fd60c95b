"""The doctor's roll of all logs: in parts it says what the events say together, and copies count once."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import UTC, timedelta
from itertools import chain
from pathlib import Path

import pytest
from msgspec.structs import replace

from flashkms.schedule.event import Event, EventId, Undo
from flashkms.schedule.replay import undone
from flashkms.store.collection import Collection, create
from flashkms.store.doctor import findings
from flashkms.store.doctor.replayed import agrees
from flashkms.store.doctor.roll import Roll
from flashkms.store.index.journal import subject_of
from flashkms.store.line import encode
from flashkms.store.log import ReviewLog

from .test_law import START, made_up

NOW = START + timedelta(days=40)
Write = Callable[[str, Iterable[Event]], ReviewLog]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes events as the log called so, and gives all logs."""
    log = ReviewLog(tmp_path, "desk", UTC)
    log.folder.mkdir()

    def written(name: str, events: Iterable[Event]) -> ReviewLog:
        (log.folder / f"{name}.jsonl").write_bytes(b"".join(map(encode, events)))
        return log

    return written


@pytest.mark.parametrize("seed", range(20))
def test_parts_are_all_events_that_count_each_subject_in_one(seed: int, write: Write) -> None:
    events = made_up(seed, 120)
    write("desk", events)
    copies = random.Random(seed).sample(events, 30)
    parts = list(Roll(write("desk.sync-conflict-20260101-101010-ABCDEFG", copies), NOW).parts(size=10))

    assert len(parts) > 3
    told = {subject: part for part, each in enumerate(parts) for subject in map(subject_of, each.events)}
    assert all(told[subject_of(event)] == part for part, each in enumerate(parts) for event in each.events)
    assert all(each.first <= subject_of(event) for each in parts for event in each.events)
    assert all(subject_of(event) < each.end for each in parts if each.end for event in each.events)
    wanted = sorted(event.id for event in events if subject_of(event))
    assert wanted == sorted(event.id for each in parts for event in each.events)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_taken_back_is_the_same_in_parts(seed: int, write: Write) -> None:
    events = made_up(seed, 120)
    roll = Roll(write("desk", [*events, *events[20:50]]), NOW)

    assert undone(events) == undone(roll.taken_back())


def test_of_two_events_of_one_id_the_earlier_counts_whoever_it_is_of(write: Write) -> None:
    first, *_ = (event for event in made_up(1, 50) if subject_of(event).endswith(".1"))
    later = Undo(
        id=first.id, at=first.at + timedelta(hours=1), zone_minutes=0, device="lap", seq=1, target=EventId("x")
    )
    write("a", [later])
    roll = Roll(write("b", [first]), NOW)

    assert [first] == list(chain.from_iterable(part.events for part in roll.parts()))
    assert roll.taken_back() == []
    assert [(1, first)] == roll.differing
    assert roll.log_of(1) == "reviews/b.jsonl"


def test_empty_logs_have_one_empty_part(write: Write) -> None:
    (part,) = Roll(write("desk", []), NOW).parts()

    assert (part.first, part.end, part.events) == ("", "", [])


def test_a_number_that_no_program_counts_to_is_a_gap_and_no_error(write: Write) -> None:
    events = [replace(event, seq=seq, device="lap") for event, seq in zip(made_up(2, 2), (1, 10**30), strict=True)]

    assert list(Roll(write("lap", events), NOW).numbers()) == [("lap", [1, 2**63 - 1])]


def test_a_log_that_is_added_to_is_changed(write: Write) -> None:
    events = made_up(3, 9)
    roll = Roll(write("desk", events[:8]), NOW)
    assert not roll.changed()
    write("desk", events)

    assert roll.changed()


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    create(tmp_path / "c", text='[schedule]\ntimezone = "UTC"\n')
    (tmp_path / "c/cards/a.yaml").write_text("deck: A\ncards:\n- id: kms-a\n  question: a?\n  answer: b\n")
    (tmp_path / "c/reviews/desk.jsonl").write_bytes(b"".join(map(encode, made_up(4, 200))))
    return Collection.open(tmp_path / "c", now=NOW, home=tmp_path / "home")


@pytest.mark.parametrize(
    "changed",
    [
        "UPDATE card SET reps = reps + 1 WHERE id = (SELECT max(id) FROM card WHERE reps > 0)",
        "UPDATE card SET flag = flag + 1 WHERE id = (SELECT max(id) FROM card WHERE logged)",
        "INSERT INTO card (id, key, logged, suspended) VALUES ('zz-zzzzzz.1', 'zz-zzzzzz', 1, 1)",
        "DELETE FROM made",
        "UPDATE standing SET marked = NOT marked",
        "DELETE FROM card WHERE id = (SELECT min(id) FROM card WHERE reps > 0)",
    ],
)
def test_an_index_that_says_something_else_is_found_out(collection: Collection, changed: str) -> None:
    with collection:
        assert agrees(collection, Roll(collection.log, NOW), NOW)
        collection.index.ask(lambda sql: sql.execute(changed))

        assert not agrees(collection, Roll(collection.log, NOW), NOW)


def test_an_answer_given_while_the_doctor_looks_is_no_finding(collection: Collection, tmp_path: Path) -> None:
    with collection, Collection.open(tmp_path / "c", now=NOW, home=tmp_path / "home", write=True) as writer:
        roll = Roll(collection.log, NOW)
        review = next(event for event in made_up(5, 50) if subject_of(event) == "kms-a.1")
        writer.append((replace(review, id=EventId("one-more"), at=NOW, device="desk", seq=201),), NOW)

        assert not agrees(collection, roll, NOW)
        assert roll.changed()
        assert "index" not in {finding.rule for finding in findings(collection, NOW)}
