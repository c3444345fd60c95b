"""Which clozes may be studied unread, and which a person judges first."""

import pytest

from tests.notes.test_points import drafted, hidden


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
        "Wild Yeast : what makes the dough of old bakers rise by itself over night",
        "Loaves stay in the cellar of the guild for up to **14 days**",
        "Night rent (**$600/month**) is asked by the guild for each of the old ovens",
        "The tray works as an **Old Ghent Rack**, without the wheels that were put below it",
        "**Rye sponges** let old bakers of the guild raise heavy loaves in cold halls",
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
        "keep warm : when loaves cool, cover them with linen cloth",
        "Weighted Trays : weights are put upon each of the loaves by the miller",
        "Deck-Based Baking : goes to the hall with the lowest deck (the quickest)",
        "group : office of a baker, with rights over trays and ovens",
        "화덕 빵집 : 참나무 숯으로 호밀빵을 굽고 저녁에 장터에서 판다",
        "a **tray of oak** that you can push into a Ghent oven to bake many loaves at once",
        "**OGS** (cf. Ghent:rye, Bruges:wheat, Antwerp:oats)",
        "Deck Oven(do1) : **40-200** (not used)",
        "2 loaves on each tray, with 3 trays. = **6 loaves**",
        "Loaves of the guild may be baked in any of **3 halls** by night",
        "Old Ghent Ovens of the stone kind) oven heat **300 C**",
        "requires wholesome **starters fed** by noon on the day of the feast",
        "**baking success** comes only when the first loaf is successful on both sides",
        "The starter can be kept cold for **recovery scenarios**, to recover the dough when it fails",
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
    ("line", "hint"),
    [
        ("requires **cool cellars**", "2 words: c… c…"),
        ("holds **stone troughs** only", "2 words: s… t…"),
        ("호밀은 **지하창고**에", "1 word: 지…"),
    ],
)
def test_a_blank_beside_hardly_a_word_says_how_it_begins(line, hint):
    drafts, _, _ = drafted(f"## Bread\n- {line}\n")

    assert f"::{hint}}}}}" in drafts[0].body.text


@pytest.mark.parametrize(
    "line",
    [
        "Doughs are kept soft by **chilled resting shelves**",
        "A loaf of the guild weighs 900 g",
        "Millers keep wheat apart from the others so that loaves are fetched as soon as they are wanted",
        "The guild lets bakers keep old stone troughs in the cellar",
        "requires cool cellars on the hill as loaves are sold there",
        "supports **rye, oats and spelt loaves**",
        "빵집은 호밀을 지하창고에서 가져온다",
    ],
)
def test_beside_more_words_a_beginning_would_only_give_a_blank_away(line):
    drafts, _, _ = drafted(f"## Bread\n- {line}\n")

    assert "…" not in drafts[0].body.text


@pytest.mark.parametrize("denied", ["NOT shared", "CANNOT be shared", "no millers", "never"])
def test_no_hint_gives_a_denial_away(denied):
    drafts, _, _ = drafted(f"## Bread\n- Loaves of old are **{denied}** at night\n")

    assert f"{{{{c1::{denied}}}}}" in drafts[0].body.text


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("**Red Lever** : the iron arm that holds a door open (rye, oats)", 1),
        ("**Red Lever** : holds the door of a bakery open by means of a **Ghent spring** in summer", 2),
        ("**Red Lever** : holds the door of a bakery open for 30 minutes", 2),
    ],
)
def test_a_sure_term_is_followed_by_what_its_text_states(line, asked):
    (draft,) = drafted(f"## Bread\n- {line}\n")[0]

    assert draft.body.text.count("{{c") == asked


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("allows **loaves of three days**", "4 words: l… of t… d…"),
        ("keeps **rye/oats sheaves**", "2 words: r…/o… s…"),
        ("holds up to **80 loaves**", "how many loaves?"),
        ("holds **80%** of it", "how many %?"),
        ("holds **80** of it", "a number"),
    ],
)
def test_a_hint_keeps_small_words_and_signs_and_says_what_is_counted(line, hint):
    (draft,) = drafted(f"## Trays\n- {line}\n")[0]

    assert f"::{hint}}}}}" in draft.body.text


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("supports doughs with Rye, Spelt, Emmer, Oat flours", "all 4"),
        ("can be **made in a different town** for Rye, Spelt, Emmer for Feast days, Weddings, Markets", "all 3"),
    ],
)
def test_a_hidden_list_says_how_many_are_asked_for(line, hint):
    assert f"::{hint}}}}}" in drafted(f"## Guild\n- {line}\n")[0][0].body.text


