"""Card Markdown as lines: as written, safe, and within its width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from flashkms.cards.cloze import hidden, revealed
from flashkms.cards.face import plain
from flashkms.tui.text.document import MAX_MARKDOWN, document, parsed
from flashkms.tui.text.inline import ANSWER
from flashkms.tui.text.layout import lines


def laid_out(markdown: str, width: int = 60) -> list[str]:
    return [line.plain for line in lines(document(markdown).blocks, width)]


def styles_of(markdown: str, text: str) -> set[str]:
    found = set()
    for line in lines(document(markdown).blocks, 80):
        at = line.plain.find(text)
        if at >= 0:
            found |= {str(span.style) for span in line.spans if span.start <= at and span.end >= at + len(text)}
    return found


@pytest.mark.parametrize(
    "text",
    [
        "a List<String> of <b>bold</b> things",
        "it costs $0.04, or $5 to $10 a month",
        "arr[i] and [x] done and [/oops] and [@click=app.bell()]here[/]",
        "www.example.org is no link",
        r"\(a_1 * b_2 * c\) and $x_1 * y_2$ and \[z\]",
        "정렬된 배열에서 두 수의 합",
        "snake 🐍 and 🙂 faces",
        "<script>alert(1)</script>",
    ],
)
def test_text_shows_as_written(text):
    assert [text] == laid_out(text, 80)


@pytest.mark.parametrize(
    "text",
    [
        r"a \*star\* b \` c \_ d",
        "2*3*4, **bold *and* more**, ***a** b*, snake_case_name, __init__",
        "one\\\ntwo  \nthree",
        r"&lt;b&gt; &amp; `&lt;` \&lt; &nosuch; &#42;no&#42;",
        revealed(r"**{{c1::2 \* 3}}** is six", 1),
        'so *"quoted"* is, **"bold"**, 키**키**는',
    ],
)
def test_plain_text_is_what_the_screen_shows(text):
    assert plain(text).splitlines() == laid_out(text, 80)


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b]52;c;eHg=\x07",
        "\x1b[2J",
        "\x9b2J",
        "\x9d0;title\x9c",
        "a\u202egnp.exe",
        "\u2066x\u2069",
        "\U000e0041",
        "\x00\x7f",
        "&#27;]0;x&#7;",
        "&#x9b;2J",
    ],
)
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "**{}**",
        "`{}`",
        "# {}",
        "- {}",
        "```\n{}\n```",
        "```py\n{}\n```",
        "| a |\n|---|\n| {} |",
        "[{}](x)",
        "![{}](x)",
        "> {}",
    ],
)
def test_nothing_that_a_terminal_obeys_comes_through(hostile, around):
    seen = "\n".join(laid_out(around.format(hostile)))

    assert not [
        c
        for c in seen
        if c != "\n" and (ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066\u2069" or ord(c) >= 0xE0000)
    ]


def test_a_blank_is_seen_without_colour_and_its_answer_stands_out():
    text = "Keys never leave the {{c1::hardware modules}} or {{c2::clouds::where?}}"

    assert laid_out(hidden(text, 1)) == ["Keys never leave the […] or clouds"]
    assert laid_out(hidden(text, 2)) == ["Keys never leave the hardware modules or [where?]"]
    assert ANSWER in styles_of(revealed(text, 1), "hardware modules")
    assert not styles_of(revealed(text, 1), "clouds")


@pytest.mark.parametrize("around", ["**{}**", "- {}", "`{}`", "```\n{}\n```", "| {} |\n|---|\n| b |", "# {}", "> {}"])
def test_a_blank_is_a_blank_wherever_it_stands(around):
    text = around.format("{{c1::x}}")

    assert "[…]" in "\n".join(laid_out(hidden(text, 1)))
    assert ANSWER in styles_of(revealed(text, 1), "x")


def test_lists_hang_and_nest():
    assert laid_out("- one two three\n  - inner\n- four", 10) == ["• one two", "  three", "  • inner", "• four"]


def test_a_loose_list_keeps_its_air_and_a_numbered_one_its_numbers():
    assert laid_out("7. one\n\n8. two") == ["7. one", "", "8. two"]


def test_a_table_has_columns_until_they_no_longer_fit():
    table = "| service | encrypts |\n|---|---|\n| EBS | below the application |\n"

    assert laid_out(table) == [
        "service  encrypts             ",
        "──────────────────────────────",
        "EBS      below the application",
    ]
    assert laid_out(table, 15) == ["service: EBS", "encrypts: below", "the application"]


def test_code_keeps_its_spaces_and_is_highlighted():
    code = "```python\ndef f():\n    return 1\n```"

    assert [line[1:].rstrip() for line in laid_out(code, 30)] == ["def f():", "    return 1"]
    assert styles_of(code, "return")


def test_an_unknown_language_is_plain_code():
    assert [line.rstrip() for line in laid_out("```no-such-language\nx\n```", 10)] == [" x"]


def test_an_image_shows_its_words_and_is_told():
    shown = document("see ![a diagram](media/kms.png)")

    assert shown.images == ("media/kms.png",)
    assert [line.plain for line in lines(shown.blocks, 40)] == ["see ▣ a diagram"]


def test_a_huge_text_is_shown_plain():
    assert document("**a** " * MAX_MARKDOWN).blocks


@given(st.text(max_size=300), st.integers(4, 60))
def test_any_text_lays_out_within_its_width(text, width):
    for line in lines(document(text).blocks, width):
        assert isinstance(line, Content)
        assert line.cell_length <= max(width, 4) + 12


@given(st.text(alphabet="*_`[]()<>|-#>~!\\$&;{}:c1 \n\ue000\ue001\ue002\ue003ab", max_size=120))
def test_any_markup_lays_out(text):
    lines(document(text).blocks, 30)


@pytest.mark.parametrize(
    "text",
    [
        "What does it cost?",
        "It’s 3.5 % – or more…",
        "정렬된 배열에서 두 수의 합",
        "\ue000…\ue001: said of (one) C#",
        "1. first",
        "a  b ",
        "",
    ],
)
def test_a_text_without_markdown_is_shown_as_the_parser_would(text):
    assert parsed(text) == document(text)


@given(st.text(alphabet="ab1가 .,)('\"-+#=:!?%/{}@…\ue000\ue001\ue002\ue003_*`<&\\$|~[\n", max_size=24))
def test_any_text_is_shown_as_the_parser_would(text):
    assert parsed(text) == document(text)
