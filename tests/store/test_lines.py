"""What was written is taken in without being read back, and says what reading it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flashkms.cards.card import CardId
from flashkms.schedule.event import Event, Rating, Review, Suspend
from flashkms.store.decoding import event
from flashkms.store.index import lines
from flashkms.store.index.lines import Added, Known, Piece
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
    just = log.append(events)
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
    just = log.append(events)
    assert lines.written(log.path, known, events, just) is None

    known, events = read_so_far(log), made(log, 1)
    just = log.append(events)
    with log.path.open("ab") as file:
        file.write(b"more\n")
    assert lines.written(log.path, known, events, just) is None


ODD = [(b"", 0), (b"<<<<<<< HEAD\n", 26_000), (b"\n", 3), (b'{"id":"x","kind":"later"', 30_000)]


def with_odd(log: ReviewLog, odd: bytes, at: int) -> Added:
    """A log of some five megabytes with the *odd* line, and what it says when it is read at once."""
    log.append(made(log, 15_000))
    texts = log.path.read_bytes().splitlines(keepends=True)
    log.path.write_bytes(b"".join([*texts[:at], odd, *texts[at:]]))
    once = lines.added(log.path, Known(1, log.path.name, b"", 0, 0, b""), "reviews/desk.jsonl")
    assert once is not None
    return once


@pytest.mark.parametrize("least", [0, 2**40], ids=["halves", "whole"])
@pytest.mark.parametrize(("odd", "at"), ODD)
def test_a_log_read_in_pieces_says_what_it_says_at_once(log: ReviewLog, odd: bytes, at: int, least: int) -> None:
    """Sound, or with an odd line in the second half, in the first, or torn at the end."""
    once = with_odd(log, odd, at)
    halves = lines.halved([log.path], least)
    pieces = [some for half in halves for piece in half for some in lines.pieces(piece, "reviews/desk.jsonl")]

    assert pieces[-1].known == once.known
    assert [each for piece in pieces for each in piece.events] == once.events
    assert [each for piece in pieces for each in piece.places] == once.places
    assert tuple(problem for piece in pieces for problem in piece.problems) == once.problems


def test_lines_that_are_no_lines_of_their_own_are_read_one_by_one(log: ReviewLog) -> None:
    """Two events on one line and one on two are as many events as lines, and none of them is sound."""
    log.append(made(log, 1))
    first, second = log.path.read_bytes().splitlines()
    log.path.write_bytes(first + second + b"\n" + first.replace(b",", b",\n", 1) + b"\n" + second + b"\n")
    read = list(lines.pieces(Piece(log.path, 1), "reviews/desk.jsonl"))

    assert [len(each.events) for each in read] == [1]
    assert [problem.line for each in read for problem in each.problems] == [1, 2, 3]


@pytest.mark.parametrize("sizes", [(), (0,), (5,), (1, 1), (400, 1, 1), (1, 1, 400), (0, 3, 0, 3, 0)])
def test_two_halves_have_every_line_once_and_in_order(log: ReviewLog, sizes: tuple[int, ...]) -> None:
    paths = [log.path.with_name(f"{number}.jsonl") for number in range(len(sizes))]
    log.folder.mkdir()
    for number, (path, many) in enumerate(zip(paths, sizes, strict=True)):
        path.write_text("".join(f"{number} {line}\n" for line in range(many)))
    ours, theirs = lines.halved(paths, 0)

    texts = [piece.path.read_bytes()[piece.begin : piece.until] for piece in [*ours, *theirs]]
    assert b"".join(path.read_bytes() for path in paths) == b"".join(texts)
    assert [piece.number for piece in [*ours, *theirs]] == sorted(piece.number for piece in [*ours, *theirs])
    assert {piece.path for piece in [*ours, *theirs]} == set(paths)
    assert all(text.endswith(b"\n") for text in texts if text)


def test_a_log_that_is_gone_is_known_to_be_empty(log: ReviewLog) -> None:
    (only,) = lines.pieces(Piece(log.path, 3), "reviews/desk.jsonl")

    assert (only.events, only.places, only.known.offset, only.known.lines) == ([], [], 0, 0)


@pytest.mark.parametrize(
    ("before", "after", "much"), [(0, 50, False), (0, 8000, True), (9000, 9900, False), (300, 8300, True)]
)
def test_a_log_has_grown_much_by_a_megabyte_and_a_quarter_of_it(
    log: ReviewLog, before: int, after: int, much: bool
) -> None:
    log.append(made(log, before))
    known = {log.path.name: Known(1, log.path.name, lines.status(log.path), log.path.stat().st_size, before, b"")}
    log.append(made(log, after - before))

    assert lines.grown_much(known, [log.path]) == much
