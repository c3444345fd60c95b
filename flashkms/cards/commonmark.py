"""The Markdown of cards, as the terminal and Anki show it: CommonMark with tables, struck words and a little HTML.

Stress is as `stress` has it, HTML as `markup` has it; all other HTML is text. The parser takes 25 ms to load: whoever
has a text without a sign needs none.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from flashkms.cards import markup, stress

_STAR, _LOW, _TILDE = ord("*"), ord("_"), ord("~")
_TAG = re.compile(rf"<(?:(/?)({'|'.join(markup.INLINE)})|br)>")
_TAGS = "markup"  # where the tags of a line are kept while it is read
_DEEPEST = 30  # tags within one another
_TWICE = 4  # stars in a row, of which two may close and two open


def parser() -> MarkdownIt:
    """A parser of its own, to which rules may be added."""
    made = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    made.inline.ruler.before("emphasis", "stars", _stars)
    made.inline.ruler.before("emphasis", "low", _low)
    made.inline.ruler.before("strikethrough", "tildes", _tildes)
    made.inline.ruler.before("autolink", "markup", _markup)
    made.inline.ruler2.before("fragments_join", "markup", _paired)
    made.block.ruler.before("table", "markup", _piece)
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


def _low(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # as above
    """Low lines that close before a particle; all others are CommonMark's."""
    start, end = state.pos, state.pos
    if silent or state.src[start] != "_":
        return False
    while end < state.posMax and state.src[end] == "_":
        end += 1
    if not stress.closes_low(state.src, start, end, state.posMax):
        return False
    for _ in range(start, end):
        state.push("text", "", 0).content = "_"
        state.delimiters.append(Delimiter(_LOW, end - start, len(state.tokens) - 1, -1, open=False, close=True))
    state.pos = end
    return True


def _tildes(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # as above
    """Two tildes, which strike whatever they touch."""
    start = state.pos
    if silent or not state.src.startswith("~~", start, state.posMax) or "~" in state.src[start + 2 : start + 3]:
        return False
    run = stress.run(state.src, start, start + 2, state.posMax)
    state.push("text", "", 0).content = "~~"
    opens, closes = not run.after.isspace(), not run.before.isspace()
    state.delimiters.append(Delimiter(_TILDE, 0, len(state.tokens) - 1, -1, opens, closes))
    state.pos += 2
    return True


def _markup(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # as above
    tag = _TAG.match(state.src, state.pos, state.posMax)
    if tag is None:
        return False
    if not silent and tag[2]:
        state.push("text", "", 0).content = tag[0]
        state.tokens[-1].meta = {_TAGS: tag[2], "closes": bool(tag[1])}
    elif not silent:
        state.push("hardbreak", "br", 0)
    state.pos = tag.end()
    return True


def _paired(state: StateInline) -> None:
    """Make tags of those that open and close; the others stay text."""
    opened: list[int] = []
    for at, token in enumerate(state.tokens):
        name = token.meta.get(_TAGS)
        if name and not token.meta["closes"]:
            opened.append(at)
        elif name:
            place = _opening(state, opened, name)
            if place >= 0:
                state.tokens[opened[place]].type = token.type = "html_inline"
                del opened[place:]


def _opening(state: StateInline, opened: list[int], name: str) -> int:
    """The last place in *opened* where the tag *name* stands, -1 for none."""
    for place in range(len(opened) - 1, max(-1, len(opened) - 1 - _DEEPEST), -1):
        if state.tokens[opened[place]].meta[_TAGS] == name:
            return place
    return -1


def _piece(state: StateBlock, line: int, last: int, silent: bool) -> bool:  # noqa: FBT001  # as above
    """A piece of HTML, which interrupts no paragraph."""
    if state.is_code_block(line) or not markup.begins(_text(state, line)):
        return False
    piece = markup.Piece()
    for at in range(line, last):
        if not state.isEmpty(at) and state.sCount[at] < state.blkIndent:
            return False
        ended = piece.ends(_text(state, at))
        if ended is None:
            return False
        if ended:
            if not silent:
                token = state.push("html_block", "", 0)
                token.content = state.getLines(line, at + 1, state.blkIndent, True)  # noqa: FBT003
                token.map = [line, at + 1]
            state.line = at + 1
            return True
    return False


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


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
