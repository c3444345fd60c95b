"""What a person does to the files while a screen is open: it shows, and a card that is gone is never asked."""

from __future__ import annotations

import io
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from hands import add_deck, kinds, shown

from flashkms.study import Study
from flashkms.tui import plain
from flashkms.tui.screens.browse import BrowseScreen
from flashkms.tui.screens.done import DoneScreen
from flashkms.tui.screens.first import FirstScreen
from flashkms.tui.screens.home import HomeScreen
from flashkms.tui.screens.info import InfoScreen
from flashkms.tui.screens.review import ReviewScreen

TWO = """\
deck: Two
cards:
- id: two-aaaaaa
  question: One?
  answer: "1"
- id: two-bbbbbb
  question: Two?
  answer: "2"
"""
# What an editor may do to the shown entry, as a replacement in its file, and what is said of it.
LOST = {
    "a key twice": ("  question: One?\n", "  question: One?\n  question: One?\n", "more.yaml:5:"),
    "a colon in plain words": ("question: One?", "question: One: two?", "more.yaml:4:"),
    "a tab": ("  question: One?", "\tquestion: One?", "more.yaml:4:"),
    "a typo": ("question: One?", "qestion: One?", "more.yaml:"),
    "no question": ("  question: One?\n", "", "more.yaml:"),
    "another id": ("two-aaaaaa", "two-cccccc", "two-aaaaaa.1 is in no deck file any more"),
    "another blank": ('question: One?\n  answer: "1"', "cloze: One {{c2::x}}", "two-aaaaaa.1 is in no deck file"),
    "deleted": (TWO[: TWO.index("- id: two-b")], "deck: Two\ncards:\n", "two-aaaaaa.1 is in no deck file any more"),
    "suspended": ("  question: One?", "  suspended: true\n  question: One?", "more.yaml:3 says"),
    "another deck": ("deck: Two", "deck: Other", "two-aaaaaa.1 is in Other"),
}


def editor(tmp_path: Path, old: str, new: str) -> tuple[str, ...]:
    """A command that replaces *old* by *new* in the file that it is given, as a person's editor would."""
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[-1])\n"
        f"path.write_text(path.read_text().replace({old!r}, {new!r}, 1))\n"
    )
    return sys.executable, str(script)


@pytest.fixture
def with_editor(running, monkeypatch, tmp_path, collection):
    """As `running`, before the deck `Two`, with an editor that gets the terminal."""

    def run(old: str, new: str, deck: str | None = "Two", **more):
        add_deck(collection, TWO)
        monkeypatch.setattr("flashkms.tui.app.FlashkmsApp.suspend", lambda _app: nullcontext())
        return running(deck=deck, editor=editor(tmp_path, old, new), **more)

    return run


@pytest.mark.parametrize("keys", [("e",), ("space", "e")], ids=["asked", "revealed"])
@pytest.mark.parametrize("what", [what for what in LOST if what != "another deck"])
async def test_an_edit_that_takes_the_card_away_goes_on_with_the_next_and_says_why(what, keys, with_editor, study):
    old, new, said = LOST[what]
    async with with_editor(old, new, size=(120, 24)) as (app, pilot):
        assert app.screen.session.current.id == "two-aaaaaa.1"
        await pilot.press(*keys)
        await pilot.pause()

        assert isinstance(app.screen, ReviewScreen)
        assert app.screen.session.current.id != "two-aaaaaa.1"
        assert not app.screen.revealed
        assert said in shown(app)
        await pilot.press("space", "3")
        assert [event.card != "two-aaaaaa.1" for event in study.collection.log.read()[0]] == [True]


@pytest.mark.parametrize(
    ("what", "said"), [("another deck", "is in Other"), ("all", "which stood at its end, are gone")]
)
async def test_where_no_other_card_is_left_the_end_says_why(what, said, with_editor):
    old, new = LOST[what][:2] if what in LOST else (TWO, "deck: Two\ncards: []\n")
    async with with_editor(old, new) as (app, pilot):
        await pilot.press("e")
        await pilot.pause()
        await pilot.pause()

        assert isinstance(app.screen, DoneScreen)
        assert said in shown(app)


async def test_a_file_that_is_moved_away_ends_the_sitting(with_editor, collection):
    async with with_editor("One?", "Uno?") as (app, pilot):
        app.editor = (
            sys.executable,
            "-c",
            "import os, sys; os.rename(sys.argv[-1], sys.argv[-1] + '.aside')",
        )
        await pilot.press("e")
        await pilot.pause()
        await pilot.pause()

        assert not (collection / "cards" / "more.yaml").exists()
        assert isinstance(app.screen, DoneScreen)


