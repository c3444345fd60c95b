"""The end of a sitting: what it was, and what can still be done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hands import add_deck, kinds, settle, shown

from flashkms.schedule.event import Rating
from flashkms.tui.screens.done import DoneScreen
from flashkms.tui.screens.review import ReviewScreen

DECK = "deck: {0}\ncards:\n- id: {1}\n  question: Which port does {0} use?\n  answer: 8443\n"


@pytest.fixture
def learned(study, collection, clock):
    """Two decks with a card each, both of which fall due within days; one of them was answered on two days."""
    for name, id_ in (("Near", "near-aaaaaa"), ("Far", "farr-aaaaaa")):
        add_deck(collection, DECK.format(name, id_), name)
    study.refresh()
    for card in ("near-aaaaaa.1", "farr-aaaaaa.1"):
        for _ in range(2):
            study.answer(card, Rating.GOOD, took=timedelta(seconds=2))
            clock.advance(minutes=11)
    return study


async def test_study_ahead_asks_what_falls_due_next_and_moves_nothing(running, learned, clock):
    before = learned.memory("near-aaaaaa.1")
    async with running(deck="Near") as (app, pilot):
        await settle(pilot)
        assert isinstance(app.screen, DoneScreen)
        await pilot.press("c")
        await settle(pilot)
        assert isinstance(app.screen, ReviewScreen)
        assert "Which port does Near use?" in shown(app)
        assert "the schedule stays as it is" in shown(app)

        await pilot.press("space", "3")
        await settle(pilot)
        assert isinstance(app.screen, DoneScreen)

    assert kinds(learned) == ["Review"] * 5
    assert [event.cram for event in learned.collection.log.read()[0]] == [False] * 4 + [True]
    assert learned.memory("near-aaaaaa.1") == before


async def test_study_ahead_says_where_nothing_comes(running, learned, clock):
    learned.suspend("near-aaaaaa.1")
    async with running(deck="Near") as (app, pilot):
        await settle(pilot)
        await pilot.press("c")
        await settle(pilot)

        assert isinstance(app.screen, DoneScreen)
        assert "nothing falls due in the next 3 days" in shown(app)


async def test_the_streak_counts_the_days_in_a_row(running, learned, clock):
    clock.advance(days=1)
    learned.answer("near-aaaaaa.1", Rating.EASY, took=timedelta(seconds=2))
    learned.answer("farr-aaaaaa.1", Rating.EASY, took=timedelta(seconds=2))
    async with running(deck="Near") as (app, pilot):
        await settle(pilot)

        lines = shown(app).split("\n")
        at = next(line for line, text in enumerate(lines) if "streak" in text)
        assert "2 d" in lines[at - 1]
