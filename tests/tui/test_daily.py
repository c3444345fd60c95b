"""What a day with the screens asks for: deeds on many cards, small windows, the mouse, looking on."""

from __future__ import annotations

import pytest
from hands import add_deck, kinds, settle, shown
from PIL import Image

from flashkms.store.collection import Collection
from flashkms.study import Study
from flashkms.tui.app import FlashkmsApp
from flashkms.tui.screens.edit import EditScreen
from flashkms.tui.screens.review import ReviewScreen
from flashkms.tui.widgets.card import CardPane

pytestmark = pytest.mark.filterwarnings("ignore:Image.Image.getdata:DeprecationWarning")

LONG = "deck: Long\ncards:\n- id: long-aaaaaa\n  question: Which?\n  answer: |-\n" + "".join(
    f"    line {n}\n\n" for n in range(40)
)


async def test_undo_at_home_takes_what_was_done_in_browse_back_at_once(running, study):
    async with running() as (app, pilot):
        app.browse()
        await settle(pilot)
        await pilot.press("space", "space", "s")
    async with running() as (app, pilot):
        await settle(pilot)
        await pilot.press("u")
        await settle(pilot)

        assert kinds(study) == ["Suspend", "Suspend", "Undo", "Undo"]
        assert "undone: suspend, 2 times" in shown(app)


async def test_undo_in_browse_takes_a_deed_on_many_cards_back_at_once(running, study):
    async with running() as (app, pilot):
        app.browse()
        await settle(pilot)
        await pilot.press("m", "a", "s")
        many = len(study.search("is:suspended"))
        assert many > 2
        await pilot.press("u")
        await pilot.pause()

        assert kinds(study) == ["Mark", *["Suspend"] * many, *["Undo"] * many]
        assert study.search("is:suspended") == ()
        assert f"undone: suspend, {many} times" in shown(app)
        await pilot.press("u")
        assert kinds(study)[-1] == "Undo"
        assert study.search("is:marked") == ()


async def test_undo_leaves_a_deed_on_many_cards_alone_when_something_was_done_since(running, study):
    async with running() as (app, pilot):
        app.browse()
        await settle(pilot)
        await pilot.press("a", "s", "a", "m", "u")

        assert len(study.search("is:suspended")) == len(study.search(""))
        assert kinds(study)[-2:] == ["Mark", "Undo"]


@pytest.mark.parametrize("key", ["F", "b", "s", "m", "f", "d"])
async def test_nothing_is_asked_or_done_where_no_card_is_found(key, running, study):
    async with running() as (app, pilot):
        app.browse("nothing-like-this")
        await settle(pilot)
        page = app.screen
        await pilot.press(key)
        await pilot.pause()

        assert kinds(study) == []
        assert app.screen is page
        assert "0 cards" not in shown(app).partition("\n")[0].replace("0 of", "")


@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=["80x24", "40x12"])
async def test_a_long_preview_is_read_to_its_end_by_keys(size, running, collection):
    add_deck(collection, LONG)
    async with running(size=size) as (app, pilot):
        app.browse("deck:Long")
        await settle(pilot)
        await pilot.press("p", *["J"] * 30)
        await pilot.pause()
        assert "line 39" in shown(app)

        await pilot.press(*["K"] * 30)
        await pilot.pause()
        assert "Which?" in shown(app)


async def test_the_plan_is_read_to_its_end_in_a_small_window(running):
    async with running(size=(40, 12)) as (app, pilot):
        app.plan()
        await settle(pilot)
        await pilot.press(*["j"] * 12)
        await pilot.pause()

        assert app.screen.query_one("Columns").region.height >= 3
        assert "•" in shown(app) or "now" in shown(app)


async def test_a_narrow_browser_shows_the_cards_words(running):
    async with running(size=(40, 12)) as (app, pilot):
        app.browse()
        await settle(pilot)

        assert "Keys made in" in shown(app)


async def test_narrow_settings_show_their_values(running):
    async with running(size=(40, 12)) as (app, pilot):
        app.settings()
        await settle(pilot)

        assert '"weak"' in shown(app)


@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=["80x24", "40x12"])
async def test_no_two_figures_have_the_same_name(size, running):
    async with running(size=size) as (app, pilot):
        app.stats()
        await settle(pilot)

        assert all(word in shown(app) for word in ("30 d recall", "1 y recall", "all recall"))


async def test_show_answer_is_clicked(running, study):
    async with running(deck="") as (app, pilot):
        for _ in range(2):
            await pilot.pause()
            await pilot.click("RatingStrip")
            await pilot.pause()
            assert app.screen.revealed
            await pilot.click("RatingStrip", offset=(50, 1))
            await pilot.pause()

        assert kinds(study) == ["Review", "Review"]


