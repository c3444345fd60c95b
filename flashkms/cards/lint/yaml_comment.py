"""Words behind a ` #` in a text without quotes: YAML takes them for a comment, and they are on no card."""

from __future__ import annotations

from collections.abc import Iterator

from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import quoted


def _judge(reading: Reading) -> Iterator[str]:
    for text in reading.remarks:
        if text.startswith("#"):
            yield f"a text ends before {quoted(text)}, which is a comment to YAML"


RULE = Rule("yaml-comment", "put the text in quotes, or in a `|-` block on the lines below", each(_judge))
