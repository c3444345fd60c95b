"""`lint` as a whole: what it looks at, in which order it tells, and how it is silenced."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import flashkms.cards.lint
from flashkms.cards.deck import Deck
from flashkms.cards.entry import Choice, Cloze, Entry, EntryId, Question, Source, WhyNot, WrongOption
from flashkms.cards.lint import RULES, lint, liquid
from flashkms.errors import Problem


def entry(number: int, body: Question | Cloze | Choice | WhyNot, **fields: object) -> Entry:
    return replace(Entry(EntryId(f"x-{number:06}"), body, line=number), **fields)


def deck(*entries: Entry, path: str = "cards/x.yaml", lint_ignore: tuple[str, ...] = ()) -> Deck:
    return Deck(path, "x", entries=entries, lint_ignore=lint_ignore)


YES = Question("Is a mutex a lock?", ("Yes",))
GOOD = Question("What kind of lock is a mutex?", ("One that excludes all others",))
HALF = Cloze("A {{c1::micro}}kernel does little itself.")


def test_good_entries_have_no_problem() -> None:
    assert lint([deck(entry(1, GOOD))]) == ()


def test_no_decks_have_no_problem() -> None:
    assert lint([]) == ()


def test_liquid_that_the_note_keeps_from_being_run_is_none() -> None:
    body = Question("What prints the title?", ("{{ page.title }}",))
    decks = [replace(deck(entry(1, body)), note="n.md")]
    raw = liquid.verbatim("- What?\n  - {% raw %}`{{ page.title }}`{% endraw %}, and {{ site.name }}\n")

    assert raw == {"{{ page.title }}"}
    assert [problem.rule for problem in lint(decks)] == ["liquid"]
    assert lint(decks, {"n.md": raw}) == ()
    assert [problem.rule for problem in lint(decks, {"other.md": raw})] == ["liquid"]


def test_a_problem_names_file_line_rule_and_remedy() -> None:
    (problem,) = lint([deck(entry(7, YES))])

    expected = Problem(
        "cards/x.yaml", 7, 'the answer is "yes"', "ask for the thing itself, or for the reason; rule yes-no", "yes-no"
    )
    assert expected == problem


def test_problems_come_in_the_order_of_decks_and_entries_and_rules() -> None:
    lower = Question("does a view store rows?", ("No",))
    problems = lint(
        [deck(entry(1, HALF), entry(2, lower), path="cards/b.yaml"), deck(entry(1, YES), path="cards/a.yaml")]
    )

    expected = [
        ("cards/b.yaml", 1, "half-word"),
        ("cards/b.yaml", 2, "start-case"),
        ("cards/b.yaml", 2, "yes-no"),
        ("cards/a.yaml", 1, "yes-no"),
    ]
    assert expected == [(problem.path, problem.line, problem.rule) for problem in problems]


def test_an_entry_silences_a_rule() -> None:
    assert lint([deck(entry(1, YES, lint_ignore=("yes-no",)))]) == ()


def test_a_deck_silences_a_rule_for_all_its_entries() -> None:
    assert lint([deck(entry(1, YES), entry(2, HALF), lint_ignore=("yes-no", "half-word"))]) == ()


def test_silencing_one_rule_leaves_the_others_speaking() -> None:
    (problem,) = lint([deck(entry(1, YES, lint_ignore=("half-word",)))])

    assert problem.rule == "yes-no"


def test_a_silenced_rule_that_does_not_exist_is_named_with_the_closest_one() -> None:
    (problem,) = lint([deck(entry(3, GOOD, lint_ignore=("twin-front",)))])

    assert (
        Problem("cards/x.yaml", 3, "lint_ignore names no rule: twin-front", "did you mean twin-fronts?", "unknown-rule")
        == problem
    )


def test_a_silenced_rule_that_resembles_none_points_at_the_manual() -> None:
    (problem,) = lint([deck(entry(3, GOOD), lint_ignore=("everything",))])

    assert (
        Problem(
            "cards/x.yaml",
            0,
            "lint_ignore names no rule: everything",
            "flashkms help lint lists the rules",
            "unknown-rule",
        )
        == problem
    )


def test_a_gone_entry_is_not_judged() -> None:
    assert lint([deck(entry(1, YES, gone=True))]) == ()


def test_a_suspended_entry_is_judged() -> None:
    assert len(lint([deck(entry(1, YES, suspended=True))])) == 1


def test_what_one_scenario_does_wrong_twice_is_told_once() -> None:
    wrong = (WrongOption("A heap"),)
    question = entry(1, Question("What keeps rows in order?", ("An index",), wrong), source=Source("scenario@1"))
    choice = entry(2, Choice("What keeps rows in order?", ("An index",), wrong), source=Source("scenario@1/choice"))

    assert [(problem.line, problem.rule) for problem in lint([deck(question, choice)])] == [(1, "missing-reason")]


def test_twins_are_found_across_decks() -> None:
    first = deck(entry(4, Cloze("A mutex has {{c1::one}} owner.")), path="cards/a.yaml")
    second = deck(entry(9, Cloze("A mutex has {{c1::no}} owner.")), path="cards/b.yaml")

    (problem,) = [problem for problem in lint([first, second]) if problem.rule == "twin-fronts"]
    assert (problem.path, problem.line) == ("cards/b.yaml", 9)
    assert problem.message == "the front is that of cards/a.yaml:4, the answer is another"


def test_every_file_with_a_rule_is_in_the_tuple() -> None:
    folder = Path(flashkms.cards.lint.__file__).parent
    written = {path.stem for path in folder.glob("*.py") if "\nRULE = " in path.read_text(encoding="utf-8")}

    assert {rule.id.replace("-", "_") for rule in RULES} == written


def test_rule_ids_are_distinct() -> None:
    ids = [rule.id for rule in RULES]

    assert len(ids) == len(set(ids))


TEXT = st.text(
    st.sampled_from("abc XYZ 12 \n{}[]()c:*`_~=#-|<>&'\"?!.,…가나는\u200b\u202e\ue000\x00")
    | st.characters(exclude_categories=["Cs"]),
    max_size=60,
)
BODIES = st.one_of(
    st.builds(Cloze, TEXT.map(lambda text: f"{text} {{{{c1::{text}}}}} {text}")),
    st.builds(Cloze, TEXT),
    st.builds(Question, TEXT, st.tuples(TEXT), st.tuples(st.builds(WrongOption, TEXT, TEXT)), st.booleans()),
    st.builds(Choice, TEXT, st.tuples(TEXT, TEXT), st.tuples(st.builds(WrongOption, TEXT, TEXT))),
    st.builds(WhyNot, TEXT, TEXT, TEXT, st.tuples(TEXT)),
)


@given(st.lists(BODIES, max_size=5), TEXT)
def test_no_text_makes_lint_fail(bodies: list[Question | Cloze | Choice | WhyNot], context: str) -> None:
    entries = (entry(line, body, extra=context, context=(context,)) for line, body in enumerate(bodies, 1))

    for problem in lint([deck(*entries)]):
        assert problem.message.splitlines() == [problem.message]
        assert problem.hint


@pytest.mark.parametrize(
    "hostile",
    [
        "  \n" * 20_000,
        "{{c1::" * 5000,
        "}}" * 5000,
        "`" * 9999,
        "**" * 9999,
        "[" * 9999,
        "a, " * 9999,
        "x" * 99_999,
        "{{c1::a}}" * 3000,
        "(" * 9999 + "1",
    ],
    ids=["lines", "opened", "closed", "ticks", "stars", "brackets", "commas", "word", "blanks", "parentheses"],
)
def test_hostile_text_is_judged_in_bounded_time(hostile: str) -> None:
    """A quadratic search would take minutes; the suite's time would tell."""
    bodies = (
        Cloze(hostile),
        Question(hostile, (hostile,), (WrongOption(hostile, hostile),)),
        WhyNot(hostile, hostile, hostile),
    )

    assert lint([deck(*(entry(line, body) for line, body in enumerate(bodies, 1)))])
