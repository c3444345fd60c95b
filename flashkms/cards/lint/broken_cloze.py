"""Blanks that are none: unclosed, empty, misspelt or out of range. Each loses a card and shows braces on another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashkms.cards import cloze
from flashkms.cards.entry import Cloze
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import prose, quoted

_LEFT = re.compile(r"\{\{c([0-9]{1,3})::(?P<empty>\s*(?:::[^{}]*)?\}\})?")
_MISSPELT = re.compile(
    r"\{\{C[0-9]{1,3}::?|\{\{c[0-9]{1,3}:(?!:)|\{\{c::|\{\{c[0-9]{4,}::|(?<!\{)\{c[0-9]{1,3}::|\{\{\s+c[0-9]+::"
)


def _judge(reading: Reading) -> Iterator[str]:
    if not isinstance(reading.entry.body, Cloze):
        return
    written = prose(reading.entry.body.text)
    yield from (f"{quoted(found)} opens no blank" for found in _MISSPELT.findall(written))
    for left in _LEFT.finditer(cloze.without_blanks(written)):
        ordinal = int(left[1])
        if not 1 <= ordinal <= cloze.MAX_ORDINAL:
            yield f"blank number {ordinal} is out of range"
        elif left["empty"]:
            yield f"blank {ordinal} hides nothing"
        else:
            yield f"blank {ordinal} is not closed by }}}}"


RULE = Rule("broken-cloze", "write {{c1::answer}} or {{c1::answer::hint}}, numbers from 1 to 499", each(_judge))
