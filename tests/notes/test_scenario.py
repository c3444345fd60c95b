"""The scenario part: what is a question, what is its answer, and what is only said about it."""

import pytest

from flashkms import notes
from flashkms.cards.entry import Choice, Question, WhyNot, WrongOption


def questions(text: str, title: str = "Bakery"):
    note, problems = notes.parse(f"---\ntitle: {title}\n---\n## Scenario\n{text}", "bakery.md")
    drafts = notes.drafts(note)
    return [draft for draft in drafts if isinstance(draft.body, Question)], drafts, problems


ANSWERS = {
    "marked": ("  - **A) Rye flour**", ("Rye flour",)),
    "marked without a space": ("  - **A)Rye flour**", ("Rye flour",)),
    "two": ("  - **A1) Rye flour**\n  - **A2) Oat flour**", ("Rye flour", "Oat flour")),
    "both marked A)": ("  - **A) Rye flour**\n  - **A) Oat flour**", ("Rye flour", "Oat flour")),
    "solution": ("  - **Solution 1 : Rye flour**\n  - **Solution 2: Oat flour**", ("Rye flour", "Oat flour")),
    "stray colon": ("  - **A) Rye flour** :", ("Rye flour",)),
    "only bold": ("  - **Rye flour**\n  - It keeps longer.", ("Rye flour",)),
    "bold run, then labels": ("  - **Rye**\n  - **Oat**\n  - plain\n  - **Later**", ("Rye", "Oat")),
    "arrow line": ("-> **Rye, Oat**", ("Rye, Oat",)),
    "arrow bullet": ("  - -> **Rye**", ("Rye",)),
    "code": ("  - **A) `rye --dark`**", ("`rye --dark`",)),
    "tab": ("\t- **A) Rye flour**", ("Rye flour",)),
    "one space": (" - **A) Rye flour**", ("Rye flour",)),
    "several services": ("  - **A) Rye, Oat & Corn**", ("Rye, Oat & Corn",)),
    "several lines": ("  - **A) Rye flour**    \n  **and salt**", ("Rye flour and salt",)),
    "lettered": ("  - A. Corn\n  - **B. Rye**\n  - C. Oat", ("Rye",)),
    "lettered with a key": ("  - A) Corn\n  - B) Rye\n  - Answer: B", ("Rye",)),
    "lettered by colons with a key": ("  - A: Corn\n  - B : Rye\n  - C: Oat\n  - Answer: B", ("Rye",)),
    "reasons by letter below an answer": ("  - **Rye**\n  - A: is yellow\n  - B: is dark", ("Rye",)),
    "ticked": ("  - [ ] Corn\n  - [x] Rye", ("Rye",)),
    "unbold": ("  - A) Rye flour\n  - keeps longer", ("Rye flour",)),
    "Korean label": ("  - **정답: 호밀가루**", ("호밀가루",)),
    "unmarked look-alikes": ("  - **A1) Rye**\n  - A1) why rye is dark\n  - a) **other**", ("Rye",)),
    "label over answers": ("  - **Answer**\n    - Rye flour", ("Rye flour",)),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_are_read_exactly(name):
    below, expected = ANSWERS[name]
    found, _, _ = questions(f"- A baker runs out of wheat.  \nWhich flour keeps longest?\n{below}\n")

    assert [draft.body.answers for draft in found] == [expected]


def test_lettered_options_in_the_question_become_wrong_options():
    found, _, _ = questions("- Which flour is dark?\nA. Corn\n**B. Rye**\nC. Oat\n  - Rye is dark.\n")

    body = found[0].body
    assert body.question == "Which flour is dark?"
    assert body.answers == ("Rye",)
    assert [one.option for one in body.wrong] == ["Corn", "Oat"]


def test_options_by_letter_and_colon_in_the_question_are_chosen_by_a_key():
    found, _, _ = questions("- Which flour is dark?\n  A: Corn\n  B: Rye\n  Answer: B\n")

    body = found[0].body
    assert (body.question, body.answers) == ("Which flour is dark?", ("Rye",))
    assert [one.option for one in body.wrong] == ["Corn"]


def test_ordered_steps_in_one_bullet_stay_one_answer_with_its_lines():
    found, _, _ = questions("- What comes first?\n  - **1. Mix the dough.**    \n    **2. Let it rest.**\n")

    assert found[0].body.answers == ("1. Mix the dough.\n2. Let it rest.",)


def test_a_question_over_several_lines_is_joined_and_keeps_its_stress():
    found, _, _ = questions("- A baker **bakes at night**.    \nHe is\nalone. Which oven?\n  - **A) Deck oven**\n")

    assert found[0].body.question == "A baker **bakes at night**. He is alone. Which oven?"


def test_a_question_that_is_wholly_bold_is_not_bold_on_the_card():
    found, _, _ = questions("- **A baker bakes at night. \nWhich oven?**\n  - **A) Deck oven**\n")

    assert found[0].body.question == "A baker bakes at night. Which oven?"


def test_odd_indents_and_blank_lines_mean_nothing():
    text = (
        "- First?\n  - **A) one**\n   \n  - because\n \n - Second?\n  - **A) two**\n  \n  - Third?\n  - **A) three**\n"
        "  - reason\n- Fourth?\n  - **A) four**\n"
    )
    found, _, _ = questions(text)

    assert [draft.body.answers for draft in found] == [("one",), ("two",), ("three",), ("four",)]
    assert found[0].extra == "- because"


def test_a_question_may_be_a_paragraph():
    found, _, _ = questions(
        "Which flour is dark?\n\n- **A) Rye**\n- Corn : is incorrect because it is yellow.\n\nWhich is light?\n\n- **A) Oat**\n"
    )

    assert [draft.body.answers for draft in found] == [("Rye",), ("Oat",)]


WRONG = {
    "Corn : is incorrect because it is yellow.": ("Corn", "it is yellow."),
    "**Corn** : are incorrect as they are yellow.": ("Corn", "they are yellow."),
    "Corn : is incorrect. 노랗기 때문입니다.": ("Corn", "노랗기 때문입니다."),
    "Corn : is incorrect노랗다": ("Corn", "노랗다"),
    "Corn : is incorrect": ("Corn", ""),
    "Corn : incorrect.": ("Corn", ""),
    "Corn is incorrect since it is yellow.": ("Corn", "it is yellow."),
    "The option that says: **Use corn** is incorrect because it is yellow.": ("Use corn", "it is yellow."),
    "Corn : 오답. 노랗다": ("Corn", "노랗다"),
    "Corn : 정답이 아닙니다.": ("Corn", ""),
    "Corn : 노랗기 때문에 정답이 아닙니다.": ("Corn", "노랗기 때문에 정답이 아닙니다."),
    "Corn : are incorrect because of their colour.": ("Corn", "because of their colour."),
    "Corn : is wrong due to the fact that it is yellow.": ("Corn", "it is yellow."),
    "Corn : Incorrect - it is yellow": ("Corn", "it is yellow"),
    "Hence, Corn is incorrect because it is yellow.": ("Corn", "it is yellow."),
    "Corn : is incorrect\n    - it is yellow": ("Corn", "it is yellow"),
    "Corn : is incorrect\n    - yellow\n    - sweet": ("Corn", "yellow; sweet"),
    "Corn : is incorrect\n    - It is yellow.\n    - It is sweet.": ("Corn", "It is yellow. It is sweet."),
    "Corn : is incorrect\n    - colour\n      - yellow": ("Corn", "- colour\n  - yellow"),
}


@pytest.mark.parametrize("line", WRONG)
def test_an_explained_wrong_option_is_recognised(line):
    found, _, _ = questions(f"- Which flour is dark?\n  - **A) Rye**\n  - {line}\n")

    assert [(one.option, one.why) for one in found[0].body.wrong] == [WRONG[line]]
    assert found[0].extra == ""


@pytest.mark.parametrize("line", [
    "Rye is **correct** because it is dark.",
    "This is incorrect if the oven is cold.",
    "Although corn keeps, it dries out. It is wrong to freeze it.",
    "Yeast : a fungus that makes dough rise",
    "**Oat** : this is **correct** as well, but more expensive.",
    "Oat : is also a correct option, but not as dark.",
    "귀리 : 정답이지만 더 비싸지 않습니다",
    "Rye : is correct, while corn is incorrect because it is yellow.",
])  # fmt: skip
def test_an_explanation_is_no_wrong_option(line):
    found, _, _ = questions(f"- Which flour is dark?\n  - **A) Rye**\n  - {line}\n")

    assert found[0].body.wrong == ()
    assert found[0].extra.startswith("- ")


LISTED = {
    "letters, names bold": "  - **A) Rye**\n  - **B) Corn** : is incorrect because it is yellow.\n  - **C) Oat** : is incorrect as it is pale.\n",
    "letters, right one last": "  - A) Corn : is incorrect because it is yellow.\n  - B) Oat : is incorrect as it is pale.\n  - **C) Rye**\n",
    "letters in brackets": "  - (A) Corn is incorrect because it is yellow.\n  - **(B) Rye**\n  - (C) Oat : wrong since it is pale.\n",
    "circled": "  - ① Corn : is incorrect because it is yellow.\n  - **② Rye**\n  - ③ Oat : is incorrect as it is pale.\n",
    "letters with a key": "  - A. Corn : is incorrect because it is yellow.\n  - B. Rye\n  - C. Oat : is incorrect as it is pale.\n  - Answer: B\n",
    "one is left": "  - A) Corn : is incorrect because it is yellow.\n  - B) Rye\n  - C) Oat : is incorrect as it is pale.\n",
    "one is called correct": "  - A) Corn : is incorrect because it is yellow.\n  - B) Rye : is correct because it is dark.\n  - C) Oat : is incorrect as it is pale.\n",
    "names bold, no verdict": "  - **A) Rye**\n  - **B) Corn** : it is yellow.\n  - **C) Oat** : it is pale.\n",
    "numbers": "  1. Corn : is incorrect because it is yellow.\n  2. **Rye**\n  3. Oat : is incorrect as it is pale.\n",
    "plain bullets": "  - Corn : is incorrect because it is yellow.\n  - **Rye**\n  - Oat : is incorrect as it is pale.\n",
    "lines": "A. Corn : is incorrect because it is yellow.\n**B. Rye**\nC. Oat : is incorrect as it is pale.\n",
    "reasons below": "  - A) Corn : is incorrect\n    - it is yellow.\n  - **B) Rye**\n  - C) Oat : is incorrect\n    - it is pale.\n",
    "reasons below, no verdict": "  - A) Corn\n    - it is yellow.\n  - **B) Rye**\n  - C) Oat\n    - it is pale.\n",
    "below the answer": "  - **A) Rye**\n    - Corn : is incorrect because it is yellow.\n    - **Oat** : is incorrect as it is pale.\n",
    "below a label": "  - **A) Rye**\n  - 참고\n    - Corn : is incorrect because it is yellow.\n    - Oat : is incorrect as it is pale.\n",
}  # fmt: skip


@pytest.mark.parametrize("name", LISTED)
def test_options_of_a_list_are_told_from_their_reasons(name):
    _, drafts, _ = questions(f"- Which flour is dark?\n{LISTED[name]}")
    question, choice = drafts[0].body, drafts[1].body

    assert question.answers == choice.answers == ("Rye",)
    assert [(one.option, one.why) for one in choice.wrong] == [("Corn", "it is yellow."), ("Oat", "it is pale.")]
    assert question.wrong == choice.wrong
    assert "incorrect" not in drafts[0].extra


def test_a_remark_below_the_last_option_is_said_of_all():
    found, _, _ = questions("- Which flour is dark?\n  - **A. Rye**\n  - B. Corn\n  - C. Oat\n    - bran is dark\n")

    assert found[0].extra == "- bran is dark"
    assert [one.why for one in found[0].body.wrong] == ["", ""]


def test_a_remark_below_an_explanation_that_calls_something_wrong_in_passing_stays_there():
    below = "  - bran is dark\n    - to call oats dark is wrong if they are hulled\n"
    found, _, _ = questions(f"- Which flour is dark?\n  - **A) Rye**\n{below}")

    assert found[0].body.wrong == ()
    assert "- to call oats dark is wrong" in found[0].extra


def test_an_option_called_correct_beside_the_marked_one_is_no_wrong_one():
    below = "  - **A) Rye**\n  - B) Buckwheat : is correct too, but dearer.\n  - C) Corn : is incorrect because it is yellow.\n"
    found, _, _ = questions(f"- Which flour is dark?\n{below}")

    assert found[0].body.answers == ("Rye",)
    assert [one.option for one in found[0].body.wrong] == ["Corn"]
    assert "Buckwheat" in found[0].extra


def test_two_remarks_on_one_wrong_option_are_both_kept():
    below = "  - **A) Rye**\n  - Corn : is incorrect because it is yellow.\n  - Corn : is incorrect as it is sweet.\n"
    found, _, _ = questions(f"- Which flour is dark?\n{below}")

    assert [(one.option, one.why) for one in found[0].body.wrong] == [("Corn", "it is yellow.\n\nit is sweet.")]


def test_an_option_may_be_ruled_out_without_saying_so():
    found, _, _ = questions(
        "- Which flour is dark?\n  - **A) Rye**\n  - Rye : dark and heavy\n  - Corn : yellow and sweet\n"
    )

    assert [one.option for one in found[0].body.wrong] == ["Corn"]


def test_an_option_may_begin_with_an_article():
    found, _, _ = questions(
        "- Which flour is dark?\n  - **A) Rye**\n  - Rye : dark\n  - A Corn Flour : yellow\n  - A : Rye\n"
    )

    assert [one.option for one in found[0].body.wrong] == ["A Corn Flour"]


SHOP = "- What bakes while the first oven is cold?\n  - **A) Enable Twin-Oven Mode**\n  - Candle : is incorrect. It is small.\n"


@pytest.mark.parametrize(
    "remark", ["Bakery Twin-Oven setups : they keep a second oven warm", "Twin Ovens : two of them stand by"]
)
def test_the_answer_by_some_of_its_words_is_not_ruled_out(remark):
    found, _, _ = questions(f"{SHOP}  - {remark}\n  - Grill : for steaks\n")

    assert [one.option for one in found[0].body.wrong] == ["Candle", "Grill"]


@pytest.mark.parametrize(
    ("answer", "remark"),
    [
        ("Deck Oven", "Rack Oven : for trays"),
        ("BakeCo Deck Oven", "BakeCo Grill : for steaks"),
        ("Twin-Oven Mode", "Twin-Oven Sleep : it does not bake"),
    ],
)
def test_another_thing_of_its_kind_or_make_is_ruled_out(answer, remark):
    found, _, _ = questions(f"- What bakes?\n  - **A) {answer}**\n  - {remark}\n  - Candle : for light\n")

    assert [one.option for one in found[0].body.wrong] == [remark.partition(" : ")[0], "Candle"]


@pytest.mark.parametrize("term", ["호밀(Rye Flour)", "Rye Flour (호밀)", "RF(Rye Flour)"])
def test_the_answer_by_another_of_its_names_is_not_ruled_out(term):
    found, _, _ = questions(
        f"- Which dough is dark?\n  - **A) Dough of rye flour**\n  - Dough of rye flour : it is dark\n  - {term} : not yellow\n"
    )

    assert found[0].body.wrong == ()


@pytest.mark.parametrize("term", ["Corn (rye flour)", "Oats(with rye flour)"])
def test_brackets_that_add_something_make_no_second_name(term):
    found, _, _ = questions(
        f"- Which dough is dark?\n  - **A) Dough of rye flour**\n  - Dough of rye flour : it is dark\n  - {term} : not dark\n"
    )

    assert [one.option for one in found[0].body.wrong] == [term]


def test_a_list_headed_as_wrong_is_read_option_by_option():
    found, _, _ = questions(
        "- Which flour is dark?\n  - **A) Rye**\n  - Wrong options\n    - Corn : yellow\n    - Oat - pale\n"
    )

    assert [(one.option, one.why) for one in found[0].body.wrong] == [("Corn", "yellow"), ("Oat", "pale")]


FOUR = (
    "- Which flour is dark?\n  - **A) Rye**\n"
    "  - Corn : is incorrect because its grain holds yellow pigments everywhere.\n"
    "  - Oat : is incorrect because the hull is always removed before milling starts.\n"
    "  - Rice : is incorrect because polished grains lose every dark layer they had.\n"
)


def test_a_choice_and_at_most_two_why_nots_come_from_explained_options():
    _, drafts, _ = questions(FOUR)

    assert [type(draft.body) for draft in drafts] == [Question, Choice, WhyNot, WhyNot]
    assert len(drafts[1].body.wrong) == 3
    assert drafts[2].body.instead == ("Rye",)


def test_a_why_not_asks_what_its_scenario_asks():
    reason = "is incorrect because it heats only one loaf of bread at a time"
    stem = "A baker must deliver forty rolls before six. Which oven is **cheapest**?"
    _, drafts, _ = questions(f"- {stem}\n  - **A) Deck oven**\n  - Toaster : {reason}\n")

    assert drafts[-1].body.need == stem


def test_reasons_of_a_few_words_make_no_why_not():
    _, drafts, _ = questions("- Which flour is dark?\n  - **A) Rye**\n  - Corn : is incorrect because it is yellow.\n")

    assert [type(draft.body) for draft in drafts] == [Question]


@pytest.mark.parametrize(
    "option", ["오븐은 하루에 한 번만 켜진다", "Rye rises fastest of all.", "Provides rye", "It keeps rye"]
)
def test_a_whole_sentence_is_no_option_to_ask_why_not(option):
    reason = "is incorrect because the loaves would burn on the stone plates"
    _, drafts, _ = questions(f"- Which bread is dark?\n  - **A) Rye**\n  - {option} : {reason}\n")

    assert [type(draft.body) for draft in drafts] == [Question]


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("The Bakery", ()),
        ("The Bakery shop", ()),
        ("The Bakery opens at seven on Mondays", ()),
        ("Rye", ("Bakery",)),
    ],
)
def test_the_title_is_left_out_where_it_tells_the_answer(answer, shown):
    _, drafts, _ = questions(f"- Which house sells bread?\n  - **A) {answer}**\n")

    assert drafts[0].context == shown


