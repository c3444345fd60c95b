"""Every screen in every state, at the sizes that it was designed for, and as small as it must still work."""

from __future__ import annotations

import asyncio
import colorsys
import os
import re
from datetime import timedelta

import pytest
from hands import add_deck, kinds, settle, shown
from textual.color import Color

from flashkms.schedule.event import Rating
from flashkms.store.collection import Collection
from flashkms.study import Study
from flashkms.tui.app import FlashkmsApp
from flashkms.tui.screens.browse import BrowseScreen
from flashkms.tui.screens.first import FirstScreen
from flashkms.tui.screens.home import HomeScreen
from flashkms.tui.screens.review import ReviewScreen
from flashkms.tui.screens.stats import StatsScreen
from flashkms.tui.screens.triage import TriageScreen
from flashkms.tui.themes import DARK, THEMES

SIZES = [(80, 24), (120, 40), (40, 12)]
KOREAN = """\
deck: 알고리즘::투 포인터
cards:
- id: algo-aaaaaa
  cloze: |-
    정렬된 배열에서 두 수의 합을 찾을 때 투 포인터를 쓰면 시간 복잡도는 {{c1::O(n)}}이다. 🐍

    ```python
    while lo < hi:
        s = a[lo] + a[hi]
    ```
"""
HOSTILE = """\
deck: "[/oops]::[@click=app.quit]x"
tags: ["[red]"]
cards:
- id: bad-aaaaaa
  question: "[/oops] [@click=app.bell()]here[/] \\\\e]0;title\\\\a List<String> $0.04"
  answer: "\\u202Egnp [b]"
  context: "[/a] \\u202E"
  triage: "[/why]"
  conflict:
    answer: "[/other]"
"""
LONG = (
    "deck: Long\ncards:\n- id: long-aaaaaa\n  question: |-\n"
    + "".join(f"    Sentence {n} of a very long story that goes on and on over many lines.\n\n" for n in range(40))
    + "  answer: the end\n"
)
WAITING = """\
deck: Waiting
cards:
- id: wait-aaaaaa
  question: Is this any good?
  answer: perhaps
  triage: weak blank

- id: wait-bbbbbb
  question: Whose words are these?
  answer: mine
  conflict:
    answer: the note's
"""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    ("name", "deck", "keys"),
    [
        ("home", None, ()),
        ("home-help", None, ("question_mark",)),
        ("review-question", "AWS", ()),
        ("review-answer", "AWS", ("space",)),
        ("review-help", "AWS", ("question_mark",)),
        ("review-info", "AWS", ("i",)),
        ("review-typing", "AWS", ("t",)),
        ("review-edit", "AWS", ("e",)),
        ("korean", "알고리즘", ("space",)),
        ("long-question", "Long", ()),
        ("long-answer", "Long", ("space",)),
        ("waiting-triage", None, ("w",)),
        ("browse", None, ("b",)),
        ("stats", None, ("t",)),
        ("plan", None, ("p",)),
        ("simulate", None, ("p", "s")),
        ("simulate-help", None, ("p", "s", "question_mark")),
        ("settings", None, ("comma",)),
        ("done", "Long", ("space", "4")),
    ],
)
async def test_screen(name, deck, keys, size, running, collection, snapshot):
    add_deck(collection, KOREAN, "korean")
    add_deck(collection, LONG, "long")
    add_deck(collection, WAITING, "waiting")
    async with running(deck=deck, size=size) as (app, pilot):
        await pilot.press(*keys)
        await settle(pilot)

        assert snapshot == shown(app).replace(str(collection), "COLLECTION")


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    ("deck", "keys"),
    [
        (None, ("slash", *"is:nonsense", "enter")),
        (None, ("slash", *"(a OR", "enter")),
        ("Nowhere", ()),
    ],
    ids=["browse-nonsense", "browse-unclosed", "empty-queue"],
)
async def test_a_screen_with_nothing_to_show_says_why(deck, keys, size, running, collection, snapshot):
    add_deck(collection, "deck: Broken\ncards:\n- id: brkn-aaaaaa\n  clozee: [\n", "broken")
    async with running(deck=deck, size=size) as (app, pilot):
        await pilot.press(*keys)
        await settle(pilot)

        assert snapshot == shown(app)


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_who_looks_on_read_only_is_told_and_loses_no_card(size, running, collection, study, clock, snapshot):
    with Collection.open(collection, now=clock(), read_only=True) as opened:
        looking = Study(opened, clock=clock)
        app = FlashkmsApp(looking, session=looking.session(""))
        async with app.run_test(size=size) as pilot:
            await pilot.press("space", "3")
            await settle(pilot)

            assert kinds(study) == []
            assert "read-only: not saved" in shown(app)
            assert snapshot == shown(app)


