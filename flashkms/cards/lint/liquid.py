"""Double braces in text from a note: Jekyll reads them as Liquid and deletes them from the published page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashkms.cards import cloze
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import quoted

_LIQUID = re.compile(r"\{\{[^{}\n]{0,200}\}\}|\{%[^%\n]{0,200}%\}")
_RAW = re.compile(r"\{%-?\s*(end)?raw\s*-?%\}")
_ALLOWED = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")


def _judge(reading: Reading) -> Iterator[str]:
    if not reading.deck.note:
        return
    for key, text in reading.texts:
        if "{" not in text or key == "context":  # a title stands in the front matter, which Jekyll leaves alone
            continue
        shown = cloze.without_blanks(text) if key == "cloze" else text
        if _ALLOWED.search(shown):
            continue
        found = next((one for one in _LIQUID.findall(shown) if one.replace("\\", "") not in reading.verbatim), "")
        if found:
            yield f"{key} holds {quoted(found)}, which Jekyll deletes from the page of {reading.deck.note}"


def verbatim(text: str) -> frozenset[str]:
    """The Liquid that stands between `{% raw %}` and `{% endraw %}` in the note *text*, and is not run."""
    if "endraw" not in text:
        return frozenset()
    kept: set[str] = set()
    opened = -1
    for mark in _RAW.finditer(text):
        if not mark[1]:
            opened = mark.end() if opened < 0 else opened
        elif opened >= 0:
            kept |= {*_LIQUID.findall(text[opened : mark.start()])}
            opened = -1
    return frozenset(kept)


RULE = Rule("liquid", "put {% raw %} and {% endraw %} around it in the note", each(_judge))
