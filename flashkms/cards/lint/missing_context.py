"""A cloze that does not say what it is about: it starts with a verb or a pronoun, and no context stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashkms.cards.entry import Cloze
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import quoted

_PRONOUNS = frozenset(
    {"it", "its", "they", "their", "them", "this", "that", "these", "those", "he", "she", "such", "here"}
)
_START = re.compile(r"[^\s,;:.]+")
_VERB = re.compile(r"[a-z]+(?:s|es)?$")


def _judge(reading: Reading) -> Iterator[str]:
    if reading.context or not reading.blanks:
        return
    body = reading.entry.body
    if isinstance(body, Cloze) and body.text.startswith(("`", "{{")):
        return
    start = _START.match(reading.front)
    if start and (start[0].casefold() in _PRONOUNS or _VERB.match(start[0])):
        yield f"it starts with {quoted(start[0])} and has no context"


RULE = Rule("missing-context", "name the subject in the text, or add context", each(_judge))
