"""Without colours nothing is told by colour alone."""

from __future__ import annotations

import pytest
from hands import add_deck, settle

DECK = "deck: Bold\ncards:\n- id: bold-aaaaaa\n  cloze: A **queue** keeps {{c1::messages}} in order.\n"


def looks(app, word: str) -> tuple[bool, bool]:
    """Whether *word* on the screen is bold, and whether it is underlined."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            if word in segment.text and segment.style:
                return bool(segment.style.bold), bool(segment.style.underline)
    raise AssertionError(f"{word} is not shown")


@pytest.mark.parametrize("colours", [True, False])
async def test_the_answer_is_told_from_words_that_are_bold_too(running, collection, monkeypatch, colours):
    add_deck(collection, DECK)
    if not colours:
        monkeypatch.setenv("NO_COLOR", "1")
    async with running(deck="Bold") as (app, pilot):
        await pilot.press("space")
        await settle(pilot)

        assert looks(app, "queue") == (True, False)
        assert looks(app, "messages") == (True, not colours)


async def test_the_answer_is_told_in_a_theme_that_is_not_ours(running, collection, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    add_deck(collection, DECK)
    async with running(deck="Bold") as (app, pilot):
        app.theme = "nord"
        await pilot.press("space")
        await settle(pilot)

        assert looks(app, "messages") == (True, True)
