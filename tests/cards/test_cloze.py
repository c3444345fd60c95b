"""Where a blank ends: at the braces that are left over, not at the first two that come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashkms.cards import cloze


def seen(text):
    return [(blank.ordinal, blank.answer, blank.hint) for blank in cloze.blanks(text)]


@pytest.mark.parametrize(
    ("text", "blanks"),
    [
        (r"{{c1::\frac{a}{b}}} x", [(1, r"\frac{a}{b}", "")]),
        (r"{{c3::\(\frac{a}{\sqrt{b}}\)}} or {{c4::x::h}}", [(3, r"\(\frac{a}{\sqrt{b}}\)", ""), (4, "x", "h")]),
        ('{{c1::{"a": {"b": 1}}}}', [(1, '{"a": {"b": 1}}', "")]),
        ("{{c1::{a::b}}}", [(1, "{a", "b}")]),
        ("{{c1::a {{c2::b {c}}} d::hint}}", [(1, "a {{c2::b {c}}} d", "hint")]),
        ("{{c1::x::{y}}}", [(1, "x", "{y}")]),
    ],
)
def test_braces_that_pair_up_belong_to_the_answer(text, blanks):
    assert blanks == seen(text)


@pytest.mark.parametrize(
    ("text", "blanks"),
    [
        ("{{c1::{}} and {{c2::x}}", [(1, "{", ""), (2, "x", "")]),
        ("{{c1::a { b}} and } {{c2::x}}", [(1, "a { b", ""), (2, "x", "")]),
        ("{{c1::a} b}}", [(1, "a} b", "")]),
        ("{a} {{c1::b}} {c", [(1, "b", "")]),
        ("{{c1::a{b", []),
    ],
)
def test_a_brace_without_a_partner_pairs_with_none_of_the_blanks_own(text, blanks):
    assert blanks == seen(text)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("{{c1::std::sort::}} x", "{{c2::std::sort::}} x"),
        ("{{c1::a {{c3::b::}} c::h}}", "{{c2::a {{c3::b::}} c::h}}"),
        ("{{c01::a}} {{c1::b::h}} {{c3::c}}", "{{c2::a}} {{c2::b::h}} {{c3::c}}"),
    ],
)
def test_another_number_changes_nothing_but_the_number(text, after):
    assert cloze.renumbered(text, {1: 2}) == after


@given(st.text(alphabet=st.sampled_from(list("ab{}")), max_size=12).filter(lambda said: said.strip("{} ")))
def test_a_balanced_answer_comes_back_whole(said):
    depth = [said[:end].count("{") - said[:end].count("}") for end in range(len(said) + 1)]
    if min(depth) == depth[-1] == 0:
        assert seen(f"a {{{{c1::{said}}}}} b") == [(1, said, "")]


@pytest.mark.parametrize("hostile", ["{{c1::" * 20_000, "{{c1::{" * 10_000, "{{c1::{}" * 8_000 + "}}" * 8_000])
def test_hostile_braces_are_read_in_a_moment(hostile):
    assert len(cloze.blanks(hostile)) <= 1
