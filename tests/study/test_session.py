"""A sitting goes on by the queue it has, at once; what came due meanwhile comes first all the same."""

from __future__ import annotations

from datetime import timedelta

from flashkms.schedule.event import Rating
from flashkms.store.backup import backups

from .conftest import Desk

TOOK = timedelta(seconds=4)


def test_the_next_card_is_the_one_that_the_queue_had_next(desk: Desk) -> None:
    session = desk.study.session()
    planned = desk.study.queue()
    session.answer(Rating.EASY, TOOK)

    assert session.current is not None
    assert planned[1] == session.current.id


def test_the_card_that_is_shown_stays_when_the_queue_is_built_anew(desk: Desk) -> None:
    session = desk.study.session()
    session.answer(Rating.EASY, TOOK)
    shown = session.current
    session.settle()

    assert shown == session.current


def test_what_is_left_is_counted_after_the_answer(desk: Desk) -> None:
    session = desk.study.session()
    before = session.counts.new
    session.answer(Rating.EASY, TOOK)

    assert before > session.counts.new


def test_a_step_that_came_due_meanwhile_comes_before_what_was_planned(desk: Desk) -> None:
    session = desk.study.session()
    assert session.current is not None
    forgotten = session.current.id
    session.answer(Rating.AGAIN, TOOK)
    session.settle()
    desk.later(minutes=20)
    session.answer(Rating.EASY, TOOK)

    assert session.current is not None
    assert forgotten == session.current.id


def test_so_it_does_where_nothing_was_asked_between_the_answers(desk: Desk) -> None:
    session = desk.study.session()
    assert session.current is not None
    forgotten = session.current.id
    session.answer(Rating.AGAIN, TOOK)
    desk.later(minutes=20)
    session.answer(Rating.EASY, TOOK)

    assert session.current is not None
    assert forgotten == session.current.id


def test_the_first_sitting_of_a_day_is_backed_up_and_the_second_is_not(desk: Desk) -> None:
    desk.study.back_up()
    desk.study.session().answer(Rating.GOOD, TOOK)
    desk.study.back_up()
    assert len(backups(desk.collection)) == 1

    desk.later(days=1)
    desk.study.back_up()
    assert len(backups(desk.collection)) == 2


def test_a_reader_makes_no_backup(desk: Desk) -> None:
    desk.again()
    desk.collection.close()
    desk.open(write=False).back_up()

    assert backups(desk.collection) == ()


def test_a_card_that_has_gone_from_its_file_is_passed_over(desk: Desk) -> None:
    session = desk.study.session()
    _, second, third = desk.study.queue()[:3]
    text = desk.deck.read_text(encoding="utf-8")
    desk.deck.write_text(text.replace(second.partition(".")[0], "kms-xxxxxx"), encoding="utf-8")
    desk.collection.refresh(desk.now)
    session.answer(Rating.EASY, TOOK)

    assert session.current is not None
    assert session.current.id == third


def test_the_card_that_is_shown_can_be_answered_when_it_has_gone(desk: Desk) -> None:
    session = desk.study.session()
    first = session.current
    desk.deck.unlink()
    desk.collection.refresh(desk.now)

    assert session.current == first
    assert set(session.labels) == set(Rating)
    assert session.answer(Rating.GOOD, TOOK).card == first.id
    assert session.current is None
