"""Chosen cards: crammed without touching the schedule, or what a backlog asks for first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flashkms.cards.card import CardId
from flashkms.schedule.backlog import lost
from flashkms.schedule.event import Rating
from flashkms.study import Selection
from flashkms.study.selection import backlog, crammed, per_card

from .conftest import Desk

ONE, TWO, PLAIN, KOREAN = map(CardId, ("kms-aaaaaa.1", "kms-aaaaaa.2", "kms-bbbbbb.1", "kms-cccccc.1"))
TOOK = timedelta(seconds=4)


def test_cramming_asks_every_card_and_moves_none(desk: Desk) -> None:
    desk.study.answer(ONE, Rating.EASY, took=TOOK)
    before = [desk.study.memory(card) for card in (ONE, TWO, PLAIN, KOREAN)], desk.study.queue()
    session = desk.study.session("", crammed(desk.study))
    asked = []
    while session.current is not None:
        asked.append(session.current.id)
        desk.later(seconds=5)
        session.answer(Rating.GOOD, TOOK)

    assert sorted(asked) == [ONE, TWO, PLAIN, KOREAN]
    assert ([desk.study.memory(card) for card in (ONE, TWO, PLAIN, KOREAN)], desk.study.queue()) == before
    assert session.summary.reviewed == 4
    assert all(event.cram for event in desk.study.history(PLAIN))


def test_a_crammed_card_that_was_forgotten_comes_again_at_the_end(desk: Desk) -> None:
    session = desk.study.session("", Selection((PLAIN, ONE, KOREAN), cram=True))
    session.answer(Rating.AGAIN, TOOK)
    asked = []
    while session.current is not None:
        asked.append(session.current.id)
        session.answer(Rating.HARD, TOOK)

    assert asked == [ONE, KOREAN, PLAIN]


def test_an_undone_cram_answer_brings_its_card_back_once(desk: Desk) -> None:
    session = desk.study.session("", Selection((PLAIN, ONE), cram=True))
    for rating in (Rating.GOOD, Rating.AGAIN):
        session.answer(rating, TOOK)
        desk.later(seconds=5)
        session.undo()

        assert session.current
        assert session.current.id == PLAIN
        assert session.counts.new == 2


def test_buttons_of_a_cram_promise_no_interval(desk: Desk) -> None:
    session = desk.study.session("", Selection((PLAIN,), cram=True))

    assert session.labels == {Rating.AGAIN: "later", Rating.HARD: "done", Rating.GOOD: "done", Rating.EASY: "done"}


def test_chosen_cards_that_are_put_away_do_not_come(desk: Desk) -> None:
    desk.study.suspend(ONE)
    session = desk.study.session("", Selection((ONE, PLAIN, KOREAN), cram=True))
    session.bury()

    assert session.current
    assert session.current.id == KOREAN
    assert session.following is None


def test_cramming_takes_what_was_forgotten_what_comes_soon_or_what_is_new(desk: Desk) -> None:
    desk.study.answer(ONE, Rating.AGAIN, took=TOOK)
    desk.later(minutes=1)
    desk.study.answer(PLAIN, Rating.EASY, took=TOOK)

    assert crammed(desk.study, kind="forgotten").cards == (ONE,)
    assert crammed(desk.study, kind="ahead", within=30).cards == (PLAIN,)
    assert crammed(desk.study, kind="ahead", within=1).cards == ()
    assert crammed(desk.study, kind="new").cards == (TWO, KOREAN)
    assert crammed(desk.study, "tag:policy").cards == (PLAIN,)


@pytest.mark.parametrize("minutes", [1, 15])
def test_a_backlog_begins_with_what_loses_most_by_waiting_and_nothing_new(desk: Desk, minutes: int) -> None:
    for card, rating in ((ONE, Rating.EASY), (PLAIN, Rating.GOOD), (KOREAN, Rating.EASY)):
        desk.study.answer(card, rating, took=timedelta(seconds=25))
        desk.study.answer(card, rating, took=timedelta(seconds=25))
    desk.later(days=90)
    chosen = backlog(desk.study, "", timedelta(minutes=minutes))
    losses = [
        lost(memory, desk.now, desk.study.scheduler(card))
        for card in chosen.cards
        if (memory := desk.study.memory(card)) is not None
    ]

    assert len(losses) == len(chosen.cards) == min(3, minutes * 60 // 25)
    assert losses == sorted(losses, reverse=True)
    assert not chosen.cram


def test_a_backlog_card_on_a_step_comes_again_in_the_same_sitting(desk: Desk) -> None:
    desk.study.answer(PLAIN, Rating.EASY, took=TOOK)
    desk.later(days=90)
    session = desk.study.session("", backlog(desk.study, "", timedelta(minutes=5)))
    session.answer(Rating.AGAIN, TOOK)

    assert session.current
    assert session.current.id == PLAIN
    assert session.counts.learning == 1


def test_an_answer_takes_as_long_as_the_latest_did(desk: Desk) -> None:
    usual = per_card(desk.study)
    for seconds in (3, 5, 500):
        desk.study.answer(PLAIN, Rating.GOOD, took=timedelta(seconds=seconds))

    assert usual == timedelta(seconds=12.4)
    assert per_card(desk.study) == timedelta(seconds=5)
