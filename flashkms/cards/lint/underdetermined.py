"""A blank with so little around it that many words would fit."""

from __future__ import annotations

from collections.abc import Iterator

from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import content_words

FEWEST_WORDS = 2
"""Words with a meaning that have to stand around a blank; the context alone does not say which fact is asked."""


def _judge(reading: Reading) -> Iterator[str]:
    for blank in reading.blanks:
        shown = content_words(blank.shown)
        if len(shown) < FEWEST_WORDS and not blank.hints:
            yield f"blank {blank.ordinal} has {'one' if shown else 'no'} telling word around it"


RULE = Rule("underdetermined", "add words that leave one answer, or a hint: {{c1::answer::hint}}", each(_judge))
