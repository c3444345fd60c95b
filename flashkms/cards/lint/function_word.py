"""A blank that hides only words such as *the*, *of* or *is*: there is nothing to remember."""

from __future__ import annotations

from collections.abc import Iterator

from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import FUNCTION_WORDS, quoted, words


def _judge(reading: Reading) -> Iterator[str]:
    for blank in reading.blanks:
        for answer in blank.answers:
            hidden = words(answer)
            if hidden and FUNCTION_WORDS.issuperset(hidden) and not answer.isupper():
                yield f"blank {blank.ordinal} hides only {quoted(answer)}"


RULE = Rule("function-word", "hide the word that carries the fact", each(_judge))
