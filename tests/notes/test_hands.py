"""Notes in other hands: what stands around a bullet, above a list and below a heading, and is never lost in silence."""

import re

import pytest

from flashkms import notes
from flashkms.cards import cloze


def drafted(text: str, head: str = "title: Bakery\nflashcards: true"):
    note, problems = notes.parse(f"---\n{head}\n---\n{text}", "bakery.md")
    drafts = notes.drafts(note)
    return drafts, notes.coverage(note, drafts), problems


def hidden(text: str):
    return [[blank.answer for blank in cloze.blanks(draft.body.text)] for draft in drafted(text)[0]]


STEPS = "1. take the lock\n2. write the log\n3. flush the page\n"
ABOVE = {
    "a bullet": "- A lock guards **shared data** from races",
    "a paragraph": "A lock guards **shared data** from races",
    "a quotation": "> A lock is a promise",
    "a question": "What guards shared data?::A lock",
    "a definition": "Lock\n: a promise to wait",
    "nested bullets": "- A lock guards **shared data**\n  - a latch guards **pages** in memory",
    "a task": "- [ ] The lock guards **shared data** here",
    "a numbered fact": "- first\n\n1. A lock guards **shared data**\n\nand then",
}


@pytest.mark.parametrize("above", ABOVE.values(), ids=ABOVE)
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_steps_are_a_card_whatever_stands_above_them(above, gap):
    """What stands above a numbered list is no step of it."""
    if gap == "\n" and above.startswith((">", "Lock")):
        gap = "\n\n"
    drafts, lines, _ = drafted(f"## Commit\n{above}{gap}{STEPS}")

    (steps,) = [draft for draft in drafts if "procedure" in draft.tags]
    assert cloze.without_blanks(steps.body.text) == "take the lock → write the log → flush the page"
    assert [line.fate for line in lines[-3:]] == ["card"] * 3


@pytest.mark.parametrize(
    "steps",
    [
        "1. take the lock\n   - of the page\n2. write the log\n3. flush the page\n",
        "1. take the lock <!-- fc: skip -->\n2. write the log\n3. flush the page\n",
        "1. take the lock\n2. write the log <!-- fc: id=the-log -->\n3. flush the page\n",
        "1. lock :: a promise to wait\n2. write the log\n3. flush the page\n",
        "1. take the lock\n- write the log\n3. flush the page\n",
    ],
)
def test_no_line_is_called_a_step_of_a_card_that_is_not_made(steps):
    drafts, lines, _ = drafted(f"## Commit\n{steps}")

    assert not any("procedure" in draft.tags for draft in drafts)
    assert "a step of the list above" not in {line.why for line in lines}


def test_a_comment_at_any_step_makes_its_list_one_of_steps():
    drafts, lines, _ = drafted("## Rye\n1. dark flour\n2. warm water <!-- fc: list=ordered -->\n3. wet hands\n")

    assert [draft.tags for draft in drafts] == [("procedure",)]
    assert [line.fate for line in lines[1:]] == ["card"] * 3


def test_what_hangs_at_a_step_stands_on_the_card_of_the_steps():
    drafts, lines, _ = drafted("## Commit\n1. take the lock\n2. write the log\n   ![log](log.png)\n3. flush the page\n")

    assert [draft.extra for draft in drafts] == ["![log](log.png)"]
    assert {line.fate for line in lines[1:]} == {"card"}


@pytest.mark.parametrize("indent", ["", "  "])
def test_a_quotation_below_a_point_stands_on_its_back(indent):
    drafts, lines, _ = drafted(f"## Locks\n- A **mutex** has one holder at a time\n\n{indent}> mind the **owner**\n")

    assert [draft.extra for draft in drafts] == ["> mind the **owner**"]
    assert lines[-1].fate == "card"


def test_a_quotation_of_no_card_is_skipped():
    drafts, lines, _ = drafted("## Locks\n> mind the **owner**\n\n- TODO\n\n> and the rest\n")

    assert not drafts
    assert [line.why for line in lines if line.text.startswith(">")] == ["quotation"] * 2


