"""Two fronts that read almost alike and have different answers: they will be mixed up for years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flashkms.cards.lint.alike import alike
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Finding, Rule
from flashkms.cards.lint.words import words

ALIKE = 0.8
"""Share of common words from which two fronts are hard to tell apart."""


def _search(readings: Sequence[Reading]) -> Iterator[Finding]:
    for earlier, later in alike(readings, _front, at_least=ALIKE):
        if not (_same_table(earlier, later) or _same_front(earlier, later)) and _answered_apart(earlier, later):
            yield later, f"the front is almost that of {earlier.place}, the answer is another"


def _same_table(left: Reading, right: Reading) -> bool:
    """Whether both are rows of one table, which compares them already."""
    return "table" in left.entry.tags and "table" in right.entry.tags and left.entry.context == right.entry.context


def _same_front(left: Reading, right: Reading) -> bool:
    """Whether both fronts are one, which other rules tell; in another order the same words may ask something else."""
    blanks = left.blanks or right.blanks
    return _front(left) == _front(right) if blanks else words(left.front) == words(right.front)


def _answered_apart(left: Reading, right: Reading) -> bool:
    """Whether the answers differ; those of questions may share a word, as `read lock` and `write lock` do."""
    here, there = _answer(left), _answer(right)
    return here.isdisjoint(there) if left.blanks or right.blanks else bool(here - there and there - here)


def _front(reading: Reading) -> frozenset[str]:
    """The words of the front, without those that are hidden."""
    shown = frozenset(words(reading.front))
    return shown - _answer(reading) if reading.blanks else shown


def _answer(reading: Reading) -> frozenset[str]:
    hidden = (answer for blank in reading.blanks for answer in blank.answers)
    return frozenset(word for answer in (*hidden, *reading.answers) for word in words(answer))


RULE = Rule("interference", "say on both what tells them apart, or make one card that compares them", _search)
