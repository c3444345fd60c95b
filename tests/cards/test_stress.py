"""Stress beside a particle: the same in a list, in the terminal, in Anki, and for other readers of Markdown."""

import re

import pytest
from markdown_it import MarkdownIt

from flashkms.anki import blanks
from flashkms.anki.html import rendered
from flashkms.cards.cloze import revealed
from flashkms.cards.face import plain
from flashkms.cards.unsigned import portable
from flashkms.tui.text.document import parsed


def nowhere(_):
    """A collection without pictures."""


def in_the_terminal(text):
    (block,) = parsed(text).blocks
    content = block.content
    return content.plain, [content.plain[span.start : span.end] for span in content.spans if span.style == "bold"]


def elsewhere(text):
    return MarkdownIt("commonmark").renderInline(portable(text)).replace("strong>", "b>").replace("&quot;", '"')


@pytest.mark.parametrize(
    ("markdown", "html", "bold"),
    [
        ("키 **(CMK)**는 하나", "키 <b>(CMK)</b>는 하나", ["(CMK)"]),
        ('그 **"답"**은', '그 <b>"답"</b>은', ['"답"']),
        ("**끝.**그리고 **「기본」**값", "<b>끝.</b>그리고 <b>「기본」</b>값", ["끝.", "「기본」"]),
        ("값**(가)**은 **나**다", "값<b>(가)</b>은 <b>나</b>다", ["(가)", "나"]),
        ("**`kms`**와 **[a](b.c)**는", '<b><code>kms</code></b>와 <b><a href="b.c">a</a></b>는', ["kms", "a"]),
        ("**a****b**", "<b>a</b><b>b</b>", ["a", "b"]),
        ("**Note:**text and **(z)**w", "<b>Note:</b>text and <b>(z)</b>w", ["Note:", "(z)"]),
        ("a**b**c, **a (**b**) c**", "a<b>b</b>c, <b>a (<b>b</b>) c</b>", ["b", "b", "a (b) c"]),
    ],
)
def test_stress_is_read_wherever_a_person_meant_it(markdown, html, bold):
    shown, stressed = in_the_terminal(markdown)

    assert rendered(markdown, nowhere, inline=True).replace("strong>", "b>") == html
    assert sorted(stressed) == sorted(bold)
    assert shown == plain(markdown)
    assert "*" not in shown
    assert elsewhere(markdown) == html


@pytest.mark.parametrize(
    "text",
    [
        "2**(n-1) and 3**(m)",
        "f(x)**n and g(y)**m",
        "x**y",
        "** a **",
        "2 * 3 * 4",
        "폭*(높이+1)*깊이",
        r"\*\*가\*\*는",
        "(a)*b, (c)*d",
    ],
)
def test_stars_that_stress_nothing_stay(text):
    stars = text.replace("\\", "")

    assert rendered(text, nowhere, inline=True) == stars
    assert plain(text) == stars
    assert in_the_terminal(text) == (stars, [])
    assert portable(text) == text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("요금은 **{{c1::개수}}**와 API", "요금은 <b>{{c1::개수}}</b>와 API"),
        ("**{{c1::`a`}}**와, **{{c1::key}}**s", "<b>{{c1::<code>a</code>}}</b>와, <b>{{c1::key}}</b>s"),
        ("pre**{{c1::(a)::h**i**nt}}**는", "pre<b>{{c1::(a)::h<b>i</b>nt}}</b>는"),
    ],
)
def test_a_blank_in_bold_is_bold_before_a_particle(text, html):
    filled = blanks.field(text, nowhere)

    assert filled.html == f"<p>{html}</p>".replace("b>", "strong>")
    assert "*" not in in_the_terminal(revealed(text, 1))[0]


@pytest.mark.parametrize("piece", ["**(", ")**a", "**(a)**가 ", "****", "a****", "*a)*가"])
def test_stars_in_masses_come_to_an_end(piece):
    text = (piece * 20_000)[:60_000]

    for read in (plain, portable, lambda text: rendered(text, nowhere, inline=True)):
        assert read(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("~~(가)~~는", "<s>(가)</s>는"),
        ("가~~'나'~~는 ~~다~~", "가<s>'나'</s>는 <s>다</s>"),
        ("__가__는 __(나)__는", "<strong>가</strong>는 <strong>(나)</strong>는"),
        ("_가_는", "<em>가</em>는"),
        ("snake_case_name가 a__b__c", "snake_case_name가 a__b__c"),
        ("~~ a ~~", "~~ a ~~"),
    ],
)
def test_low_lines_and_tildes_close_before_a_particle(text, html):
    assert rendered(text, lambda _: None, inline=True) == html
    assert plain(text) == re.sub("<[^>]*>", "", html)
