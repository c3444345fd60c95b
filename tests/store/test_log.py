"""The log: appended, read, merged, and never rewritten."""

from __future__ import annotations

import errno
import os
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashkms.cards.card import CardId
from flashkms.cards.entry import EntryId
from flashkms.errors import FlashkmsError
from flashkms.schedule.event import Event, Made, Mark, Rating, Review, SetDue, Suspend, Undo, Unknown
from flashkms.store.line import spelled
from flashkms.store.log import ReviewLog, parse

NOW = datetime(2026, 3, 1, 12, 0, 0, 123_000, tzinfo=UTC)
SEOUL = ZoneInfo("Asia/Seoul")
CARD = CardId("kms-4t7q2m.1")


@pytest.fixture
def log(tmp_path: Path) -> ReviewLog:
    return ReviewLog(tmp_path, "desk-7k3q9d", SEOUL)


def review(log: ReviewLog, at: datetime = NOW, card: CardId = CARD) -> Review:
    return Review(**log.stamp(at), card=card, rating=Rating.GOOD, took_ms=4200)


def test_every_event_comes_back_as_it_was_appended(log: ReviewLog) -> None:
    events: tuple[Event, ...] = (
        review(log),
        SetDue(**log.stamp(NOW), card=CARD, due=date(2026, 4, 1)),
        Mark(**log.stamp(NOW), entry=EntryId("kms-4t7q2m"), marked=False),
        Made(**log.stamp(NOW), entries=(EntryId("a"), EntryId("b"))),
        Suspend(**log.stamp(NOW), card=CARD),
    )
    log.append(events)

    assert (events, ()) == log.read()


def test_a_line_is_compact_json_in_utc(log: ReviewLog) -> None:
    event = review(log)
    log.append([event])

    assert log.path.read_text() == (
        f'{{"id":"{event.id}","kind":"review","at":"2026-03-01T12:00:00.123Z","zone":540,"device":"desk-7k3q9d",'
        '"seq":1,"card":"kms-4t7q2m.1","rating":3,"took_ms":4200,"scheduler":"fsrs-6"}\n'
    )


def test_sequence_numbers_go_on_after_a_restart(log: ReviewLog, tmp_path: Path) -> None:
    log.append([review(log), review(log)])

    assert ReviewLog(tmp_path, log.device, SEOUL).stamp(NOW)["seq"] == 3


def test_sequence_numbers_go_on_behind_a_long_damaged_tail(log: ReviewLog, tmp_path: Path) -> None:
    log.append([review(log)])
    with log.path.open("ab") as file:
        file.write(b"x" * 100_000 + b"\n")

    assert ReviewLog(tmp_path, log.device, SEOUL).stamp(NOW)["seq"] == 2


def test_ids_of_one_instant_sort_in_the_order_they_were_made(log: ReviewLog) -> None:
    ids = [log.stamp(NOW)["id"] for _ in range(100)]

    assert sorted(ids) == ids
    assert len(set(ids)) == 100


def test_an_append_only_adds_bytes(log: ReviewLog) -> None:
    log.append([review(log)])
    before = log.path.read_bytes()
    log.append([review(log)])

    assert log.path.read_bytes().startswith(before)


def test_a_torn_last_line_is_named_and_kept_and_the_next_append_starts_a_line(log: ReviewLog) -> None:
    log.append([review(log)])
    torn = log.path.read_bytes() + b'{"id":"0193'
    log.path.write_bytes(torn)

    events, problems = log.read()
    assert len(events) == 1
    assert [str(problem) for problem in problems] == [
        "reviews/desk-7k3q9d.jsonl:2: the last line is torn (it was cut while it was written; it does not count)"
    ]

    log.append([review(log)])
    assert log.path.read_bytes().startswith(torn + b"\n")
    events, problems = log.read()
    assert len(events) == 2
    assert [problem.line for problem in problems] == [2]


def test_a_whole_last_line_without_a_line_feed_counts_once(log: ReviewLog) -> None:
    log.append([review(log)])
    log.path.write_bytes(log.path.read_bytes().rstrip(b"\n"))

    assert len(log.read()[0]) == 1

    log.append([review(log)])
    assert len(log.read()[0]) == 2
    assert log.read()[1] == ()