PICTURED = {
    "right below the heading": "![t](t.png)\n- Copper carries **electric pulses** over short runs\n",
    "below a table": "| a | b |\n|---|---|\n| Cat 5e | 1 Gbps |\n\n![t](t.png)\n",
    "at a label": "- Media:\n  ![t](t.png)\n  - Copper carries **electric pulses** over short runs\n",
    "at a bullet of its own": "- ![t](t.png)\n- Copper carries **electric pulses** over short runs\n",
    "below all cards": "- Copper carries **electric pulses** over short runs\n- TODO\n  ![t](t.png)\n",
}


@pytest.mark.parametrize("part", PICTURED.values(), ids=PICTURED)
def test_a_picture_that_hangs_at_no_card_stands_on_the_nearest_one(part):
    drafts, lines, _ = drafted(f"## Cables\n{part}## Other\n- Fibre carries **light pulses** over long runs\n")

    assert [draft.extra for draft in drafts] == ["![t](t.png)", ""]
    assert [line.fate for line in lines if "t.png" in line.text] == ["card"]


@pytest.mark.parametrize("part", ["![t](t.png)\n", "- Copper carries **pulses** <!-- fc: skip -->\n  ![t](t.png)\n"])
def test_a_picture_without_a_card_below_its_heading_is_skipped(part):
    drafts, lines, _ = drafted(f"## Cables\n{part}## Other\n- Fibre carries **light pulses** over long runs\n")

    assert [draft.extra for draft in drafts] == [""]
    assert [line.why for line in lines if "t.png" in line.text] == ["a picture of no card"]


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("Creatinine is normally 0.6-1.2 mg/dL in adults", "0.6-1.2"),
        ("The range is 2.5-3.5 for a mechanical valve", "2.5-3.5"),
        ("The range is 2.5 - 3.5 for a mechanical valve", "2.5 - 3.5"),
        ("Potassium of 3.5–5.0 mmol/L is normal in blood", "3.5–5.0"),
        ("The dough rests for 36-72 h in the cold cellar", "36-72"),
    ],
)
def test_a_range_is_never_cut_inside_a_number(line, numbers):
    for answer in hidden(f"## Values\n- {line}\n")[0]:
        assert numbers in answer or not re.search(r"[\d.]", answer)


def test_each_kind_of_point_keeps_to_the_limit_of_blanks():
    drafts, _, _ = drafted(
        "## Locks\n| mode | conflicts | taken by |\n|---|---|---|\n| SHARE | ROW EXCLUSIVE | CREATE INDEX |\n\n"
        f"{STEPS}\n- parse -> plan -> run -> send\n",
        "flashcards: {max_blanks: 1}",
    )

    assert [len(cloze.blanks(draft.body.text)) for draft in drafts] == [1, 1, 1]


def test_a_kind_that_the_note_does_not_want_is_said_to_be_so():
    part = f"- The **lock** guards the shared data\n\n{STEPS}\n| a | b |\n|---|---|\n| rye | dark |\n"
    drafts, lines, _ = drafted(f"## Locks\n{part}", "flashcards: {kinds: [question]}")

    assert not drafts
    assert {line.why for line in lines} == {"heading", "a card of a kind that the note does not ask for", "table"}


def test_a_point_said_twice_is_said_to_be_so():
    _, lines, _ = drafted("## Locks\n" + 2 * "- The **lock** guards the shared data\n")

    assert [line.why for line in lines] == ["heading", "feature", "says the same as another point"]


def test_bullets_right_below_the_lines_of_an_answer_belong_to_it():
    drafts, _, _ = drafted("What is the window test?\n?\nStretch the dough\n- if it tears\n- knead on\n")

    assert [draft.body.answers for draft in drafts] == [("Stretch the dough\n\n- if it tears\n- knead on",)]


def test_bullets_apart_from_an_answer_are_points_of_their_own():
    drafts, _, _ = drafted("What is the window test?\n?\nStretch the dough\n\n- A torn dough needs **more water**\n")

    assert len(drafts) == 2


def test_a_table_behind_code_and_a_blank_line_is_no_part_of_the_bullet_above():
    table = "| mode | conflicts |\n|---|---|\n| SHARE | ROW EXCLUSIVE |\n"
    drafts, _, _ = drafted(f"## Locks\n- A lock guards **shared data** here\n\n  ```\n  x\n  ```\n\n{table}")

    assert [draft.context for draft in drafts] == [("Bakery", "Locks")] * 2


