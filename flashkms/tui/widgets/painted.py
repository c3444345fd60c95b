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
from textual.visual import Visual
from textual.widget import Widget

_KEPT = 8  # paintings; the states of a card and of the next one


class Painted(Widget):
    """Paints `picture`, in as many rows as it has, for what it is told to show."""

    auto_links: reactive[bool] = reactive(default=False, init=False)  # nothing here is a link to look at

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._kept: dict[Hashable, list[Strip]] = {}
        self._lines: list[Strip] = []

    @property
    def shown(self) -> Hashable:
        """What is shown now: all that the picture follows from, but its size and the theme."""
        raise NotImplementedError

    def picture(self, shown: Hashable, size: Size) -> Content:
        """How *shown* looks, in lines of *size* at most."""
        raise NotImplementedError

    def painted(self, shown: Hashable) -> list[Strip]:
        """The lines of *shown*, painted now if they were not before."""
        size, style, selection = self.content_size, self.visual_style, self.text_selection
        key = shown, size, style, selection, self.app.theme
        lines = self._kept.get(key)
        if lines is None:
            if len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            lines = Visual.to_strips(self, self.picture(shown, size), *size, style, pad=True)
            empty = Strip.blank(size.width, style.rich_style)
            lines = self._kept[key] = [*lines, *[empty] * (size.height - len(lines))]
        return lines

    def render(self) -> Content:
        """The picture of what is shown."""
        return self.picture(self.shown, self.content_size)

    def render_lines(self, crop: Region) -> list[Strip]:
        """As Textual has it, from lines that were painted once."""
        self._lines = self.painted(self.shown)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Line *y* of what is shown."""
        return self._lines[y]