def test_a_title_that_the_question_names_tells_nothing():
    _, drafts, _ = questions("- When does the bakery sell bread?\n  - **A) The Bakery opens at seven on Mondays**\n")

    assert drafts[0].context == ("Bakery",)


@pytest.mark.parametrize("title", ["Bakery vs. Mill", "Mill & Bakery"])
def test_a_title_of_which_one_side_is_the_answer_is_left_out(title):
    _, drafts, _ = questions("- Which house sells bread?\n  - **A) The old Bakery by the river**\n", title)

    assert drafts[0].context == ()


def test_a_comment_at_the_question_refuses_the_other_kinds():
    _, drafts, _ = questions(FOUR.replace("dark?", "dark? <!-- fc: mcq=off whynot=off -->"))

    assert [type(draft.body) for draft in drafts] == [Question]


def test_declared_and_marked_answers_are_counted():
    _, _, problems = questions("- Which flours are dark? (Choose 2)\n  - **A) Rye**\n")

    assert [str(problem) for problem in problems] == [
        "bakery.md:5: asks for 2 answers, 1 answer marked (correct one of the two)"
    ]


def test_two_things_in_one_answer_count_as_two():
    _, _, problems = questions("- Which flours are dark? (Select TWO.)\n  - **A) Rye and Buckwheat**\n")

    assert problems == ()


