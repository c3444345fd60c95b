"""The end of a name that became a hint: what stands behind the last `::` of a blank is shown, and not asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashkms.cards import cloze
from flashkms.cards.entry import Cloze
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import quoted

_ROOTS = {"std", "boost", "crate", "self", "super"}
"""Namespaces whose names are rarely written without them."""

_ADDRESS = re.compile(r"[0-9a-f:]*\d[0-9a-f:]*", re.IGNORECASE)
_ADDRESS_END = re.compile(r"[0-9a-f:]*(?:/\d+)?", re.IGNORECASE)
_CODED = re.compile(r"\w*(?:_\w|[a-z][A-Z])\w*(?:\(\))?|\w+\(\)")  # `do_it`, `getName`, `run()`


def _judge(reading: Reading) -> Iterator[str]:
    body = reading.entry.body
    for blank in cloze.all_blanks(body.text) if isinstance(body, Cloze) else ():
        if blank.hint and _one_name(blank.answer, blank.hint):
            yield f"c{blank.ordinal} asks for {quoted(blank.answer)} and shows {quoted(blank.hint)} as its hint"


def _one_name(answer: str, hint: str) -> bool:
    """Whether *answer* and *hint* look like one name that `::` joins."""
    if re.search(r"[\s`]", answer + hint):
        return False
    if _ADDRESS.fullmatch(answer) and _ADDRESS_END.fullmatch(hint):
        return True
    return "::" in answer or answer.casefold() in _ROOTS or _CODED.fullmatch(hint) is not None


RULE = Rule("name-as-hint", "where all of it is the answer, end the blank with `::`", each(_judge))
