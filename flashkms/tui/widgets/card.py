"""The card in its frame: at most 92 columns, scrolling when long, in the same place before and after the answer."""

from __future__ import annotations

from collections.abc import Collection

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from flashkms.tui.face import Face, judgement_of_miss, judgements, option_block
from flashkms.tui.messages import Picked
from flashkms.tui.text.blocks import Block
from flashkms.tui.text.inline import ANSWER
from flashkms.tui.widgets.document import DocumentView
from flashkms.tui.widgets.frame import Frame
from flashkms.tui.widgets.picture import Pictures

_COLOURS = {False: "$border", True: "$accent"}  # of the frame, by whether the answer shows


class OptionRow(DocumentView):
    """One option of a choice; a click picks it."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self._index = index

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(Picked(self._index))


class Rest:
    """What stands below the text of some cards: pictures of the question, the answer below them, options and the rest.

    Takes no room where there is nothing to show.
    """

    def __init__(self) -> None:
        self.asked, self.answered = Pictures(id="asked"), Pictures(id="answered")
        self.below, self.tail = DocumentView(classes="-below"), DocumentView(classes="-tail")
        self.options = Vertical(id="options")
        self.below.display = self.options.display = self.tail.display = False

    @property
    def widgets(self) -> tuple[Widget, ...]:
        """All of them, from top to bottom."""
        return self.asked, self.below, self.options, self.answered, self.tail


class CardPane(VerticalScroll, can_focus=False):
    """One card's text, its kind in the upper border and where it comes from in the lower."""

    _pictured = False  # whether the question has pictures
    _pictures = False  # whether either side has some

    def __init__(self) -> None:
        super().__init__()
        self._frame = Frame(self)
        self._text = DocumentView(classes="-text")
        self._rest: Rest | None = None

    def compose(self) -> ComposeResult:
        yield self._text

    def complete(self) -> Rest:
        """Make room for pictures and options; most cards have none, and the first is shown without waiting for it."""
        if self._rest is None:
            self._rest = Rest()
            self.mount(*self._rest.widgets)
        return self._rest

    def show(self, face: Face, kind: str, source: str, *, revealed: bool, more: tuple[Block, ...] = ()) -> None:
        """Show one side of *face* in its frame, *more* below. A new front starts at its top, an answer comes in sight.

        Where the question has pictures, which `show_pictures` was given before, the answer stands below them.
        """
        back = (*face.back, *more) if more else face.back
        blocks = back if revealed else face.front
        self._text.show(blocks[: len(face.front)] if self._pictured else blocks)
        if self._rest:
            below = blocks[len(face.front) :] if self._pictured else ()
            self._rest.below.show(below)
            self._rest.below.display = bool(below)
        self._text.fill(fills=not (face.options or self._pictures))
        self._frame.show(kind, source, _COLOURS[revealed])
        if not revealed:
            self.scroll_home(animate=False, immediate=True)
        elif not face.options:
            self.call_after_refresh(self._bring_into_sight, face)

    def prepare(self, blocks: tuple[Block, ...], kind: str, source: str, *, revealed: bool) -> None:
        """Lay out and paint ahead a side of a card, which will be shown."""
        self._text.prepare(blocks)
        self._frame.painted(kind, source, _COLOURS[revealed])

    def show_pictures(self, asked: tuple[bytes, ...], answered: tuple[bytes, ...]) -> None:
        """Show pictures, files' contents: the question's below its text, where they stay, the answer's below that."""
        if asked or answered:
            self.complete()
        self._pictured, self._pictures = bool(asked), bool(asked or answered)
        if self._rest:
            self._rest.asked.show(asked)
            self._rest.answered.show(answered)

    def show_options(self, face: Face, picked: Collection[int], *, revealed: bool) -> None:
        """Show the options of a choice, numbered from 1; nothing for the other kinds.

        They stay where they are when the answer shows; what is to be said of each then stands below them all.
        """
        rest = self.complete() if face.options else self._rest
        if rest:
            rest.options.display = rest.tail.display = bool(face.options)
            if face.options:
                self._show_options(rest, face, picked, revealed=revealed)

    def _show_options(self, rest: Rest, face: Face, picked: Collection[int], *, revealed: bool) -> None:
        options = rest.options
        rows = list(options.query(OptionRow))
        missing = [OptionRow(index) for index in range(len(rows), len(face.options))]
        if missing:
            options.mount_all(missing)
        for index, row in enumerate([*rows, *missing]):
            row.display = index < len(face.options)
            if row.display:
                row.show(option_block(index + 1, face.options[index], picked=index in picked, revealed=revealed))
        rest.tail.show(judgements(face, picked) if revealed else ())
        if revealed:
            shown = [*rows, *missing]
            self.call_after_refresh(self._bring_judgement_into_sight, face, picked, shown)

    def _bring_judgement_into_sight(self, face: Face, picked: Collection[int], rows: list[OptionRow]) -> None:
        """Scroll a choice too long for its frame so far that the right pick, or why the wrong one is, shows."""
        rest = self.complete()
        tail = rest.tail
        inside = self.scrollable_content_region.height
        if any(not face.options[at].correct for at in picked):
            top, end = (tail.virtual_region.y + tail.lines_of(blocks) for blocks in judgement_of_miss(face, picked))
        else:
            right = next((at for at, option in enumerate(face.options) if option.correct), 0)
            row = rows[min(picked, default=right)].virtual_region
            top = row.y + rest.options.virtual_region.y
            end = top + row.height
        wanted = min(top, end - inside)
        if wanted > self.scroll_y:
            self.scroll_to(y=min(self.max_scroll_y, wanted), animate=False, immediate=True)

    def _bring_into_sight(self, face: Face) -> None:
        """Scroll a card too long for its frame so far that its answer begins in sight, and no further."""
        text = self._text
        begins = text.lines_of(face.front)
        inside = self.scrollable_content_region.height
        if face.back[: len(face.front)] != face.front:
            self._bring_blank_into_sight(text, inside)
        elif self._pictured and self._rest:
            answer = self._rest.below.virtual_region
            self.scroll_to(y=max(self.scroll_y, min(answer.y, answer.bottom - inside)), animate=False, immediate=True)
        elif self.max_scroll_y and begins + 3 >= self.scroll_y + inside:
            self.scroll_to(y=min(self.max_scroll_y, begins - 1), animate=False, immediate=True)

    def _bring_blank_into_sight(self, text: DocumentView, inside: int) -> None:
        """Scroll to the blank's answer where the person has read past it, or not as far."""
        line = text.line_of(ANSWER)
        if line is not None and not self.scroll_y <= line < self.scroll_y + inside:
            self.scroll_to(y=min(self.max_scroll_y, max(0, line - 1)), animate=False, immediate=True)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The frame, round what stands in it."""
        return self._frame.rows(crop)
