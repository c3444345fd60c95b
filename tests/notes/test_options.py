"""How a note says which options are right, which are wrong, and why."""

import pytest

from flashkms import notes
from flashkms.cards.entry import Question


def drafted(text):
    note, problems = notes.parse(f"---\ntitle: Bakery\n---\n## Scenario\n{text}", "bakery.md")
    return notes.drafts(note), [str(problem) for problem in problems]


def question(text):
    """The draft of the only question in *text*."""
    (found,) = [draft for draft in drafted(text)[0] if isinstance(draft.body, Question)]
    return found


def wrong(remark, options="  - **A) Rye**\n"):
    body = question(f"- What makes a loaf dark?\n{options}  - {remark}\n").body
    return [(one.option, one.why) for one in body.wrong]


@pytest.mark.parametrize("text", ["wrong or missing yeast", "incorrect weight of the dough", "wrong flour, since noon",
                                  "inaccurate clock", "오븐의 잘못된 온도", "잘못된 반죽"])  # fmt: skip
def test_a_wrong_thing_is_no_verdict(text):
    """`wrong` before a noun says what the thing is: the reason is kept whole, and no choice is made of it."""
    drafts, _ = drafted(
        f"- What does a flat loaf say?\n  - **A) The oven was cold**\n  - E1 : {text}\n  - E2 : {text}\n"
    )

    assert [type(draft.body) for draft in drafts] == [Question]
    told = [(one.option, one.why) for one in drafts[0].body.wrong]
    assert told in ([], [("E1", text), ("E2", text)])
    assert told or f"- E1 : {text}" in drafts[0].extra


VERDICTS = {
    "wrong because it is yellow": "it is yellow",
    "wrong, it is yellow": "it is yellow",
    "wrong. It is yellow": "It is yellow",
    "wrong - it is yellow": "it is yellow",
    "wrong answer because it is yellow": "it is yellow",
    "wrong it is yellow": "it is yellow",
    "wrong and it is yellow": "and it is yellow",
    "incorrect for rye bread": "for rye bread",
    "incorrect노랗다": "노랗다",
    "wrong": "",
    "잘못된 선택이다. 노랗다": "노랗다",
    "노랗기 때문에 잘못된 선택입니다.": "노랗기 때문에 잘못된 선택입니다.",
}


@pytest.mark.parametrize("text", VERDICTS)
def test_a_verdict_is_read_whatever_follows_it(text):
    assert wrong(f"Corn : {text}") == [("Corn", VERDICTS[text])]


def test_a_verdict_behind_a_wrong_thing_is_read():
    assert wrong("Wrong yeast : is incorrect because it is pale") == [("Wrong yeast", "it is pale")]
    assert wrong("Corn (wrong grain) : is incorrect because it is pale") == [("Corn (wrong grain)", "it is pale")]


BRACKETS = {
    "Corn (is incorrect because it is yellow)": ("Corn", "it is yellow"),
    "Corn (incorrect, it is yellow)": ("Corn", "it is yellow"),
    "Corn (wrong) : it is yellow": ("Corn", "it is yellow"),
    "Corn (wrong because it is yellow). It is sweet.": ("Corn", "it is yellow. It is sweet."),
    "Corn (is incorrect because meal (yellow) is sweet)": ("Corn", "meal (yellow) is sweet"),
    "Corn (maize) : is incorrect because it is yellow": ("Corn (maize)", "it is yellow"),
    "Corn(오답: 노랗다)": ("Corn", "노랗다"),
}


@pytest.mark.parametrize("remark", BRACKETS)
def test_a_verdict_in_brackets_leaves_no_bracket(remark):
    assert wrong(remark) == [BRACKETS[remark]]


OPTIONS = "  - A. Corn\n  - **B. Rye**\n  - C. Oat Meal\n"


@pytest.mark.parametrize(
    "remark",
    ["Oat Meal: it is pale", "**Oat Meal** : it is pale", "C: it is pale", "**Why not C:** it is pale", "Why not c: it is pale",
     "Why not Oat Meal? : it is pale", "**Why not Oat Meal:** it is pale"],
)  # fmt: skip
def test_a_reason_does_not_repeat_the_option_that_it_names(remark):
    assert wrong(remark, OPTIONS) == [("Corn", ""), ("Oat Meal", "it is pale")]


def test_a_sentence_that_names_its_option_is_a_reason_as_it_stands():
    assert wrong("Oat Meal is pale", OPTIONS) == [("Corn", ""), ("Oat Meal", "Oat Meal is pale")]


def test_why_not_rules_out_what_stands_in_no_list():
    assert wrong("**Why not corn:** it is yellow") == [("corn", "it is yellow")]


@pytest.mark.parametrize("remark", ["Why not wait for the dough?", "Why not: ask the baker", "Why rye: it is dark"])
def test_a_remark_with_why_rules_nothing_out(remark):
    assert wrong(remark) == []


def test_why_not_by_letter_stands_below_the_letter_of_the_answer():
    found = question("Which is dark?\na. Corn\nb. Rye\n**Answer:** b\n**Why not a:** it is yellow\n")

    assert found.body.answers == ("Rye",)
    assert [(one.option, one.why) for one in found.body.wrong] == [("Corn", "it is yellow")]
    assert found.extra == ""


def test_the_label_of_an_explanation_is_no_part_of_an_option():
    assert wrong("Explanation: Corn : is incorrect because it is yellow") == [("Corn", "it is yellow")]


