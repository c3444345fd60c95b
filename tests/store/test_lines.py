"""What was written is taken in without being read back, and says what reading it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flashkms.cards.card import CardId
from flashkms.schedule.event import Event, Rating, Review, Suspend
from flashkms.store.decoding import event
from flashkms.store.index import lines
from flashkms.store.index.lines import Known
from flashkms.store.log import ReviewLog

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def log(tmp_path: Path) -> ReviewLog:
    return ReviewLog(tmp_path, "desk", UTC)


def made(log: ReviewLog, many: int) -> list[Event]:
    events: list[Event] = []
    for number in range(many):
        at = NOW + timedelta(seconds=number, microseconds=number)
        card = CardId(f"kms-열쇠{number}.1")
        events.append(Review(**log.stamp(at), card=card, rating=Rating.GOOD, took_ms=number))
        events.append(Suspend(**log.stamp(at), card=card))
    return events


def read_so_far(log: ReviewLog) -> Known:
    found = lines.added(log.path, Known(3, log.path.name, b"", 0, 0, b""), "reviews/desk.jsonl")
    assert found is not None
    return found.known


@pytest.mark.parametrize("before", [0, 1, 5])
def test_what_was_written_is_what_would_be_read(log: ReviewLog, before: int) -> None:
    log.append(made(log, before))
    known, events = read_so_far(log), made(log, 2)
    just = log.write(tuple(events))
    just.wait()
    written = lines.written(log.path, known, events, just)
    read = lines.added(log.path, known, "reviews/desk.jsonl")

    assert written is not None
    assert read is not None
    assert written.known == read.known
    assert list(written.places) == read.places
    assert list(written.events) == list(map(event, read.events))


def test_what_another_added_before_or_after_is_read(log: ReviewLog) -> None:
    log.append(made(log, 1))
    known = read_so_far(log)
    with log.path.open("ab") as file:
        file.write(b"torn")
    events = made(log, 1)
    just = log.write(tuple(events))
    just.wait()
    assert lines.written(log.path, known, events, just) is None

    known, events = read_so_far(log), made(log, 1)
    just = log.write(tuple(events))
    just.wait()
    with log.path.open("ab") as file:
        file.write(b"more\n")
    assert lines.written(log.path, known, events, just) is None


@pytest.mark.parametrize(
    ("odd", "at"), [(b"", 0), (b"<<<<<<< HEAD\n", 26_000), (b"\n", 3), (b'{"id":"x","kind":"later"', 30_000)]
)
def test_a_log_read_in_pieces_says_what_it_says_at_once(log: ReviewLog, odd: bytes, at: int) -> None:
    """Some five megabytes: sound, or with an odd line in the second piece, in the first, or torn at the end."""
    log.append(made(log, 15_000))
    texts = log.path.read_bytes().splitlines(keepends=True)
    log.path.write_bytes(b"".join([*texts[:at], odd, *texts[at:]]))
    pieces = list(lines.whole(log.path, 3, "reviews/desk.jsonl"))
    once = lines.added(log.path, Known(3, log.path.name, b"", 0, 0, b""), "reviews/desk.jsonl")

    assert once is not None
    assert pieces[-1].known == once.known
    assert [each for piece in pieces for each in piece.events] == once.events
    assert [each for piece in pieces for each in piece.places] == once.places
    assert tuple(problem for piece in pieces for problem in piece.problems) == once.problems


def test_a_log_that_is_gone_is_known_to_be_empty(log: ReviewLog) -> None:
    (only,) = lines.whole(log.path, 3, "reviews/desk.jsonl")

    assert (only.events, only.places, only.known.offset, only.known.lines) == ([], [], 0, 0)
