"""The blocks of a card's text, each with its styled content; what is laid out, whatever the width."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that wraps at words; a heading is a bold one."""

    content: Content


@dataclass(frozen=True, slots=True)
class Code:
    """Lines that keep their spaces, folded only where they are wider than the card."""

    content: Content


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Item:
    """Blocks that hang behind a *marker* on their first line: of a list, or, *repeated*, a quote's bar on every line.

    The blocks of a *close* one have no blank lines between them.
    """

    marker: str
    blocks: tuple[Block, ...]
    repeated: bool = False
    close: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """The items of a list; a *tight* one has no blank lines between them."""

    items: tuple[Item, ...]
    tight: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its *header* and *rows*, all as wide as the header."""

    header: tuple[Content, ...]
    rows: tuple[tuple[Content, ...], ...]


@dataclass(frozen=True, slots=True)
class Muted:
    """Blocks that stand back: the context above a front, the extra below an answer."""

    blocks: tuple[Block, ...]


Block = Muted | Paragraph | Code | Rule | Item | Listing | Grid