async def test_a_problem_elsewhere_in_the_file_is_said_and_the_card_stays(with_editor):
    async with with_editor("question: Two?", "qestion: Two?") as (app, pilot):
        await pilot.press("space", "e")
        await pilot.pause()

        assert app.screen.session.current.id == "two-aaaaaa.1"
        assert app.screen.revealed
        assert "more.yaml:6" in shown(app)


async def test_a_reworded_card_stays_and_shows_its_new_words(with_editor):
    async with with_editor("One?", "Uno?") as (app, pilot):
        await pilot.press("e")
        await pilot.pause()

        assert "Uno?" in shown(app)
        assert "more.yaml:3" in shown(app)


async def test_the_word_about_an_edit_is_read_whole_in_a_small_window(with_editor):
    old, new, _ = LOST["a key twice"]
    async with with_editor(old, new, size=(60, 18)) as (app, pilot):
        await pilot.press("e")
        await pilot.pause()

        assert "cards/more.yaml:5: `question` stands here a second" in shown(app)


async def test_a_card_that_went_while_it_was_shown_can_be_answered_and_the_next_gone_is_passed_over(
    running, collection, study
):
    """Another program has read the files meanwhile."""
    add_deck(collection, TWO + '- id: two-cccccc\n  question: Three?\n  answer: "3"\n')
    async with running(deck="Two") as (app, pilot):
        add_deck(collection, TWO.partition("- id")[0] + '- id: two-cccccc\n  question: Three?\n  answer: "3"\n')
        study.collection.refresh(study.clock())
        await pilot.press("i")
        await pilot.pause()
        assert isinstance(app.screen, InfoScreen)
        await pilot.press("escape", "space", "3")

        assert [event.card for event in study.collection.log.read()[0]] == ["two-aaaaaa.1"]
        assert app.screen.session.current.id == "two-cccccc.1"


async def test_home_reads_the_files_again_when_asked_to(running, collection, study):
    add_deck(collection, TWO)
    async with running() as (app, pilot):
        add_deck(collection, TWO.replace("One?", "Uno?") + '- id: two-dddddd\n  question: Four?\n  answer: "4"\n')
        assert "two-dddddd.1" not in study.search("")
        await pilot.press("r")
        await pilot.pause()

        assert "two-dddddd.1" in study.search("")
        assert "the files were read again" in shown(app)
        (line,) = (line for line in shown(app).splitlines() if "  Two " in line)
        assert line.split()[2] == "3"
        await pilot.press("end", "s")
        await pilot.pause()
        assert "Uno?" in shown(app)


async def test_home_says_what_to_do_first_where_every_card_has_gone(running, collection):
    async with running() as (app, pilot):
        assert isinstance(app.screen, HomeScreen)
        for path in (collection / "cards").rglob("*.yaml"):
            path.unlink()
        await pilot.press("f5")
        await pilot.pause()
        await pilot.pause()

        assert isinstance(app.screen, FirstScreen)


async def test_browse_shows_cards_that_another_program_saw_go(running, collection, study):
    add_deck(collection, TWO)
    async with running() as (app, pilot):
        app.browse("deck:Two")
        await pilot.pause()
        (collection / "cards" / "more.yaml").unlink()
        study.collection.refresh(study.clock())
        await pilot.press("i", "e", "o", "m", "down", "F")
        await pilot.pause()

        assert isinstance(app.screen, BrowseScreen)


def by_lines(study: Study, collection: Path, command: tuple[str, ...], *lines: str) -> str:
    study.refresh()
    out = io.StringIO()
    typed = io.StringIO("".join(f"{line}\n" for line in lines))
    assert plain.run(study, study.session("Two"), typed, out, editor=command) == 0
    return out.getvalue()


def test_by_lines_an_edit_shows_at_once(study, collection, tmp_path):
    add_deck(collection, TWO)
    said = by_lines(study, collection, editor(tmp_path, "One?", "Uno?"), "e", "", "3", "q")

    assert said.index("One?") < said.index("Uno?") < said.index("Two?")
    assert kinds(study) == ["Review"]


@pytest.mark.parametrize("what", LOST)
def test_by_lines_a_card_that_an_edit_took_away_is_not_asked_again(what, study, collection, tmp_path):
    old, new, word = LOST[what]
    add_deck(collection, TWO)
    said = by_lines(study, collection, editor(tmp_path, old, new), "e", "", "3", "q")

    assert word in said
    assert said.count("One?") == 1 + (what == "another id")  # under its new id it is another card
    assert "two-aaaaaa.1" not in [event.card for event in study.collection.log.read()[0]]