@pytest.mark.parametrize("hidden", ["rye and spelt", "`rye, spelt, emmer`", "2,560 loaves", "flour/rye/north"])
def test_what_is_no_list_of_three_says_no_such_thing(hidden):
    line = f"Bakers can send **{hidden}** to the guild in winter"

    assert "::all" not in drafted(f"## Guild\n- {line}\n")[0][0].body.text


def test_code_gets_no_hint():
    for draft in drafted("## Trays\n- allows `loaves` and `trays`\n- allows `loaves`\n")[0]:
        assert "word" not in draft.body.text


def test_a_long_korean_text_is_cut_to_its_best_sentence():
    line = (
        "단일 화덕은 길드의 오래된 빵집에서 호밀빵과 밀빵과 보리빵을 한꺼번에 굽는 데 쓰이는 커다란 화덕으로서 도시의 모든 손님에게 "
        "하루 **900개**의 빵을 내놓습니다. 또한 이웃 마을의 방앗간에서 가져온 호밀가루로 반죽을 만들어 지하창고에서 밤새 발효하고 "
        "새벽에 다시 화덕에 넣어 구워 냅니다."
    )
    draft = drafted(f"## 빵\n- {line}\n")[0][0]

    assert draft.body.text.startswith("단일 화덕은")
    assert "새벽에" not in draft.body.text
    assert "새벽에" in draft.extra


def test_nothing_more_is_asked_of_a_text_whose_best_blank_is_in_doubt():
    (draft,) = drafted("## Bread\n- Loaves of the guild are **moved to a cellar** and kept **under old linen**\n")[0]

    assert draft.triage
    assert draft.body.text.count("{{c") == 1


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("## OldGrain\n- spreads loaves evenly between mills that are open to the Old Grain group", "Old Grain group"),
        ("## 빵\n- 단일 화덕을 쓰면 오래된 곡물 협회(OGS) 손님으로부터 빵집을 보호하고 화덕을 나눌 수 있습니다", "OGS"),
        ("## OGS\n- old bakers of the town have a stall of the Old Grain Society by the gate", "Grain Society"),
        ("## Bread\n- Bakers may not walk out to the yard of the guild while loaves of rye are hot", "not walk"),
    ],
)
def test_what_the_context_or_the_words_beside_it_tell_is_not_hidden(text, blank):
    drafts, _, _ = drafted(f"{text}\n")

    assert all(f"::{blank}" not in draft.body.text for draft in drafts)


def test_a_default_is_asked_for_by_what_it_is():
    drafts, _, _ = drafted("## Bread\n- Slow rise(by default) / quick rise upon a wish of the guild\n")

    assert "by default}}" not in drafts[0].body.text


@pytest.mark.parametrize(
    ("row", "asked"),
    [
        ("| steam and stone | not supported |", ["not supported"]),
        ("| lasting | not lasting, only sold warm |", ["not lasting, only sold warm"]),
        ("| wild yeast | baker's yeast |", ["wild yeast", "baker's yeast"]),
    ],
)
def test_a_cell_that_its_row_does_not_lead_to_is_not_asked_for(row, asked):
    other = "| a dough that rests all over night in a cellar | a dough of an hour |"

    assert hidden(f"## Bread\n\n| Ghent | Bruges |\n|---|---|\n{row}\n{other}\n")[0] == asked
