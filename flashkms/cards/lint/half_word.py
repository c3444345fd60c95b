"""A blank that cuts a word or a bracket in two, so that the visible half gives the hidden one away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashkms.cards import cloze
from flashkms.cards.entry import Cloze
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import closes_brackets, quoted

_ENDING = re.compile(r"(?:e?s|'s|’s|ed|d|ing)\b")


def _judge(reading: Reading) -> Iterator[str]:
    if not isinstance(reading.entry.body, Cloze):
        return
    text = reading.entry.body.text
    for blank in cloze.blanks(text):
        before, after = text[: blank.start][-1:], text[blank.end : blank.end + 4]
        starts, ends = blank.answer[:1], blank.answer[-1:]
        if _joined(before, starts) or (_joined(ends, after[:1]) and not _ENDING.match(after)):
            yield f"blank {blank.ordinal} cuts a word at {quoted(blank.answer)}"
        elif not closes_brackets(blank.answer):
            yield f"blank {blank.ordinal} cuts a bracket at {quoted(blank.answer)}"


def _joined(left: str, right: str) -> bool:
    """Whether two neighbours stand in one Latin word; a Hangul particle after a word does not."""
    return _latin(left) and _latin(right)


def _latin(char: str) -> bool:
    return char.isalpha() and char < "\u0250"


RULE = Rule("half-word", "hide the whole of it", each(_judge))
