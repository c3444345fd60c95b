"""Marks of emphasis or code without a partner: they reach the card as asterisks and backticks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import prose

_BOLD = re.compile(r"(?<!\\)\*\*")
_TICK = re.compile(r"(?<!\\)`")


def _judge(reading: Reading) -> Iterator[str]:
    for key, text in reading.texts:
        if "`" not in text and "**" not in text:
            continue
        written = prose(text)
        for mark, count in (("**", len(_BOLD.findall(written))), ("`", len(_TICK.findall(written)))):
            if count % 2:
                yield f"{key} has a {mark} without a partner"


RULE = Rule("loose-marks", "close the pair, or put a backslash in front of the mark", each(_judge))
