"""Where a scenario begins and ends, and which lines below its question are options, answers and remarks."""

import pytest

from flashkms import notes
from flashkms.cards.entry import Question


def asked(text, heading="Scenario"):
    """The question, answers and wrong options of each scenario below *heading*, and what is wrong with the note."""
    note, problems = notes.parse(f"---\ntitle: Bakery\n---\n## {heading}\n\n{text}", "bakery.md")
    bodies = {draft.line: draft.body for draft in notes.drafts(note) if hasattr(draft.body, "question")}
    found = [(body.question, body.answers, tuple(one.option for one in body.wrong)) for body in bodies.values()]
    return found, [str(problem) for problem in problems]


def remarks(text):
    """What stands on the back of each question."""
    note, _ = notes.parse(f"## Scenario\n{text}", "bakery.md")
    return [draft.extra for draft in notes.drafts(note) if isinstance(draft.body, Question)]


DARK = ("Which flour is dark?", ("Rye",), ("Corn",))
PALE = ("Which flour is pale?", ("Oat",), ("Rye",))

LINES = {
    "by number": "Q1. Which flour is dark?\nA. Corn\nB. Rye\nAnswer: B\n",
    "by letter": "Q: Which flour is dark?\nA. Corn\nB. Rye\nAnswer: B\n",
    "by colon": "Q: Which flour is dark?\nA: Corn\nB: Rye\nAnswer: B\n",
    "in a bullet": "- Q. Which flour is dark?\n  A. Corn\n  B. Rye\n  Answer: B\n",
    "bold": "Q1. Which flour is dark?\nA. Corn\n**B. Rye**\n",
    "called correct": "Q1. Which flour is dark?\nA. Corn\nB. Rye (correct)\n",
    "apart": "Q1. Which flour is dark?\n\nA. Corn\n\nB. Rye\n\nAnswer: B\n",
    "with a reason": "Q1. Which flour is dark?\nA. Corn\nB. Rye\nAnswer: B\nA: is yellow\n",
}


@pytest.mark.parametrize("text", LINES.values(), ids=LINES)
def test_lines_with_letters_below_a_question_are_its_options(text):
    found, _ = asked(text, "Exam questions")

    assert found == [DARK]


def test_each_question_of_a_paragraph_has_options_or_an_answer_of_its_own():
    text = "Q: Which flour is dark?\nA: Rye\nQ: Which flour is pale?\nA. Rye\nB. Oat\nAnswer: B\n"

    assert asked(text)[0] == [("Which flour is dark?", ("Rye",), ()), PALE]


@pytest.mark.parametrize("mark", ["A: ", "A. ", "**A:** "])
def test_a_line_with_an_a_alone_is_an_answer(mark):
    found, _ = asked(f"Q: Which flour is dark?\n{mark}Rye\nQ: Which flour is pale?\n{mark}Oat\n", "Exam questions")

    assert [answers for _, answers, _ in found] == [("Rye",), ("Oat",)]


def test_options_of_which_none_is_called_right_are_no_answer():
    found, problems = asked("Q: Which flour is dark?\nA: Corn\nB: Rye\n")

    assert found == []
    assert problems == ["bakery.md:6: no answer found (mark it: - **A) …**)"]


KEYS = ["Answer: B", "**Answer: B**", "**Answer:** B", "**Correct answer: B**", "정답: B"]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(
    "question", ["Which flour is dark?", "**Q1.** Which flour is dark?", "**Which flour is dark?**"]
)
@pytest.mark.parametrize("mark", [".", ")"])
def test_bullets_with_letters_below_a_paragraph_are_its_options(question, mark, key):
    options = f"- A{mark} Corn\n- B{mark} Rye\n"
    text = f"{question}\n\n{options}\n{key}\n\nWhich flour is pale?\n\n- A) Rye\n- **B) Oat**\n"

    assert asked(text) == ([DARK, PALE], [])


