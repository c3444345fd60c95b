r"""Math in card text, and what Anki alone sets or plays: kept as written.

A terminal sets no formulas, and Markdown would eat half of one.

`$…$` follows pandoc: no space inside the dollars and no digit after them, so that `$0.04 and $5` stays money.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_MATH = re.compile(
    r"\$\$(?s:.+?)\$\$"
    r"|\\\((?s:.+?)\\\)"
    r"|\\\[(?s:.+?)\\\]"
    r"|\[sound:[^\]\n]{1,300}\]|\[(latex|\$\$?)\](?s:.{1,2000}?)\[/\1\]"
    r"|\$(?![\s$])(?:[^$\\\n]|\\.)*?(?<!\s)\$(?!\d)"
)


def math(parser: MarkdownIt) -> None:
    """Teach *parser* to pass math through untouched, as `math` tokens whose content has its delimiters."""
    parser.inline.ruler.before("escape", "math", _take_math)


def _take_math(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # the signature of markdown-it rules
    if state.src[state.pos] not in "$\\[":
        return False
    found = _MATH.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("math", "", 0).content = found[0]
    state.pos = found.end()
    return True
