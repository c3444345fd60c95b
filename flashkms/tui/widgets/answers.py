"""The strip below a card: one box that asks for the answer, then four with their next intervals. Always as high.

The boxes are drawn, not mounted: to show the answer then lays nothing out and styles nothing anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive

from flashkms.schedule.event import Rating
from flashkms.tui.messages import Asked, Rated, Typed
from flashkms.tui.widgets.painted import Painted
from flashkms.tui.words import RATING_STYLES

if TYPE_CHECKING:
    from textual.widgets import Input

NAMES: Mapping[Rating, str] = {rating: rating.name.capitalize() for rating in Rating}
_FRAME = 2  # rows of a box that its frame takes, where there is room for one


class Box(Struct, frozen=True):
    """Two short lines in a frame; a click sends the *announcement* of what it stands for."""

    announcement: Callable[[], Message]
    lines: tuple[Content, Content]
    frame: str
    colour: str = ""


class Offer(Struct, frozen=True):
    """What the strip shows: the *intervals* of the four ratings, or, without any, the box that asks."""

    intervals: tuple[str, ...] = ()
    hovered: int | None = None  # the box below the mouse
    typing: bool = False


class RatingStrip(Painted):
    """Shows the one box or the four; never changes its size."""

    offered: reactive[Offer] = reactive(Offer(), init=False)

    def complete(self) -> None:
        """Mount what is not needed to ask; the first card is shown without waiting for it."""
        if not self.children:
            from textual.widgets import Input  # noqa: PLC0415  # as it says

            self.mount(Input(placeholder="type the answer, then enter", disabled=True))

    def ask(self) -> None:
        """Offer to show the answer."""
        self.stop_typing()
        self.offered = Offer()

    def offer(self, intervals: Mapping[Rating, str]) -> None:
        """Offer the four ratings, each under its next interval."""
        self.offered = _offer(intervals)

    def prepare(self, intervals: Mapping[Rating, str]) -> None:
        """Paint ahead what `offer` will show."""
        self.painted(_offer(intervals))

    def type(self) -> None:
        """Take a typed answer in place of the box."""
        self.complete()
        typed = self._input
        typed.disabled = False
        typed.clear()
        self.add_class("-typing")
        self.offered = Offer(typing=True)
        typed.focus()

    def stop_typing(self) -> None:
        """Put the box back."""
        if self.typing:
            self.remove_class("-typing")
            self.offered = Offer()
            self._input.disabled = True  # nothing here may take the focus by itself

    @property
    def typing(self) -> bool:
        """Whether an answer is being typed."""
        return self.offered.typing

    @property
    def _input(self) -> Input:
        from textual.widgets import Input  # noqa: PLC0415  # as above

        return self.query_one(Input)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.stop_typing()
        self.post_message(Typed(event.value))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        index = self._at(event)
        if index is not None:
            self.post_message(_boxes(self.offered)[index].announcement())

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self.offered = replace(self.offered, hovered=self._at(event))

    def on_leave(self) -> None:
        self.offered = replace(self.offered, hovered=None)

    def _at(self, event: events.MouseEvent) -> int | None:
        """The box at which *event* points."""
        offset = event.get_content_offset(self)
        if offset is None:
            return None
        places = enumerate(_places(self.content_size.width, len(_boxes(self.offered))))
        return next((index for index, (x, width) in places if x <= offset.x < x + width), None)

    @property
    def shown(self) -> Offer:
        """The boxes, and which of them is below the mouse."""
        return self.offered

    def picture(self, shown: Hashable, size: Size) -> Content:
        """The boxes side by side, a column between two; without frames where there are but two rows."""
        assert isinstance(shown, Offer)
        boxes, framed = _boxes(shown), size.height >= 2 + _FRAME
        rows: list[list[Content]] = [[] for _ in range(2 + _FRAME * framed)]
        for index, (box, (_, room)) in enumerate(zip(boxes, _places(size.width, len(boxes)), strict=True)):
            drawn = _framed(box, room) if framed else [_centred(line, room, box.colour) for line in box.lines]
            for row, line in zip(rows, drawn, strict=True):
                row.append(line.stylize_before("on $boost") if index == shown.hovered else line)
        return Content("\n").join(Content(" ").join(row) for row in rows)


def _offer(intervals: Mapping[Rating, str]) -> Offer:
    return Offer(tuple(intervals.get(rating, "") for rating in Rating))


def _boxes(offer: Offer) -> tuple[Box, ...]:
    if offer.typing:
        return ()
    if not offer.intervals:
        lines = Content.styled("space", "$foreground-muted"), Content.styled("Show answer", "bold")
        return (Box(Asked, lines, "$border"),)
    return tuple(map(_rating_box, Rating, offer.intervals))


def _rating_box(rating: Rating, interval: str) -> Box:
    colour = RATING_STYLES[rating]
    name = Content.assemble((f"{rating.value} ", "$foreground-muted"), (NAMES[rating], "bold"))
    return Box(partial(Rated, rating), (Content.styled(interval, "$foreground-muted"), name), colour, colour)


def _places(width: int, many: int) -> list[tuple[int, int]]:
    """Where each of *many* boxes begins in *width* columns, and how wide it is."""
    ends = [(index + 1) * (width + 1) // many for index in range(many)]
    return [(begin, end - 1 - begin) for begin, end in zip([0, *ends], ends, strict=False)]


def _framed(box: Box, width: int) -> list[Content]:
    line, side = "─" * (width - 2), Content.styled("│", box.frame)
    return [
        Content.styled(f"╭{line}╮", box.frame),
        *(side + _centred(each, width - 2, box.colour) + side for each in box.lines),
        Content.styled(f"╰{line}╯", box.frame),
    ]


def _centred(line: Content, width: int, colour: str) -> Content:
    line = line.truncate(max(0, width))
    spare = max(0, width - line.cell_length)
    return line.pad(spare // 2, spare - spare // 2).stylize_before(colour)