def test_an_unknown_kind_is_kept_and_comes_back_word_for_word(log: ReviewLog) -> None:
    line = '{"id":"x","kind":"nap","at":"2026-03-01T12:00:00Z","zone":0,"device":"d","seq":1,"minutes":20}'
    events, problems = parse(line.encode() + b"\n", "p")

    assert problems == ()
    (event,) = events
    assert isinstance(event, Unknown)
    assert (event.kind, event.line) == ("nap", line)


def test_fields_that_a_later_program_adds_are_ignored() -> None:
    line = b'{"id":"x","kind":"suspend","at":"2026-03-01T12:00:00Z","zone":0,"device":"d","seq":1,"card":"a.1","why":"tired"}'

    assert isinstance(parse(line, "p")[0][0], Suspend)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"[1]", "no event: it is a list, not an object in braces"),
        (b"<<<<<<< HEAD", "a conflict marker of git"),
        (b"=======", "a conflict marker of git"),
        (b"\x00\x00\x00", "no event: it is no JSON (byte 0)"),
        (b'{"kind":"review"}', "no event: `id` is missing"),
        (
            b'{"id":"x","kind":"flag","at":"2026-03-01T12:00:00Z","zone":0,"device":"d","seq":1,"card":"a.1","flag":8}',
            "no event: `flag` is more than 7",
        ),
        (
            b'{"id":"x","kind":"suspend","at":"2026-03-01T12:00:00","zone":0,"device":"d","seq":1,"card":"a.1"}',
            "no event: `at` names no zone",
        ),
        (
            b'{"id":"x","kind":"suspend","at":"0001-01-01T00:00:00+09:00","zone":0,"device":"d","seq":1,"card":"a.1"}',
            "no event: `at` lies beyond the calendar",
        ),
        (
            b'{"id":"","kind":"suspend","at":"2026-03-01T12:00:00Z","zone":0,"device":"d","seq":1,"card":"a.1"}',
            "no event: `id` is empty",
        ),
        (
            b'{"id":"x","kind":"review","at":"2026-03-01T12:00:00Z","zone":0,"device":"d","seq":1,"card":"a","took_ms":-1}',
            "no event: `took_ms` is less than 0",
        ),
        (
            b'{"id":"x","kind":"review","at":"2026-03-01T12:00:00Z","zone":0,"device":"d","seq":1,"card":"a","rating":"3"}',
            "no event: `rating` is a text, not a whole number",
        ),
        (
            b'{"id":"x","kind":"review","at":"2026-03-01T12:00:00Z","zone":0,"device":"d","seq":1,"card":"a","rating":9}',
            "no event: `rating` cannot be 9",
        ),
        (
            b'{"id":"x","kind":"suspend","at":"noon","zone":0,"device":"d","seq":1,"card":"a.1"}',
            "no event: `at` is no instant",
        ),
        (b'{"id":"x","kind":', "no event: the line is cut short"),
        (b'{"id":"\xff"}', "no event: it is no JSON"),
    ],
)
def test_a_damaged_line_is_one_problem_and_the_lines_around_it_count(log: ReviewLog, line: bytes, message: str) -> None:
    log.append([review(log)])
    with log.path.open("ab") as file:
        file.write(line + b"\n")
    log.append([review(log)])

    events, problems = log.read()
    assert len(events) == 2
    assert [(problem.line, problem.message) for problem in problems] == [(2, message)]


def test_a_very_long_line_is_named_without_being_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flashkms.store.decoding.LONGEST", 2**20)
    _, problems = parse(b'"' + b"a" * 2**21 + b'"\n', "p")

    assert [problem.message for problem in problems] == ["no event: the line is longer than 1 MiB"]


@given(st.binary(max_size=300))
def test_no_bytes_are_too_strange_to_be_read(data: bytes) -> None:
    _, problems = parse(data, "p")

    assert len(problems) <= data.count(b"\n") + 1


def test_a_conflict_copy_of_a_log_is_one_more_part_of_the_union(log: ReviewLog) -> None:
    log.append([review(log)])
    copy = log.path.with_name("desk-7k3q9d.sync-conflict-20260301-120000-ABCDEFG.jsonl")
    copy.write_bytes(log.path.read_bytes())
    log.append([review(log)])

    assert len(log.read()[0]) == 2


def test_what_is_no_log_is_left_alone(log: ReviewLog) -> None:
    log.append([review(log)])
    (log.folder / "notes.txt").write_text("mine")
    (log.folder / ".hidden.jsonl").write_text("mine")
    (log.folder / "folder.jsonl").mkdir()
    os.mkfifo(log.folder / "pipe.jsonl")

    assert log.paths() == (log.path,)


