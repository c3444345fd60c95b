"""A key that says nothing beside what the entry asks: `reverse` of a cloze, `instead` of a question."""

from __future__ import annotations

from flashkms.cards.entry import Choice, Cloze, Question, WhyNot
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, remarked

_KEYS = {Question: "question", Cloze: "cloze", Choice: "choice", WhyNot: "why_not"}


def _judge(reading: Reading, text: str) -> str:
    return "" if text.startswith("#") else f"`{text}` says nothing beside `{_KEYS[type(reading.entry.body)]}`"


RULE = Rule("idle-key", "remove it, or ask with a key that knows it", remarked(_judge))
