"""Which words are hidden: what a reader can be asked for, and no piece, example or filler."""

import pytest

from flashkms.notes.blanks import score
from tests.notes.test_points import drafted, hidden


def every(line, heading="Bread"):
    """All that is hidden in *line*."""
    return [blank for blanks in hidden(f"## {heading}\n- {line}\n") for blank in blanks]


@pytest.mark.parametrize(
    ("line", "piece"),
    [
        ("Configure route tables between bakeries.", "tables between bakeries"),
        ("thieves cannot take cellar key & secret cellar key from the hook", "key & secret"),
        ("old guild manual scales and starters", "scales and starters"),
        ("Spread flour and water mixes as evenly as possible across all of the trays", "mixes as evenly"),
        ("Turn loaves regularly", "loaves regularly"),
    ],
)
def test_no_piece_of_a_phrase_is_hidden(line, piece):
    assert piece not in every(line)


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("Nobody may change the route tables of the guild", "route tables"),
        ("Loaves of the guild are kept indefinitely", "kept indefinitely"),
        ("A baker keeps rye and wheat apart", "wheat"),
    ],
)
def test_a_whole_phrase_with_such_words_may_be_hidden(line, whole):
    assert any(whole in blank for blank in every(line))


@pytest.mark.parametrize(
    ("line", "example"),
    [
        ("Steam is used to raise the loaf (ex. for feast days)", "feast days"),
        ("An alias : leads to rye.bakery.com", "rye.bakery.com"),
        ("**Alias** : rye.bakery.com (for instance)", "rye.bakery.com"),
    ],
)
def test_an_example_is_not_asked_for(line, example):
    assert not any(example in blank for blank in every(line))


def test_an_example_in_brackets_that_the_author_stressed_is_asked_for():
    assert "rye.bakery.com" in every("The alias of a bakery leads to **rye.bakery.com** by night")


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("it will stop baking loaves once the rise is met", "met"),
        ("Launch ovens into a hall of your choosing", "choosing"),
    ],
)
def test_a_word_of_every_day_is_no_blank_where_a_better_one_stands(line, word):
    found = every(line)

    assert found
    assert word not in found


def test_a_word_of_every_day_may_be_a_term():
    assert "Rest" in every("Rest : the hour in which gluten relaxes before the loaf is shaped")


def test_a_word_of_every_day_that_the_author_stressed_is_hidden():
    assert "fine" in every("The flour of the guild is **fine** all year")


def test_what_a_thing_is_made_of_says_no_more_than_its_name_in_the_heading():
    assert "Guild queues" not in every("A way to fetch orders from Guild queues of bakers", "Guild long polling")


def test_a_heading_of_several_things_gives_none_of_them_away():
    assert "Bake Up" in every("**Bake Up** : from small to large, a hotter stone", "Bake Out / Bake Up")


def test_a_heading_of_one_thing_gives_it_away():
    assert "Bake Up" not in every("**Bake Up** : from small to large, a hotter stone", "Bake Up")


@pytest.mark.parametrize(
    "line",
    [
        "Go to Ovens and choose the deck oven of the guild",
        "Goto `Ovens` -> `Oven actions` -> turn on `Steam`",
        "Light the fire -> select the deck oven -> create a log with 22 loaves",
        "Select a recipe of 40 loaves",
        "Paste the recipe into the field for 40 loaves",
        "왼쪽 '오븐' 메뉴에서 40도를 정한다",
    ],
)
def test_what_a_hand_does_on_a_screen_makes_no_card(line):
    drafts, lines, _ = drafted(f"## Ovens\n- {line}\n")

    assert not drafts
    assert any("steps on a screen" in each.why for each in lines)


def test_what_stands_below_a_heading_of_such_a_step_makes_no_card():
    drafts, _, _ = drafted("## 왼쪽 '오븐' 메뉴 클릭\n- 오븐 유형 : deck2.micro\n- 크기 : 5 loaves\n")

    assert not drafts


@pytest.mark.parametrize(
    "line",
    [
        "Bakers select flour by its 12 grades of ash",
        "Guests go to the guild before six for warm rye",
        "A paste of rye and water rests 3 hours",
        "Select **strong flour** for sourdough",
    ],
)
def test_facts_with_such_words_make_a_card(line):
    assert every(line)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Loaves rest on Slow Proving Shelves (old SPS) boards for crust and crumb of the guild", "SPS"),
        ("The guild uses slow proving shelves at noon, since SPS keep the crumb soft all day", "slow proving shelves"),
        ("The guild uses slow proving shelves at noon, since SPS keep the crumb soft all day", "proving shelves"),
        ("A Loaf Level Objective (LLO) is agreed upon. LLOs are percentages over a month", "LLOs"),
        ("The guild bakes rye in StoneSPS ovens, and keeps each SPS warm", "SPS"),
        ("가장 좋은 화덕과 일반 볼륨(General Purpose)이 빵집에 있다", "General Purpose"),
    ],
)
def test_a_short_form_and_its_words_are_not_asked_for_beside_each_other(line, told):
    assert told not in every(line)


