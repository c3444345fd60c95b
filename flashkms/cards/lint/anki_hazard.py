"""LaTeX commands, which Anki hands to a program that it has switched off and most machines lack.

They are all that an export lets Anki act upon, beside the sounds of the collection: sound tags without a file, template
fields, scripts and frames are shown as they are written, and so is everything in code and maths.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import prose, quoted

_LATEX = re.compile(r"(\[(latex|\$\$?)\]).{0,5000}?\[/\2\]", re.DOTALL)
# What the parser of a card takes for maths before it looks for LaTeX.
_MATHS = re.compile(
    r"\\\(.{0,2000}?\\\)|\\\[.{0,2000}?\\\]|\$\$(?!\])[^$]{1,2000}\$\$|\$(?![\s$\]])[^$\n]{1,1000}(?<!\s)\$"
)


def _judge(reading: Reading) -> Iterator[str]:
    for key, text in reading.texts:
        if "[/" in text and (latex := _LATEX.search(_MATHS.sub("…", prose(text)))):
            yield f"{key} holds {quoted(latex[1])}, which Anki draws only where LaTeX is set up"


RULE = Rule("anki-hazard", "write maths as $…$, which every Anki shows", each(_judge))
