"""Two cards with the same front and different answers: nobody can know which is meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flashkms.cards.entry import Question
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Finding, Rule
from flashkms.cards.lint.words import bare, spelt

Words = tuple[str, ...]


def _search(readings: Sequence[Reading]) -> Iterator[Finding]:
    first: dict[tuple[Words, Words], tuple[frozenset[Words], Reading]] = {}
    for reading in readings:
        for front, answers in _fronts(reading):
            asked, known = first.setdefault((spelt(reading.context), front), (answers, reading))
            if asked != answers and known is not reading:
                yield reading, f"the front is that of {known.place}, the answer is another"
                break


def _fronts(reading: Reading) -> Iterator[tuple[Words, frozenset[Words]]]:
    """Front and answers of each card of the entry."""
    if reading.blanks:
        for blank in reading.blanks:
            # The place of a blank counts: "… stores keys" asks another thing than "stores … keys".
            yield _with_gaps(blank.shown), frozenset(map(spelt, blank.answers))
    else:
        yield spelt(reading.front), frozenset(map(spelt, reading.answers))
        body = reading.entry.body
        if isinstance(body, Question) and body.reverse:
            yield spelt(" ".join(reading.answers)), frozenset((spelt(bare(body.question)),))


def _with_gaps(shown: str) -> Words:
    return tuple(word for piece in shown.split("…") for word in (*spelt(piece), "…"))


RULE = Rule("twin-fronts", "say on both what tells them apart", _search)
