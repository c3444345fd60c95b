"""The reviewer: what is pressed is in the log before anything else is shown."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from datetime import timedelta

import pytest
from hands import add_deck, kinds, settle, shown
from textual.widgets import Static

from flashkms.schedule.event import Rating, Review
from flashkms.tui.screens.done import DoneScreen
from flashkms.tui.screens.home import HomeScreen
from flashkms.tui.screens.review import ReviewScreen
from flashkms.tui.widgets.card import CardPane

CHOICE = """\
deck: Choice
cards:
- id: choice-aaaaaa
  choice: Which one **encrypts** first?
  answer: AWS KMS API
  wrong:
  - option: EBS encryption
    why: it lies underneath
  - option: "[/oops] S3"
    why: the service encrypts
  extra: Remember this.
"""
TWO_RIGHT = """\
deck: Choice
cards:
- id: choice-bbbbbb
  choice: Which two? (Choose 2)
  answers: [one, two]
  wrong:
  - option: three
    why: no
"""


async def test_an_answer_is_in_the_log_before_the_next_card_shows(running, study, clock):
    async with running(deck="") as (app, pilot):
        first = app.screen.session.current.id
        await pilot.press("space")
        clock.advance(seconds=6)
        await pilot.press("3")

        (review,) = study.collection.log.read()[0]
        assert isinstance(review, Review)
        assert (first, Rating.GOOD, 6000) == (review.card, review.rating, review.took_ms)
        assert app.screen.session.current.id != first


@pytest.mark.parametrize(("key", "rating"), [("1", 1), ("2", 2), ("3", 3), ("4", 4), ("space", 3), ("enter", 3)])
async def test_every_rating_has_its_key(running, study, key, rating):
    async with running(deck="") as (_app, pilot):
        await pilot.press("enter", key)

        (review,) = study.collection.log.read()[0]
        assert rating == review.rating


async def test_no_rating_counts_before_the_answer_shows(running, study):
    async with running(deck="") as (app, pilot):
        await pilot.press("1", "2", "3", "4")

        assert kinds(study) == []
        assert not app.screen.revealed


@pytest.mark.parametrize("key", ["ㅕ", "г"], ids=["two-set jamo", "Cyrillic"])
async def test_undo_works_on_every_layout(running, study, key):
    async with running(deck="") as (app, pilot):
        first = app.screen.session.current.id
        await pilot.press("space", "3", key)

        assert kinds(study) == ["Review", "Undo"]
        assert first == app.screen.session.current.id


async def test_the_keys_of_a_syllable_are_pressed_one_after_the_other(running, study):
    async with running(deck="") as (_app, pilot):
        await pilot.press("space", "3", "려")
        await pilot.pause()

        assert kinds(study) == ["Review", "Flag", "Undo"]


async def test_undo_goes_back_as_far_as_there_are_answers(running, study):
    async with running(deck="") as (app, pilot):
        first = app.screen.session.current.id
        await pilot.press("space", "3", "space", "4", "u", "u")

        assert kinds(study) == ["Review", "Review", "Undo", "Undo"]
        assert first == app.screen.session.current.id
        await pilot.press("u")
        assert "nothing to undo" in shown(app)


@pytest.mark.parametrize(("key", "kind"), [("b", "Bury"), ("minus", "Bury"), ("s", "Suspend"), ("at", "Suspend")])
async def test_a_card_is_put_away_and_comes_back_by_undo(running, study, key, kind):
    async with running(deck="") as (app, pilot):
        first = app.screen.session.current.id
        await pilot.press(key)
        assert [kind] == kinds(study)
        assert first != app.screen.session.current.id

        await pilot.press("u")
        assert first == app.screen.session.current.id


async def test_marks_and_flags_show_and_leave_the_card_where_it_is(running, study):
    async with running(deck="") as (app, pilot):
        first = app.screen.session.current.id
        await pilot.press("m", "f", "f")

        assert kinds(study) == ["Mark", "Flag", "Flag"]
        await pilot.pause()
        assert "★ ⚑2" in shown(app)
        assert first == app.screen.session.current.id


async def test_nothing_moves_when_the_answer_shows(running):
    async with running(deck="") as (app, pilot):
        before = app.screen.query_one(CardPane).region
        strip = app.screen.query_one("RatingStrip").region
        await pilot.press("space")

        assert before == app.screen.query_one(CardPane).region
        assert strip == app.screen.query_one("RatingStrip").region


async def test_a_card_is_at_most_92_columns_wide(running):
    async with running(deck="", size=(200, 50)) as (app, _pilot):
        assert app.screen.query_one(CardPane).region.width <= 92


async def test_a_single_choice_shows_every_reason_once_picked(running, collection):
    add_deck(collection, CHOICE)
    async with running(deck="Choice", size=(120, 40)) as (app, pilot):
        await pilot.press("1")
        await pilot.pause()

        seen = shown(app)
        assert app.screen.revealed
        assert all(text in seen for text in ("it lies underneath", "the service encrypts", "[/oops] S3", "your pick"))


def long_choice() -> str:
    reason = "It is a reason that goes on for more than one line of a small window, as real ones do. " * 2
    wrong = "".join(f"  - option: option {n}\n    why: {reason}\n" for n in range(5))
    return f"deck: Choice\ncards:\n- id: choice-cccccc\n  choice: Which?\n  answer: nothing of these\n  wrong:\n{wrong}"


KOREAN_CHOICE = """\
deck: Choice
cards:
- id: choice-dddddd
  choice: 다음 중 고객이 **직접 관리하는** 키를 쓰는 것은 무엇입니까?
  answer: SSE-KMS와 고객 관리형 키, 그리고 그 키에 대한 정책을 계정의 관리자가 스스로 정하는 방식입니다
  wrong:
  - option: SSE-S3
    why: 키를 서비스가 관리하므로 고객은 그 키의 정책을 바꾸거나 사용 기록을 볼 수 없습니다
  - option: |-
      두 줄로 쓴 선택지

      - 목록도 있고
      - `code`도 있다
  extra: 고객 관리형 키는 해마다 저절로 교체할 수 있습니다.
