"""A card's text in one widget: laid out for its width, painted like any other text."""

from __future__ import annotations

from collections.abc import Hashable
from typing import cast

from textual.content import Content
from textual.geometry import Region, Size

from flashkms.tui.text.blocks import Block
from flashkms.tui.text.layout import lines
from flashkms.tui.widgets.painted import Painted


class Text:
    """*blocks*, laid out once for each width."""

    __slots__ = ("_laid_out", "blocks")

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        self.blocks = blocks
        self._laid_out: dict[int, Content] = {}

    def lines(self, width: int) -> Content:
        """The lines for *width*."""
        if width not in self._laid_out:
            self._laid_out[width] = Content("\n").join(lines(self.blocks, width))
        return self._laid_out[width]

    def height(self, width: int) -> int:
        """How many lines there are for *width*."""
        return self.lines(width).plain.count("\n") + 1 if self.blocks else 0


class DocumentView(Painted):
    """Shows blocks, as high as they need.

    Where it *fills* what it stands in, it is at least as high as that, and where it is longer, ends with an empty row.
    """

    fills = False
    _room = 0  # rows of what it stands in

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._text = Text(())
        self._prepared: tuple[Text, ...] = ()

    def show(self, blocks: tuple[Block, ...]) -> None:
        """Show *blocks* in place of what was shown; only what changes is painted, and nothing moves without need."""
        if blocks is self._text.blocks:
            return
        before, self._text = self._text, self._known(blocks) or Text(blocks)
        size = self.content_size
        if not size.width or size.height != self._height(self._text, size.width):
            self.refresh(layout=True)
            return
        pairs = zip(self.painted(before), self.painted(self._text), strict=True)
        changed = [y for y, (old, new) in enumerate(pairs) if old != new]
        if changed:
            self.refresh(Region(0, changed[0], size.width, changed[-1] + 1 - changed[0]))

    def prepare(self, blocks: tuple[Block, ...]) -> None:
        """Lay out ahead what will be shown, and paint it where it is as high as what is shown now."""
        text = self._known(blocks) or Text(blocks)
        self._prepared = (*self._prepared[-1:], text)
        size = self.content_size
        if size.width and self._height(text, size.width) == size.height:
            self.painted(text)

    def fill(self, *, fills: bool) -> None:
        """Take at least the height of what it stands in, or no more than is needed."""
        if fills is not self.fills:
            self.fills = fills
            self.refresh(layout=True)

    def lines_of(self, blocks: tuple[Block, ...]) -> int:
        """How many lines *blocks* take at the present width."""
        return len(lines(blocks, self.content_size.width))

    def line_of(self, style: str) -> int | None:
        """The first line, from 0, with text in *style*; None without any."""
        shown = self._text.lines(self.content_size.width)
        begins = [span.start for span in shown.spans if span.style == style]
        return shown.plain.count("\n", 0, min(begins)) if begins else None

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # Textual's
        """The number of lines at *width*, at least as many as *container* has where it fills that."""
        self._room = container.height
        return self._height(self._text, width)

    @property
    def shown(self) -> Text:
        """The text."""
        return self._text

    def picture(self, shown: Hashable, size: Size) -> Content:
        """The lines at the present width."""
        return cast("Text", shown).lines(size.width)

    def _height(self, text: Text, width: int) -> int:
        needed = text.height(width)
        if not self.fills:
            return needed
        return self._room if needed <= self._room else needed + 1

    def _known(self, blocks: tuple[Block, ...]) -> Text | None:
        return next((text for text in (self._text, *self._prepared) if text.blocks is blocks), None)
