"""Text as the screens show it, of signs that every terminal gives the same room; files keep what was written."""

from __future__ import annotations

import pytest
from hands import add_deck, kinds, shown
from textual.content import Content

from flashkms.tui.text.shown import shown as plainly
from flashkms.tui.text.shown import shown_line
from flashkms.tui.text.widths import in_place

JOINED = """\
deck: 가족 👨‍👩‍👧
cards:
- id: join-aaaaaa
  question: 누구 👨‍👩‍👧 ❤️ 🇰🇷 1️⃣ 👍🏽?
  answer: 가족 ❤️‍🔥
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [("❤️", "❤"), ("👨‍👩‍👧", "👨👩👧"), ("❤️‍🔥", "❤🔥"), ("👍🏽 👩🏽‍💻", "👍 👩💻"), ("🇰🇷", "KR"), ("🏳️‍🌈", "🏳🌈"),
     ("1️⃣", "1\u20e3"), ("⌚︎", "⌚")],
)  # fmt: skip
def test_what_terminals_count_differently_is_shown_in_parts(text, told):
    assert told == plainly(text)
    assert told == shown_line(text)


@pytest.mark.parametrize(
    "text",
    [
        "한글",
        "\u1112\u1161\u11ab",
        "e\u0301",
        "ภาษาไทย",
        "हिन्दी",
        "🐍",
        "① ★ “×”",
        "葛\U000e0100",
        "می\u200cخواهم",
        "🏽",
    ],
)
def test_other_text_is_shown_as_it_is(text):
    assert text == plainly(text)


def test_what_a_terminal_obeys_is_spelled_out():
    assert plainly("❤️\x1b[2J") == "❤\\x1b[2J"


def test_a_vowel_beside_its_letter_takes_a_cell():
    assert Content(plainly("का")).cell_length == 2


def test_what_follows_a_doubtful_run_stands_where_it_was_counted():
    assert in_place("\x1b[1m│ 🐍a\x1b[0m│") == "\x1b[1m\x1b[?7l\x1b7\x1b[5X│ 🐍a\x1b8\x1b[5C\x1b[?7h\x1b[0m│"


@pytest.mark.parametrize("output", ["plain", "│ 한글 │", "\x1b[31m● → 카드 “×”\x1b[0m\r\n", "\x1b]0;🐍\x07a"])
def test_sure_text_and_titles_are_written_as_they_are(output):
    assert output == in_place(output)


async def test_files_and_log_keep_the_emoji_as_they_were_written(running, study, collection):
    add_deck(collection, JOINED)
    async with running(deck="가족 👨‍👩‍👧") as (app, pilot):
        await pilot.press("space")
        seen = shown(app)
        await pilot.press("m", "3")

    assert kinds(study) == ["Mark", "Review"]
    assert (collection / "cards" / "more.yaml").read_text(encoding="utf-8") == JOINED
    assert "누구 👨👩👧 ❤ KR 1\u20e3 👍?" in seen
    assert "가족 ❤🔥" in seen