"""


def rows_of(app) -> list[tuple[int, int]]:
    """Where each option stands in its card, and how high it is."""
    top = app.screen.query_one("#options").virtual_region.y
    return [(top + row.virtual_region.y, row.region.height) for row in app.screen.query("OptionRow") if row.display]


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("text", [CHOICE, KOREAN_CHOICE, TWO_RIGHT], ids=["short", "korean", "two right"])
@pytest.mark.parametrize("keys", [("space",), ("1", "space"), ("2", "space")], ids=" ".join)
async def test_options_stay_where_they_are_when_the_answer_shows(keys, text, size, running, collection):
    add_deck(collection, text)
    async with running(deck="Choice", size=size) as (app, pilot):
        await pilot.pause()
        before = rows_of(app)
        for key in keys:
            if not app.screen.revealed:
                await pilot.press(key)
        await pilot.pause()
        await pilot.pause()

        assert app.screen.revealed
        assert before
        assert rows_of(app) == before


async def test_what_is_said_of_the_options_stands_below_them_right_ones_first(running, collection):
    add_deck(collection, CHOICE)
    async with running(deck="Choice", size=(120, 40)) as (app, pilot):
        await pilot.press("space")
        await pilot.pause()
        seen = shown(app)

        order = [seen.index(text) for text in ("✓ right", "Remember this.", "✗ wrong")]
        assert order == sorted(order)
        assert order[0] > max(seen.index(text) for text in ("AWS KMS API", "EBS encryption", "[/oops] S3"))


@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("number", [1, 3, 6])
async def test_the_picked_option_stays_in_sight_with_its_reason(number, size, running, collection):
    add_deck(collection, long_choice())
    async with running(deck="Choice", size=size) as (app, pilot):
        await pilot.press(str(number))
        await pilot.pause()
        await pilot.pause()

        seen = shown(app)
        assert "your pick" in seen or f"{number}›✓" in seen


async def test_the_right_option_comes_into_sight_where_none_was_picked(running, collection):
    add_deck(collection, long_choice())
    async with running(deck="Choice") as (app, pilot):
        await pilot.press("space")
        await pilot.pause()
        await pilot.pause()

        assert "nothing of these" in shown(app)


async def test_a_choice_that_fits_its_frame_stays_at_its_top(running, collection):
    add_deck(collection, CHOICE)
    async with running(deck="Choice", size=(120, 40)) as (app, pilot):
        await pilot.press("3")
        await pilot.pause()

        assert app.screen.query_one(CardPane).scroll_y == 0


async def test_an_option_is_picked_by_the_mouse(running, collection):
    add_deck(collection, CHOICE)
    async with running(deck="Choice") as (app, pilot):
        await pilot.pause()
        await pilot.click("OptionRow")
        await pilot.pause()

        assert app.screen.revealed
        assert "your pick" in shown(app)


async def test_several_right_options_wait_for_the_answer_key(running, collection, study):
    add_deck(collection, TWO_RIGHT)
    async with running(deck="Choice") as (app, pilot):
        await pilot.press("1", "2")
        await pilot.pause()
        assert not app.screen.revealed
        assert shown(app).count("●") == 2

        await pilot.press("1", "space", "3")
        assert kinds(study) == ["Review"]


async def test_a_typed_answer_is_compared_letter_by_letter(running, study):
    async with running(deck="") as (app, pilot):
        while "shortest" not in shown(app):
            await pilot.press("space", "3")
            await pilot.pause()
        await pilot.press("t", *"8", "space", *"days", "enter")
        await pilot.pause()

        assert app.screen.revealed
        assert "You typed" in shown(app)


async def test_no_space_of_a_typed_answer_is_lost(running, collection):
    add_deck(collection, "deck: Days\ncards:\n- id: days-aaaaaa\n  question: How long?\n  answer: 7일에서 30일\n")
    async with running(deck="Days") as (app, pilot):
        await pilot.press("t", *"7일에", "space", *"30일", "enter")
        await pilot.pause()

        assert shown(app).count("7일에서 30일") == 2


async def test_escape_stops_typing_before_it_leaves(running):
    async with running(deck="") as (app, pilot):
        await pilot.press("t", "x", "escape")
        assert isinstance(app.screen, ReviewScreen)

        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_an_edit_shows_at_once_on_the_side_that_is_open(running, collection):
    async with running(deck="") as (app, pilot):
        await pilot.press("space", "e")
        await pilot.pause()
        area = app.screen.query_one("TextArea")
        area.text = area.text.replace("in the clear", "plainly")
        await pilot.press("ctrl+s")
        await pilot.pause()

        assert "plainly" in (collection / "cards/aws/kms.yaml").read_text()
        assert "plainly" in shown(app)
        assert app.screen.revealed


async def test_an_edit_that_does_not_read_well_is_refused_and_told(running, collection):
    before = (collection / "cards/aws/kms.yaml").read_text()
    async with running(deck="") as (app, pilot):
        await pilot.press("e")
        await pilot.pause()
        app.screen.query_one("TextArea").text = "- id: kms-4t7q2m\n  clozee: x\n"
        await pilot.press("ctrl+s")
        await pilot.pause()

        assert "the entry has nothing to ask" in str(app.screen.query_one("#fault", Static).content)
        assert before == (collection / "cards/aws/kms.yaml").read_text()


async def test_a_refusing_disk_keeps_the_card_and_saves_when_it_yields(running, collection, study):
    async with running(deck="") as (app, pilot):
        reviews = collection / "reviews"
        first = app.screen.session.current.id
        for log in reviews.glob("*") if reviews.is_dir() else ():
            log.unlink()
        if reviews.is_dir():
            reviews.rmdir()
        reviews.write_text("in the way")
        await pilot.press("space", "3")

        assert first == app.screen.session.current.id
        (told,) = (line for line in shown(app).splitlines() if "not saved" in line)
        assert told.strip().endswith(".jsonl: Not a directory; trying again")

        reviews.unlink()
        reviews.mkdir()
        await pilot.press("3")
        assert kinds(study) == ["Review"]
        assert first != app.screen.session.current.id


@pytest.mark.parametrize("key", ["m", "f", "b", "s"])
async def test_a_refusing_disk_is_told_whatever_was_to_be_saved(key, running, collection, study):
    study.answer(study.queue()[0], Rating.AGAIN, took=timedelta(seconds=5))
    async with running(deck="") as (app, pilot):
        first = app.screen.session.current.id
        reviews = collection / "reviews"
        reviews.rename(collection / "aside")
        reviews.write_text("in the way")
        await pilot.press(key)
        await pilot.pause()

        assert first == app.screen.session.current.id
        assert "not saved: reviews/" in shown(app)
        assert "★" not in shown(app)


async def test_a_finished_sitting_tells_what_it_was_and_undo_still_works(running, study):
    async with running(deck="", size=(80, 24)) as (app, pilot):
        for _ in range(12):
            if not isinstance(app.screen, ReviewScreen):
                break
            await pilot.press("space", "4")
            await pilot.pause()
        assert isinstance(app.screen, DoneScreen)
        assert "answers" in shown(app)

        await pilot.press("u")
        await pilot.pause()
        assert isinstance(app.screen, ReviewScreen)
        assert kinds(study)[-1] == "Undo"


async def test_an_undo_at_the_end_of_a_sitting_is_told_where_its_card_is_of_another_deck(running, study):
    study.answer(study.queue()[0], Rating.GOOD, took=timedelta(seconds=5))
    async with running(deck="Nowhere") as (app, pilot):
        await pilot.press("u")
        await pilot.pause()
        assert isinstance(app.screen, DoneScreen)
        assert "undone: Good" in shown(app)
        assert kinds(study) == ["Review", "Undo"]

        await pilot.press("u")
        await pilot.pause()
        assert "nothing to undo" in shown(app)


async def test_a_sitting_of_one_answer_tells_of_one(running, study):
    async with running(deck="") as (app, pilot):
        session = app.screen.session
        await pilot.press("space", "4")
        app.push_screen(DoneScreen(session))
        await settle(pilot)

        assert re.search(r"\banswer\b", shown(app))
        assert "answers" not in shown(app)


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
async def test_a_closed_window_ends_the_app_and_loses_nothing(running, study, number):
    async with running(deck="") as (app, pilot):
        await pilot.press("space", "3")
        os.kill(os.getpid(), number)
        for _ in range(1500):
            if app.return_code is not None:
                break
            await asyncio.sleep(0.02)

        assert 128 + number == app.return_code
        assert kinds(study) == ["Review"]


async def test_an_answer_below_a_question_as_high_as_the_frame_is_brought_into_sight(running, collection):
    lines = "\n\n".join(f"    line {n}" for n in range(6))
    add_deck(
        collection, f"deck: High\ncards:\n- id: high-aaaaaa\n  question: |-\n{lines}\n\n    last\n  answer: deep\n"
    )
    for height in range(18, 26):
        async with running(deck="High", size=(80, height)) as (app, pilot):
            await pilot.press("space")
            await pilot.pause()
            await pilot.pause()

            assert "deep" in shown(app), height


async def test_a_card_without_a_note_names_its_deck_file(running, collection):
    add_deck(collection, CHOICE)
    async with running(deck="Choice") as (app, pilot):
        await pilot.pause()

        await pilot.pause()
        assert "more.yaml:3" in shown(app)


@pytest.mark.parametrize("read_down", [0, 14])
async def test_the_answer_of_a_blank_comes_into_sight_wherever_the_card_was_scrolled_to(running, collection, read_down):
    before, after = ("\n\n".join(f"    {where} {n}" for n in range(9)) for where in ("above", "below"))
    text = f"{before}\n\n    the key is {{{{c1::the answer}}}} here\n\n{after}\n"
    add_deck(collection, f"deck: More\ncards:\n- id: more-aaaaaa\n  cloze: |-\n{text}")
    async with running(deck="More", size=(40, 12)) as (app, pilot):
        for _ in range(read_down * 2):
            await pilot.press("j")
        assert "the key is" not in shown(app)
        await pilot.press("space")
        await settle(pilot)

        assert "the key is the answer here" in shown(app)