async def test_who_looks_on_comes_to_the_end_and_sees_each_card_once(collection, study, clock):
    with Collection.open(collection, now=clock(), read_only=True) as opened:
        looking = Study(opened, clock=clock)
        app = FlashkmsApp(looking, session=looking.session(""))
        async with app.run_test(size=(80, 24)) as pilot:
            seen = []
            while isinstance(app.screen, ReviewScreen):
                seen.append(app.screen.session.current.id)
                await pilot.press("space", "3")
                await settle(pilot)

    assert sorted(seen) == sorted(study.queue())
    assert kinds(study) == []


async def test_who_looks_on_is_told_how_to_write(collection, study, clock):
    with Collection.open(collection, now=clock(), read_only=True) as opened:
        looking = Study(opened, clock=clock)
        app = FlashkmsApp(looking, session=looking.session(""))
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.press("m")
            await settle(pilot)

            assert "not saved: opened for reading only (start again without --read-only)" in shown(app)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_first_run(size, running, collection, snapshot):
    (collection / "cards/aws/kms.yaml").unlink()
    async with running(size=size) as (app, pilot):
        await settle(pilot)

        assert isinstance(app.screen, FirstScreen)
        assert snapshot == shown(app).replace(str(collection), "COLLECTION")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_hostile_text_is_shown_and_never_obeyed(size, running, collection):
    add_deck(collection, HOSTILE, "bad")
    async with running(size=size) as (app, pilot):
        for key in (
            "b",
            "i",
            "escape",
            "escape",
            "w",
            "escape",
            "t",
            "d",
            "d",
            "escape",
            "p",
            "escape",
            "ctrl+p",
            "escape",
        ):
            await pilot.press(key)
            await settle(pilot)
            seen = shown(app)
            assert not [c for c in seen if c != "\n" and (ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c == "\u202e")]
        app.review(app.study.session("[/oops]"))
        await settle(pilot)
        await pilot.press("space", "m", "f", "i")
        await settle(pilot)
        assert not [c for c in shown(app) if c != "\n" and (ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c == "\u202e")]
        await pilot.press("escape")
        await settle(pilot)
        if size != (40, 12):
            assert "[/oops] [@click=app.bell()]here[/]" in shown(app)
            assert "List<String> $0.04" in shown(app)


async def test_the_answer_of_a_long_card_comes_into_sight(running, collection):
    add_deck(collection, LONG, "long")
    async with running(deck="Long") as (app, pilot):
        await pilot.press("space")
        await settle(pilot)

        assert "the end" in shown(app)


async def test_enter_studies_the_deck_under_the_cursor(running, collection):
    add_deck(collection, KOREAN, "korean")
    async with running() as (app, pilot):
        await pilot.press("end", "enter")
        await pilot.pause()

        assert isinstance(app.screen, ReviewScreen)
        assert "알고리즘" in app.screen.session.deck


async def test_a_deck_folds_and_unfolds(running, collection):
    async with running() as (app, pilot):
        await settle(pilot)
        assert "KMS" in shown(app)
        await pilot.press("space")
        await settle(pilot)
        assert "KMS" not in shown(app)
        await pilot.press("space")
        await settle(pilot)
        assert "KMS" in shown(app)


async def test_bulk_actions_take_what_is_selected(running, study):
    async with running() as (app, pilot):
        await pilot.press("b")
        await settle(pilot)
        assert isinstance(app.screen, BrowseScreen)
        await pilot.press("space", "space", "s")
        await settle(pilot)
        assert kinds(study) == ["Suspend", "Suspend"]

        await pilot.press("s")
        assert kinds(study) == ["Suspend", "Suspend", "Unsuspend", "Unsuspend"]