@pytest.mark.parametrize("below", ["  - **A) ✅**", "  - A) :"])
def test_an_answer_that_says_nothing_is_none(below):
    found, _, problems = questions(f"- Which flour is dark?\n{below}\n")

    assert found == []
    assert str(problems[0]) == "bakery.md:5: no answer found (mark it: - **A) …**)"


def test_questions_of_a_picture_alone_are_told_apart():
    found, _, _ = questions("- ![](rye.png) ?\n  - **A) Rye**\n- ![](oat.png) ?\n  - **A) Oat**\n")

    assert [one.body.answers for one in found] == [("Rye",), ("Oat",)]


def test_scenarios_of_one_question_and_several_answers_are_all_asked():
    one, two = "- Which flour?\n  - **A) Rye**\n", "- Which flour?\n  - **A) Oat**\n"
    alone, _, _ = questions(one)
    found, _, _ = questions(one + two + one)

    assert [draft.body.answers for draft in found] == [("Rye",), ("Oat",)]
    assert found[0].key == alone[0].key != found[1].key
    assert {draft.triage for draft in found} == {"same front, other answer"}


def test_a_scenario_that_stands_twice_is_asked_once():
    text = "- Which flours?\n  - **A1) Rye**\n  - **A2) Oat**\n- Which flours?\n  - **A1) oat**\n  - **A2) Rye**\n"
    found, _, _ = questions(text)

    assert [(draft.body.answers, draft.triage) for draft in found] == [(("Rye", "Oat"), "")]


