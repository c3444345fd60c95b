"""An index made from nothing by two processes says what a replay says, and so does one made by one."""

from __future__ import annotations

import os
import random
import signal
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from flashkms.cards.card import CardId
from flashkms.schedule.event import Event, EventId, Rating, Review, SetDue, Undo
from flashkms.store.log import ReviewLog
from tests.store.test_law import START, ZONE, Scratch, made_up, replayed

pytestmark = pytest.mark.processes

MANY = 9000  # answers, of which two processes share the work
NOW = START + timedelta(days=400)
HERE = os.getpid()


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def answers(rng: random.Random) -> list[Event]:
    """In order of time, with here and there one that an undo takes back, long after it or at once."""
    events: list[Event] = []
    for seq in range(MANY):
        stamp = {
            "id": EventId(f"{rng.randrange(10**9)}-{seq}"),
            "at": START + timedelta(minutes=seq * 60),
            "zone_minutes": 60,
            "device": "desk",
            "seq": seq,
        }
        if seq % 500 == 499:
            events.append(Undo(**stamp, target=rng.choice([events[-1], rng.choice(events)]).id))
        else:
            card = CardId(f"iam-{rng.randrange(900)}.1")
            events.append(Review(**stamp, card=card, rating=Rating(rng.randrange(1, 5)), took_ms=9))
    return events


@pytest.fixture
def histories(tmp_path: Path) -> tuple[Scratch, list[Event]]:
    """Two devices' logs: one of answers alone but for a few undos, one with everything that can happen."""
    rng = random.Random(3)
    many, all_kinds = answers(rng), [replace(event, device="lap") for event in made_up(5, 400)]
    scratch = Scratch(tmp_path)
    scratch.add("desk", many)
    scratch.add("lap", all_kinds)
    return scratch, [*many, *all_kinds]


def test_the_work_of_two_is_what_a_replay_says(histories: tuple[Scratch, list[Event]]) -> None:
    scratch, events = histories
    scratch.index.refresh(NOW)

    assert replayed(events, scratch.config, NOW) == scratch.index.snapshot(NOW)


def test_logs_that_have_grown_much_say_what_a_replay_says(tmp_path: Path) -> None:
    before, package = [replace(event, device="lap") for event in made_up(5, 40)], answers(random.Random(3))
    moved = [
        SetDue(
            id=EventId(f"moved-{place}"),
            at=START + timedelta(days=399),
            zone_minutes=60,
            device="desk",
            seq=MANY + place,
            card=CardId(f"iam-{place}.1"),
            due=NOW.date(),
        )
        for place in range(0, 900, 2)
    ]
    scratch = Scratch(tmp_path)
    scratch.add("lap", before)
    scratch.index.refresh(NOW)
    scratch.add("desk", [*package, *moved])
    scratch.index.refresh(NOW)

    assert replayed([*before, *package, *moved], scratch.config, NOW) == scratch.index.snapshot(NOW)


class DeadlyElsewhere(ReviewLog):
    """A log whose reader in any other process than this is killed."""

    def shown(self, path: Path) -> str:
        if os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().shown(path)


def test_one_does_it_alone_when_the_other_is_killed(histories: tuple[Scratch, list[Event]]) -> None:
    scratch, events = histories
    scratch.index.close()
    scratch.log = DeadlyElsewhere(scratch.folder, "desk", ZONE)
    scratch.index = scratch.opened()
    scratch.index.refresh(NOW)

    assert replayed(events, scratch.config, NOW) == scratch.index.snapshot(NOW)


@pytest.mark.parametrize("share", [0.2, 0.8])
def test_a_damaged_line_is_told_once_by_its_number(histories: tuple[Scratch, list[Event]], share: float) -> None:
    """The events around it count, whichever of the two reads them."""
    scratch, events = histories
    path = scratch.log.folder / "desk.jsonl"
    texts = path.read_bytes().splitlines(keepends=True)
    at = int(len(texts) * share)
    path.write_bytes(b"".join([*texts[:at], b"<<<<<<< HEAD\n", *texts[at:]]))
    scratch.index.refresh(NOW)

    assert replayed(events, scratch.config, NOW) == scratch.index.snapshot(NOW)
    assert [(problem.path, problem.line) for problem in scratch.index.log_problems()] == [
        ("reviews/desk.jsonl", at + 1)
    ]


def test_what_comes_after_is_read_from_where_the_two_ended(histories: tuple[Scratch, list[Event]]) -> None:
    scratch, events = histories
    scratch.index.refresh(NOW)
    late = replace(events[100], id=EventId("late"), at=NOW)
    scratch.add("desk", [late])
    scratch.index.refresh(NOW)

    assert replayed([*events, late], scratch.config, NOW) == scratch.index.snapshot(NOW)
