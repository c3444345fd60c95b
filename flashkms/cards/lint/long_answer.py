"""An answer too long to be said from memory and judged with one rating."""

from __future__ import annotations

from collections.abc import Iterator

from flashkms.cards.entry import WhyNot
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import words

MOST_WORDS = 40
"""Words in one answer: nine answers of ten in exam notes have fewer than 25."""

MOST_WORDS_OF_REASON = 60
"""A reason is told in one's own words, and may be longer."""


def _judge(reading: Reading) -> Iterator[str]:
    most = MOST_WORDS_OF_REASON if isinstance(reading.entry.body, WhyNot) else MOST_WORDS
    for answer in reading.answers:
        if len(answer) > most and (count := len(words(answer))) > most:
            yield f"the answer has {count} words, {most} are the most"


RULE = Rule("long-answer", "keep the point as the answer and move the rest to extra", each(_judge))
