"""A card that is forgotten again and again: what a person sees of it, and how it comes back."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from hands import add_deck, kinds, settle, shown
from msgspec.structs import replace

from flashkms.cards.card import CardId
from flashkms.schedule.event import Rating
from flashkms.tui import plain

DECK = "deck: Hard\ncards:\n- id: hard-aaaaaa\n  question: Which port does it use?\n  answer: 8443\n"
CARD = CardId("hard-aaaaaa.1")


def configured(study, **settings):
    config = study.collection.config
    study.collection.config = replace(config, schedule=replace(config.schedule, **settings))


async def forgotten(running, study, clock, times: int) -> list[str]:
    """The top line after each of so many lapses, each in a sitting of its own, two months after the last."""
    lines = []
    for _ in range(times):
        clock.advance(days=60)
        async with running(deck="Hard", size=(100, 24)) as (app, pilot):
            await pilot.press("space", "1")
            await settle(pilot)
            lines.append(shown(app).split("\n")[0])
        if not study.suspended(CARD):
            clock.advance(minutes=11)
            study.answer(CARD, Rating.GOOD, took=timedelta())
    return lines


@pytest.fixture
def hard(study, collection, clock):
    add_deck(collection, DECK)
    study.refresh()
    study.answer(CARD, Rating.EASY, took=timedelta())
    return study


async def test_the_eighth_lapse_is_told_and_then_every_fourth(running, hard, clock):
    told = await forgotten(running, hard, clock, 13)

    assert [at for at, line in enumerate(told, 1) if "a leech" in line] == [8, 12]
    assert "forgotten 8 times: a leech; is:leech finds it in browse" in told[7]
    assert not hard.suspended(CARD)


async def test_a_leech_that_is_suspended_is_told_listed_and_brought_back(running, hard, clock):
    configured(hard, leech_action="suspend")
    told = await forgotten(running, hard, clock, 8)
    assert "forgotten 8 times: a leech, suspended; is:leech finds it in browse" in told[7]
    assert kinds(hard)[-2:] == ["Review", "Suspend"]

    async with running(size=(120, 40)) as (app, pilot):
        app.browse("is:leech")
        await settle(pilot)
        assert "‖  Question  Which port" in shown(app)
        assert "Hard leech" in shown(app)
        await pilot.press("s")
        await settle(pilot)
        assert kinds(hard)[-1] == "Unsuspend"
        assert "!  Question  Which port" in shown(app)
        assert "often forgotten · due" in shown(app)


async def test_one_undo_takes_back_the_lapse_and_the_suspension_that_came_with_it(running, hard, clock):
    configured(hard, leech_action="suspend", leech_threshold=1)
    clock.advance(days=60)
    async with running(deck="Hard") as (app, pilot):
        await pilot.press("space", "1", "u")
        await settle(pilot)
        assert "undone: Again" in shown(app)

    assert kinds(hard)[-2:] == ["Undo", "Undo"]
    assert not hard.suspended(CARD)


async def test_again_on_a_step_is_no_lapse_and_says_nothing(running, hard, clock):
    configured(hard, leech_threshold=1)
    assert "a leech" in (await forgotten(running, hard, clock, 1))[0]
    clock.advance(days=60)
    async with running(deck="Hard") as (app, pilot):
        await pilot.press("space", "1")
        clock.advance(minutes=11)
        await pilot.press("r", "space", "1")
        await settle(pilot)

        assert "a leech" not in shown(app).split("\n")[0]


async def test_a_card_below_the_threshold_of_the_settings_is_not_shown_as_often_forgotten(running, hard, clock):
    configured(hard, leech_threshold=20)
    await forgotten(running, hard, clock, 9)
    async with running() as (app, pilot):
        app.browse("deck:hard")
        await settle(pilot)

        assert "✓  Question" in shown(app)


def test_the_reviewer_by_lines_tells_a_leech(hard, clock):
    configured(hard, leech_threshold=1, leech_action="suspend")
    clock.advance(days=60)
    out = io.StringIO()
    plain.run(hard, hard.session("Hard"), io.StringIO("\n1\n"), out)

    assert "Forgotten 1 time: a leech, suspended; is:leech finds it in browse." in out.getvalue()