def test_options_may_stand_in_the_column_of_their_question():
    assert asked("- Which flour is dark?\n- A. Corn\n- B. Rye\n- Answer: B\n")[0] == [DARK]


def test_questions_may_have_letters():
    text = "- A. Which flour is dark?\n  - **A) Rye**\n- B. Which flour is pale?\n  - **A) Oat**\n"

    assert [answers for _, answers, _ in asked(text)[0]] == [("Rye",), ("Oat",)]


NUMBERED = {
    "circled": "1. Which flour is dark?\n① Corn\n② Rye\n\n정답: ②\n\n2. Which flour is pale?\n① Rye\n② Oat\n\n정답: ②\n",
    "lines": "1. Which flour is dark?\nA. Corn\nB. Rye\n\nAnswer: B\n\n2. Which flour is pale?\nA. Rye\nB. Oat\n\nAnswer: B\n",
    "apart": "1. Which flour is dark?\n\nA. Corn\n\nB. Rye\n\nAnswer: B\n\n2. Which flour is pale?\n\nA. Rye\n\nB. Oat\n\nAnswer: B\n",
    "all ones": "1. Which flour is dark?\nA. Corn\nB. Rye\n\nAnswer: B\n\n1. Which flour is pale?\nA. Rye\nB. Oat\n\nAnswer: B\n",
    "one left out": "1. Which flour is dark?\nA. Corn\nB. Rye\n\nAnswer: B\n\n3. Which flour is pale?\nA. Rye\nB. Oat\n\nAnswer: B\n",
    "no blank line": "1. Which flour is dark?\nA. Corn\nB. Rye\nAnswer: B\n2. Which flour is pale?\nA. Rye\nB. Oat\nAnswer: B\n",
    "bullets": "1. Which flour is dark?\n- A. Corn\n- B. Rye\n\nAnswer: B\n\n2. Which flour is pale?\n- A. Rye\n- B. Oat\n\nAnswer: B\n",
    "explained": "1. Which flour is dark?\nA. Corn\nB. Rye\n\nAnswer: B\n\nBran is dark.\n\n2. Which flour is pale?\nA. Rye\nB. Oat\n\nAnswer: B\n",
    "plain bullets": "- Which flour is dark?\nA. Corn\nB. Rye\n\nAnswer: B\n\n- Which flour is pale?\nA. Rye\nB. Oat\n\nAnswer: B\n",
}  # fmt: skip


@pytest.mark.parametrize("text", NUMBERED.values(), ids=NUMBERED)
def test_the_next_question_of_a_list_ends_a_scenario(text):
    assert asked(text, "Exam questions")[0] == [DARK, PALE]


def test_the_next_number_ends_a_scenario_that_asks_without_a_question_mark():
    text = (
        "1. 어두운 것을 고르시오.\n① 옥수수\n② 호밀\n\n정답: ②\n\n2. 밝은 것을 고르시오.\n① 귀리\n② 호밀\n\n정답: ①\n"
    )

    assert [answers for _, answers, _ in asked(text)[0]] == [("호밀",), ("귀리",)]


def test_numbered_options_below_a_numbered_question_are_no_questions():
    options = "   1. Corn\n   2. Rye\n   3. Oat\n   4. Rice\n"
    found, _ = asked(f"3. Which flour is dark?\n{options}\nAnswer: 2\n", "Exam questions")

    assert found == [("Which flour is dark?", ("Rye",), ("Corn", "Oat", "Rice"))]


def test_a_numbered_remark_below_an_answer_ends_no_scenario():
    found, _ = asked("1. Which flour is dark?\nA. Corn\nB. Rye\n\nAnswer: B\n\n1. bran is dark\n", "Exam questions")

    assert found == [DARK]


