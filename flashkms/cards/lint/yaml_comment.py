"""Words behind a ` #` in a text without quotes: YAML takes them for a comment, and they are on no card."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Finding, Rule
from flashkms.cards.lint.words import quoted


def _search(readings: Sequence[Reading]) -> Iterator[Finding]:
    remarks: dict[tuple[str, str], list[str]] = defaultdict(list)
    for deck in {reading.deck.path: reading.deck for reading in readings if reading.deck.remarks}.values():
        for remark in deck.remarks:
            remarks[deck.path, remark.entry].append(remark.text)
    for reading in readings:
        for text in remarks.get((reading.deck.path, reading.entry.id), ()):
            yield reading, f"a text ends before {quoted(text)}, which is a comment to YAML"


RULE = Rule("yaml-comment", "put the text in quotes, or in a `|-` block on the lines below", _search)