async def test_a_day_is_set_and_a_card_forgotten_only_when_confirmed(running, study):
    async with running() as (_app, pilot):
        await pilot.press("b", "d", *"+3", "enter", "F", "n", "F", "y")
        await settle(pilot)

        assert kinds(study) == ["SetDue", "Forget"]


async def test_the_demo_is_there_after_two_keys(running, collection):
    (collection / "cards/aws/kms.yaml").unlink()
    async with running() as (app, pilot):
        await settle(pilot)
        await pilot.press("d", "y")
        await settle(pilot)
        assert isinstance(app.screen, HomeScreen)
        assert (collection / "notes/aws/kms.md").is_file()

        await pilot.press("s")
        await settle(pilot)
        assert isinstance(app.screen, ReviewScreen)


async def test_the_demo_waits_for_a_yes(running, collection):
    (collection / "cards/aws/kms.yaml").unlink()
    async with running() as (app, pilot):
        await settle(pilot)
        await pilot.press("d", "n")
        await settle(pilot)

        assert isinstance(app.screen, FirstScreen)
        assert not (collection / "cards/aws/iam.yaml").exists()


async def test_a_search_narrows_the_table(running):
    async with running() as (app, pilot):
        await pilot.press("slash")
        await pilot.pause()
        await pilot.press(*"shortest", "enter")
        await settle(pilot)

        assert "1 of 4 cards" in shown(app)


async def test_a_search_that_finds_nothing_leaves_nothing_of_the_card_before(running):
    async with running(size=(120, 40)) as (app, pilot):
        await pilot.press("b")
        await settle(pilot)
        assert "kms.md:" in shown(app) or "kms.yaml:" in shown(app)

        await pilot.press("slash", *"nowhere", "enter")
        await settle(pilot)
        assert "nothing is found" in shown(app)
        assert "kms.md:" not in shown(app)
        assert "kms.yaml:" not in shown(app)


async def test_home_says_that_nothing_waits_only_once_that_is_known(study, collection):
    add_deck(collection, "deck: Broken\ncards:\n- id: brkn-aaaaaa\n  clozee: [\n", "broken")
    study.refresh()
    app = FlashkmsApp(study)
    async with app.run_test(size=(120, 40)) as pilot:
        for _ in range(50):  # from the first frame on
            assert "well done" not in shown(app)
            await asyncio.sleep(0)
        await settle(pilot)
        assert "problem" in shown(app)


async def test_a_first_build_without_a_note_says_that_there_is_none(running, collection):
    (collection / "cards/aws/kms.yaml").unlink()
    (collection / "notes/aws/kms.md").unlink()
    async with running() as (app, pilot):
        await pilot.press("b")
        await settle(pilot)

        assert "no note yet: write Markdown below notes/" in shown(app)


async def test_verdicts_change_the_file_and_nothing_else(running, collection, study):
    add_deck(collection, WAITING, "waiting")
    async with running() as (app, pilot):
        await pilot.press("w")
        await settle(pilot)
        assert isinstance(app.screen, TriageScreen)
        await pilot.press("n")
        await settle(pilot)
        assert (
            WAITING.replace("answer: mine\n  conflict:\n    answer: the note's\n", "answer: the note's\n")
            == (collection / "cards/waiting.yaml").read_text()
        )

        await pilot.press("y")
        await settle(pilot)
        assert "triage" not in (collection / "cards/waiting.yaml").read_text()
        assert "nothing waits" in shown(app)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_why_an_entry_waits_stands_above_it_and_in_the_list_where_there_is_room(running, collection, size):
    add_deck(collection, WAITING, "waiting")
    async with running(size=size) as (app, pilot):
        await pilot.press("w", "down")
        await settle(pilot)

        assert "Entry · weak blank" in shown(app)
        assert "?  Is this any good?" in shown(app)
        assert ("Why" in shown(app)) is (size[0] == 120)


async def test_the_last_days_before_an_exam_stand_in_one_line(running, collection):
    async with running(size=(80, 24)) as (app, pilot):
        await pilot.press("p", "x", *"+22", "enter")
        await settle(pilot)

        assert re.search(r"on the last days +\d.* cards? a day, Tue 17 to Mon 23 Mar +│", shown(app))