def test_choices_of_one_question_with_other_options_can_be_told_apart():
    options = (
        "  - Corn : is incorrect.\n  - Rice : is incorrect.\n",
        "  - Hay : is incorrect.\n  - Oak : is incorrect.\n",
    )
    _, drafts, _ = questions(
        f"- Which one of these?\n  - **A) Rye**\n{options[0]}- Which one of these?\n  - **A) Oat**\n{options[1]}"
    )

    assert [draft.triage for draft in drafts if isinstance(draft.body, Choice)] == ["", ""]


def test_a_question_without_an_answer_is_said_to_be_so():
    found, _, problems = questions("- Which flour is dark?\n  - nobody knows\n")

    assert found == []
    assert str(problems[0]) == "bakery.md:5: no answer found (mark it: - **A) …**)"


def test_a_negated_question_shows_its_negation():
    found, _, _ = questions("- Which flour is not dark?\n  - **A) Oat**\n")

    assert found[0].body.question == "Which flour is **not** dark?"


def test_images_code_and_tables_stay_where_they_stand():
    text = (
        "- Which loaf?\n![loaf](img/loaf.png)\n  - **A) Rye**\n  - see\n\n  - |a|b|\n    |-|-|\n    |1|2|\n"
        "  - ![oven](img/oven.png)\n"
    )
    found, _, _ = questions(text)

    assert "![loaf](img/loaf.png)" in found[0].body.question
    assert "|1|2|" in found[0].extra
    assert "![oven](img/oven.png)" in found[0].extra


def test_a_long_question_opens_with_a_cue():
    stem = "A baker must **deliver before six** and cannot hire. " + "The shop is small and the street is quiet. " * 6
    found, _, _ = questions(f"- {stem}  \nWhich oven **heats up fastest**?\n  - **A) Deck oven**\n")

    assert found[0].cue.endswith("Which oven **heats up fastest**?")
    assert "deliver before six" in found[0].cue
    assert len(found[0].cue.split()) <= 45


PADDING = "The shop is small and the street is quiet and grey. " * 5


def test_a_cue_of_few_stressed_words_shows_the_sentences_that_hold_them():
    stem = f"{PADDING}Many **guests** say that the rolls are **cold** at noon. {PADDING}"
    found, _, _ = questions(f"- {stem}  \nWhat would a baker do?\n  - **A) Bake twice**\n")

    assert found[0].cue == "Many guests say that the rolls are cold at noon.\n\nWhat would a baker do?"


def test_a_cue_shows_what_the_task_demands_beside_what_is_stressed():
    stem = f"{PADDING}A baker wants **dark rolls**. {PADDING}They must be ready before six. {PADDING}"
    found, _, _ = questions(f"- {stem}  \nWhich oven fits?\n  - **A) Deck oven**\n")

    assert found[0].cue.startswith("A baker wants dark rolls. They must be ready before six.")


