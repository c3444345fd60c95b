"""A fact that says *currently* or *the latest* without a year: it turns false and nobody notices."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import quoted

_NOW = re.compile(
    r"\b(?:currently|nowadays|recently|lately|as of now|at the time of writing|at present|these days|just announced)\b"
    r"|(?:^|\s)(?:현재는?|최근에?)\s",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\d\d\d\d년")


def _judge(reading: Reading) -> Iterator[str]:
    fact = reading.front if reading.blanks else " ".join(reading.answers)
    if (now := _NOW.search(fact)) and not _YEAR.search(f"{fact} {reading.context}"):
        yield f"it says {quoted(now[0].strip())} and no year"


RULE = Rule("undated", "add the year, or drop the word", each(_judge))
