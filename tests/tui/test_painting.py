"""What the reviewer paints, and what it leaves alone: nothing is laid out anew for an answer that fits its frame."""

from __future__ import annotations

import pytest
from hands import add_deck, kinds, settle, shown

from flashkms.tui.widgets.card import CardPane
from flashkms.tui.widgets.document import DocumentView

LONG = """\
deck: Long
cards:
- id: long
  question: What fills a frame?
  answer: |
    one

    two

    three

    four

    five

    six

    seven

    eight

    nine
"""


@pytest.fixture
def layouts():
    """`layouts(app)`: a list that grows by one whenever its screen is laid out anew."""

    def counted(app) -> list[object]:
        seen: list[object] = []
        app.screen.screen_layout_refresh_signal.subscribe(app.screen, seen.append)
        return seen

    return counted


def frame_colour(app) -> str:
    corner = app.screen.query_one(CardPane).region.offset
    return next(iter(app.screen._compositor.render_strips()[corner.y].crop(corner.x, corner.x + 1))).style.color.name


async def test_an_answer_that_fits_and_the_next_card_lay_nothing_out(running, layouts):
    async with running(deck="") as (app, pilot):
        await settle(pilot)
        seen = layouts(app)
        await pilot.press("space")
        await pilot.pause()
        await pilot.press("3")
        await pilot.pause()

        assert not seen


async def test_an_answer_longer_than_its_frame_is_laid_out_and_comes_into_sight(running, collection, layouts):
    add_deck(collection, LONG)
    async with running(deck="Long") as (app, pilot):
        seen = layouts(app)
        await pilot.press("space")
        await pilot.pause()

        assert seen
        assert "one" in shown(app)
        assert app.screen.query_one(CardPane).max_scroll_y


async def test_an_answer_that_just_fills_its_frame_has_no_scroll_bar(running, collection, layouts):
    add_deck(collection, LONG.partition("    seven")[0].replace("Long", "Full"))
    async with running(deck="Full") as (app, pilot):
        seen = layouts(app)
        await pilot.press("space")
        await pilot.pause()
        pane = app.screen.query_one(CardPane)

        assert not seen
        assert "six" in shown(app)
        assert not pane.show_vertical_scrollbar
        assert not pane.max_scroll_y


async def test_an_answer_a_little_longer_is_scrolled_to_its_end(running, collection):
    add_deck(collection, LONG.partition("    eight")[0])
    async with running(deck="Long") as (app, pilot):
        await pilot.press("space", "pagedown")
        await pilot.pause()

        assert app.screen.query_one(CardPane).show_vertical_scrollbar
        assert "seven" in shown(app)


async def test_the_frame_tells_by_its_colour_that_the_answer_shows(running):
    async with running(deck="") as (app, pilot):
        await pilot.pause()
        before = frame_colour(app)
        await pilot.press("space")
        await pilot.pause()

        assert frame_colour(app) != before

        await pilot.press("3")
        await pilot.pause()

        assert frame_colour(app) == before


async def test_another_theme_paints_a_shown_card_anew(running):
    async with running(deck="") as (app, pilot):
        await pilot.press("space")
        await pilot.pause()
        before = frame_colour(app)
        app.theme = "flashkms-light"
        await pilot.pause()

        assert frame_colour(app) != before


async def test_a_long_source_is_cut_to_its_frame(running, collection):
    add_deck(collection, LONG.replace("Long", "Named"), "a-deck-file-with-a-name-that-no-frame-of-forty-columns-holds")
    async with running(deck="Named", size=(40, 12)) as (app, pilot):
        await pilot.pause()

        assert " a-deck-file-with-a-name-that-no… ─╯" in shown(app)


@pytest.mark.parametrize(("x", "rating"), [(2, 1), (25, 2), (45, 3), (70, 4)])
async def test_each_rating_is_clicked(x, rating, running, study):
    async with running(deck="") as (_app, pilot):
        await pilot.press("space")
        await pilot.click("RatingStrip", offset=(x, 1))
        await pilot.pause()

        assert rating == study.collection.log.read()[0][-1].rating


async def test_a_click_between_two_ratings_does_nothing(running, study):
    async with running(deck="") as (app, pilot):
        await pilot.press("space")
        await pilot.pause()
        gap = shown(app).splitlines()[-5].index("╮ ╭")
        await pilot.click("RatingStrip", offset=(gap, 1))
        await pilot.pause()

        assert app.screen.revealed
        assert not kinds(study)


async def test_text_of_a_card_is_selected_with_the_mouse(running):
    async with running(deck="") as (app, pilot):
        await pilot.pause()
        await pilot.mouse_down(DocumentView, offset=(0, 0))
        await pilot.hover(DocumentView, offset=(8, 0))
        await pilot.mouse_up(DocumentView, offset=(8, 0))
        begins = shown(app).splitlines()[3][4:11]

        assert begins == app.screen.get_selected_text()


def cells(app) -> list:
    """The segments of every line of the screen."""
    return [segment for strip in app.screen._compositor.render_strips() for segment in strip]


async def test_the_deck_of_the_next_card_stands_in_the_top_line(running, collection):
    add_deck(collection, LONG, "a")
    add_deck(collection, LONG.replace("Long", "Wide").replace("long", "wide"), "b")
    async with running(deck="") as (app, pilot):
        await settle(pilot)
        decks = []
        for _ in range(4):
            decks.append((app.screen.session.current.deck, shown(app).split()[0]))
            await pilot.press("space", "3")
            await pilot.pause()

        assert all(deck.startswith(top) for deck, top in decks)
        assert len(set(decks)) > 1


async def test_a_word_in_the_top_line_gives_way_to_the_title(running):
    async with running(deck="") as (app, pilot):
        await settle(pilot)
        title = shown(app).splitlines()[0]
        await pilot.press("m")
        await pilot.pause()

        assert "marked" in shown(app).splitlines()[0]

        app.screen.refresh_title()
        await pilot.pause()

        assert title == shown(app).splitlines()[0]


async def test_the_reviewer_without_colours_is_grey(running, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(deck="") as (app, pilot):
        await pilot.press("space")
        await pilot.pause()
        colours = {
            color.triplet
            for segment in cells(app)
            for color in (segment.style.color, segment.style.bgcolor)
            if color is not None and color.triplet is not None
        }

        assert colours
        assert all(len(set(colour)) == 1 for colour in colours)