def test_a_cue_names_what_its_demand_leaves_unnamed():
    stem = f"Rolls go from the ovens of Ghent to Bruges by cart. {PADDING}They must be warm at noon. {PADDING}"
    found, _, _ = questions(f"- {stem}  \nWhat would a baker do?\n  - **A) Bake twice**\n")

    assert found[0].cue.startswith("Rolls go from the ovens of Ghent to Bruges by cart. They must be warm at noon.")


def test_a_cue_whose_demand_has_names_says_no_more():
    stem = f"Rolls go from the ovens of Ghent by cart. {PADDING}All must be warm in Bruges at noon. {PADDING}"
    found, _, _ = questions(f"- {stem}  \nWhat would a baker do?\n  - **A) Bake twice**\n")

    assert found[0].cue == "All must be warm in Bruges at noon.\n\nWhat would a baker do?"


def test_a_cue_that_begins_with_a_pronoun_shows_whom_it_means():
    stem = f"{PADDING}A carter takes rolls to Bruges. They must be warm in Bruges. {PADDING}"
    found, _, _ = questions(f"- {stem}  \nWhat would a baker do?\n  - **A) Bake twice**\n")

    assert found[0].cue.startswith("A carter takes rolls to Bruges. They must be warm in Bruges.\n\n")


def test_a_cue_shows_what_happened_last():
    stem = f"Rolls must leave the shop before six without a loss. {PADDING}You bake 40 of them, and 12 come back."
    found, _, _ = questions(f"- {stem}  \nWhat went wrong?\n  - **A) The oven**\n")

    assert found[0].cue.startswith(
        "Rolls must leave the shop before six without a loss. You bake 40 of them, and 12 come back.\n\n"
    )


def test_a_cue_does_not_begin_with_the_word_that_leads_on():
    stem = f"{PADDING}However, rolls must leave the shop before six without a loss. You bake 40, and 12 come back."
    found, _, _ = questions(f"- {stem}  \nWhat went wrong?\n  - **A) The oven**\n")

    assert found[0].cue.startswith("Rolls must leave the shop before six")


def test_a_cue_shows_no_last_sentence_of_what_the_reader_is_to_be():
    stem = f"{PADDING}Rolls must leave the shop before six. As the baker, you are required to choose what is needed."
    found, _, _ = questions(f"- {stem}  \nWhich oven fits?\n  - **A) Deck oven**\n")

    assert "As the baker" not in found[0].cue


def test_stressed_phrases_of_one_sentence_keep_the_few_words_between_them():
    stem = f"{PADDING}It must **deliver rolls** to every **guest of the inn before six**. {PADDING}"
    found, _, _ = questions(f"- {stem}  \nWhich oven fits?\n  - **A) Deck oven**\n")

    assert found[0].cue.startswith("deliver rolls to every guest of the inn before six\n\n")


def test_stressed_phrases_of_two_sentences_stay_apart():
    stem = (
        f"{PADDING}It must **deliver forty rolls each day to the inn**. **Ovens are to be small and clean**. {PADDING}"
    )
    found, _, _ = questions(f"- {stem}  \nWhich oven fits?\n  - **A) Deck oven**\n")

    assert found[0].cue.startswith("deliver forty rolls each day to the inn · Ovens are to be small and clean\n\n")


def test_a_stressed_phrase_keeps_the_condition_that_ends_its_sentence():
    stem = f"{PADDING}It must **deliver forty warm rolls each day** without a second cart. {PADDING}"
    found, _, _ = questions(f"- {stem}  \nWhich oven fits?\n  - **A) Deck oven**\n")

    assert found[0].cue.startswith("deliver forty warm rolls each day without a second cart\n\n")


def test_a_stressed_phrase_that_ends_open_keeps_what_it_speaks_of():
    stem = f"{PADDING}Guests **no longer need to worry about** rolls that are dark, hard, cold, **stale** or late. {PADDING}"
    found, _, _ = questions(f"- {stem}  \nWhich oven fits?\n  - **A) Deck oven**\n")

    assert found[0].cue.startswith("no longer need to worry about rolls that are dark, hard, cold, stale\n\n")


def test_a_stressed_phrase_leaves_a_mere_remark_behind_it():
    stem = f"{PADDING}It must **deliver forty warm rolls each day** to the inn of Ghent. {PADDING}"
    found, _, _ = questions(f"- {stem}  \nWhich oven fits?\n  - **A) Deck oven**\n")

    assert found[0].cue.startswith("deliver forty warm rolls each day\n\n")


@pytest.mark.parametrize(
    ("asked", "recast"),
    [
        ("Which of the following is the best oven?", "What is the best oven?"),
        ("As the baker, which of the following will you buy?", "As the baker, what will you buy?"),
        ("Which of the following ovens should you use?", "Which ovens should you use?"),
        ("Which of the following ovens is the best choice?", "Which oven is the best choice?"),
        ("Which of the following bakeries does he own?", "Which bakery does he own?"),
        ("In all, which one of the following options is a reason?", "In all, what is a reason?"),
        ("Which of the following statements are true of rye? (Choose 2)", "What is true of rye? (Choose 2)"),
        ("Which of the below **ovens** can be used?", "Which **ovens** can be used?"),
        ("Which of the following are the uses of rye?", "What are the uses of rye?"),
        ("Which oven is the best of the three?", "Which oven is the best of the three?"),
        ("What can the baker do?", "What can the baker do?"),
        ("다음 중 어느 오븐이 가장 좋은가?", "다음 중 어느 오븐이 가장 좋은가?"),
    ],
)
def test_a_cue_without_options_asks_for_none_of_the_following(asked, recast):
    found, _, _ = questions(f"- {PADDING}{PADDING}It must be warm.  \n{asked}\n  - **A) Deck oven**\n")

    assert found[0].cue.split("\n\n")[-1] == recast
    assert asked in found[0].body.question