def test_a_short_form_that_is_spelled_out_and_nothing_else_is_asked_for():
    assert every("SPS - Slow Proving Shelves")


def test_a_number_beside_a_short_form_is_asked_for():
    assert "250 SPS" in every("As slow proving shelves are few, there is a limit of 250 SPS for each bakery")


@pytest.mark.parametrize(
    ("line", "piece"),
    [
        ("The mill does not support all kinds of grain from Ghent", "not support"),
        ("You can change the recipe on the fly, with the loaf in the oven", "fly"),
    ],
)
def test_no_denial_without_what_is_denied_and_no_piece_of_a_fixed_phrase(line, piece):
    assert piece not in every(line)


def test_a_denial_that_ends_its_sentence_is_asked_for():
    assert "NOT supported" in every("Rye of 1920 is NOT supported")


@pytest.mark.parametrize(
    ("line", "blank"),
    [
        ("The guild keeps a **second warm stone oven in another town**", "in another town"),
        ("Old shops can be **turned into a fully fledged bakery of the guild**", "turned into"),
    ],
)
def test_of_a_stressed_clause_the_term_in_it_is_hidden(line, blank):
    found = every(line)

    assert found
    assert not any(blank in one for one in found)


def test_of_a_stressed_list_one_member_is_hidden():
    assert every("The dough of the guild holds **rye flour, spelt and salt**") == ["rye flour"]


@pytest.mark.parametrize(
    ("line", "piece"),
    [
        ("keeps guild initiated rye sponges and loaves", "initiated rye"),
        ("sponges can be used old starters to raise the dough of the guild", "used old"),
        ("warm loaves are fetched as soon as they are wanted", "as soon"),
        ("Night shifts do NOT impact loaf quality of the guild", "NOT impact loaf"),
        ("길드는 용량에 맞게 화덕을 자동으로 늘리고 줄이며 빵을 굽는다", "맞게 화덕"),
    ],
)
def test_no_word_is_hidden_without_what_it_belongs_to(line, piece):
    assert not any(blank.startswith(piece) and len(blank) <= len(piece) + 4 for blank in every(line))


def test_of_two_members_none_is_hidden_beside_the_other():
    assert every("The dough of the guild holds **rye flour and salt** all year") == ["rye flour and salt"]


def test_a_stressed_list_of_examples_is_not_asked_for_one_by_one():
    assert "spelt" not in every("The guild takes any grain such as **rye, spelt and wheat**")


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("Dough is good for long rests, loaves and buns", "loaves and buns"),
        ("Orders go to bakers, millers, carters or clerks", "bakers, millers, carters"),
        ("Sizes of the tin are 12, 20 or 32 cm", "20 or 32 cm"),
    ],
)
def test_some_members_of_a_list_are_not_hidden_together(line, some):
    assert some not in every(line)


@pytest.mark.parametrize(
    ("line", "clause", "blank"),
    [
        ("Oven proxy pools loaves, useful for bakers", "Oven proxy pools loaves", "loaves"),
        ("Cold Proof skips kneading and shaping stages", "Cold Proof skips kneading", "kneading and shaping stages"),
        ("Starters acidify doughs by feeding on them", "Starters acidify doughs", "feeding"),
        ("Guild ledgers keep rye until the miller has read them, which can fill the cellar", "ledgers keep rye", "rye"),
    ],
)
def test_a_subject_is_not_hidden_with_what_it_does(line, clause, blank):
    found = every(line)

    assert found
    assert not any(clause in one for one in found)
    assert blank in found


@pytest.mark.parametrize(
    ("line", "blank"),
    [
        ("The guild bakes **loaf classes A and B** at night", "loaf classes A and B"),
        ("rye loaves the size of a fist weigh 90 g", "90 g"),
        ("Rye mills of the guild grind **stone-ground flour**", "stone-ground flour"),
    ],
)
def test_a_plural_is_no_verb_where_nothing_is_acted_on(line, blank):
    assert blank in every(line)


@pytest.mark.parametrize(
    "line", ["supports grains such as Rye, Spelt and Emmer", "grains such as Rye, Spelt and Emmer"]
)
def test_the_word_before_such_as_is_not_asked_for(line):
    assert not any("grains" in blank for blank in every(line))


def test_a_name_that_says_something_before_such_as_is_asked_for():
    assert "Old wild grains" in every("Old wild grains such as emmer, einkorn and spelt rise slowly")


