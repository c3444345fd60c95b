"""The Markdown of cards, as the terminal and Anki show it: CommonMark with tables and struck words, HTML being text.

Stars stress as `stress` has it. The parser takes 25 ms to load: whoever has a text without a sign needs none.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from flashkms.cards import stress

_STAR = ord("*")
_TWICE = 4  # stars in a row, of which two may close and two open


def parser() -> MarkdownIt:
    """A parser of its own, to which rules may be added."""
    made = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    made.inline.ruler.before("emphasis", "stars", _stars)
    return made


def _stars(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # the signature of markdown-it rules
    start, end = state.pos, state.pos
    if silent or state.src[start] != "*":
        return False
    while end < state.posMax and state.src[end] == "*":
        end += 1
    run = stress.run(state.src, start, end, state.posMax)
    if run.length == _TWICE and run.opens and not run.before.isspace() and _strict(state, _TWICE // 2):
        _push(state, _TWICE // 2, closes=True)
        _push(state, _TWICE // 2, opens=True, strict=True)
    else:
        closes = run.closes or (run.closes_strict and _strict(state, run.length))
        _push(state, run.length, opens=run.opens, closes=closes, strict=run.strict)
    state.pos = end
    return True


def _strict(state: StateInline, length: int) -> bool:
    """Whether the last stars that are so many, or more than one where *length* is, stand open for whatever follows."""
    for delimiter in reversed(state.delimiters):
        if delimiter.marker == _STAR and (delimiter.length > 1) == (length > 1):
            return delimiter.length == length and bool(state.tokens[delimiter.token].meta.get("strict"))
    return False


def _push(state: StateInline, length: int, *, opens: bool = False, closes: bool = False, strict: bool = False) -> None:
    for _ in range(length):
        token = state.push("text", "", 0)
        token.content, token.meta = "*", {"strict": strict}
        state.delimiters.append(Delimiter(_STAR, length, len(state.tokens) - 1, -1, opens, closes))
