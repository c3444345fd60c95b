"""Pictures of a card, where the extra `images` is installed: as kitty or sixel graphics, else from half cells.

What the terminal can do is asked before the app runs, because then the app reads every answer of it.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from math import ceil
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widget import Widget

if TYPE_CHECKING:
    from PIL.Image import Image

_MOST_PIXELS = 50_000_000  # more are never decoded: a small file can hold a picture that fills the memory
_KEEP_TITLE, _TITLE_BACK = "\x1b[22;2t", "\x1b[23;2t"  # tmux takes the question for kitty as a title
_SIDE = 1600  # pixels; no terminal shows more


def installed() -> bool:
    """Whether the extra is there."""
    return find_spec("textual_image") is not None and find_spec("PIL") is not None


def prepare() -> None:
    """Ask the terminal what it can show. Before the app runs, or not at all: later its answer is taken for keys."""
    terminal = sys.__stdout__
    if terminal is not None and terminal.isatty() and all(os.get_terminal_size(terminal.fileno())):
        # A terminal that tells no size is not asked: the library divides by it.
        terminal.write(_KEEP_TITLE)
        _drawing()
        terminal.write(_TITLE_BACK)
        terminal.flush()


class Pictures(Vertical):
    """Shows pictures one below the other; takes no room without any."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._shown: tuple[bytes, ...] = ()
        self.display = False

    def show(self, pictures: tuple[bytes, ...]) -> None:
        """Show *pictures*, files' contents, in place of what was shown. One that cannot be read is left out."""
        if pictures == self._shown:
            return
        self._shown = pictures
        self.remove_children()
        widgets = [widget for content in pictures if (widget := _widget(content))]
        self.display = bool(widgets)
        self.mount_all(widgets)


@cache
def _drawing() -> tuple[Callable[[Image], Widget], int]:
    """What makes the widget of a picture, and how many pixels a column of it has; the first call asks the terminal."""
    from textual_image import renderable, widget  # noqa: PLC0415  # importing it asks

    if renderable.Image is renderable.SixelImage:
        return _sixel(), _column()
    if renderable.Image is renderable.TGPImage and _has_placeholders():
        return widget.TGPImage, _column()
    return widget.HalfcellImage if renderable.Image is renderable.TGPImage else widget.Image, 1


def _sixel() -> Callable[[Image], Widget]:
    try:
        from flashkms.tui.widgets.sixel import SixelPicture  # noqa: PLC0415  # as above
    except ImportError:  # another textual-image, which is not known from inside
        from textual_image.widget import SixelImage  # noqa: PLC0415  # as above

        return SixelImage
    return SixelPicture


def _has_placeholders() -> bool:
    """Whether kitty's graphics can stand in a text here; their places are told by colours, so that no other will do."""
    from flashkms.tui.widgets import terminal  # noqa: PLC0415  # few are asked

    return "NO_COLOR" not in os.environ and terminal.has_placeholders(terminal.name())


def _column() -> int:
    from textual_image._terminal import get_cell_size  # noqa: PLC0415  # as above; it has no public door

    return max(1, get_cell_size().width)


def _widget(content: bytes) -> Widget | None:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415  # of the extra

    try:
        picture = Image.open(io.BytesIO(content))
        if picture.width * picture.height > _MOST_PIXELS:
            return None
        picture.thumbnail((_SIDE, _SIDE))
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return None
    make, column = _drawing()
    widget = make(picture)
    widget.styles.max_width = ceil(picture.width / column)  # a small picture is not blown up
    return widget
