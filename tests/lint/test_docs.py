"""`docs/lint.md` tells of every rule, and of no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flashkms.cards import deckfile
from flashkms.cards.lint import RULES, UNKNOWN_RULE, lint

PAGE = (Path(__file__).parents[2] / "docs" / "lint.md").read_text(encoding="utf-8")


def test_every_rule_has_a_part_in_the_order_of_the_rules() -> None:
    assert [rule.id for rule in RULES] == re.findall(r"^### (\S+)$", PAGE, re.MULTILINE)


def test_the_problem_of_an_unknown_rule_has_a_part() -> None:
    assert f"## {UNKNOWN_RULE}" in PAGE


@pytest.mark.parametrize(
    ("rule", "example", "entry"),
    [
        ("broken-cloze", "A {{c1::mutex}} is released by its {{c2::owner.", "cloze: '{}'"),
        ("stray-cloze", "question: HTTPS listens on port {{c1::443}}.", "{}\n  answer: '443'"),
        ("twin-fronts", "A message is kept for […]", "cloze: '{}'"),
        ("missing-context", "provides {{c1::block storage}}", "cloze: '{}'"),
        ("underdetermined", "Supports {{c1::sticky sessions}}.", "cloze: '{}'"),
        ("half-word", "{{c1::micro}}kernel", "cloze: 'A {} holds few drivers'"),
        ("undated", "as of now", "question: How large is it?\n  answer: two {}"),
        ("anaphora", "in the previous section", "question: What is meant {}?\n  answer: two"),
    ],
)
def test_an_example_of_the_page_is_what_its_rule_speaks_about(rule: str, example: str, entry: str) -> None:
    (part,) = re.findall(rf"^### {rule}$(.*?)^##", PAGE, re.MULTILINE | re.DOTALL)
    assert example in part
    texts = dict.fromkeys(example.replace("[…]", f"{{{{c1::{answer}}}}}") for answer in ("four days", "sixty seconds"))
    entries = (f"- id: aa-bbbbb{at}\n  {entry.replace('{}', text)}\n" for at, text in enumerate(texts, 2))
    deck, problems = deckfile.parse("deck: A\ncards:\n" + "".join(entries), "a.yaml")

    assert not problems
    assert rule in {problem.rule for problem in lint([deck])}


def test_no_part_is_empty() -> None:
    parts = re.split(r"^### \S+$", PAGE, flags=re.MULTILINE)[1:]

    assert all(len(part.split()) > 8 for part in parts)
