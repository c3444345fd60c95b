"""A front that takes longer to read than to answer."""

from __future__ import annotations

from collections.abc import Iterator

from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import words

MOST_CLOZE_WORDS = 45
MOST_QUESTION_WORDS = 120
"""An exam question has 78 words on average; from there on a cue has to stand in front of it."""


def _judge(reading: Reading) -> Iterator[str]:
    most = MOST_CLOZE_WORDS if reading.blanks else MOST_QUESTION_WORDS
    if reading.entry.cue or len(reading.front) <= most:
        return
    if (count := len(words(reading.front))) > most:
        yield f"the front has {count} words, {most} are the most"


RULE = Rule("long-front", "cut what the answer does not need, or give a question a cue", each(_judge))
