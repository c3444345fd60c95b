"""Two entries that ask the same in almost the same words: twice the reviews for one fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flashkms.cards.entry import WhyNot
from flashkms.cards.lint.alike import alike
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Finding, Rule
from flashkms.cards.lint.words import words

ALIKE = 0.8
"""Share of common words from which question and answer together count as the same."""


def _search(readings: Sequence[Reading]) -> Iterator[Finding]:
    for earlier, later in alike(readings, _all_words, at_least=ALIKE):
        if isinstance(earlier.entry.body, WhyNot) is isinstance(later.entry.body, WhyNot):
            yield later, f"says almost the same as {earlier.place}"


def _all_words(reading: Reading) -> tuple[str, ...]:
    answers = (word for answer in reading.answers for word in words(answer))
    blanks = (f"\N{BULLET}{word}" for blank in reading.blanks for answer in blank.answers for word in words(answer))
    return (*words(reading.front), *answers, *blanks)


RULE = Rule("near-duplicate", "drop one of them", _search)
