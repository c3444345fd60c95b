"""The strip below a card: one box that asks for the answer, then four with their next intervals. Always as high."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from flashkms.schedule.event import Rating
from flashkms.tui.messages import Asked, Rated, Typed

NAMES: Mapping[Rating, str] = {rating: rating.name.capitalize() for rating in Rating}


class Box(Static):
    """Two short lines in a border; a click sends the *announcement* of what it stands for."""

    def __init__(self, announcement: Callable[[], Message], *, classes: str) -> None:
        super().__init__(classes=classes, markup=False)
        self._announcement = announcement  # made at the click: one made by a widget above would go no further than it

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self._announcement())


class RatingStrip(Horizontal):
    """Shows the one box or the four; never changes its size."""

    def compose(self) -> ComposeResult:
        yield Box(Asked, classes="-ask")

    def complete(self) -> None:
        """Mount what is not needed to ask; the first card is shown without waiting for it."""
        if not self.query(Input):
            ratings = (Box(partial(Rated, rating), classes=f"-rating -{rating.name.lower()}") for rating in Rating)
            self.mount(Input(placeholder="type the answer, then enter", disabled=True), *ratings)

    def ask(self, words: str = "Show answer", key: str = "space") -> None:
        """Offer to show the answer."""
        self.query_one(".-ask", Box).update(Content.assemble((key, "$foreground-muted"), "\n", (words, "bold")))
        self.stop_typing()
        self.remove_class("-revealed")

    def type(self) -> None:
        """Take a typed answer in place of the box."""
        self.complete()
        typed = self.query_one(Input)
        typed.disabled = False
        typed.clear()
        self.add_class("-typing")
        typed.focus()

    def stop_typing(self) -> None:
        """Put the box back."""
        self.remove_class("-typing")
        self.query(Input).set(disabled=True)  # nothing here may take the focus by itself

    @property
    def typing(self) -> bool:
        """Whether an answer is being typed."""
        return self.has_class("-typing")

    @on(Input.Submitted)
    def announce_typed(self, event: Input.Submitted) -> None:
        event.stop()
        self.stop_typing()
        self.post_message(Typed(event.value))

    def offer(self, intervals: Mapping[Rating, str]) -> None:
        """Offer the four ratings, each under its next interval."""
        self.complete()
        for box, rating in zip(self.query(".-rating").results(Box), Rating, strict=True):
            name = Content.assemble((f"{rating.value} ", "$foreground-muted"), (NAMES[rating], "bold"))
            box.update(Content.assemble((intervals.get(rating, ""), "$foreground-muted"), "\n", name))
        self.add_class("-revealed")
