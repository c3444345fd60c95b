"""Ordinals of a reworded cloze: each is a card with its history."""

import pytest

from flashkms.cards import cloze
from flashkms.cards.alignment import aligned


@pytest.mark.parametrize(
    ("old", "new", "after", "retired"),
    [
        ("{{c1::rye}} and {{c2::oat}}", "{{c1::rye}} and {{c2::oat}}", "{{c1::rye}} and {{c2::oat}}", ()),
        ("{{c1::rye}} and {{c2::oat}}", "{{c1::oat}} or {{c2::rye}}", "{{c2::oat}} or {{c1::rye}}", ()),
        ("{{c1::rye}} and {{c2::oat}}", "only {{c1::Oats}} now", "only {{c2::Oats}} now", (1,)),
        ("bread of {{c1::rye}} rises", "bread of {{c1::wheat}} rises", "bread of {{c1::wheat}} rises", ()),
        ("so {{c1::rye}} x", "as {{c1::wheat}} y", "as {{c2::wheat}} y", (1,)),
        ("{{c1::std::sort::}} x", "y {{c1::a}} {{c3::std::sort::}}", "y {{c2::a}} {{c1::std::sort::}}", ()),
    ],
)
def test_a_blank_keeps_its_number_while_it_is_the_same(old, new, after, retired):
    assert aligned(old, new, frozenset()) == (after, retired)


def test_a_number_that_was_used_is_not_given_again():
    assert aligned("so {{c1::rye}} x", "as {{c1::wheat}} y", frozenset({2, 7}))[0] == "as {{c8::wheat}} y"


def test_many_blanks_and_long_answers_are_aligned_in_a_moment():
    """A comparison of all by all their letters would take minutes; the suite's time would tell."""
    many = [" ".join(f"{word}{at} {{{{c{at}::{word} {at}}}}}" for at in range(1, 200)) for word in ("ryes", "oats")]
    long = [f"x {{{{c1::{'a b ' * 8000}{end}}}}}" for end in ("c", "d")]

    assert len(cloze.ordinals(aligned(*many, frozenset())[0])) == 199
    assert cloze.ordinals(aligned(*long, frozenset())[0]) == (1,)
