"""The card in its frame: at most 92 columns, scrolling when long, in the same place before and after the answer."""

from __future__ import annotations

from collections.abc import Collection

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from flashkms.tui.face import Face, judgement_of_miss, judgements, option_block
from flashkms.tui.messages import Picked
from flashkms.tui.text.blocks import Block
from flashkms.tui.text.inline import ANSWER
from flashkms.tui.text.shown import shown_line
from flashkms.tui.widgets.document import DocumentView
from flashkms.tui.widgets.picture import Pictures


class OptionRow(DocumentView):
    """One option of a choice; a click picks it."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self._index = index

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(Picked(self._index))


class CardPane(VerticalScroll, can_focus=False):
    """One card's text, its kind in the upper border and where it comes from in the lower."""

    _pictured = False  # whether the question has pictures

    def compose(self) -> ComposeResult:
        yield DocumentView(classes="-text")

    def complete(self) -> None:
        """Make room for pictures and options; most cards have none, and the first is shown without waiting for it."""
        if not self.query("#options"):
            below = DocumentView(classes="-below")
            below.display = False
            self.mount(Pictures(id="asked"), below, Vertical(id="options"))
            self.mount(Pictures(id="answered"), DocumentView(classes="-tail"))

    def show(self, face: Face, *, kind: str, source: str, revealed: bool, more: tuple[Block, ...] = ()) -> None:
        """Show one side of *face*, with *more* below it. A new front starts at its top; an answer comes into sight.

        Where the question has pictures, which `show_pictures` was given before, the answer stands below them.
        """
        blocks = (*face.back, *more) if revealed else face.front
        asked = len(face.front) if self._pictured else len(blocks)
        self.query_one(".-text", DocumentView).show(blocks[:asked])
        for below in self.query(".-below").results(DocumentView):
            below.show(blocks[asked:])
            below.display = bool(blocks[asked:])
        self.border_title = Content(shown_line(kind))
        self.border_subtitle = Content(shown_line(source))
        self.set_class(revealed, "-revealed")
        if not revealed:
            self.scroll_home(animate=False, immediate=True)
        elif not face.options:
            self.call_after_refresh(self._bring_into_sight, face)

    def show_pictures(self, asked: tuple[bytes, ...], answered: tuple[bytes, ...]) -> None:
        """Show pictures, files' contents: the question's below its text, where they stay, the answer's below that."""
        if asked or answered:
            self.complete()
        self._pictured = bool(asked)
        for name, pictures in (("#asked", asked), ("#answered", answered)):
            for place in self.query(name).results(Pictures):
                place.show(pictures)

    def show_options(self, face: Face, picked: Collection[int], *, revealed: bool) -> None:
        """Show the options of a choice, numbered from 1; nothing for the other kinds.

        They stay where they are when the answer shows; what is to be said of each then stands below them all.
        """
        if face.options:
            self.complete()
        elif not self.query("#options"):
            return
        options = self.query_one("#options", Vertical)
        rows = list(options.query(OptionRow))
        missing = [OptionRow(index) for index in range(len(rows), len(face.options))]
        if missing:
            options.mount_all(missing)
        for index, row in enumerate([*rows, *missing]):
            row.display = index < len(face.options)
            if row.display:
                row.show(option_block(index + 1, face.options[index], picked=index in picked, revealed=revealed))
        judged = bool(face.options) and revealed
        self.query_one(".-tail", DocumentView).show(judgements(face, picked) if judged else ())
        if judged:
            shown = [*rows, *missing]
            self.call_after_refresh(self._bring_judgement_into_sight, face, picked, shown)

    def _bring_judgement_into_sight(self, face: Face, picked: Collection[int], rows: list[OptionRow]) -> None:
        """Scroll a choice too long for its frame so far that the right pick, or why the wrong one is, shows."""
        tail = self.query_one(".-tail", DocumentView)
        inside = self.scrollable_content_region.height
        if any(not face.options[at].correct for at in picked):
            top, end = (tail.virtual_region.y + tail.lines_of(blocks) for blocks in judgement_of_miss(face, picked))
        else:
            right = next((at for at, option in enumerate(face.options) if option.correct), 0)
            row = rows[min(picked, default=right)].virtual_region
            top = row.y + self.query_one("#options").virtual_region.y
            end = top + row.height
        wanted = min(top, end - inside)
        if wanted > self.scroll_y:
            self.scroll_to(y=min(self.max_scroll_y, wanted), animate=False, immediate=True)

    def _bring_into_sight(self, face: Face) -> None:
        """Scroll a card too long for its frame so far that its answer begins in sight, and no further."""
        text = self.query_one(".-text", DocumentView)
        begins = text.lines_of(face.front)
        inside = self.scrollable_content_region.height
        if face.back[: len(face.front)] != face.front:
            self._bring_blank_into_sight(text, inside)
        elif self._pictured:
            answer = self.query_one(".-below", DocumentView).virtual_region
            self.scroll_to(y=max(self.scroll_y, min(answer.y, answer.bottom - inside)), animate=False, immediate=True)
        elif self.max_scroll_y and begins + 3 >= self.scroll_y + inside:
            self.scroll_to(y=min(self.max_scroll_y, begins - 1), animate=False, immediate=True)

    def _bring_blank_into_sight(self, text: DocumentView, inside: int) -> None:
        """Scroll to the blank's answer where the person has read past it, or not as far."""
        line = text.line_of(ANSWER)
        if line is not None and not self.scroll_y <= line < self.scroll_y + inside:
            self.scroll_to(y=min(self.max_scroll_y, max(0, line - 1)), animate=False, immediate=True)
