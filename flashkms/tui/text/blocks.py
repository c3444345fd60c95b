"""The blocks of a card's text, each with its styled content; what is laid out, whatever the width."""

from __future__ import annotations

from msgspec import Struct
from textual.content import Content


class Paragraph(Struct, frozen=True):
    """Text that wraps at words; a heading is a bold one."""

    content: Content


class Code(Struct, frozen=True):
    """Lines that keep their spaces, folded only where they are wider than the card."""

    content: Content


class Rule(Struct, frozen=True):
    """A line across."""


class Item(Struct, frozen=True):
    """Blocks that hang behind a *marker* on their first line: of a list, or, *repeated*, a quote's bar on every line.

    The blocks of a *close* one have no blank lines between them.
    """

    marker: str
    blocks: tuple[Block, ...]
    repeated: bool = False
    close: bool = False


class Listing(Struct, frozen=True):
    """The items of a list; a *tight* one has no blank lines between them."""

    items: tuple[Item, ...]
    tight: bool


class Grid(Struct, frozen=True):
    """A table: its *header* and *rows*, all as wide as the header."""

    header: tuple[Content, ...]
    rows: tuple[tuple[Content, ...], ...]


class Muted(Struct, frozen=True):
    """Blocks that stand back: the context above a front, the extra below an answer."""

    blocks: tuple[Block, ...]


Block = Muted | Paragraph | Code | Rule | Item | Listing | Grid
