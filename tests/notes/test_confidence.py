"""Which clozes may be studied unread, and which a person judges first."""

import pytest

from tests.notes.test_points import drafted


def triage(line, heading="Bread"):
    drafts, _, _ = drafted(f"## {heading}\n- {line}\n")
    (draft,) = drafts
    return draft.triage


@pytest.mark.parametrize(
    "line",
    [
        "Dough rests for 45 minutes before it is shaped",
        "Loaves of the guild rise through **wild yeast** and patience",
        "The usual grain kind is **rye**",
        "A **poolish** is a wet preferment that rests over night",
        "Crumb: what stands between the crusts of a loaf",
        "The oven is heated with **beech and oak**",
        "Doughs are kept soft by **chilled resting shelves**",
        "길드의 오래된 화덕은 겨울에도 **참나무 장작**으로 데운다",
    ],
)
def test_a_blank_that_much_leads_to_may_be_studied_unread(line):
    assert triage(line) == ""


@pytest.mark.parametrize(
    "line",
    [
        "provides **soft warm loaves**",
        "improves **crumb**",
        "supports **rye flour, spelt and salt**",
        "allows **loaves for feast and fair**",
        "Trays of the guild are **moved to a cellar**",
        "Guild bread rises well and it is **cared for by hand**",
        "Every loaf of the guild is **checked daily**",
        "Baking is **forced** by bakers",
        "Use cases of rye are **feasts**, such as Easter and Whitsun",
        "The guild of bakers has ovens that are **NOT shared**",
        "Deck Oven(do1) : 250, Old Loaves",
        "for **millers not selling rye** to have the ledger sent to them by the guild",
        "길드는 호밀빵을 **참나무 숯을 쓰지 않고도** 굽는다",
        "Crust : what makes a crusty loaf keep for days",
        "Alias : rye.bakery.org (leads to the shop)",
        "keep warm : when loaves cool, cover them with linen cloth",
    ],
)
def test_a_blank_of_a_kind_that_readers_do_not_keep_is_judged_first(line):
    assert triage(line) == "weak blank"


def test_beside_a_sure_blank_no_doubtful_one_is_asked_for():
    drafts, _, _ = drafted("## Bread\n- Baking is **forced** with the **Red Lever**\n")

    assert "{{c1::Red Lever::2 words: R… L…}}" in drafts[0].body.text
    assert "forced}}" not in drafts[0].body.text


def test_fronts_that_only_the_hint_tells_apart_are_judged_first():
    drafts, _, _ = drafted("## Bread\n- loaf.example.org/kiln/**stone**\n- loaf.example.org/kiln/**steel**\n")

    assert all(draft.triage for draft in drafts)


def test_an_author_who_forces_a_card_has_judged_it():
    assert triage("provides **soft warm loaves** <!-- fc: force -->") == ""


@pytest.mark.parametrize(
    "line",
    [
        "The guild lets bakers keep old stone troughs in the cellar",
        "requires cool cellars on the hill as loaves are sold there",
        "keeps warm ovens with the millers so that loaves are fetched as soon as they are wanted",
        "길드의 빵집은 겨울마다 호밀을 지하창고에서 가져온다",
    ],
)
def test_an_unsure_blank_behind_the_verb_says_how_it_begins(line):
    drafts, _, _ = drafted(f"## Bread\n- {line}\n")

    assert drafts[0].triage
    assert "…" in drafts[0].body.text


@pytest.mark.parametrize(
    "line",
    [
        "Doughs are kept soft by **chilled resting shelves**",
        "A loaf of the guild weighs 900 g",
    ],
)
def test_a_sure_blank_or_one_the_text_speaks_of_needs_no_such_help(line):
    drafts, _, _ = drafted(f"## Bread\n- {line}\n")

    assert "…" not in drafts[0].body.text


def test_no_hint_gives_a_denial_away():
    drafts, _, _ = drafted("## Bread\n- Loaves of old **CANNOT be shared** with millers\n")

    assert "{{c1::CANNOT be shared}}" in drafts[0].body.text
