"""Words behind a ` #` in a text without quotes: YAML takes them for a comment, and they are on no card.

Whether a comment was meant, its first word tells: a person notes to do, to see or to check something.
"""

from __future__ import annotations

import re

from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, remarked
from flashkms.cards.lint.words import quoted

_MEANT = re.compile(
    r"#+\s*(?:todo|fixme|xxx|hack|nb|note|see|cf|via|from|source|quote[ds]?|ask|check|verify|verified|confirm|reword|"
    r"rewrite|was|until|since|added|corrected|page|pp?\.|chapter|https?:|\?|참고|출처|확인|수정|추가)(?!\w)",
    re.IGNORECASE,
)


def _judge(_: Reading, text: str) -> str:
    meant = not text.startswith("#") or _MEANT.match(text) or not text.strip("# ")
    return "" if meant else f"a text ends before {quoted(text)}, which is a comment to YAML"


RULE = Rule("yaml-comment", "put the text in quotes, or two blanks before a comment that is meant", remarked(_judge))
