"""A card that points at text which does not stand on it: "as mentioned above", "위에서 설명한"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import quoted

_POINTER = re.compile(
    r"\b(?:(?:as|was|were)\s+(?:mentioned|described|explained|shown|noted|stated|seen|discussed)\s+(?:above|below|before|earlier)"
    r"|(?:mentioned|described|explained|listed|shown)\s+(?:above|earlier|below)"
    r"|see\s+(?:above|below)"
    r"|the\s+(?:above|aforementioned)\b(?!\s*-)"
    r"|(?:in|from)\s+the\s+(?:previous|preceding|next)\s+(?:section|chapter|paragraph|slide|page|question|bullet)"
    r"|the\s+(?:figure|table|diagram|list|image|picture)\s+(?:above|below)"
    r"|the\s+(?:following|previous)\s+(?:figure|diagram|image|picture))"
    r"|(?:위|앞|아래)에서\s*(?:언급|설명|말|보)|앞서\s*(?:언급|설명|말|본)|(?:위|아래)\s*(?:그림|표|내용|문제)",
    re.IGNORECASE,
)


_SENTENCE_END = re.compile(r"[.!?。]\s")


def _judge(reading: Reading) -> Iterator[str]:
    if reading.entry.images:
        return
    for text in (reading.front, *reading.answers):
        # Later sentences may speak of the first: "Which service meets the above requirement?"
        pointer = _POINTER.search(text)
        if pointer and not _SENTENCE_END.search(text, 0, pointer.start()):
            yield f"{quoted(pointer[0])} points at text that is not on the card"
            return


RULE = Rule("anaphora", "say what is meant in its own words", each(_judge))
