"""The markers of a merge conflict within a text: both sides of it are on the card."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each

_FENCED = re.compile(r"^[ \t]*(`{3,}|~{3,}).*?^[ \t]*\1", re.DOTALL | re.MULTILINE)
_CONFLICT = re.compile(r"^<{7}(?: .*)?\n(?:.*\n)*?={7}\n(?:.*\n)*?>{7}(?: .*)?$", re.MULTILINE)


def _judge(reading: Reading) -> Iterator[str]:
    for key, text in reading.texts:
        # A card about git shows a conflict between fences.
        if ">>>>>>>" in text and _CONFLICT.search(_FENCED.sub("", text)):
            yield f"{key} holds a merge conflict that nobody settled"


RULE = Rule("conflict-markers", "settle it, and remove the `<<<<<<<` to `>>>>>>>` lines", each(_judge))
