"""Card Markdown to blocks; HTML is text but for what `markup` knows, bare addresses are text.

The parser takes 25 ms to load: a text without a sign of Markdown is shown without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct
from textual.content import Content

from flashkms.cards.cloze import ANSWER_END, ANSWER_START, BLANK_END, BLANK_START
from flashkms.tui.text.blocks import Block, Code, Grid, Item, Listing, Paragraph, Rule
from flashkms.tui.text.inline import InlineWriter

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# A text beyond this is shown as plain lines: Markdown of hostile shape takes seconds.
MAX_MARKDOWN = 64 * 1024

# One line of letters, digits, single spaces and characters that mean nothing to Markdown where they stand: no list
# begins it, and no sign of emphasis, code, maths, a link or a picture is in it.
_OPENING = rf"[^\W_]|[\"'(“‘…{BLANK_START}{ANSWER_START}]"
_INSIDE = rf"[^\W_]|[-\"'(){{}},.;:?!/%+=#@“”‘’…–—·×→{BLANK_START}{BLANK_END}{ANSWER_START}{ANSWER_END}]"
_UNSIGNED = re.compile(rf"(?!\d+[.)])(?:{_OPENING})(?: ?(?:{_INSIDE}))*")

_LEAF = {"fence", "code_block", "hr", "html_block"}


class Document(Struct, frozen=True):
    """A text's blocks in order, and the addresses of the images it shows."""

    blocks: tuple[Block, ...] = ()
    images: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def document(markdown: str) -> Document:
    """The blocks of *markdown*, which may hold cloze sentinels. Never raises, whatever the text."""
    if len(markdown) > MAX_MARKDOWN or _UNSIGNED.fullmatch(markdown):
        return Document((Paragraph(InlineWriter().literal(markdown)),))
    return parsed(markdown) if markdown else Document()


def parsed(markdown: str) -> Document:
    """The same of any *markdown*, by the parser."""
    writer = InlineWriter()
    tokens = iter(_parser().parse(markdown))
    return Document(tuple(_blocks(tokens, writer, "")), tuple(writer.images))


@cache
def _parser() -> MarkdownIt:
    from flashkms.cards import commonmark  # noqa: PLC0415  # as the module says
    from flashkms.tui.text.math import math  # noqa: PLC0415  # as above

    return commonmark.parser().use(math)


def _blocks(tokens: Iterator[Token], writer: InlineWriter, end: str) -> Iterator[Block]:
    for token in tokens:
        if token.type == end:
            return
        if token.type in _LEAF:
            yield _leaf(token, writer)
        elif token.type == "inline":
            yield Paragraph(writer.content(token.children or ()))
        elif token.type == "heading_open":
            yield _heading(tokens, writer)
        elif token.type == "blockquote_open":
            yield Item("▎ ", tuple(_blocks(tokens, writer, "blockquote_close")), repeated=True)
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            yield _listing(token, tokens, writer)
        elif token.type == "table_open":
            yield _grid(tokens, writer)


def _leaf(token: Token, writer: InlineWriter) -> Block:
    if token.type == "hr":
        return Rule()
    if token.type == "html_block":
        from flashkms.cards import markup  # noqa: PLC0415  # its patterns take a while, and most cards hold no HTML

        writer.images.extend(markup.pictures(token.content))
        return Paragraph(writer.literal(markup.read(token.content)))
    plain = writer.literal(token.content.rstrip("\n"))
    language = token.info.strip().split()
    return Code(_highlighted(plain, language[0].lower()) if language else plain)


def _highlighted(plain: Content, language: str) -> Content:
    from textual.highlight import highlight  # noqa: PLC0415  # a card without code needs no lexers

    coloured = highlight(plain.plain, language=language)
    if coloured.plain != plain.plain:
        return plain
    return Content(plain.plain, [*coloured.spans, *plain.spans])


def _heading(tokens: Iterator[Token], writer: InlineWriter) -> Paragraph:
    content = Content()
    for token in tokens:
        if token.type == "heading_close":
            break
        content = writer.content(token.children or ())
    return Paragraph(content.stylize_before("bold"))


def _listing(opened: Token, tokens: Iterator[Token], writer: InlineWriter) -> Listing:
    ordered = opened.type == "ordered_list_open"
    number = int(opened.attrs.get("start", 1))
    items: list[Item] = []
    tight = True
    for token in tokens:
        if token.type != "list_item_open":
            break
        marker = f"{number + len(items)}. " if ordered else "• "
        inner = _until(tokens, "list_item_close")
        tight = tight and not any(
            t.type == "paragraph_open" and not t.hidden and t.level == token.level + 1 for t in inner
        )
        items.append(Item(marker, tuple(_blocks(iter(inner), writer, ""))))
    return Listing(tuple(items), tight)


def _until(tokens: Iterator[Token], end: str) -> list[Token]:
    depth, taken = 0, []
    opening = end.replace("_close", "_open")
    for token in tokens:
        if token.type == end and depth == 0:
            break
        depth += (token.type == opening) - (token.type == end)
        taken.append(token)
    return taken


def _grid(tokens: Iterator[Token], writer: InlineWriter) -> Grid:
    rows: list[list[Content]] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(writer.content(token.children or ()))
    header = tuple(cell.stylize_before("bold") for cell in rows[0])
    return Grid(header, tuple(tuple(row) for row in rows[1:]))