@pytest.mark.parametrize(
    "key", ["Answer: B because bran is dark", "Answer: B, bran is dark", "**Answer: B** (bran is dark)"]
)
def test_what_follows_the_letter_of_the_answer_is_told(key):
    assert "bran is dark" in question(f"- Which is dark?\n  - A. Corn\n  - B. Rye\n  - {key}\n").extra


@pytest.mark.parametrize("key", ["Answer: B. Rye", "Answer: B) Rye.", "**Answer:** B - **Rye**", "정답: B"])
def test_the_answer_behind_its_letter_is_not_told_twice(key):
    assert question(f"- Which is dark?\n  - A. Corn\n  - B. Rye\n  - {key}\n").extra == ""


TICKS = {
    "the letter": "  - A. Corn\n  - B. Rye\n  - ✅ B\n",
    "the letter, then the tick": "  - A. Corn\n  - B. Rye\n  - B ✅\n",
    "the option again": "  - A. Corn\n  - B. Rye\n  - ✔ B. Rye\n",
    "before the letter": "  - A. Corn\n  - ✅ B. Rye\n",
    "behind the option": "  - A. Corn\n  - B. Rye ✅\n",
    "crosses, too": "  - ❌ A. Corn\n  - ✅ B. Rye\n",
    "circled": "  - ① Corn\n  - ② Rye\n  - ✅ ②\n",
    "the number": "  1. Corn\n  2. Rye\n\n  ✅ 2\n",
    "no letters, the option again": "  - Corn\n  - Rye\n  - ✅ Rye\n",
    "lines": "  A. Corn\n  B. Rye\n  ✅ B\n",
    "lines, the option again": "  A. Corn\n  B. Rye\n  ✔ B. Rye\n",
    "lines, before the letter": "  A. Corn\n  ✅ B. Rye\n",
}


@pytest.mark.parametrize("options", TICKS.values(), ids=TICKS)
def test_a_tick_marks_the_option_that_it_names(options):
    body = question(f"- Which is dark?\n{options}").body

    assert (body.question, body.answers) == ("Which is dark?", ("Rye",))
    assert [one.option for one in body.wrong] == ["Corn"]


def test_several_letters_may_be_ticked():
    assert question("- Which?\n  - A. Corn\n  - B. Rye\n  - C. Oat\n  - ✅ A, C\n").body.answers == ("Corn", "Oat")


def test_a_ticked_remark_that_is_no_letter_is_an_answer_of_its_own():
    body = question("- Which?\n  - ✅ A firm dough\n  - ❌ Corn\n").body

    assert body.answers == ("A firm dough",)


BELOW = {
    "code": ("  - **A)**\n    ```\n    bake --rye\n    ```\n", ("```\nbake --rye\n```",), ""),
    "code behind a blank line": ("  - **A)**\n\n    ```\n    bake\n    ```\n  - at noon\n", ("```\nbake\n```",), "- at noon"),
    "a bullet": ("  - **A)**\n    - Rye\n", ("Rye",), ""),
    "two bullets": ("  - **A)**\n    - Rye\n    - Oat\n      - the pale one\n", ("Rye", "Oat"), "- the pale one"),
    "two marks": ("  - **A1)**\n    - Rye\n  - **A2)** Oat\n", ("Rye", "Oat"), ""),
    "a label": ("  - **Answer:**\n    - Rye\n", ("Rye",), ""),
    "a label over code": ("  - Answer\n    ```\n    bake\n    ```\n", ("```\nbake\n```",), ""),
    "a picture": ("  - **A)**\n    ![rye](rye.png)\n", ("![rye](rye.png)",), ""),
    "a bullet and code": ("  - **A)**\n    - Rye\n\n    ```\n    bake\n    ```\n", ("Rye",), "```\nbake\n```"),
}  # fmt: skip


@pytest.mark.parametrize("name", BELOW)
def test_an_answer_may_stand_below_its_mark(name):
    below, answers, extra = BELOW[name]
    found = question(f"- Which?\n{below}")

    assert (found.body.answers, found.extra.strip()) == (answers, extra)


@pytest.mark.parametrize("below", ["  - **A)**\n", "  - **A)**\n  - at noon\n", "  - **A)**\n    > said Ann\n"])
def test_a_mark_with_no_answer_is_none(below):
    drafts, problems = drafted(f"- Which?\n{below}")

    assert drafts == ()
    assert problems == ["bakery.md:5: no answer found (mark it: - **A) …**)"]


@pytest.mark.parametrize("mark", ["**Answer** :", "**Answer**:", "**Answer :**", "**정답** :", "**A)**", "**A** :"])
def test_the_mark_of_an_answer_may_alone_be_bold(mark):
    assert question(f"- Which?\n  - {mark} Rye\n").body.answers == ("Rye",)


@pytest.mark.parametrize("line", ["Which keeps? -> **Rye**", "Which keeps? -> Rye", "Which keeps? → **Rye**",
                                  "You need one that keeps -> **Rye**", "You need one\nthat keeps => **Rye**"])  # fmt: skip
def test_an_answer_may_stand_behind_an_arrow_on_the_line_of_its_question(line):
    found = question(f"- {line}\n  - it is dark\n")

    assert (found.body.answers, found.extra) == (("Rye",), "- it is dark")
    assert "->" not in found.body.question


@pytest.mark.parametrize(
    "line", ["Dough -> loaf -> **rolls**", "Which goes dough -> loaf?", "It goes from dough -> loaf"]
)
def test_an_arrow_inside_a_question_points_to_no_answer(line):
    assert drafted(f"- {line}\n  - it is dark\n")[0] == ()


def test_a_marked_answer_goes_before_one_behind_an_arrow():
    assert question("- Which turns dough -> **loaves**?\n  - **A) Oven**\n").body.answers == ("Oven",)
