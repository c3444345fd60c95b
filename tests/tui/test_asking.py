"""Small questions over a screen: a line that makes no sense keeps the question open."""

from __future__ import annotations

import pytest
from hands import kinds, settle, shown

from flashkms.tui.screens.ask import AskScreen


@pytest.mark.parametrize(
    ("key", "nonsense", "told", "sense", "kind"),
    [
        ("d", "2026-13-24", "2026-13-24 is no day: write 2026-03-02, or +3", "2026-12-24", "SetDue"),
        ("f", "9", "9 is no flag: write 1 to 7, or 0 for none", "3", "Flag"),
    ],
)
async def test_nonsense_keeps_the_question_open_and_what_is_typed_again_goes_there(
    running, study, key, nonsense, told, sense, kind
):
    async with running() as (app, pilot):
        await pilot.press("b", key, *nonsense, "enter")
        await settle(pilot)
        assert told in shown(app)
        assert kinds(study) == []

        await pilot.press(*["backspace"] * len(nonsense), *sense, "enter")
        await settle(pilot)
        assert not isinstance(app.screen, AskScreen)
        assert kinds(study) == [kind]


async def test_a_day_of_an_exam_that_is_none_keeps_the_question_open(running):
    async with running() as (app, pilot):
        await pilot.press("p", "x", *"soon", "enter")
        await settle(pilot)

        assert isinstance(app.screen, AskScreen)
        assert "soon is no day" in shown(app)


async def test_a_value_that_a_setting_cannot_have_is_asked_for_again(running, collection):
    before = (collection / "flashkms.toml").read_text()
    async with running() as (app, pilot):
        await pilot.press("comma", "enter")
        await settle(pilot)
        await pilot.press("end", *["backspace"] * 30, *"nonsense", "enter")
        await settle(pilot)

        assert isinstance(app.screen, AskScreen)
        assert app.screen.query_one("Input").value == "nonsense"
    assert (collection / "flashkms.toml").read_text() == before


async def test_an_empty_line_and_escape_leave_the_question(running, study):
    async with running() as (app, pilot):
        await pilot.press("b", "d", "enter")
        await settle(pilot)
        assert not isinstance(app.screen, AskScreen)

        await pilot.press("d", *"x", "escape")
        await settle(pilot)
        assert not isinstance(app.screen, AskScreen)
        assert kinds(study) == []
