"""Characters that nobody sees: controls, text direction, zero width, private use. They break search and comparison."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ue000-\uf8ff]"
)
_JOINER = re.compile(r"(?<![^\x00-\u02ff])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u02ff])")


def _judge(reading: Reading) -> Iterator[str]:
    for key, text in reading.texts:
        if not text.isprintable() and (hidden := _HIDDEN.search(text) or _JOINER.search(text)):
            yield f"{key} holds the invisible character U+{ord(hidden[0]):04X}"


RULE = Rule("hidden-characters", "type the words around it anew", each(_judge))
