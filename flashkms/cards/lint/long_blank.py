"""A blank that hides a whole clause: nobody says it in those words."""

from __future__ import annotations

from collections.abc import Iterator

from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import words

MOST_WORDS = 9
MOST_CHARACTERS = 80


def _judge(reading: Reading) -> Iterator[str]:
    for blank in reading.blanks:
        for answer in blank.answers:
            if (count := len(words(answer))) > MOST_WORDS:
                yield f"blank {blank.ordinal} hides {count} words, {MOST_WORDS} are the most"
            elif len(answer) > MOST_CHARACTERS:
                yield f"blank {blank.ordinal} hides {len(answer)} characters, {MOST_CHARACTERS} are the most"


RULE = Rule("long-blank", "hide only the words that decide", each(_judge))
