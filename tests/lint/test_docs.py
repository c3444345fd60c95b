"""`docs/lint.md` tells of every rule, and of no other."""

from __future__ import annotations

import re
from pathlib import Path

from flashkms.cards.lint import RULES, UNKNOWN_RULE

PAGE = (Path(__file__).parents[2] / "docs" / "lint.md").read_text(encoding="utf-8")


def test_every_rule_has_a_part_in_the_order_of_the_rules() -> None:
    assert [rule.id for rule in RULES] == re.findall(r"^### (\S+)$", PAGE, re.MULTILINE)


def test_the_problem_of_an_unknown_rule_has_a_part() -> None:
    assert f"## {UNKNOWN_RULE}" in PAGE


def test_no_part_is_empty() -> None:
    parts = re.split(r"^### \S+$", PAGE, flags=re.MULTILINE)[1:]

    assert all(len(part.split()) > 8 for part in parts)
