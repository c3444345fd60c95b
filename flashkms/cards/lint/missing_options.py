"""A question that cannot be answered without its options, and has none: "Which of the following …".

In exam notes the words are often a habit: a long story leaves one answer without any option. So they are held against
a short question only, against one that asks which statement is true, and against one that wants a number of sentences
from many. Wrong options of a `question:` are told after the answer, so they help nobody to find it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashkms.cards.entry import Question
from flashkms.cards.lint.choose_count import wanted
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import quoted, words

STORY = 25
"""Words from which a question tells enough to be answered from memory."""

NAMED = 5
"""Words of an answer up to which it names a thing: a few names are recalled, a few sentences are not."""

FOLLOWING = re.compile(
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
    if not isinstance(body, Question) or len(_OPTIONS.findall(body.question)) > 1:
        return
    asked = _STATEMENT.search(reading.ask)
    if asked is None and len(words(reading.front)) < STORY:
        asked = FOLLOWING.search(reading.front)
    if asked:
        yield f"{quoted(asked[0])}, and no option follows"
    elif (number := wanted(reading.front)) > 1 and any(len(words(answer)) > NAMED for answer in reading.answers):
        yield f"it wants {number} of many, and no option follows"


RULE = Rule("missing-options", "ask without options, or write a choice with wrong options", each(_judge))
