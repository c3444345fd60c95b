"""Studied blanks in a line that was reworded: which of them stay, and where its author is followed."""

import pytest

from flashkms.cards.kept import kept


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "{{c1::Rye}} : kept by us, up to {{c2::45 kg}}, **no {{c3::salt}}**",
            "{{c1::Rye}} : kept by us, up to 45 kg",
            "{{c1::Rye}} : kept by us, up to {{c2::45 kg}}",
        ),
        (
            "rye rests for {{c2::24 hours}} by default",
            "rye rests for 24 hours by default, {{c3::up to 7 days}}",
            "rye rests for {{c2::24 hours}} by default, {{c3::up to 7 days}}",
        ),
        (
            "the **{{c2::sour dough}}** is old",
            "the **sour dough** is {{c1::very}} old",
            "the **{{c2::sour dough}}** is {{c1::very}} old",
        ),
        (
            "an oven of {{c2::250::°C}} is hot",
            "an oven of 250 is {{c1::cold}}",
            "an oven of {{c2::250::°C}} is {{c1::cold}}",
        ),
    ],
)
def test_a_blank_stays_where_its_words_stand(old, new, expected):
    assert kept(old, new, {2}) == (expected, frozenset({2}))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("rye rests for {{c2::24 hours}}", "rye rests for {{c1::48 hours}}"),  # its words are gone
        ("rye rests {{c2::24}} hours", "rye rests 124 {{c1::hours}}"),  # they stand in another word
        ("{{c2::rye}} rests", "rye rests on rye {{c1::here}}"),  # or twice
        ("{{c2::rye}} rests", "{{c1::rye rests}}"),  # or in another blank
        ("the **{{c2::dough}}** is old", "the dough is **{{c1::old}}**"),  # the author stresses something else
        ("the {{c2::dough}} of rye is old", "the dough of rye is **{{c1::old}}**, too"),
        ("the **{{c2::dough}}** is old", "the dough is {{c1::very}} old"),  # or it no more
        ("{{c2::rye}} and {{c2::oat}} rest", "{{c1::wheat}}, rye and oat rest"),  # it is two blanks
    ],
)
def test_a_blank_goes_where_it_was_taken_away(old, new):
    assert kept(old, new, {2}) == (new, frozenset())


def test_a_blank_that_was_not_studied_goes():
    assert kept("rye rests for {{c2::24 hours}}", "rye rests for 24 hours", ()) == (
        "rye rests for 24 hours",
        frozenset(),
    )