ODDLY = {
    "a column in": "- Which flour is dark?\n  A. Corn\n  **B. Rye**\n\n - Which flour is pale?\n   - **A) Oat**\n   - Rye : is incorrect because it is dark\n",
    "and no blank line": "- Which flour is dark?\n  A. Corn\n  **B. Rye**\n - Which flour is pale?\n   - **A) Oat**\n   - Rye : is incorrect because it is dark\n",
    "with a tick": "- Which flour is dark?\n  A. Corn\n  B. Rye ✅\n - Which flour is pale?\n   - **A) Oat**\n   - Rye : is incorrect because it is dark\n",
    "a column less than the answers": "- Which flour is dark?\n   - **A) Rye**\n   - Corn : is incorrect because it is yellow\n - Which flour is pale?\n   - **A) Oat**\n   - Rye : is incorrect because it is dark\n",
}  # fmt: skip


@pytest.mark.parametrize("text", ODDLY.values(), ids=ODDLY)
def test_a_question_nearly_at_the_margin_ends_a_scenario_with_an_answer(text):
    assert asked(text)[0] == [DARK, PALE]


REMARKS = {
    "a question": "  - Why not corn?\n",
    "a question with its reply": "  - Why not corn?\n    - it is yellow\n",
    "a label": "  - Notes\n    - bran is dark\n",
}


@pytest.mark.parametrize("remark", REMARKS.values(), ids=REMARKS)
def test_a_remark_below_an_answer_ends_no_scenario(remark):
    text = f"- Which flour is dark?\n  - **A) Rye**\n{remark}- Which flour is pale?\n  - **A) Oat**\n"

    assert [answers for _, answers, _ in asked(text)[0]] == [("Rye",), ("Oat",)]
    assert remarks(text)[0].split("\n")[0] == remark.strip().split("\n")[0]


def test_a_remark_in_the_column_of_an_answer_ends_no_scenario():
    text = "Which flour is dark?\n\n- **A) Rye**\n- Why not corn?\n- Corn : is incorrect because it is yellow\n"

    assert asked(text)[0] == [DARK]


def test_an_explanation_glued_to_a_numbered_question_has_no_number():
    assert remarks("1. Which flour is dark?\n① Corn\n② Rye\n정답: ②\n해설: bran is dark\n") == ["- 해설: bran is dark"]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n    \n"])
@pytest.mark.parametrize("answer", ["**A) Rye**", "**A) Rye** : it has bran", "__A) Rye__", "**A1) Rye**"])
def test_a_marked_answer_may_be_a_line_below_its_question(gap, answer):
    found, _ = asked(f"- Which flour is dark?{gap}  {answer}\n- Which flour is pale?\n  - **A) Oat**\n")

    assert [(question, answers) for question, answers, _ in found] == [
        ("Which flour is dark?", ("Rye",)), ("Which flour is pale?", ("Oat",)),
    ]  # fmt: skip


def test_a_bold_line_with_an_a_above_a_line_with_a_b_is_an_option():
    assert asked("- Which flour is dark?\n**A) Rye**\nB) Corn\n")[0] == [DARK]


def test_reasons_by_letter_below_the_letters_of_the_answers_are_those_of_the_options():
    text = "Which flour is dark?\nA) Corn\nB) Rye\nAnswer: B) Rye\nA) Corn is incorrect: it is yellow\n"
    note, _ = notes.parse(f"## Scenario\n{text}", "bakery.md")
    body = notes.drafts(note)[0].body

    assert [(one.option, one.why) for one in body.wrong] == [("Corn", "it is yellow")]


@pytest.mark.parametrize("number", ["**1)**", "**1.**", "1)", "Q01", "**Q12**", "Q1.", "**Q1:**"])
def test_the_number_of_a_question_is_not_on_its_front(number):
    assert asked(f"- {number} Which flour is dark?\n  - **A) Rye**\n")[0][0][0] == "Which flour is dark?"


@pytest.mark.parametrize(
    "question", ["Q2 was dark. Which flour sold?", "1. mix 2. rest: which comes next?", "1.5 loaves are dark. Which?"]
)
def test_a_figure_that_is_no_number_of_a_question_stays(question):
    assert asked(f"- {question}\n  - **A) Rye**\n")[0][0][0] == question
