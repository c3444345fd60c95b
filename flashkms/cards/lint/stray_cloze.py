"""A blank in an entry that is no cloze: its braces are shown as they are."""

from __future__ import annotations

from collections.abc import Iterator

from flashkms.cards import cloze
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import quoted


def _judge(reading: Reading) -> Iterator[str]:
    for key, text in reading.texts:
        if key != "cloze" and "{{c" in text and (found := cloze.blanks(text)):
            yield f"{key} holds the blank {quoted(text[found[0].start : found[0].end])}, and only cloze asks blanks"


RULE = Rule("stray-cloze", "move the sentence to an entry with cloze:", each(_judge))
