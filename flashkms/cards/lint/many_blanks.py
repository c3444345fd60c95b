"""More blanks in one entry than a learner can keep apart: each sibling repeats all the others."""

from __future__ import annotations

from collections.abc import Iterator

from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each

MOST_BLANKS = 6


def _judge(reading: Reading) -> Iterator[str]:
    if (count := len(reading.blanks)) > MOST_BLANKS:
        yield f"{count} blanks in one entry, {MOST_BLANKS} are the most"


RULE = Rule("many-blanks", "split the entry, or hide fewer words", each(_judge))
