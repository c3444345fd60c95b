"""The little HTML that a card may hold: where it is HTML, and how it reads without it."""

import pytest

from flashkms.anki.html import rendered
from flashkms.cards import commonmark
from flashkms.cards.face import plain
from flashkms.tui.text.document import parsed
from flashkms.tui.text.layout import lines


def shown(text):
    return [line.plain.rstrip() for line in lines(parsed(text).blocks, 60)]


def line(text):
    return rendered(text, lambda _: None, inline=True)


@pytest.mark.parametrize("text", [
    "H<sub>2</sub>O <u>a **b**</u> <kbd>x</kbd> <mark>y</mark>",
    "<ruby>漢<rt>かん</rt></ruby>",
])  # fmt: skip
def test_tags_that_open_and_close_are_html(text):
    assert line(text) == text.replace("**b**", "<strong>b</strong>")


@pytest.mark.parametrize("text", [
    "a List<String> of <b>bold</b> <u>things",
    "x</sub> <sub>",
    "<script>alert(1)</script>",
    "<sub onclick=x>a</sub>",
    "<SUB>a</SUB>",
    "<dl><dt onclick=x>a</dt></dl>",
    "<table><script></script></table>",
    "<ol>",
])  # fmt: skip
def test_all_other_html_is_text(text):
    assert "<" not in line(text)
    assert [text] == shown(text)
    assert plain(text) == text


@pytest.mark.parametrize("text", ["`<sub>`x</sub>", r"\<sub>x</sub>", "<sub>`</sub>`"])
def test_a_tag_in_code_or_escaped_pairs_with_none(text):
    assert "<sub>" not in line(text).replace("</sub>", "")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("H<sub>2</sub>O, x<sup>n+1</sup>, y<sub>max value</sub>, z<sup>ß</sup>", ["H₂O, xⁿ⁺¹, y_(max value), z^ß"]),
        ("x<sub>i<sub>max value</sub></sub> and 2<sup>2<sup>n</sup></sup>", ["x_(i_(max value)) and 2^2ⁿ"]),
        ('<ol>\n<li>a</li>\n<li value="5">b</li>\n<li>c</li>\n</ol>', ["1. a", "5. b", "6. c"]),
        ("<u>a</u> <kbd>b</kbd> <ruby>漢<rt>かん</rt></ruby>", ["a b 漢(かん)"]),
        ("<dl>\n<dt>a</dt>\n<dd>b &lt; c</dd>\n</dl>", ["a", "  b < c"]),
        ('<table>\n<tr><th colspan="2">a</th></tr>\n<tr><td>b</td><td>c</td></tr>\n</table>', ["a", "b │ c"]),
        ('<ol type="a" start="3">\n<li>x<ul>\n<li>y</li>\n</ul></li>\n<li>z</li>\n</ol>', ["c. x", "• y", "d. z"]),
        ("<details>\n<summary>more</summary>\n<pre>x\n\n  y</pre>\n</details>", ["▸ more", "x", "  y"]),
        ('<details>\n<summary>m</summary>\n<img src="a.png" alt="b">\n</details>', ["▸ m", " ▣ b"]),
    ],
)  # fmt: skip
def test_who_shows_no_html_shows_its_words(text, seen):
    assert seen == shown(text)
    assert "\n".join(seen) == plain(text)


def test_a_break_may_stand_in_a_cell():
    assert "<td>a<br>\nb</td>" in rendered("| x |\n| --- |\n| a<br>b |", lambda _: None)


def test_a_piece_of_html_names_its_pictures():
    text = '<details>\n<summary>s</summary>\n<img src="a.png" alt="">\n</details>'

    assert parsed(text).images == ("a.png",)
    assert '<img src="0.png" alt="">' in rendered(text, {"a.png": "0.png"}.get)


@pytest.mark.parametrize(
    "sign", ["<sub>", "</sub>", "<dl>\n", "<dl>\n\n", "<table>\n<br>\n", "<ruby><rt>", "<dl></dl> ", "[$]", "[sound:"]
)
def test_a_tag_that_is_repeated_for_ever_costs_no_more_than_its_length(sign):
    text = sign * (60_000 // len(sign))

    assert commonmark.parser().parse(text)
    assert parsed(text).blocks
    assert isinstance(plain(text), str)
