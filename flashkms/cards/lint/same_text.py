"""Two short entries that say the same under two parents: only the line above them tells which is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flashkms.cards.entry import WhyNot
from flashkms.cards.lint.alike import FEWEST_WORDS
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Finding, Rule
from flashkms.cards.lint.words import words

Said = tuple[tuple[str, ...], ...]


def _search(readings: Sequence[Reading]) -> Iterator[Finding]:
    first: dict[Said, Reading] = {}
    for reading in readings:
        said = _said(reading)
        if (
            isinstance(reading.entry.body, WhyNot)
            or not 0 < len({word for text in said for word in text}) < FEWEST_WORDS
        ):
            continue  # what is longer is `near-duplicate`'s
        known = first.setdefault(said, reading)
        if words(known.context) != words(reading.context):
            yield reading, f"says what {known.place} says under another parent"


def _said(reading: Reading) -> Said:
    """The words of the front, of each answer, and of what each blank hides."""
    hidden = [answer for blank in reading.blanks for answer in blank.answers]
    return tuple(map(words, (reading.front, *reading.answers, *hidden)))


RULE = Rule("same-text", "name the subject in the text itself", _search)