async def test_a_dropped_entry_leaves_its_file_and_a_mark_in_the_log(running, collection, study):
    add_deck(collection, WAITING, "waiting")
    async with running() as (_app, pilot):
        await pilot.press("w", "down", "x")
        await settle(pilot)

        assert "wait-aaaaaa" not in (collection / "cards/waiting.yaml").read_text()
        assert kinds(study) == ["Drop"]


async def test_a_setting_changes_its_own_line(running, collection):
    before = (collection / "flashkms.toml").read_text()
    async with running() as (app, pilot):
        await pilot.press("comma")
        await settle(pilot)
        while "schedule.fuzz" not in app.screen._settings[app.screen.query_one("Rows").cursor].name:
            await pilot.press("down")
        await pilot.press("enter")
        await settle(pilot)

        assert (
            before.replace("[schedule]\n", "[schedule]\nfuzz = false\n") == (collection / "flashkms.toml").read_text()
        )


async def test_a_wrong_setting_is_told_and_not_written(running, collection):
    before = (collection / "flashkms.toml").read_text()
    async with running() as (app, pilot):
        await pilot.press("comma", "enter")
        await pilot.pause()
        app.screen.query_one("Input").value = '["/etc"]'
        await pilot.press("enter")
        await settle(pilot)

        assert before == (collection / "flashkms.toml").read_text()
        assert "paths: " in shown(app)


async def test_the_palette_names_decks_screens_and_themes(running):
    async with running() as (app, pilot):
        names = [command.title for command in app.get_system_commands(app.screen)]

        assert {"home", "study: AWS::KMS", "theme: flashkms-contrast", "theme: nord"} <= set(names)
        await pilot.press("ctrl+p")
        await settle(pilot)
        assert "browse" in shown(app)


@pytest.mark.parametrize("theme", ["flashkms-dark", "flashkms-light", "flashkms-contrast", "nord", "gruvbox"])
async def test_every_theme_paints_every_screen(theme, running):
    async with running() as (app, pilot):
        if theme not in app.available_themes:
            pytest.fail(theme)
        app.theme = theme
        for key in ("t", "escape", "b", "escape", "enter", "space"):
            await pilot.press(key)
            await settle(pilot)
        assert isinstance(app.screen, ReviewScreen)


def luminance(color: Color) -> float:
    """As WCAG 2 defines it, 0 to 1."""
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def faint(app: FlashkmsApp) -> set[tuple[str, str, str]]:
    """The words in sight that have less than 4.5 of contrast, as WCAG asks, each with its colours; frames are none."""
    found = set()
    for segment in (segment for strip in app.screen._compositor.render_strips() for segment in strip):
        style = segment.style
        if style is None or style.color is None or style.bgcolor is None or not re.search(r"\w", segment.text):
            continue
        colours = [Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)]
        dark, light = sorted(map(luminance, colours))
        if (light + 0.05) / (dark + 0.05) < 4.5:
            found.add((segment.text.strip(), *(colour.hex for colour in colours)))
    return found


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_every_word_of_every_page_can_be_read_in_our_own_themes(theme, running, collection, study):
    in_need(collection)
    study.answer(study.queue()[0], Rating.AGAIN, took=timedelta(seconds=4))
    async with running(size=(120, 40)) as (app, pilot):
        app.theme = theme
        for keys in ((), ("b",), ("slash",), ("escape", "escape", "t"), ("escape", "comma"), ("escape", "p"),
                     ("escape", "w"), ("down",), ("escape", "s"), ("m", "f", "space")):  # fmt: skip
            await pilot.press(*keys)
            await settle(pilot)

            assert faint(app) == set(), type(app.screen).__name__


def test_dark_surfaces_are_grey_enough_for_256_colours():
    for colour in (DARK.background, DARK.surface, DARK.panel, DARK.boost):
        rgb = Color.parse(colour).normalized
        assert colorsys.rgb_to_hls(*rgb)[2] < 0.15


async def test_home_is_the_same_after_a_look_around(running):
    async with running() as (app, pilot):
        await pilot.press("b", "escape", "t", "escape", "comma", "escape", "p", "escape")
        await settle(pilot)

        assert isinstance(app.screen, HomeScreen)
        assert len(app.screen_stack) == 2


@pytest.mark.parametrize("deck", [None, ""])
async def test_the_first_page_has_no_other_below_it(deck, running):
    async with running(deck) as (app, _):
        assert isinstance(app.screen, HomeScreen if deck is None else ReviewScreen)
        assert [app.screen] == app.screen_stack


