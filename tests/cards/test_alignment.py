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


def test_a_blank_whose_answer_can_be_read_now_is_not_the_one_that_stands_in_its_place():
    """Its author stressed something else: the reviews were about the words that stand open now."""
    old = "rye bread is all about colour. Oat bread is all about **{{c1::fibre}}**"
    new = "rye bread is all about **{{c1::colour of the crust}}**. Oat bread is all about fibre."

    assert aligned(old, new, frozenset()) == (new.replace("c1", "c2"), (1,))


def test_a_blank_stays_the_same_beside_another_place_of_its_answer():
    old = "fibre: oat bread is all about {{c1::fibre}}"
    new = "fibre: oat bread is all about {{c1::roughage}}"

    assert aligned(old, new, frozenset()) == (new, ())


def test_a_number_that_was_used_is_not_given_again():
    assert aligned("so {{c1::rye}} x", "as {{c1::wheat}} y", frozenset({2, 7}))[0] == "as {{c8::wheat}} y"


def test_many_blanks_and_long_answers_are_aligned_in_a_moment():
    """A comparison of all by all their letters would take minutes; the suite's time would tell."""
    many = [" ".join(f"{word}{at} {{{{c{at}::{word} {at}}}}}" for at in range(1, 200)) for word in ("ryes", "oats")]
    long = [f"x {{{{c1::{'a b ' * 8000}{end}}}}}" for end in ("c", "d")]

    assert len(cloze.ordinals(aligned(*many, frozenset())[0])) == 199
    assert cloze.ordinals(aligned(*long, frozenset())[0]) == (1,)
