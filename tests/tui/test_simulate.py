"""The price of memory on a screen: several targets beside each other, the days of one of them below."""

from __future__ import annotations

import pytest
from hands import kinds, settle, shown
from msgspec.structs import replace

from flashkms.schedule.simulate import RETENTIONS
from flashkms.study.simulating import simulation
from flashkms.tui.screens.plan import PlanScreen
from flashkms.tui.screens.simulate import SimulateScreen


def test_the_minutes_of_all_days_come_to_the_mean(study):
    told = simulation(study, "", 90)

    assert [curve.point.retention for curve in told.curves] == list(RETENTIONS)
    for curve in told.curves:
        assert len(curve.minutes) == 90
        assert sum(curve.minutes) / 90 == pytest.approx(curve.point.minutes)


def test_the_retention_in_force_has_a_curve_of_its_own(study):
    config = study.collection.config
    study.collection.config = replace(config, schedule=replace(config.schedule, retention=0.92))
    told = simulation(study, "", 30, own=True)

    assert 0.92 in [curve.point.retention for curve in told.curves]
    assert told.target == 0.92


async def test_the_cursor_begins_at_ones_own_target_and_the_days_follow_it(running, study):
    async with running() as (app, pilot):
        app.simulate()
        await settle(pilot)

        assert "90% yours" in shown(app)
        assert "a day at 90%" in shown(app)
        await pilot.press("up")
        await pilot.pause()
        assert "a day at 85%" in shown(app)
        assert kinds(study) == []


async def test_one_looks_further_ahead_and_less_far(running):
    async with running() as (app, pilot):
        app.simulate()
        await settle(pilot)
        assert "over 90 days" in shown(app)
        await pilot.press("l")
        await settle(pilot)
        assert "over 180 days" in shown(app)
        await pilot.press("h", "h", "h", "h")
        await settle(pilot)
        assert "over 30 days" in shown(app)


async def test_it_goes_through_the_decks_and_to_the_planner_of_each(running, collection):
    async with running() as (app, pilot):
        await pilot.press("p", "s", "d")
        await settle(pilot)
        assert isinstance(app.screen, SimulateScreen)
        assert "Simulate · AWS" in shown(app)
        await pilot.press("p")
        await settle(pilot)
        assert isinstance(app.screen, PlanScreen)
        assert "Plan · AWS" in shown(app)


async def test_a_deck_without_cards_says_so(running, collection):
    async with running() as (app, pilot):
        app.simulate("Nowhere")
        await settle(pilot)

        assert "no cards" in shown(app)


async def test_the_palette_opens_it(running):
    async with running() as (app, _pilot):
        assert any(command.title.startswith("simulate") for command in app.get_system_commands(app.screen))


async def test_every_target_is_reached_in_a_small_window(running):
    async with running(size=(40, 12)) as (app, pilot):
        app.simulate()
        await settle(pilot)
        await pilot.press("G")
        await pilot.pause()

        assert "97%" in shown(app)