def test_a_stressed_term_of_four_words_is_hidden_whole():
    assert "slow cold proving shelf" in every("The dough rests on a **slow cold proving shelf** of the guild")


def fronts(line):
    return [text for draft in drafted(f"## Bread\n- {line}\n")[0] for text in [draft.body.text]]


def test_a_hidden_member_of_a_list_says_how_it_begins():
    line = "Dark Grains : Rye Flour, Old Spelt, Wild Emmer, Black Oat, Buckwheat"

    assert any("…" in text for text in fronts(line))


def test_a_term_in_a_sentence_needs_no_such_help():
    assert not any("…" in text for text in fronts("The dough of the guild rests in a **cold cellar** for two nights"))


def test_a_step_that_the_others_tell_is_not_asked_for():
    found = every("move to Ghent : loaf -> dry the crumbs -> move the loaf to Ghent -> sell dried crumbs in spring")

    assert "move the loaf to Ghent" not in found
    assert "sell dried crumbs in spring" in found


def test_a_makers_name_does_not_hide_that_the_heading_tells_the_answer():
    assert "AWS Kiln" not in every("**AWS Kiln** bakes rye for the guild without a stove, by day and by night", "Kiln")


def test_what_stands_behind_a_name_and_says_no_more_is_not_hidden():
    assert "volumes" not in every("Bakeries use Stone Rack (Guild SR) volumes for loaves and flour")


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("General Oven(go2) : MAX LOAVES 16,000, Most Days", "MAX LOAVES 16,000"),
        ("개발자와 기업이 손쉽게 관련 AWS 및 타사 리소스의 모음을 생성하는 서비스", "관련 AWS"),
    ],
)
def test_a_blank_is_no_number_with_its_label_and_no_maker(line, label):
    assert every(line)
    assert label not in every(line)


@pytest.mark.parametrize(
    ("heading", "line", "told"),
    [
        (
            "Notes on SSR",
            "Every loaf of the guild rests in a Slow Stone Rack by day and by night of the week",
            "Slow Stone Rack",
        ),
        ("Slow Stone Rack", "Every loaf of the guild rests in an **SSR** by day", "SSR"),
        ("CloudSSR", "The oven of the guild holds a warm **SSR** by day", "SSR"),
        ("화덕구이 빵", "길드는 **화덕**에서 호밀빵을 굽는다", "화덕"),
    ],
)
def test_what_the_heading_shortens_or_holds_is_not_asked_for(heading, line, told):
    assert told not in every(line, heading)


@pytest.mark.parametrize(
    ("heading", "line", "asked"),
    [
        ("SSR", "Every loaf of the guild rests in a **Stone Room** by day", "Stone Room"),
        ("Slow ovens", "Every loaf of the guild rests in an **SSR** by day", "SSR"),
        ("빵", "길드는 **화덕**에서 호밀빵을 굽는다", "화덕"),
    ],
)
def test_what_no_heading_tells_is_asked_for(heading, line, asked):
    assert asked in every(line, heading)


def test_a_term_over_nothing_but_figures_is_not_asked_for():
    assert every("longest rest of the dough : 35 days") == ["35 days"]


@pytest.mark.parametrize(
    ("line", "piece"),
    [
        ("Bakers never wake millers, and millers never wake bakers", "millers, and millers"),
        ("Slow loaf proving waits until the stone is warm", "Slow loaf proving waits"),
        ("Mill proofing shortens the day and needs k in advance", "advance"),
        ("light stone -> warms the hall; dark stone -> keeps the cellar cool", "warms the hall; dark stone"),
    ],
)
def test_no_blank_reaches_from_one_clause_into_the_next(line, piece):
    assert piece not in every(line)


def test_steps_of_one_chain_are_asked_for():
    assert "warm the hall" in every("light the stone -> warm the hall -> bring the dough in")


@pytest.mark.parametrize(
    ("line", "blank"),
    [
        ("Mode of night : in mode of night ovens the guild bakes rye for the morning", "mode of night ovens"),
        ("Weighted trays : the miller loads each single tray (20% 80%)", "80%"),
        ("A slow baker's tool that lets you push a heavy loaf of Ghent into the oven", "slow baker's tool"),
        ("the guild takes rye, spelt, emmer, barley, oats and einkorn in its mills", "rye"),
        ("Bread of bakers is sold by the Old Real-Time Guild Press(RTGP) ONLY", "Old Real-Time Guild Press"),
        ("Mill : Ghent Mills/Bruges Mills", "Ghent Mills/Bruges Mills"),
        ("thieves of the night cannot take access key & secret access key from the hook", "access key & secret"),
        ("길드는 Ghent 화덕을 사용해 본 경험이 없어도 빵을 굽게 한다", "사용해 본 경험"),
        ("can bake things everywhere ex.cellar", "things everywhere ex.cellar"),
        ("길드는 다른 Ghent 화덕과 이어져 호밀빵을 굽는다", "다른 Ghent 화덕"),
        ("길드가 정했던 호밀 무게로 빵을 Ghent 화덕에 굽는다", "정했던 호밀 무게"),
    ],
)
def test_what_names_nothing_by_itself_is_not_hidden(line, blank):
    assert blank not in every(line)