def test_what_stands_loose_below_a_heading_that_asks_is_not_on_its_card():
    drafts, lines, _ = drafted(
        "## Why is salt late? #card\nIt slows yeast.\n\n[^1]: holes\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )

    assert [draft.body.answers for draft in drafts] == [("It slows yeast.\n\n| a | b |\n|---|---|\n| 1 | 2 |",)]
    assert [line.line for line in lines if line.fate != "card"] == [8]


WRITTEN = ["What is a levain?::A starter", "- Biga :: a stiff preferment", "- {{c1::Autolyse}} means resting"]


@pytest.mark.parametrize("card", WRITTEN)
@pytest.mark.parametrize("note", ["#flashcards\n\n{}\n", "# Hub\n\n#flashcards\n{}\n", "# Hub\n{}\n\n#flashcard\n"])
def test_a_line_of_tags_makes_cards_of_what_is_written_as_cards(note, card):
    read, _ = notes.parse(note.format(card + "\n\n- A plain **fact** stands here as well"), "hub.md")

    assert len(notes.drafts(read)) == 1


@pytest.mark.parametrize(
    ("line", "blank"), [("Yeast", "Yeast"), ("**Bacteria** live", "Bacteria"), ("Storage types", "Storage types")]
)
def test_a_forced_line_is_a_card_whatever_it_is(line, blank):
    (draft,) = drafted(f"## Basics\n- {line} <!-- fc: force -->\n")[0]

    assert [one.answer for one in cloze.blanks(draft.body.text)] == [blank]
    assert not draft.triage


@pytest.mark.parametrize("line", ["Yeast", "Storage types"])
def test_a_line_that_nobody_forces_stays_a_stub(line):
    assert not drafted(f"## Basics\n- {line}\n")[0]


def test_a_forced_paragraph_is_a_card():
    assert len(drafted("## Basics\nThe dough rests in the cold cellar overnight <!-- fc: force -->\n")[0]) == 1


ANSWER = {
    "a heading": "## Why is salt late? #card\nIt slows the yeast.\n- a secret <!-- fc: skip -->\n- ash is low\n",
    "a bullet": "## Salt\n- Why is salt late? #card\n  - It slows the yeast.\n  - a secret <!-- fc: skip -->\n",
}


@pytest.mark.parametrize("part", ANSWER.values(), ids=ANSWER)
def test_a_line_of_an_answer_can_be_left_out(part):
    (draft,), lines, problems = drafted(part)

    assert "It slows the yeast." in draft.body.answers[0]
    assert "secret" not in draft.body.answers[0]
    assert [line.why for line in lines if "secret" in line.text] == ["the note says skip"]
    assert not problems


@pytest.mark.parametrize("words", ['cloze="0.99 %"', "force", 'q="Which?"'])
def test_a_comment_that_says_nothing_in_an_answer_is_a_problem(words):
    _, _, problems = drafted(f"## Why is salt late? #card\nIt slows the yeast.\n- ash is low <!-- fc: {words} -->\n")

    assert [problem.message for problem in problems] == [f"`{words.partition('=')[0]}` says nothing here"]


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("mcq=maybe", '`mcq` is on or off, not "maybe"'),
        ('cloze=""', "`cloze` names nothing"),
        ('cloze="the wall"', 'the comment hides "the wall", which is not in the line'),
    ],
)
def test_a_comment_that_means_nothing_is_a_problem(comment, said):
    _, _, problems = drafted(f"## Ovens\n- The stone holds **heat** for hours <!-- fc: {comment} -->\n")

    assert [problem.message for problem in problems] == [said]


@pytest.mark.parametrize("comment", ["mcq=on", "mcq=off", "mcq", 'cloze="heat"', 'cloze="**heat**"', 'cloze="`fire`"'])
def test_a_comment_that_means_something_is_none(comment):
    _, _, problems = drafted(f"## Ovens\n- The stone holds **heat** of `fire` for hours <!-- fc: {comment} -->\n")

    assert not problems


