"""Facts that ask what they are said of, where no word of them is worth hiding."""

import pytest

from flashkms.cards import cloze
from flashkms.cards.entry import Cloze, Question
from tests.notes.test_points import drafted

OVENS = "## Ovens\n### Deck oven\n- {0}\n### Rack oven\n- The racks of it hold **80 loaves** at once\n"
KINDS = "## Kinds of flour\n- Rye\n  - {0}\n- Spelt\n  - A sack of it weighs **20 kg** at the mill\n"
VERSUS = "title: Poolish vs. Biga\nflashcards: true"


def asked(text, head="title: Bakery\nflashcards: true"):
    """The questions of *text*, each with its answers and what stands above it."""
    return [
        (draft.body.question, draft.body.answers, draft.context)
        for draft in drafted(text, head)[0]
        if isinstance(draft.body, Question)
    ]


def test_a_weak_fact_below_names_that_differ_in_a_word_asks_which_one():
    assert asked(OVENS.format("is **NOT made for feasts**")) == [
        ("**Which one: Deck or Rack?**\n\nis **NOT made for feasts**", ("Deck oven",), ("Bakery", "Ovens"))
    ]


def test_a_weak_fact_below_a_kind_of_things_asks_which_one():
    assert asked(KINDS.format("is **NOT made for feasts**")) == [
        ("**Which one: Rye or Spelt?**\n\nis **NOT made for feasts**", ("Rye",), ("Bakery", "Kinds of flour"))
    ]


def test_a_title_that_names_the_sides_lists_them_itself_and_the_subject_is_hidden():
    assert asked("## Poolish\n- Poolish is **NOT made for feasts**\n\n## Biga\n- rests **16 hours**\n", VERSUS) == [
        ("**Which one?**\n\n… is **NOT made for feasts**", ("Poolish",), ("Poolish vs. Biga",))
    ]


def test_which_one_is_asked_in_korean_of_a_korean_fact():
    ((question, answers, _),) = asked(
        "## Poolish\n- Poolish는 **물, 밀가루, 효모** 없이 둔다\n\n## Biga\n- rests **16 hours**\n", VERSUS
    )

    assert question.startswith("**어느 것?**")
    assert answers == ("Poolish",)


@pytest.mark.parametrize(
    "line",
    [
        "holds **60 loaves** at once",  # a blank worth keeping
        "is **NOT made for a rack**",  # names the other one
        "is **NOT made for one deck**",  # names itself in part
        "but is **NOT made for feasts**",  # leans on what stands before
        "cannot do it",  # tells nothing
    ],
)
def test_a_fact_with_a_good_blank_or_that_tells_the_names_asks_no_such_question(line):
    assert asked(OVENS.format(line)) == []


def test_facts_below_headings_of_no_one_kind_ask_no_such_question():
    assert asked("## Cleaning\n- is **NOT made for feasts**\n## Guild rules\n- Rye costs **3 coins**\n") == []


def test_where_no_questions_are_wanted_none_is_made_of_a_fact():
    head = "title: Bakery\nflashcards: {kinds: [cloze]}"

    assert asked(OVENS.format("is **NOT made for feasts**"), head) == []


def test_what_opens_a_section_and_says_what_its_heading_is_asks_for_that_too():
    (draft,) = drafted("## Banneton basket\n- a thing of cane that holds **round loaves** as they rise\n")[0]

    assert isinstance(draft.body, Cloze)
    assert [(blank.ordinal, blank.answer) for blank in cloze.blanks(draft.body.text)] == [
        (2, "Banneton basket"),
        (1, "round loaves"),
    ]
    assert draft.context == ("Bakery",)
    assert "definition" in draft.tags


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("Banneton basket", "Bakers keep **round loaves** in it as they rise"),  # has a subject of its own
        ("Banneton basket", "the guild lends **round loaves** to millers"),
        ("Baskets", "a thing of cane that holds **round loaves** as they rise"),  # no name of one thing
        ("Using a basket", "a thing of cane that holds **round loaves** as they rise"),
        ("Banneton basket", "a banneton is a basket that holds **round loaves** as they rise"),  # told
    ],
)
def test_a_fact_with_its_own_subject_defines_no_heading(heading, line):
    for draft in drafted(f"## {heading}\n- {line}\n")[0]:
        assert heading not in getattr(draft.body, "text", "")


def test_a_few_words_define_no_title():
    for draft in drafted("## Features\n- keeps **round loaves** warm\n", "title: Deck oven\nflashcards: true")[0]:
        assert "Deck oven" not in draft.body.text


def test_a_name_in_the_middle_of_a_phrase_is_no_subject_to_hide():
    text = (
        "## Proofs\n### Cold proof\n- is **NOT made** for the cold of a cellar\n### Warm proof\n- rests **2 hours**\n"
    )

    assert asked(text) == []


def test_a_later_point_of_a_section_defines_no_heading():
    text = "## Banneton basket\n- holds **2 loaves**\n- a thing of cane that holds **round loaves** as they rise\n"
    drafts, _, _ = drafted(text)

    assert "Banneton basket" not in drafts[1].body.text


def test_a_long_path_above_a_point_ends_in_no_question():
    text = "## Deck oven\n" + "".join(f"{'  ' * at}- Row {at} of trays\n" for at in range(40))

    assert drafted(text)[0] is not None


SOLE = "## Banneton basket\n- keeps **2 loaves** apart\n- {0}\n"


def test_a_later_point_with_nothing_to_hide_asks_what_it_is_said_of():
    line = "supports Rye, Spelt, Oat, Corn, Bran Bread, Rye-compatible Guild Corn Bread dough"

    assert asked(SOLE.format(line)) == [(f"**What is this?**\n\n{line}", ("Banneton basket",), ("Bakery",))]


@pytest.mark.parametrize(
    "line",
    [
        "support Rye, Spelt, Oat, Corn, Bran Bread, Rye-compatible Guild Corn Bread dough",  # bids
        "makes it easy to use and to manage",  # tells little
        "keeps **3 loaves** apart",  # something to hide
    ],
)
def test_a_later_point_that_bids_names_or_has_a_blank_asks_no_such_question(line):
    assert asked(SOLE.format(line)) == []
