"""Blocks to lines for a width in cells. A table shrinks column by column, and at last becomes a list of its cells."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from flashkms.tui.text.blocks import Block, Code, Grid, Item, Listing, Muted, Paragraph, Rule

MARKER = "$accent"
FAINT = "$foreground-muted"

_LONG_WORD = 16  # cells; a longer word may break, so that one address does not undo a table
_GAP = 2  # cells between the columns of a table


def lines(blocks: Sequence[Block], width: int) -> tuple[Content, ...]:
    """*blocks* as lines of at most *width* cells, a blank one between blocks."""
    shown: list[Content] = []
    for block in blocks:
        if shown:
            shown.append(Content())
        shown += _block(block, max(width, 4))
    return tuple(shown)


def _block(block: Block, width: int) -> list[Content]:  # noqa: PLR0911  # a line for each kind of block
    match block:
        case Paragraph(content):
            return content.wrap(width)
        case Code(content):
            return _code(content, width)
        case Muted(inner):
            return [line.stylize_before(FAINT) for line in lines(inner, width)]
        case Rule():
            return [Content.styled("─" * width, FAINT)]
        case Item():
            return _item(block, width, tight=block.close)
        case Listing(items, tight):
            return _listing(items, width, tight=tight)
        case Grid(header, rows):
            return _grid(header, rows, width)


def _code(content: Content, width: int) -> list[Content]:
    folded = [part for line in content.expand_tabs(4).split(allow_blank=True) for part in _fold(line, width - 2)]
    return [
        (Content(" ") + line).pad_right(max(0, width - 1 - line.cell_length)).stylize_before("on $boost")
        for line in folded
    ]


def _fold(line: Content, width: int) -> list[Content]:
    return line.fold(max(width, 2)) if line.cell_length > width else [line]


def _listing(items: Sequence[Item], width: int, *, tight: bool) -> list[Content]:
    shown: list[Content] = []
    for item in items:
        if shown and not tight:
            shown.append(Content())
        shown += _item(item, width, tight=tight)
    return shown


def _item(item: Item, width: int, *, tight: bool = False) -> list[Content]:
    marker = Content.styled(item.marker, FAINT if item.repeated else MARKER)
    indent = marker if item.repeated else Content(" " * len(item.marker))
    room = max(width - len(item.marker), 4)
    inner = [line for block in item.blocks for line in _block(block, room)] if tight else list(lines(item.blocks, room))
    return [(indent if at else marker) + line for at, line in enumerate(inner or [Content()])]


def _grid(header: tuple[Content, ...], rows: tuple[tuple[Content, ...], ...], width: int) -> list[Content]:
    widths = _column_widths([header, *rows], width)
    if not widths:
        return _records(header, rows, width)
    rule = Content.styled("─" * min(width, sum(widths) + _GAP * (len(widths) - 1)), FAINT)
    body = [line for row in rows for line in _row(row, widths)]
    return [*_row(header, widths), rule, *body]


def _column_widths(rows: Sequence[Sequence[Content]], width: int) -> list[int]:
    """A width for each column, the widest giving way first; nothing where words would have to break."""
    columns = [[row[at] for row in rows if at < len(row)] for at in range(len(rows[0]))]
    wanted = [max(*(_widest(cell) for cell in column), 1) for column in columns]
    least = [min(max(_longest_word(cell) for cell in column), _LONG_WORD) for column in columns]
    room = width - _GAP * (len(columns) - 1)
    while sum(wanted) > room:
        spare = [want - few for want, few in zip(wanted, least, strict=True)]
        if max(spare) <= 0:
            return []
        wanted[max(range(len(wanted)), key=lambda at: (spare[at] > 0, wanted[at]))] -= 1
    return wanted


def _longest_word(cell: Content) -> int:
    return max((Content(word).cell_length for word in cell.plain.split()), default=1)


def _widest(cell: Content) -> int:
    return max((line.cell_length for line in cell.split()), default=0)


def _row(cells: Sequence[Content], widths: Sequence[int]) -> list[Content]:
    columns = [cell.wrap(width) for cell, width in zip(cells, widths, strict=False)]
    shown = []
    for at in range(max(len(column) for column in columns)):
        line = [
            _padded(column[at] if at < len(column) else Content(), width)
            for column, width in zip(columns, widths, strict=False)
        ]
        shown.append(Content(" " * _GAP).join(line))
    return shown


def _padded(cell: Content, width: int) -> Content:
    return cell.pad_right(max(0, width - cell.cell_length))


def _records(header: Sequence[Content], rows: Sequence[Sequence[Content]], width: int) -> list[Content]:
    shown: list[Content] = []
    for row in rows:
        for name, cell in zip(header, row, strict=False):
            shown += (name + ": " + cell).wrap(width)
        shown.append(Content())
    return shown[:-1]