@pytest.mark.parametrize("first", ["flashkms-light", "textual-dark"])
async def test_the_first_theme_and_the_next_have_their_own_colours(first, collection, clock):
    """Also where the first is Textual's own, which nothing has to set."""
    with (collection / "flashkms.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[screen]\ntheme = "{first}"\n')
    with Collection.open(collection, now=clock(), write=True) as opened:
        app = FlashkmsApp(Study(opened, clock=clock))
        async with app.run_test() as pilot:
            seen = [app.screen.styles.background.hex]
            app.theme = "flashkms-contrast"
            await settle(pilot)
            seen.append(app.screen.styles.background.hex)

            assert [
                app.available_themes[name].to_color_system().generate()["background"] for name in (first, app.theme)
            ] == seen


async def test_a_build_from_the_home_screen_brings_the_new_cards(running, collection):
    note = collection / "notes/aws/kms.md"
    note.write_text(note.read_text() + "- A key alias begins with **alias/**\n", encoding="utf-8")
    async with running() as (app, pilot):
        before = sum(counts.cards for counts in app.study.counts())
        await pilot.press("B")
        await settle(pilot)
        await settle(pilot)

        assert before < sum(counts.cards for counts in app.study.counts())
        assert isinstance(app.screen, HomeScreen)


def in_need(collection) -> None:
    """A note newer than its cards, an entry to judge, a conflict, two problems in a deck file and one in a log."""
    deck = collection / "cards/aws/kms.yaml"
    os.utime(deck, (deck.stat().st_mtime - 100,) * 2)
    add_deck(collection, WAITING, "waiting")
    add_deck(
        collection,
        "deck: Broken\ncards:\n- id: brkn-aaaaaa\n  question: What is missing here?\n  anser: this\n",
        "broken",
    )
    (collection / "reviews").mkdir(exist_ok=True)
    (collection / "reviews/desk-7k3q9d.jsonl").write_text("no event\n")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_home_says_what_waits_and_by_which_key(size, running, collection, snapshot):
    in_need(collection)
    async with running(size=size) as (app, pilot):
        await settle(pilot)

        seen = " ".join(shown(app).split())
        for words in ("1 to judge", "1 conflict", "1 note changed", "3 problems", "flashkms check"):
            assert words in seen
        assert snapshot == shown(app)


async def test_home_names_the_key_that_the_settings_give(running, collection, study):
    in_need(collection)
    async with running() as (app, pilot):
        app.set_keymap({"home.triage": "v"})
        app.screen.reload()
        await settle(pilot)

        assert "v 1 to judge" in shown(app)


@pytest.mark.parametrize(("row", "name"), [(0, "TriageScreen"), (1, "TriageScreen"), (3, "HomeScreen")])
async def test_enter_sees_to_what_waits(row, name, running, collection):
    in_need(collection)
    async with running(size=(120, 40)) as (app, pilot):
        await settle(pilot)
        await pilot.press("tab", *["down"] * row, "enter")
        await settle(pilot)

        assert name == type(app.screen).__name__
        assert ("(add `answer:`; 1 card of this file" in shown(app)) is (name == "HomeScreen")


@pytest.mark.parametrize("deck", [None, "AWS"])
async def test_a_sitting_begins_with_the_deck_file_that_is_damaged(deck, running, collection):
    in_need(collection)
    async with running(deck=deck, size=(160, 40)) as (app, pilot):
        await settle(pilot)

        assert "cards/broken.yaml:4: `question` has no `answer` (add `answer:`; 1 card of this file is" in shown(app)


async def test_enter_on_problems_that_leave_no_card_out_says_where_they_are_told(running, collection):
    (collection / "reviews").mkdir(exist_ok=True)
    (collection / "reviews/desk-7k3q9d.jsonl").write_text("no event\n")
    async with running(size=(120, 40)) as (app, pilot):
        await settle(pilot)

        assert "left out" not in shown(app)
        await pilot.press("tab", "enter")
        await settle(pilot)
        assert "flashkms check tells each problem with its line" in shown(app)


async def test_home_leaves_a_collection_without_chores_alone(running):
    async with running(size=(120, 40)) as (app, pilot):
        await settle(pilot)

        assert "nothing: well done" in shown(app)
        assert "flashkms check" not in shown(app)


async def test_a_narrow_screen_names_the_deck_of_its_statistics(running, collection):
    add_deck(collection, KOREAN, "korean")
    async with running(size=(40, 12)) as (app, pilot):
        await pilot.press("t", "d")
        await settle(pilot)
        assert shown(app).startswith(" flashkms  Statistics · AWS › KMS\n")

    async with running(size=(80, 24)) as (app, pilot):
        await pilot.press("t", "d")
        await settle(pilot)
        assert re.match(r" flashkms  Statistics · AWS › KMS +FSRS-6 · target 90%\n", shown(app))


async def test_home_shows_the_day_where_there_is_room_for_it(running):
    async with running(size=(80, 24)) as (app, pilot):
        await settle(pilot)
        assert shown(app).startswith(" flashkms  Mon 02 Mar 2026")
        await pilot.resize_terminal(40, 12)
        await settle(pilot)
        assert re.match(r" flashkms +\d", shown(app))


async def test_stats_draw_recall_by_hour_and_the_time_of_answers(running, study, clock):
    first = study.queue()[0]
    study.answer(first, Rating.EASY, took=timedelta(seconds=4))
    clock.advance(days=30, hours=5)
    study.answer(first, Rating.GOOD, took=timedelta(seconds=7))
    async with running(size=(120, 50)) as (app, pilot):
        await pilot.press("t")
        await settle(pilot)

        hours = app.screen.query_one("#hours Columns").columns
        assert [(column.many, column.label) for column in hours] == [(100, "14")]
        assert "Recall by hour" in shown(app)
        assert len(app.screen.query_one("#forecast Columns").columns) == 30
        assert all(words in shown(app) for words in ("7.0", "4.0", "mean 5.5 s"))


@pytest.mark.parametrize("keys", [(), ("t",)], ids=["home", "stats"])
async def test_a_long_history_is_counted_beside_the_keys(keys, running, study, monkeypatch):
    monkeypatch.setattr("flashkms.study.study._LARGE", -1)
    study.answer(study.queue()[0], Rating.GOOD, took=timedelta(seconds=5))
    async with running(size=(120, 40)) as (app, pilot):
        await pilot.press(*keys)
        for _ in range(600):
            if "1 answer" in shown(app):
                break
            await asyncio.sleep(0.05)

        assert "1 answer" in shown(app)


async def test_what_an_export_says_goes_to_the_page_that_is_shown_by_then(running, collection):
    async with running(size=(120, 40)) as (app, pilot):
        app.export(app.screen)
        app.stats()
        await settle(pilot)
        await settle(pilot)

        assert "4 cards in 1 deck written to decks/" in shown(app)
        assert isinstance(app.screen, StatsScreen)


async def test_statistics_go_through_each_deck_once_and_those_above_it(running, collection):
    add_deck(collection, KOREAN, "korean")
    async with running(size=(120, 40)) as (app, pilot):
        await pilot.press("t")
        seen = []
        for _ in range(6):
            await settle(pilot)
            seen.append(shown(app).splitlines()[0].partition("·")[2].split("  ")[0].strip())
            await pilot.press("d")

        assert seen == ["AWS", "AWS › KMS", "알고리즘", "알고리즘 › 투 포인터", "all decks", "AWS"]


async def test_home_looks_the_same_after_a_sitting_as_at_the_start(running):
    async with running() as (app, pilot):
        await settle(pilot)
        at_the_start = shown(app)
    async with running(deck="") as (app, pilot):
        await pilot.press("escape")
        await settle(pilot)

        assert at_the_start == shown(app)


async def test_a_page_is_opened_with_its_styles_however_early_its_key_is_pressed(study):
    app = FlashkmsApp(study, session=study.session(""))
    app.call_later(app.simulate_key, "escape")
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)

        assert isinstance(app.screen, HomeScreen)
        assert app.screen.query_one("#side").region.width == 48


async def test_ratings_pressed_before_the_first_card_is_painted_count(study):
    app = FlashkmsApp(study, session=study.session(""))
    for key in ("space", "3"):
        app.call_later(app.simulate_key, key)
    async with app.run_test() as pilot:
        await settle(pilot)

        assert kinds(study) == ["Review"]