def test_a_cue_above_options_asks_which_of_them():
    asked = "Which of the following is the best oven?"
    said = (
        "  - **A) Deck oven**\n"
        "  - **Wood stove** is incorrect because it has no door at all.\n"
        "  - **Frying pan** is incorrect because it has no lid at all.\n"
    )
    _, drafts, _ = questions(f"- {PADDING}{PADDING}It must be warm.  \n{asked}\n{said}")

    told = {type(draft.body): draft.cue.split("\n\n")[-1] for draft in drafts}
    assert told[Choice] == asked
    assert told[Question] == "What is the best oven?"


def test_a_cue_of_enough_stressed_words_is_these_words():
    stem = f"{PADDING}It must **deliver forty rolls before six each day**. {PADDING}"
    found, _, _ = questions(f"- {stem}  \nWhich oven fits?\n  - **A) Deck oven**\n")

    assert found[0].cue == "deliver forty rolls before six each day\n\nWhich oven fits?"


def test_a_short_question_needs_no_cue():
    found, _, _ = questions("- Which flour is dark?\n  - **A) Rye**\n")

    assert found[0].cue == ""


def test_a_heading_inside_the_feature_part_opens_no_scenario_part():
    note, _ = notes.parse("## Bread\n### Rye Scenarios\n- Which?\n  - **A) Rye**\n", "n.md")

    assert not note.enabled
    assert notes.drafts(note) == ()


def test_the_same_question_keeps_its_key_when_the_answer_is_reworded():
    one, _, _ = questions("- Which flour is dark?\n  - **A) Rye**\n")
    other, _, _ = questions("- Before?\n  - **A) x**\n\n- Which flour is **dark**?\n  - **A) Rye flour**\n")

    assert one[0].key == other[1].key


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("![[rye.png]]", "![](rye.png)"),
        ("![[rye.png|300]]", "![](rye.png)"),
        ("![[img/rye.png|a dark loaf]]", "![a dark loaf](img/rye.png)"),
        ("![[my rye (2).jpg]]", "![](<my rye (2).jpg>)"),
        ("![](rye.png)", "![](rye.png)"),
        ("![[Recipes of rye]]", "![[Recipes of rye]]"),
    ],
)
def test_a_picture_of_obsidians_is_shown_on_the_card_wherever_it_stands(written, shown):
    text = f"- Which loaf is dark? {written}\n  - **A) Rye**\n  - Its crust {written}\n\n    {written}\n"
    found, _, _ = questions(text)

    assert shown in found[0].body.question
    assert found[0].extra.count(shown) == 2


def question_of(text):
    return questions(text)[0][0]


@pytest.mark.parametrize(
    ("question", "answers", "why"),
    [
        ("Which statement is **false** about rye?", ["Rye rises fast"], "asks for a statement, and shows none"),
        ("다음 중 호밀에 대해 옳은 것은?", ["호밀은 어둡다"], "asks for a statement, and shows none"),
        (
            "What makes bread keep? (Choose 2)",
            ["It is made from a dough with rye in it", "It is kept in a cool and dark cellar"],
            "asks for some of many, and shows none",
        ),
        ("to bake a loaf of rye in an oven of the guild.", ["Rye, oats"], "asks nothing"),
    ],
)
def test_a_question_that_leans_on_options_it_does_not_show_is_judged_first(question, answers, why):
    below = "".join(f"  - **A{at}) {answer}**\n" for at, answer in enumerate(answers, 1))

    assert question_of(f"- {question}\n{below}").triage == why


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("What makes bread keep?", ["It is made from a dough with rye in it"]),
        ("Which grains are dark? (Choose 2)", ["Rye", "Buckwheat"]),
        ("Choose the grain that keeps a loaf dark.", ["Rye"]),
    ],
)
def test_a_question_with_one_set_of_answers_may_be_studied_unread(question, answers):
    below = "".join(f"  - **A{at}) {answer}**\n" for at, answer in enumerate(answers, 1))

    assert question_of(f"- {question}\n{below}").triage == ""


def test_no_question_shows_how_its_answers_begin():
    story = "The guild bakes for a feast of the town every year. " * 6
    made = question_of(
        f"- {story}What makes bread keep? (Choose 2)\n"
        "  - **A1) It is made from a dough with rye in it**\n  - **A2) Bakers keep it in a cool and dark cellar**\n"
    )

    assert made.triage
    assert not any(words in text for text in (made.body.question, made.cue) for words in ("made from", "cool"))


def test_no_choice_is_made_where_a_passage_stands_beside_names():
    passage = (
        "Feed the old starter of the guild with rye at noon, then let it rise in a cellar by the mill until dark, and "
        "bake it on stone"
    )
    wrong = (
        "  - Oats : is incorrect because they hold no gluten at all.\n  - Corn : is incorrect because it is sweet.\n"
    )
    _, long, _ = questions(f"- What keeps bread?\n  - **A) {passage}**\n{wrong}")
    _, short, _ = questions(f"- What keeps bread?\n  - **A) Rye**\n{wrong}")

    assert not any(isinstance(draft.body, Choice) for draft in long)
    assert any(isinstance(draft.body, Choice) for draft in short)


@pytest.mark.parametrize(
    ("reason", "triage"),
    [
        ("this is a grain that grows in the north of the country", "the reason denies nothing"),
        ("this grain does not rise in the cold of the cellar", ""),
        ("just like in the above, it does not rise in the cold", "the reason points to another text"),
        ("앞서 설명한 대로 추운 곳에서는 부풀지 않습니다", "the reason points to another text"),
        ("it does not rise in the ovens above the cellar", ""),
        ("밀가루는 주로 흰 빵을 굽는 데 쓰는 곡물", ""),
    ],
)
def test_a_reason_that_only_says_what_an_option_is_is_judged_first(reason, triage):
    _, drafts, _ = questions(f"- What keeps bread dark?\n  - **A) Rye**\n  - Wheat : is incorrect because {reason}\n")

    assert [draft.triage for draft in drafts if isinstance(draft.body, WhyNot)] == [triage]


def test_a_why_not_does_not_say_how_many_are_to_be_chosen():
    _, drafts, _ = questions(
        "- What keeps bread dark? (Choose 2)\n  - **A1) Rye**\n  - **A2) Malt**\n"
        "  - Wheat : is incorrect because it does not hold any colour of its own\n"
    )

    assert [draft.body.need for draft in drafts if isinstance(draft.body, WhyNot)] == ["What keeps bread dark?"]


