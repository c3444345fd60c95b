"""Inline Markdown: forgiving when read, strict when written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashkms.cards import cloze
from flashkms.notes import rich
from flashkms.notes.markdown import Hole, markdown

READ = {
    "a **b)**는": ("a b)는", "a **b**)는"),
    "**a** b **c": ("a b c", "**a** b c"),
    "a*": ("a*", "a\\*"),
    "**a*": ("a", "**a**"),
    "5 * 3 and *it*": ("5 * 3 and it", "5 \\* 3 and *it*"),
    "`a*b` x": ("a*b x", "`a*b` x"),
    "[text](http://a.b) ![i](j.png)": ("text", "text"),
    "[[page|shown]] and [[page]]": ("shown and page", "shown and page"),
    "<b>x</b> <T> y": ("x <T> y", "**x** <T> y"),
    "snake_case": ("snake_case", "snake_case"),
    "__Rye flour__는 and _it_": ("Rye flour는 and it", "**Rye flour**는 and *it*"),
    "__init__ and _open": ("__init__ and _open", "\\_\\_init\\_\\_ and \\_open"),
    "a_b and c_d, ___ of 5": ("a_b and c_d, ___ of 5", "a_b and c_d, \\_\\_\\_ of 5"),
    "****": ("", ""),
    "rye ***** wheat **spelt**": ("rye ***** wheat spelt", "rye \\*\\*\\*\\*\\* wheat **spelt**"),
    "a === b ==> c <== d": ("a === b ==> c <== d", "a === b ==> c <== d"),
    "if rye == 1 then": ("if rye == 1 then", "if rye == 1 then"),
    "a&#13;b &amp; c&#10;d&#xE001;e&nbsp;f&#1;": ("a b & c de f", "a b & c de f"),
    "costs $0.04 to $0.02 ~ 1~15": ("costs $0.04 to $0.02 ~ 1~15", "costs $0.04 to $0.02 ~ 1~15"),
}


@pytest.mark.parametrize("text", READ)
def test_text_is_read_and_written(text):
    shown = rich.read(text)

    assert (shown.plain, markdown(shown)) == READ[text]


def test_links_are_kept_where_wanted():
    assert markdown(rich.read("see [a](http://b.c)"), links=True) == "see [a](http://b.c)"


def test_a_blank_stands_inside_its_bold_and_outside_of_code():
    shown = rich.read("**rye flour** and `salt`")

    assert (
        markdown(shown, [Hole(0, 9, 1), Hole(14, 18, 2, "white")]) == "**{{c1::rye flour}}** and {{c2::`salt`::white}}"
    )


def test_a_blank_that_crosses_bold_cuts_it():
    shown = rich.read("old **rye flour** bag")

    assert markdown(shown, [Hole(0, 7, 1)]) == "{{c1::old **rye**}} **flour** bag"


@pytest.mark.parametrize(
    ("hole", "written"),
    [
        (Hole(4, 13, 1), "Use {{c1::std::sort::}} here"),
        (Hole(4, 13, 1, "a::b}} c"), "Use {{c1::std::sort::a:b} c}} here"),
        (Hole(4, 18, 2), "Use {{c2::std::sort here::}}"),
    ],
)
def test_colons_in_an_answer_are_no_hint(hole, written):
    assert markdown(rich.Rich("Use std::sort here"), [hole]) == written
    assert cloze.answers(written, hole.ordinal) == ("Use std::sort here"[hole.start : hole.end],)


def test_braces_without_a_partner_do_not_end_the_blank_that_they_stand_in():
    written = markdown(rich.Rich("ends in a }} b here"), [Hole(8, 14, 1)])

    assert [blank.answer for blank in cloze.blanks(written)] == ["a }\u200b} b"]


@settings(max_examples=150)
@given(st.text(alphabet="ab *`_[]()!=<>\\가)", max_size=40))
def test_whatever_is_read_is_written_with_balanced_markers(text):
    written = markdown(rich.read(text))

    assert rich.read(written).plain.split() == rich.read(text).plain.split()


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("[[Page#Head]]", "Page > Head"),
        ("[[Page#Head#Below]]", "Page > Head > Below"),
        ("[[#Own head]]", "Own head"),
        ("[[Page#^b1]]", "Page"),
        ("[[Page#Head|alias]]", "alias"),
        ("[[C#]]", "C"),
        ("[[#^b1]]", "#^b1"),
        ("[[Page]]", "Page"),
    ],
)
def test_a_link_to_a_place_in_a_page_is_shown_as_obsidian_shows_it(link, shown):
    assert rich.read(f"See {link} there").plain == f"See {shown} there"


def test_a_highlight_ends_at_two_signs_and_no_more():
    shown = rich.read("==rye===wheat== and ==oat== ==> dough")

    assert shown.plain == "rye===wheat and oat ==> dough"
    assert [shown.plain[run.start : run.end] for run in shown.styled("mark")] == ["rye===wheat", "oat"]
