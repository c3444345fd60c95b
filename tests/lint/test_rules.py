"""Each lint rule against deck files that a person would write: `<rule>.does.yaml` and `<rule>.leaves-alone.yaml`.

In the first, the line `#: message` above or inside an entry is exactly what the rule has to say about it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flashkms.cards import deckfile
from flashkms.cards.deck import Deck
from flashkms.cards.lint import RULES, lint
from flashkms.errors import Problem

EXAMPLES = Path(__file__).parent / "rules"
IDS = [rule.id for rule in RULES]
POINTED = ["yaml-comment", "idle-key"]  # about one line of an entry


def deck(rule: str, example: str) -> Deck:
    text = (EXAMPLES / f"{rule}.{example}.yaml").read_text(encoding="utf-8")
    parsed, problems = deckfile.parse(text, f"cards/{rule}.yaml")

    assert problems == ()
    return parsed


def of_rule(problems: tuple[Problem, ...], rule: str) -> list[Problem]:
    return [problem for problem in problems if problem.rule == rule]


@pytest.mark.parametrize("rule", IDS)
def test_a_rule_says_what_is_wrong_with_each_example(rule: str) -> None:
    text = (EXAMPLES / f"{rule}.does.yaml").read_text(encoding="utf-8")
    expected = [line.strip()[3:] for line in text.splitlines() if line.strip().startswith("#: ")]

    assert expected == [problem.message for problem in of_rule(lint([deck(rule, "does")]), rule)]


@pytest.mark.parametrize("rule", [rule for rule in IDS if rule not in POINTED])
def test_a_rule_points_at_the_line_of_the_entry(rule: str) -> None:
    lines = (EXAMPLES / f"{rule}.does.yaml").read_text(encoding="utf-8").splitlines()

    for problem in of_rule(lint([deck(rule, "does")]), rule):
        assert lines[problem.line - 1].startswith("- id: ")
        assert lines[problem.line].strip() == f"#: {problem.message}"
        assert problem.hint


@pytest.mark.parametrize("rule", POINTED)
def test_a_rule_about_one_line_points_at_it(rule: str) -> None:
    lines = (EXAMPLES / f"{rule}.does.yaml").read_text(encoding="utf-8").splitlines()

    for problem in of_rule(lint([deck(rule, "does")]), rule):
        _, named, _ = re.split(r"[`\"]", problem.message, maxsplit=2)
        assert named in lines[problem.line - 1]
        assert "#:" not in lines[problem.line - 1]


@pytest.mark.parametrize("rule", IDS)
def test_a_rule_leaves_good_entries_alone(rule: str) -> None:
    assert of_rule(lint([deck(rule, "leaves-alone")]), rule) == []


@pytest.mark.parametrize("rule", IDS)
def test_a_rule_has_as_many_examples_that_it_leaves_alone(rule: str) -> None:
    does = (EXAMPLES / f"{rule}.does.yaml").read_text(encoding="utf-8").count("#: ")
    leaves = (EXAMPLES / f"{rule}.leaves-alone.yaml").read_text(encoding="utf-8").count("- id: ")

    assert does >= 2
    assert leaves >= does


def test_no_example_is_left_over_without_a_rule() -> None:
    assert set(IDS) == {path.name.partition(".")[0] for path in EXAMPLES.iterdir()}
