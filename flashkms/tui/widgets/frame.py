"""A frame that a widget paints round what stands in it, where Textual's border would be.

To change the colour of Textual's, all that stands in it is styled anew and each of its rows is painted. Here every row
between the first and the last is the same line.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual
from textual.widget import Widget

from flashkms.tui.text.shown import shown_line

_KEPT = 16  # lines: a card before and after its answer, and the next one
_LABEL = "$foreground-muted"


class Frame:
    """The frame of *widget*, whose border of one cell keeps the room for it; *title* above, *subtitle* below."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._kept: dict[Hashable, Strip] = {}
        self.title = self.subtitle = ""
        self.colour = "$border"

    def show(self, title: str, subtitle: str, colour: str) -> None:
        """Show another frame; only what changes is painted."""
        before = self.title, self.subtitle, self.colour
        self.title, self.subtitle, self.colour = title, subtitle, colour
        changed = tuple(one != other for one, other in zip(before, (title, subtitle, colour), strict=True))
        if any(changed):
            left, top = self._widget.gutter.top_left
            self._widget.refresh(*(region.translate((-left, -top)) for region in self._rows(*changed)))

    def painted(self, title: str, subtitle: str, colour: str) -> tuple[Strip, ...]:
        """The first row of a frame, each between, and the last; ahead of its time too."""
        widget = self._widget
        look = widget.outer_size.width, widget.visual_style, widget.app.theme, colour
        return tuple(self._line(edge, text, look) for edge, text in (("top", title), ("side", ""), ("end", subtitle)))

    def rows(self, crop: Region) -> list[Strip]:
        """What of the frame and of the empty room in it lies within *crop* of the widget."""
        width, height = self._widget.outer_size
        background = self._widget.background_colors[1]
        strips = self.painted(self.title, self.subtitle, self.colour)
        for line_filter in self._widget.get_line_filters():
            strips = tuple(strip.apply_filter(line_filter, background) for strip in strips)
        top, side, end = strips
        rows = [top, *[side] * (height - 2), end][crop.y : crop.bottom]
        return rows if crop.column_span == (0, width) else [row.crop(*crop.column_span) for row in rows]

    def _rows(self, title: bool, subtitle: bool, colour: bool) -> Iterator[Region]:  # noqa: FBT001  # what changed
        width, height = self._widget.outer_size
        if title or colour:
            yield Region(0, 0, width, 1)
        if subtitle or colour:
            yield Region(0, height - 1, width, 1)
        if colour:
            yield from (Region(x, 0, 1, height) for x in (0, width - 1))

    def _line(self, edge: str, text: str, look: tuple[int, Style, str, str]) -> Strip:
        key = edge, text, look
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            width, style, _, colour = look
            line = _drawn(edge, text, width, colour)
            self._kept[key] = Visual.to_strips(self._widget, line, width, 1, style, apply_selection=False, pad=True)[0]
        return self._kept[key]


def _drawn(edge: str, text: str, width: int, colour: str) -> Content:
    """One row of a frame: its `top` and `end` with a label, as long as there is room; a `side` of each other."""
    if edge == "side":
        return Content.styled(f"│{' ' * (width - 2)}│", colour)
    label = Content(shown_line(text)).truncate(max(0, width - 6), ellipsis=True)
    label = label.pad(1, 1).stylize_before(_LABEL) if label else label
    line = Content.styled("─" * max(0, width - 2 - label.cell_length), colour)
    short = Content.styled("─", colour) if label else Content()
    line = line[len(short.plain) :]
    begin, end = (Content.styled(corner, colour) for corner in ("╭╮" if edge == "top" else "╰╯"))
    parts = (short, label, line) if edge == "top" else (line, label, short)
    return Content("").join((begin, *parts, end))
