"""A table of any length: only the rows in sight are ever built, so that 100,000 cards open at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from msgspec import Struct
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from flashkms.tui.keymap import Remapped

_GAP = "  "
_WHEEL_ROWS = 3


NARROW = 50  # cells of a table; below it only the columns show that it makes no sense without


class Column(Struct, frozen=True):
    """A heading and a *width* in cells; 0 takes what the others leave. *right* puts it flush right.

    A table narrower than *spare* cells does without it.
    """

    title: str
    width: int = 0
    right: bool = False
    spare: int = 0


class Rows(Remapped, ScrollView, can_focus=True):
    """Rows under a heading, one of them under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="rows.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="rows.down"),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False, id="rows.page_up"),
        Binding("pagedown,ctrl+f", "page(1)", "Page down", show=False, id="rows.page_down"),
        Binding("home,g", "move(-1000000000)", "First", show=False, id="rows.first"),
        Binding("end,G", "move(1000000000)", "Last", show=False, id="rows.last"),
        Binding("enter", "choose", "Open", show=False, id="rows.open"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor", "rows--heading"}

    cursor: reactive[int] = reactive(0, init=False)

    @dataclass
    class Highlighted(Message):
        """The cursor stands on row *index* of *rows*."""

        rows: Rows
        index: int

        @property
        def control(self) -> Rows:
            """The table, for `@on(…, selector)`."""
            return self.rows

    @dataclass
    class Chosen(Message):
        """Row *index* of *rows* was opened, by key or click."""

        rows: Rows
        index: int

        @property
        def control(self) -> Rows:
            """The table, for `@on(…, selector)`."""
            return self.rows

    def __init__(self, columns: Sequence[Column], *, id: str | None = None, empty: str = "") -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.count = 0
        self._cells: Callable[[int], Sequence[Content]] = lambda _index: ()
        self.empty = empty  # what is said where there is no row

    def fill(self, count: int, cells: Callable[[int], Sequence[Content]], *, cursor: int | None = None) -> None:
        """Show *count* rows, whose cells are asked for when they come into sight; the cursor stays or moves."""
        self.count, self._cells = count, cells
        self.virtual_size = Size(0, count + self._heading_rows)
        wanted = self.cursor if cursor is None else cursor
        self.cursor = max(0, min(wanted, count - 1))
        self._show_cursor()
        self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, self.count - 1))

    def watch_cursor(self) -> None:
        self._show_cursor()
        self.refresh()
        if self.count:
            self.post_message(self.Highlighted(self, self.cursor))

    def render_line(self, y: int) -> Strip:
        """The heading, or the row that is scrolled to line *y*."""
        width = self.scrollable_content_region.width
        if y < self._heading_rows:
            heading = self._line([Content(column.title) for column in self.columns], width)
            return self._strip(heading, width, "rows--heading")
        index = self.scroll_offset.y + y - self._heading_rows
        if index >= self.count:
            return self._strip(Content(self.empty if not self.count and index == 0 else ""), width)
        line = self._line(self._cells(index), width)
        return self._strip(line, width, "rows--cursor") if index == self.cursor else self._strip(line, width)

    def action_move(self, rows: int) -> None:
        """Move the cursor by *rows*, as far as there are any."""
        self.cursor += rows

    def action_page(self, pages: int) -> None:
        """Move the cursor by as many rows as are in sight."""
        self.cursor += pages * max(1, self._visible)

    def action_choose(self) -> None:
        """Announce the row under the cursor."""
        if self.count:
            self.post_message(self.Chosen(self, self.cursor))

    def on_resize(self) -> None:
        self._show_cursor()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self._heading_rows:
            return
        index = self.scroll_offset.y + offset.y - self._heading_rows
        if index < self.count:
            again = index == self.cursor
            self.cursor = index
            if again or event.chain > 1:
                self.action_choose()

    @property
    def _heading_rows(self) -> int:
        return 1 if any(column.title for column in self.columns) else 0

    @property
    def _visible(self) -> int:
        return self.scrollable_content_region.height - self._heading_rows

    def _show_cursor(self) -> None:
        top = self.scroll_offset.y
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        elif self._visible > 0 and self.cursor >= top + self._visible:
            self.scroll_to(y=self.cursor - self._visible + 1, animate=False, immediate=True)

    def _line(self, cells: Sequence[Content], width: int) -> Content:
        columns = self.columns[: len(cells)]
        shown = [each for each in zip(cells, columns, strict=True) if width >= each[1].spare]
        rest = width - sum(column.width for _, column in shown) - len(_GAP) * (len(shown) - 1)
        return Content(_GAP).join(_cell(cell, column, rest) for cell, column in shown)

    def _strip(self, line: Content, width: int, *components: str) -> Strip:
        style = self.get_visual_style(*components) if components else self.visual_style
        return Visual.to_strips(self, line, width, 1, style, apply_selection=False, pad=True)[0]


def _cell(cell: Content, column: Column, rest: int) -> Content:
    width = column.width or max(rest, 1)
    cut = cell.first_line.truncate(width, ellipsis=True)
    gap = max(0, width - cut.cell_length)
    return cut.pad_left(gap) if column.right else cut.pad_right(gap)
