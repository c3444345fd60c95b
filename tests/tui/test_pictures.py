"""Pictures in a card: drawn where the extra is there, else told by their alt text; `o` opens them."""

from __future__ import annotations

import pytest
from hands import add_deck, settle, shown
from PIL import Image

from flashkms.study.pictures import any_picture
from flashkms.tui.app import FlashkmsApp
from flashkms.tui.widgets.picture import Pictures, installed

DECK = """\
deck: Pictures
cards:
- id: pict-aaaaaa
  question: |-
    What is shown?

    ![two shapes](shape.png)
  answer: |-
    A square, as in ![the answer](answer.png)
"""
OUTSIDE = """\
deck: Pictures
cards:
- id: pict-bbbbbb
  question: "![a way out](../../etc/passwd) ![gone](gone.png) ![no picture](text.png)"
  answer: nothing
"""


# textual-image reads pixels by a call that Pillow 14 drops; the extra asks for an earlier one.
pytestmark = pytest.mark.filterwarnings("ignore:Image.Image.getdata:DeprecationWarning")


@pytest.fixture
def drawing(study):
    """The app as it is where the terminal was asked what it can show."""

    def app(deck: str) -> FlashkmsApp:
        study.refresh()
        return FlashkmsApp(study, session=study.session(deck), pictures=True)

    return app


def draw(path) -> None:
    Image.new("RGB", (40, 20), "navy").save(path)


async def test_the_question_shows_its_picture_and_the_answer_its_own(drawing, collection):
    add_deck(collection, DECK, "pictures")
    draw(collection / "cards" / "shape.png")
    draw(collection / "cards" / "answer.png")
    app = drawing("Pictures")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        asked, answered = app.screen.query(Pictures)
        assert (asked.display, answered.display) == (True, False)

        before = asked.virtual_region
        await pilot.press("space")
        await settle(pilot)
        assert (asked.display, answered.display) == (True, True)
        assert before == asked.virtual_region


async def test_what_is_no_picture_of_the_collection_is_not_drawn(drawing, collection):
    add_deck(collection, OUTSIDE, "pictures")
    (collection / "cards" / "text.png").write_text("no picture")
    app = drawing("Pictures")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)

        assert not any(pictures.display for pictures in app.screen.query(Pictures))
        assert "▣ a way out" in shown(app)


async def test_without_the_extra_the_alt_text_stands(running, collection):
    add_deck(collection, DECK, "pictures")
    draw(collection / "cards" / "shape.png")
    async with running(deck="Pictures") as (app, pilot):
        await settle(pilot)

        assert "▣ two shapes" in shown(app)
        assert not any(pictures.display for pictures in app.screen.query(Pictures))


async def test_o_names_the_picture_and_shift_o_the_source(running, collection):
    add_deck(collection, DECK, "pictures")
    draw(collection / "cards" / "shape.png")
    async with running(deck="Pictures", size=(200, 24)) as (app, pilot):
        await pilot.press("o")
        await pilot.pause()
        assert "shape.png" in shown(app)

        await pilot.press("O")
        await pilot.pause()
        assert "pictures.yaml:3" in shown(app)


def test_the_extra_is_known_to_be_there():
    assert installed()


def test_a_collection_knows_whether_it_has_pictures(collection):
    assert not any_picture(collection)

    draw(collection / "cards" / "shape.png")
    assert any_picture(collection)
