"""A question that asks for a number of answers and has another number of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashkms.cards.entry import Choice, Question
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "한": 1, "두": 2, "세": 3, "네": 4}
_NUMBER = r"(\d{1,2}|one|two|three|four|five)"
_ASKED = (
    re.compile(
        rf"\(?\b(?:choose|select|pick)\s+(?:the\s+)?(?:best\s+|correct\s+|any\s+)?{_NUMBER}\b(?!\s*-)", re.IGNORECASE
    ),
    re.compile(r"(\d|한|두|세|네)\s*(?:개|가지)(?:를|을)?\s*(?:선택|고르|고릅)"),
)


def wanted(text: str) -> int:
    """How many answers *text* says are to be chosen; 0 when it does not say."""
    asked = next((found[-1] for pattern in _ASKED if (found := pattern.findall(text))), "")
    return _NUMBERS.get(asked.casefold()) or (int(asked) if asked.isdecimal() else 0)


def _judge(reading: Reading) -> Iterator[str]:
    if not isinstance(reading.entry.body, Question | Choice):
        return
    number = wanted(reading.front)
    if number and number != (count := len(reading.answers)):
        yield f"the question asks for {number}, the entry has {count} answer{'' if count == 1 else 's'}"


RULE = Rule(
    "choose-count", "correct the number in the question, or write each answer as an item of its own", each(_judge)
)
