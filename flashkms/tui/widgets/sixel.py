"""A picture as sixel graphics, which ends in its own last row.

textual-image goes on a row below the picture, so that what stands right of its last row was painted there, and what had
stood right of it, such as a line of the help, stayed.
"""

from __future__ import annotations

from rich.control import Control
from rich.segment import Segment
from textual.app import ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual_image.widget.sixel import Image, _ImageSixelImpl, _NoopRenderable


class SixelPicture(Image, Renderable=_NoopRenderable):
    """Draws its picture as textual-image does, but for the end."""

    def compose(self) -> ComposeResult:
        """What draws."""
        yield _Drawn(self.image)


class _Drawn(_ImageSixelImpl):
    """The picture itself."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of the picture; all of it is written with the last."""
        rows = super().render_lines(crop)
        if not rows:
            return rows
        *segments, _ = rows[-1]
        shown = self.screen.find_widget(self).visible_region
        end = Segment(Control.move_to(shown.right, shown.bottom - 1).segment.text)
        return [*rows[:-1], Strip([*segments, end], rows[-1].cell_length)]
