"""A question that starts in lower case: often the end of a sentence whose beginning was lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashkms.cards.entry import Choice, Question
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import quoted

_LOWER = re.compile(r"[a-z]+(?=[\s,;:?]|$)")


def _judge(reading: Reading) -> Iterator[str]:
    body = reading.entry.body
    if not isinstance(body, Question | Choice) or body.question.lstrip()[:1] == "`":
        return
    if start := _LOWER.match(reading.front):
        yield f"the question starts with {quoted(start[0])}"


RULE = Rule("start-case", "start with a capital, or add what is missing in front", each(_judge))
