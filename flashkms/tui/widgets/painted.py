"""Widgets whose text is painted once for each thing that they show, and ahead where it is known what comes next.

Textual paints a widget anew whenever it has changed. The reviewer goes to and fro between few states, and a person
reads for seconds before the next: what was painted is kept, and what will be is painted meanwhile.
"""

from __future__ import annotations

from collections.abc import Hashable

from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual
from textual.widget import Widget

_KEPT = 8  # paintings; the states of a card and of the next one


class Painted(Widget):
    """Paints `picture`, in as many rows as it has, for what it is told to show. It has no border, tint or opacity."""

    auto_links: reactive[bool] = reactive(default=False, init=False)  # nothing here is a link to look at

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._kept: dict[Hashable, list[Strip]] = {}

    @property
    def shown(self) -> Hashable:
        """What is shown now: all that the picture follows from, but its size and the theme."""
        raise NotImplementedError

    def picture(self, shown: Hashable, size: Size) -> Content:
        """How *shown* looks, in lines of *size* at most."""
        raise NotImplementedError

    def painted(self, shown: Hashable) -> list[Strip]:
        """The lines of *shown*, within their padding, painted now if they were not before."""
        look = self.content_size, self.visual_style, self.styles.padding, self.text_selection, self.app.theme
        key = shown, *look, *self.get_line_filters()
        lines = self._kept.get(key)
        if lines is None:
            if len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            lines = self._kept[key] = self._filtered(self._padded(self._paint(shown)))
        return lines

    def _paint(self, shown: Hashable) -> list[Strip]:
        """As many lines of *shown* as there is room for."""
        size, style = self.content_size, self.visual_style
        lines = Visual.to_strips(self, self.picture(shown, size), *size, style, pad=True)
        return [*lines, *[Strip.blank(size.width, style.rich_style)] * (size.height - len(lines))]

    def _padded(self, lines: list[Strip]) -> list[Strip]:
        top, right, bottom, left = self.styles.padding
        style = Style(background=self.visual_style.background).rich_style
        if left or right:
            before, after = Strip.blank(left, style), Strip.blank(right, style)
            lines = [Strip.join((before, line, after)) for line in lines]
        blank = Strip.blank(self.content_size.width + left + right, style)
        return [*[blank] * top, *lines, *[blank] * bottom]

    def _filtered(self, lines: list[Strip]) -> list[Strip]:
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            lines = [line.apply_filter(line_filter, background) for line in lines]
        return lines

    def render(self) -> Content:
        """The picture of what is shown."""
        return self.picture(self.shown, self.content_size)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Those lines that lie within *crop*; Textual would look at each of them again."""
        rows = self.painted(self.shown)[crop.y : crop.bottom]
        return rows if crop.column_span == (0, self.outer_size.width) else [row.crop(*crop.column_span) for row in rows]
