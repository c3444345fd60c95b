"""A text that no card can show: longer than several screens."""

from __future__ import annotations

from collections.abc import Iterator

from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each

MOST_CHARACTERS = 5_000
"""About three screens of a terminal of 80 by 24."""


def _judge(reading: Reading) -> Iterator[str]:
    for key, text in reading.texts:
        if len(text) > MOST_CHARACTERS:
            yield f"{key} has {len(text):,} characters, {MOST_CHARACTERS:,} are the most"


RULE = Rule("long-field", "split the entry, or keep the long text in the note", each(_judge))