SKIPPED = {
    "on its line": "- Which oven? <!-- fc: skip -->\n  - **A) Stone**\n",
    "on the next line": "- Which oven?\n  <!-- fc: skip -->\n  - **A) Stone**\n",
    "on its last line": "- Which oven is\nthe best? <!-- fc: skip -->\n  - **A) Stone**\n",
}


@pytest.mark.parametrize("question", [*SKIPPED.values(), "- Which oven? <!-- fc: skip -->\n  - stone\n"])
def test_a_question_can_be_skipped(question):
    assert_skipped(f"## Features\n\n## Scenario\n{question}")


@pytest.mark.parametrize("question", SKIPPED.values(), ids=SKIPPED)
def test_a_marked_question_outside_of_a_scenario_part_can_be_skipped(question):
    assert_skipped(f"---\nflashcards: true\n---\n{question}")


def assert_skipped(text):
    note, problems = notes.parse(text, "note.md")
    drafts = notes.drafts(note)

    assert (drafts, problems) == ((), ())
    assert {line.why for line in notes.coverage(note, drafts)} <= {"the note says skip", "heading", "comment"}


def test_a_skipped_remark_is_left_off_the_card():
    note, problems = notes.parse(
        "## Scenario\n- Which oven?\n  - **A) Stone**\n  - it keeps heat\n  - ask Ann <!-- fc: skip -->\n    - or Bob\n",
        "note.md",
    )
    drafts = notes.drafts(note)

    assert [draft.extra for draft in drafts] == ["- it keeps heat"]
    assert [line.fate for line in notes.coverage(note, drafts)[-2:]] == ["skipped"] * 2
    assert not problems


def test_a_comment_replaces_a_question_or_its_answer():
    note, problems = notes.parse(
        '## Scenario\n- Which oven? <!-- fc: q="Which oven keeps heat?" -->\n  - **A) Stone**\n'
        '- Which flour? <!-- fc: a="Rye" -->\n  - **A) Rye, of course**\n'
        '- Which salt? <!-- fc: a="Grey" -->\n',
        "note.md",
    )

    asked = [(draft.body.question, draft.body.answers) for draft in notes.drafts(note)]
    assert asked == [("Which oven keeps heat?", ("Stone",)), ("Which flour?", ("Rye",)), ("Which salt?", ("Grey",))]
    assert not problems


def test_a_comment_lets_a_question_be_studied_unread():
    asked = "## Scenario\n- Which statement on ovens is true?{}\n  - **A) Stone keeps heat**\n"

    read = [notes.parse(asked.format(comment), "note.md")[0] for comment in ("", " <!-- fc: force -->")]
    assert [bool(notes.drafts(note)[0].triage) for note in read] == [True, False]


@pytest.mark.parametrize(
    ("question", "remark", "word"),
    [('cloze="oven"', "", "cloze"), ("list=ordered", "", "list"), ("tags=x", "tags=x", "tags"), ("", "mcq=off", "mcq")],
)
def test_a_comment_that_says_nothing_about_a_question_is_a_problem(question, remark, word):
    text = f"## Scenario\n- Which oven? <!-- fc: {question} -->\n  - **A) Stone** <!-- fc: {remark} -->\n"
    note, problems = notes.parse(text, "note.md")

    assert len(notes.drafts(note)) == 1
    assert [problem.message for problem in problems] == [f"`{word}` says nothing here"]


@pytest.mark.parametrize("word", ["않은", "않는", "아닌", "틀린", "잘못된"])
def test_a_korean_negation_is_made_bold(word):
    note, _ = notes.parse(f"## Scenario\n- 오븐에 대한 설명으로 옳지 {word} 것은?\n  - **A) 차갑다**\n", "note.md")

    assert f"**{word}** 것은?" in notes.drafts(note)[0].body.question


def test_a_korean_statement_of_what_is_not_so_is_not_stressed():
    note, _ = notes.parse("## Scenario\n- 오븐이 뜨겁지 않은 때에 무엇을 하는가?\n  - **A) 불을 땐다**\n", "note.md")

    assert "**" not in notes.drafts(note)[0].body.question


OPTIONS = "  - Corn : is incorrect because its grain is yellow.\n  - Oat : is incorrect because its bran is pale.\n"
LEANING = {
    "Which statement is **false** about rye bread?": ["It rises fast in a cold cellar"],
    "다음 중 호밀에 대해 옳은 것은?": ["호밀은 어둡다"],
    "Which of the following flours is dark?": ["Rye"],
    "Which grains keep a loaf dark for a week? (Choose 2)": ["Rye", "Buckwheat"],
    "어두운 곡물은 무엇입니까? (2개 선택)": ["호밀", "메밀"],
    "What makes bread keep?": ["It is made from a dough with rye", "It is kept in a cool and dark cellar"],
}


def answered(question, answers):
    return f"- {question}\n" + "".join(f"  - **A{at}) {answer}**\n" for at, answer in enumerate(answers, 1))


@pytest.mark.parametrize("question", LEANING)
def test_a_question_that_leans_on_its_options_is_asked_with_them_alone(question):
    _, drafts, _ = questions(answered(question, LEANING[question]) + OPTIONS)

    assert [type(draft.body) for draft in drafts if not isinstance(draft.body, WhyNot)] == [Choice]


def test_a_leaning_question_with_a_list_of_two_options_is_asked_with_them():
    _, drafts, _ = questions("- Which of the following is dark?\n  - **A. Rye**\n  - B. Corn\n")

    assert [type(draft.body) for draft in drafts] == [Choice]


def test_several_answers_among_options_that_are_called_wrong_need_only_one_of_those():
    question = "Which grains keep a loaf dark for a week? (Choose 2)"
    _, drafts, _ = questions(answered(question, LEANING[question]) + OPTIONS.splitlines(keepends=True)[0])

    made = [draft.body for draft in drafts if not isinstance(draft.body, WhyNot)]
    assert made == [Choice(question, ("Rye", "Buckwheat"), (WrongOption("Corn", "its grain is yellow."),))]


