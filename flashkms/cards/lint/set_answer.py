"""An answer that is a set or a long list: every review fails on another member."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashkms.cards.entry import Question, WhyNot
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each

MOST_MEMBERS = 4
"""People hold about four things in mind at once (Cowan 2001)."""

MOST_MEMBER_WORDS = 4
"""A longer piece between two commas is a clause, not a member."""

_COMMA = re.compile(r"\s*[,、;]\s*(?:and\s+|or\s+|&\s*)?|\s+(?:and|or|및|그리고)\s+")
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])\s+\S", re.MULTILINE)


def _judge(reading: Reading) -> Iterator[str]:
    body = reading.entry.body
    if isinstance(body, WhyNot):
        return
    for answer in (*reading.answers, *(answer for blank in reading.blanks for answer in blank.answers)):
        if (count := _members(answer)) > MOST_MEMBERS:
            yield f"the answer lists {count} things, {MOST_MEMBERS} are the most"
    if isinstance(body, Question):
        for answer in body.answers:
            if "\n" in answer and (count := len(_ITEM.findall(answer))) > MOST_MEMBERS and "->" not in answer:
                yield f"the answer lists {count} things, {MOST_MEMBERS} are the most"


def _members(answer: str) -> int:
    if answer.count(",") + answer.count("、") + answer.count(";") < MOST_MEMBERS - 1:
        return 0
    members = [member for member in _COMMA.split(answer) if member]
    return len(members) if all(len(member.split()) <= MOST_MEMBER_WORDS for member in members) else 0


RULE = Rule("set-answer", "ask for one member with the others shown, a card each", each(_judge))
