"""A blank is cut to what is to be recalled: the name, and not the verb that leads to it."""

import pytest

from tests.notes.test_points import hidden


def first(line, heading="Bread"):
    return hidden(f"## {heading}\n- {line}\n")[0][0]


@pytest.mark.parametrize(
    ("line", "blank"),
    [
        ("Single trays of the guild are **provisioned in Rye Halls**", "Rye Halls"),
        ("you may **change OVENS** or the size of a tray on the same day", "OVENS"),
        ("Loaves of the guild may **cross into several Rye Halls** by night", "Rye Halls"),
        ("for **bakers not using RFC** to have their loaves marked by hand", "RFC"),
        ("Guild **Dough is also self-rising**. Trays are turned by the miller in the night", "self-rising"),
        (
            "Closing the mill takes all the morning loaves (with a day of grace), **NOT evening loaves**",
            "evening loaves",
        ),
        ("allows **sponges for taste and crumb**", "sponges"),
        ("Oven halls can **NOT merge tray groups**", "merge tray groups"),
        ("Night shifts do **NOT impact loaf quality** in the halls of the guild", "impact loaf quality"),
        ("Slow rise : **slow overnight cellar** for the dough of rye bakers", "overnight cellar"),
    ],
)
def test_of_a_stressed_clause_its_last_term_is_asked_for(line, blank):
    assert first(line) == blank


def test_the_owner_that_stands_above_is_not_asked_for_again():
    assert first("Loaves travel between halls by means of **Ghent's slow night carts**", "Ghent") == "slow night carts"


@pytest.mark.parametrize(
    ("line", "blank"),
    [
        ("Doughs of the guild are **never shared**", "never shared"),
        ("Loaves of old **CANNOT be shared** with millers", "CANNOT be shared"),
        ("The crust is **NOT water tight**", "NOT water tight"),
        ("Bakers of the guild keep **encrypted Rye ledgers** in the cellar", "encrypted Rye ledgers"),
        ("Old loaves are **removed on Friday nights**, to feed pigs", "Friday nights"),
        ("Bakers **feed the starter** before they sleep", "feed the starter"),
        ("Night shifts are **NOT baking**, whatever the guild may say of them", "NOT baking"),
        ("**Feeding OGS** : what keeps a starter of the guild alive for many years", "Feeding OGS"),
    ],
)
def test_what_is_one_thing_to_say_stays_whole(line, blank):
    assert first(line) == blank
