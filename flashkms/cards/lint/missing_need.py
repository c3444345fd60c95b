"""A why-not without its need: nothing tells for what the option is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from flashkms.cards.entry import WhyNot
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import quoted


def _judge(reading: Reading) -> Iterator[str]:
    match reading.entry.body:
        case WhyNot(option, need) if not need:
            yield f"nothing tells for what {quoted(option)} is wrong"


RULE = Rule("missing-need", "add need: with what is wanted", each(_judge))