def test_an_id_that_is_given_twice_is_a_problem():
    line = "- The {} holds **heat** for hours <!-- fc: id={} -->\n"
    _, _, problems = drafted("## Ovens\n" + line.format("stone", "a-stone") + line.format("wall", "a-stone"))
    _, _, none = drafted("## Ovens\n" + line.format("stone", "a-stone") + line.format("wall", "a-wall"))

    assert [(problem.line, problem.message) for problem in problems] == [(7, "the id `a-stone` stands in line 6 too")]
    assert not none


@pytest.mark.parametrize("written", ['<img src="t.png">', "<p align='center'><img alt=x src='t.png' width=9></p>"])
def test_a_picture_written_as_html_is_one(written):
    (draft,), lines, _ = drafted(f"## Ovens\n- The stone holds **heat** for hours\n\n{written}\n")

    assert draft.extra == "![](t.png)"
    assert lines[-1].fate == "card"


def test_html_without_a_picture_stays_markup():
    (draft,), lines, _ = drafted("## Ovens\n- The stone holds **heat** for hours\n\n<p align='center'></p>\n")

    assert not draft.extra
    assert lines[-1].fate == "skipped"


@pytest.mark.parametrize("callout", ["> [!note] Mind\n> the flue", "> [!tip]\n> mind the flue"])
def test_a_callout_below_a_question_is_a_remark(callout):
    note, problems = notes.parse(
        f"## Scenario\n- Which oven?\n  - **A) Stone**\n\n{callout}\n\n- Which salt?\n  - **A) Grey**\n", "n.md"
    )
    first, second = notes.drafts(note)

    assert "the flue" in first.extra
    assert not second.extra
    assert not problems


@pytest.mark.parametrize("opens", ["{% comment %}", "{%- comment -%}"])
def test_what_jekyll_leaves_unsaid_is_on_no_card(opens):
    drafts, lines, _ = drafted(
        f"## Bread\n{opens}\n- **Corn** keeps 4 days\n{{% endcomment %}}\n- **Rye** keeps 9 days\n"
    )

    assert [draft.line for draft in drafts] == [8 + 1]
    assert {line.why for line in lines[1:4]} == {"comment"}


def test_what_is_unsaid_within_a_line_is_left_out():
    drafts, _, _ = drafted("## Bread\n- **Rye** keeps 9 days {% comment %}ask Ann{% endcomment %} in a cellar\n")

    assert "Ann" not in drafts[0].body.text
    assert "in a cellar" in drafts[0].body.text


def test_a_comment_of_jekylls_that_never_ends_hides_nothing():
    drafts, _, _ = drafted("## Bread\n{% comment %}\n- **Rye** keeps 9 days\n")

    assert len(drafts) == 1


@pytest.mark.parametrize(
    ("opens", "code", "fence"),
    [
        ("{% highlight bash %}", "bake", "```bash\nbake\n```"),
        ("{% highlight ruby linenos %}", "bake\n  twice", "```ruby\nbake\n  twice\n```"),
        ("{%- highlight c++ -%}", "```\nbake", "````c++\n```\nbake\n````"),
    ],
)
def test_code_that_jekyll_highlights_is_a_fence_on_the_card(opens, code, fence):
    text = f"{opens}\n{code}\n{{% endhighlight %}}".replace("\n", "\n  ")
    drafts, _, _ = drafted(f"## Bread\n- The **oven** bakes 9 loaves\n  {text}\n")

    assert drafts[0].extra == fence


def test_a_label_above_steps_is_told_as_what_it_is():
    _, lines, _ = drafted(
        "## Bread\n- Steps to set up\n  1. heat the oven\n  2. feed the starter\n  3. mix the dough\n"
    )

    assert [(line.fate, line.why) for line in lines[1:3]] == [
        ("context", "label of the points below it"), ("card", "feature"),
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "fate"), [
    ("price $0.004 per loaf vs. $0.023 per loaf of rye", "card"), ("Deck ovens vs. rack ovens", "skipped"),
])  # fmt: skip
def test_a_comparison_of_figures_is_no_heading(text, fate):
    _, lines, _ = drafted(f"## Bread\n- {text}\n")

    assert lines[-1].fate == fate
