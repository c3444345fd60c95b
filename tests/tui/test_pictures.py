"""Pictures in a card: drawn where the extra is there, else told by their alt text; `o` opens them."""

from __future__ import annotations

import io
import os
import select
import sys
import tty

import pytest
from hands import add_deck, settle, shown
from PIL import Image
from textual.app import App

from flashkms.study.pictures import any_picture
from flashkms.tui.app import FlashkmsApp
from flashkms.tui.widgets import terminal
from flashkms.tui.widgets.picture import Pictures, installed
from flashkms.tui.widgets.sixel import SixelPicture

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


async def test_a_small_picture_is_as_large_as_it_is_and_a_large_one_as_wide_as_the_card(drawing, collection):
    """Without graphics a column is a pixel."""
    add_deck(collection, DECK, "pictures")
    Image.new("RGB", (16, 16), "navy").save(collection / "cards" / "shape.png")
    Image.new("RGB", (2000, 40), "navy").save(collection / "cards" / "answer.png")
    app = drawing("Pictures")
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("space")
        await settle(pilot)
        small, large = (pictures.children[0] for pictures in app.screen.query(Pictures))

        assert (small.size.width, small.size.height) == (16, 8)
        assert 60 < large.size.width <= 72


async def test_a_sixel_picture_ends_in_its_last_row():
    """A row below it, what stands right of the picture was painted in the wrong place."""

    class Alone(App[None]):
        def compose(self):
            picture = SixelPicture(Image.new("RGB", (40, 40), "navy"))
            picture.styles.width, picture.styles.height = 4, 2
            yield picture

    app = Alone()
    async with app.run_test(size=(20, 6)) as pilot:
        await settle(pilot)
        drawn = app.query_one(SixelPicture).children[0]
        rows = drawn.render_lines(drawn.size.region)
        shown = drawn.region

        assert "\x1bP" in "".join(segment.text for segment in rows[-1])
        assert list(rows[-1])[-1].text == f"\x1b[{shown.bottom};{shown.right + 1}H"


@pytest.mark.parametrize("name", ["kitty(0.28.0)", "kitty(0.42.1)", "kitty(0.100.2)", "kitty(1.0.0)", "ghostty 1.2.0"])
def test_terminals_that_place_pictures_in_a_text_are_known(name):
    assert terminal.has_placeholders(name)


@pytest.mark.parametrize("name", ["kitty(0.26.5)", "kitty(0.9.1)", "kitty(0.2.28)", "Konsole 22.12.3", "tmux 3.3a", ""])
def test_others_show_half_cells(name):
    assert not terminal.has_placeholders(name)


@pytest.mark.parametrize(
    ("answer", "name"),
    [(b"\x1bP>|kitty(0.32.1)\x1b\\\x1b[?62;c", "kitty(0.32.1)"), (b"\x1b[?1;2c", ""), (b"", ""), (b"x" * 400, "")],
)  # fmt: skip
def test_a_terminal_is_known_by_its_answer_and_what_is_typed_behind_it_stays(monkeypatch, answer, name):
    master, slave = os.openpty()
    with os.fdopen(slave, "r+b", buffering=0) as line, io.TextIOWrapper(line) as both:
        monkeypatch.setattr(sys, "__stdin__", both)
        monkeypatch.setattr(sys, "__stdout__", both)
        tty.setcbreak(slave)
        os.write(master, answer + b"u")
        asked = terminal.name()
        left = os.read(slave, 500) if select.select([slave], [], [], 0.1)[0] else b""
    os.close(master)

    assert asked == name
    assert not name or left == b"u"


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