def failing(monkeypatch: pytest.MonkeyPatch, name: str, number: int, *, short: int | None = None) -> None:
    """Let the system call *name* fail with *number*; a write keeps *short* bytes before it does."""
    real_write = os.write

    def fail(*arguments: object) -> int:
        if short is not None:
            return real_write(arguments[0], arguments[1][:short])  # type: ignore[arg-type,index]
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, name, fail)


@pytest.mark.parametrize("short", [0, 1, 40, -1])
def test_a_short_write_counts_nothing_and_leaves_no_bytes(
    log: ReviewLog, monkeypatch: pytest.MonkeyPatch, short: int
) -> None:
    log.append([review(log)])
    before = log.path.read_bytes()
    with monkeypatch.context() as full:
        failing(full, "write", errno.ENOSPC, short=short)
        with pytest.raises(FlashkmsError, match=r"not saved: reviews/desk-7k3q9d\.jsonl: No space left on device"):
            log.append([review(log)])

    assert log.path.read_bytes() == before


@pytest.mark.parametrize(("name", "number"), [("write", errno.EIO), ("fsync", errno.EIO), ("fsync", errno.ENOSPC)])
def test_a_failed_append_can_be_repeated(
    log: ReviewLog, monkeypatch: pytest.MonkeyPatch, name: str, number: int
) -> None:
    log.append([review(log)])
    with monkeypatch.context() as broken:
        failing(broken, name, number)
        with pytest.raises(FlashkmsError, match="not saved"):
            log.append([review(log)])

    again = review(log)
    log.append([again])
    assert log.read()[0][-1] == again
    assert len(log.read()[0]) == 2


def test_a_write_that_cannot_be_taken_back_is_undone_by_the_next(
    log: ReviewLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.append([review(log)])
    lost = review(log)
    with monkeypatch.context() as broken:
        failing(broken, "fsync", errno.EIO)
        failing(broken, "ftruncate", errno.EIO)
        with pytest.raises(FlashkmsError, match="not saved"):
            log.append([lost])

    again = review(log)
    log.append([again])
    events = log.read()[0]
    assert [event.target for event in events if isinstance(event, Undo)] == [lost.id]
    assert again in events


def test_answers_of_a_write_that_cannot_be_taken_back_are_undone_too(
    log: ReviewLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.append([review(log)])
    at = round(NOW.timestamp() * 1000)
    lines = log.answers([(spelled(f"anki:{card}:0:", f"{card}.1"), at, 3, 900) for card in ("a", "b")], 2)
    lost = review(log)
    with monkeypatch.context() as broken:
        failing(broken, "fsync", errno.EIO)
        failing(broken, "ftruncate", errno.EIO)
        with pytest.raises(FlashkmsError, match="not saved"):
            log.append([lost], after=lines)

    log.append([])
    undone = [event.target for event in log.read()[0] if isinstance(event, Undo)]
    assert undone == [f"anki:a:0:{at}", f"anki:b:0:{at}", lost.id]


def test_a_log_that_is_a_link_is_not_written_through(log: ReviewLog, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine\n")
    log.folder.mkdir()
    log.path.symlink_to(victim)

    with pytest.raises(FlashkmsError, match="not saved"):
        log.append([review(log)])
    assert victim.read_text() == "mine\n"


def test_without_the_lock_nothing_is_appended(tmp_path: Path) -> None:
    log = ReviewLog(tmp_path, "desk-7k3q9d", SEOUL, may_write=lambda: False)

    with pytest.raises(FlashkmsError, match="opened for reading only"):
        log.append([review(log)])
    assert not log.folder.exists()


def test_a_byte_order_mark_costs_no_event_and_stays(log: ReviewLog) -> None:
    events = (review(log), review(log))
    log.append(events)
    marked = b"\xef\xbb\xbf" + log.path.read_bytes()
    log.path.write_bytes(marked)

    assert log.read() == (events, ())
    log.append([review(log)])
    assert log.path.read_bytes().startswith(marked)


def test_a_byte_order_mark_inside_of_a_line_is_no_event() -> None:
    line = (
        b'{"id":"1","kind":"undo","at":"2026-03-02T09:00:00Z","zone":0,"device":"d","seq":1,\xef\xbb\xbf"target":"0"}\n'
    )

    assert [problem.line for problem in parse(line, "reviews/d.jsonl")[1]] == [1]
