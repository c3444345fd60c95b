"""Text that Anki runs instead of showing: sound tags, LaTeX commands, scripts and frames."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import quoted

_HAZARD = re.compile(
    r"\[sound:[^\]]{0,200}\]?|\[anki:[^\]]{0,80}\]?|\[/?latex\]|\[/?\$\$?\]|\{\{(?:FrontSide|type:|tts[ :])"
    r"|<(?:script|style|iframe|object|embed|form)\b|javascript:|\bon(?:error|load|click)\s*=",
    re.IGNORECASE,
)
_SIGNS = "[{<:="


def _judge(reading: Reading) -> Iterator[str]:
    for key, text in reading.texts:
        if any(sign in text for sign in _SIGNS) and (hazard := _HAZARD.search(text)):
            yield f"{key} holds {quoted(hazard[0])}, which Anki runs instead of showing"


RULE = Rule("anki-hazard", "put a space into it, or describe it in words", each(_judge))
