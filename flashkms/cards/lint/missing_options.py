"""A question that cannot be answered without its options, and has none: "Which of the following …".

In exam notes the words are often a habit: a long story leaves one answer without any option. So they are held against
a short question only, and against one that asks which statement is true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashkms.cards.entry import Question
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import quoted, words

STORY = 25
"""Words from which a question tells enough to be answered from memory."""

_FOLLOWING = re.compile(
    r"\b(?:which|what|one|two|three|any|all|none)\s+(?:one\s+)?of\s+(?:the\s+following|these|the\s+options|the\s+choices)\b"
    r"|다음\s*(?:중|보기)",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"\bwhich\b[^.?]{0,80}\b(?:options?|statements?|choices?|following)\b[^.?]{0,80}\b(?:true|false|correct|incorrect|valid|invalid|not)\b",
    re.IGNORECASE,
)
_OPTIONS = re.compile(r"^[ \t]*(?:[-*+]\s+)?\(?[A-Ea-e1-5][.)]\s+\S", re.MULTILINE)


def _judge(reading: Reading) -> Iterator[str]:
    body = reading.entry.body
    if not isinstance(body, Question) or body.wrong or len(_OPTIONS.findall(body.question)) > 1:
        return
    asked = _STATEMENT.search(reading.ask)
    if asked is None and len(words(reading.front)) < STORY:
        asked = _FOLLOWING.search(reading.front)
    if asked:
        yield f"{quoted(asked[0])}, and no option follows"


RULE = Rule("missing-options", "ask without options, or write a choice with wrong options", each(_judge))