def test_a_verb_leads_to_the_list_behind_it():
    assert every("like Bruges, holds **Rye-Halls, Spelt Halls and Mills**") == ["Rye-Halls"]


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("마을 빵집 : Ghent 화덕 - Rye-Mill - Bruges 화덕", "Rye-Mill"),
        ("group : office of bakers (NO rights when it is first made)", "NO rights"),
        ("Deck Oven(do1) : 250, Old Loaves", "Old Loaves"),
    ],
)
def test_the_text_is_asked_for_where_it_leads_to_no_term_or_its_figure_counts_nothing(line, asked):
    assert any(asked in blank for blank in every(line)[:1])


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("**Poolish** : what makes the crumb of an old loaf open over night", "Poolish"),
        ("Deck Oven(do1) : bakes up to 250 loaves on feast days", "250 loaves"),
        ("Deck Oven(do1) : MAX LOAVES 250, feast days", "250"),
    ],
)
def test_a_term_that_its_text_leads_to_and_a_figure_that_counts_are_asked_for(line, asked):
    assert asked in every(line)


@pytest.mark.parametrize(
    ("line", "whole", "piece"),
    [
        ("빵은 저장고에 2주일 동안 보관된다", "2주일", "2주"),
        ("The cellar is cooled to -20 °C at night", "-20 °C", "20"),
        ("A loaf of ice is kept at −55 mV in most cellars", "−55 mV", "55 mV"),
        ("A cell holds about 3.2 billion base pairs", "3.2 billion", "3.2"),
        ("연간 3만 번 굽는다", "3만", "3"),
        ("The bakers speak of **제1반죽**은 first dough", "제1반죽", "1반죽"),
        ("A baker reserves 5 RYE ovens in each row", "5 RYE ovens", "5 RYE"),
        ("Bakers reach the mill by Route 53 + a bridge", "Route 53", "53 +"),
        ("The bakery stands on /26 of the road", "/26", "26"),
    ],
)
def test_a_number_is_hidden_with_what_belongs_to_it(line, whole, piece):
    found = every(line)

    assert whole in found
    assert piece not in found


@pytest.mark.parametrize(
    ("line", "piece"),
    [
        ("`bake rye --salt=little -o tray` bakes a loaf", "o tray"),
        ("Bakers write code (`{{ 10 }}` before 20) on the oven", "10"),
        ("Web ACL : rules(IP, header, body, URI strings) for requests", "rules(IP"),
        ("The baker **who** owns the oven pays for **one** loaf", "who"),
    ],
)
def test_no_half_of_a_thing_and_no_function_word_is_hidden(line, piece):
    assert piece not in every(line)


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("The oven is heated for 5분마다 by the baker", "5분"),
        ("A row of ovens answers on port 53 of the street", "port 53"),
        ("The mill grinds at least **10 percent** of rye", "10 percent"),
    ],
)
def test_a_number_before_a_particle_or_with_its_name_is_asked_for(line, asked):
    assert asked in every(line)


def test_in_the_place_of_a_term_that_hardly_a_word_leads_to_its_text_is_hidden():
    assert every("Guild of Bakers : various crusts") == ["various crusts"]


@pytest.mark.parametrize("line", ["Trays of old are reported as; cold or warm", "Bakers test a loaf by talking to it"])
def test_a_verb_without_its_preposition_is_not_hidden(line):
    assert not {"reported", "talking"} & {*every(line)}


def test_a_cell_of_a_row_without_a_name_says_how_it_begins():
    text = (
        "## Ovens\n| Deck | Rack |\n|---|---|\n| bakes on hot stone slabs only | bakes on tall steel racks in steam |\n"
    )
    fronts_of = [draft.body.text for draft in drafted(text)[0]]

    assert any("words: b…" in text for text in fronts_of)


def test_a_note_gives_the_same_blanks_whatever_the_version_of_python():
    """From 3.12 on `sum` gives 0.0 for these points; a tie would fall the other way."""
    traits = ("in clause", "1 words", "after article", "after stop", "after verb")

    assert score.points(traits) == -0.35 - 0.25 + 0.15 + 0.15 + 0.30 != 0