async def test_where_one_types_the_foot_names_no_key_that_is_typed(running, study):
    async with running(deck="") as (app, pilot):
        while "shortest" not in shown(app):
            await pilot.press("space", "3")
            await pilot.pause()
        before = kinds(study)
        await pilot.press("t")
        await pilot.pause()
        foot = shown(app).splitlines()[-1]
        assert "Stop typing" in foot
        assert not any(word in foot for word in ("Bury", "Suspend", "Undo", "Edit"))

        await pilot.press("minus", "at", "escape")
        await pilot.pause()
        assert before == kinds(study)
        assert isinstance(app.screen, ReviewScreen)
        assert "Bury" in shown(app).splitlines()[-1]


async def test_the_word_about_a_buried_card_names_the_key_that_undoes(running, study):
    async with running(deck="") as (app, pilot):
        app.set_keymap({"review.undo": "backspace"})
        await pilot.press("b")
        await pilot.pause()

        assert "; u brings" not in shown(app)
        assert "brings it back" in shown(app)
        await pilot.press("backspace")
        assert kinds(study) == ["Bury", "Undo"]


async def test_who_looks_on_sees_it_and_edits_nothing(study, collection, clock):
    with Collection.open(collection, now=clock(), read_only=True) as opened:
        looking = Study(opened, clock=clock)
        app = FlashkmsApp(looking, session=looking.session(""))
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert shown(app).startswith(" read-only")
            await pilot.press("e")
            await pilot.pause()

            assert not isinstance(app.screen, EditScreen)


async def test_the_tenth_option_has_a_key(running, collection):
    wrong = "".join(f"  - option: option {n}\n" for n in range(9))
    add_deck(collection, f"deck: Ten\ncards:\n- id: tens-aaaaaa\n  choice: Which?\n  answer: right\n  wrong:\n{wrong}")
    async with running(deck="Ten", size=(80, 40)) as (app, pilot):
        await pilot.press("0")
        await pilot.pause()

        assert app.screen.revealed
        assert "10›" in shown(app)


async def test_an_option_from_the_eleventh_on_is_picked_by_its_number(running, collection, study):
    wrong = "".join(f"  - option: option {n}\n" for n in range(12))
    add_deck(collection, f"deck: Many\ncards:\n- id: many-aaaaaa\n  choice: Which?\n  answer: right\n  wrong:\n{wrong}")
    async with running(deck="Many", size=(80, 40)) as (app, pilot):
        await pilot.press("n", *"14", "enter")
        await pilot.pause()
        assert "options are 1 to 13" in shown(app)
        await pilot.press("backspace", *"2", "enter")
        await pilot.pause()
        assert app.screen.revealed
        assert "12›" in shown(app)
        await pilot.press("3")

    assert kinds(study) == ["Review"]


async def test_a_question_without_options_has_none_to_pick_by_number(running):
    async with running(deck="AWS") as (app, pilot):
        await pilot.press("n")
        await pilot.pause()

        assert isinstance(app.screen, ReviewScreen)


async def test_a_choice_in_a_small_window_keeps_its_question_in_sight(running, collection):
    wrong = "".join(f"  - option: option {n}\n    why: no\n" for n in range(3))
    add_deck(
        collection, f"deck: Four\ncards:\n- id: four-aaaaaa\n  choice: Which one?\n  answer: right\n  wrong:\n{wrong}"
    )
    async with running(deck="Four") as (app, pilot):
        await pilot.press("1")
        await pilot.pause()
        await pilot.pause()

        assert "Which one?" in shown(app)


async def test_a_question_with_a_picture_shows_its_words_and_then_its_answer(study, collection):
    add_deck(
        collection,
        "deck: Cat\ncards:\n- id: cats-aaaaaa\n  question: |-\n    Which animal sits?\n\n    ![a cat](pic.png)\n"
        "  answer: the cat\n",
    )
    Image.new("RGB", (60, 40), "navy").save(collection / "cards" / "pic.png")
    study.refresh()
    app = FlashkmsApp(study, session=study.session("Cat"), pictures=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "Which animal sits?" in shown(app)
        asked = app.screen.query_one("#asked").virtual_region
        assert asked.y > app.screen.query_one(CardPane).query_one(".-text").virtual_region.y
        await pilot.press("space")
        await settle(pilot)

        assert "the cat" in shown(app)
        assert "Which animal sits?" in shown(app)
        assert asked == app.screen.query_one("#asked").virtual_region


async def test_a_build_that_makes_no_card_of_a_note_says_so(running, collection):
    async with running() as (app, pilot):
        await pilot.press("B")
        await settle(pilot)
        (collection / "notes" / "hi.md").write_text("# Hi\n\n- The **capital** of France is **Paris**\n")
        await pilot.press("B")
        await settle(pilot)

        assert "1 note without a card: flashkms build tells why" in shown(app)
