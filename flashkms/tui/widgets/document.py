"""A card's text in one widget: laid out for its width, painted like any other text."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from flashkms.tui.text.blocks import Block
from flashkms.tui.text.layout import lines


class DocumentView(Widget):
    """Shows blocks; as high as they need."""

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._blocks: tuple[Block, ...] = ()
        self._laid_out: dict[int, Content] = {}

    def show(self, blocks: tuple[Block, ...]) -> None:
        """Show *blocks* in place of what was shown."""
        if blocks is not self._blocks:
            self._blocks = blocks
            self._laid_out.clear()
            self.refresh(layout=True)

    def lines_of(self, blocks: tuple[Block, ...]) -> int:
        """How many lines *blocks* take at the present width."""
        return len(lines(blocks, self.content_size.width))

    def line_of(self, style: str) -> int | None:
        """The first line, from 0, with text in *style*; None without any."""
        shown = self._lines(self.content_size.width)
        begins = [span.start for span in shown.spans if span.style == style]
        return shown.plain.count("\n", 0, min(begins)) if begins else None

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # Textual's
        """The number of lines at *width*."""
        return self._lines(width).plain.count("\n") + 1 if self._blocks else 0

    def render(self) -> RenderResult:
        """The lines at the present width."""
        return self._lines(self.content_size.width)

    def _lines(self, width: int) -> Content:
        if width not in self._laid_out:
            self._laid_out[width] = Content("\n").join(lines(self._blocks, width))
        return self._laid_out[width]