@pytest.mark.parametrize("refused", ["comment", "kinds", "too few"])
def test_a_leaning_question_without_a_choice_waits_for_a_verdict(refused):
    comment = " <!-- fc: mcq=off whynot=off -->" * (refused == "comment")
    options = "" if refused == "too few" else OPTIONS
    head = "---\nflashcards: {kinds: [question]}\n---\n" * (refused == "kinds")
    note, _ = notes.parse(
        f"{head}## Scenario\n- Which of these flours is dark?{comment}\n  - **A) Rye**\n{options}", "n.md"
    )
    drafts = notes.drafts(note)

    assert [(type(draft.body), draft.triage) for draft in drafts] == [
        (Question, "asks which of the following, and shows none")
    ]


def test_a_story_that_ends_in_which_of_the_following_is_asked_by_itself_too():
    story = "A baker must deliver forty dark rolls to the inn before six, and has one deck oven and no second baker. "
    _, drafts, _ = questions(f"- {story}Which of the following flours should be bought?\n  - **A) Rye**\n{OPTIONS}")

    assert [type(draft.body) for draft in drafts][:2] == [Question, Choice]
    assert drafts[0].triage == ""


def test_the_name_that_its_author_gave_goes_to_the_choice_where_it_is_alone():
    _, drafts, _ = questions("- Which of the following is dark? <!-- fc: id=dark -->\n  - **A) Rye**\n" + OPTIONS)

    assert [draft.id_hint for draft in drafts if isinstance(draft.body, Choice)] == ["dark"]


LONG = "Feed the old starter of the guild with rye"


@pytest.mark.parametrize("rest", [
    ", because the yeast in it is hungry by then", " (it must have stood overnight in the cellar)",
    ", which is hungry by noon, and by night again", " - it is hungry by noon, and by night again",
])  # fmt: skip
def test_a_choice_tells_what_explains_its_right_option_after_the_answer(rest):
    wrong = "  - Feed it with corn meal : is incorrect because.\n  - Throw it into the bin : is incorrect.\n"
    found, drafts, _ = questions(f"- What keeps bread?\n  - **A) {LONG}{rest}**\n  - see there\n{wrong}")
    choice = next(draft for draft in drafts if isinstance(draft.body, Choice))

    assert found[0].body.answers == (f"{LONG}{rest}",)
    assert choice.body.answers == (LONG,)
    assert choice.extra == f"- {LONG}{rest}\n- see there"
    assert choice.triage == ""


def test_a_choice_keeps_a_right_option_of_the_length_of_the_others():
    answer = "Feed it with rye, because it is dark"
    wrong = "  - Feed it with corn meal : is incorrect.\n  - Throw it into the bin : is incorrect.\n"
    _, drafts, _ = questions(f"- What keeps bread?\n  - **A) {answer}**\n{wrong}")

    assert [draft.body.answers for draft in drafts if isinstance(draft.body, Choice)] == [(answer,)]


def test_a_choice_whose_right_option_is_far_longer_waits_for_a_verdict():
    _, drafts, _ = questions(f"- What keeps bread?\n  - **A) {LONG} and salt**\n{OPTIONS}")

    assert [draft.triage for draft in drafts if isinstance(draft.body, Choice)] == [
        "the right option is told by its length"
    ]


TOASTER = "  - **A) Deck oven**\n  - Toaster : is incorrect because you would have to turn each loaf yourself.\n"


def why_not(question):
    _, drafts, _ = questions(f"- {question}\n{TOASTER}")
    return next(draft.body.need for draft in drafts if isinstance(draft.body, WhyNot))


def test_a_why_not_shows_all_of_a_short_question():
    question = "Your shop must bake rolls, but **guests must not see the oven.** You want the one with the least work. Which one?"

    assert why_not(question) == question


def test_a_why_not_of_a_list_shows_the_list():
    need = why_not("The shop has these needs:\n  - rolls at six\n  - little work\n\n  Which oven fits?")

    assert need == "The shop has these needs:\n\n- rolls at six\n- little work\n\nWhich oven fits?"


def test_a_why_not_of_a_long_question_shows_what_is_stressed_and_what_is_demanded():
    stem = f"{PADDING}**Guests sit near the oven.** {PADDING}You want the one with the least work."
    need = why_not(f"{stem}  \nWhich of the following ovens should you buy?")

    assert need == ("Guests sit near the oven. You want the one with the least work.\n\nWhich ovens should you buy?")


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (
            "Two sisters run the shop. They **must** bake forty rolls by six.",
            "Two sisters run the shop. They must bake forty rolls by six.",
        ),
        ("Two sisters run the shop. However, guests must never see it.", "Guests must never see it."),
        ("Two sisters run the shop. The guests must never see it.", "The guests must never see it."),
    ],
)
def test_a_why_not_of_a_long_question_names_whom_it_speaks_of(told, shown):
    need = why_not(f"{PADDING}{PADDING}{told}  \nWhich oven should be bought?")

    assert need.endswith("\n\nWhich oven should be bought?")
    assert need.removesuffix("\n\nWhich oven should be bought?").endswith(shown)
    assert ("Two sisters" in need) == ("Two sisters" in shown)


@pytest.mark.parametrize("asked", ["(Choose 2)", "(Select TWO.)", "(2개를 선택하세요)", "**(Choose 2)**"])
def test_a_why_not_counts_nothing(asked):
    assert why_not(f"Which of the following are possible in a small shop? {asked}") == (
        "What is possible in a small shop?"
    )


@pytest.mark.parametrize("fact", [
    "Guild : 빵집이 문을 닫으면 더 이상 적용되지 않습니다.", "Guild : it no longer applies when a shop closes",
])  # fmt: skip
def test_what_ends_one_day_rules_nothing_out(fact):
    found, _, _ = questions(f"- Who bakes?\n  - **A) Members**\n  - {fact}\n")

    assert found[0].body.wrong == ()
