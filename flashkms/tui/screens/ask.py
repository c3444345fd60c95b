"""Small questions over a screen: yes or no, or one line of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from flashkms.tui.keymap import Remapped
from flashkms.tui.text.shown import shown_line


class ConfirmScreen(Remapped, ModalScreen[bool]):
    """Asks before what cannot be seen at a glance; true for yes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "answer(True)", "Yes", id="confirm.yes"),
        Binding("n,escape,q", "answer(False)", "No", id="confirm.no"),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        with Vertical(classes="pane") as pane:
            pane.border_subtitle = Content("y yes · n no")
            yield Static(Content(shown_line(self._question)))

    def action_answer(self, yes: bool) -> None:  # noqa: FBT001  # as bindings pass it
        """Close with the answer."""
        self.dismiss(result=yes)


class AskScreen(Remapped, ModalScreen[str]):
    """Asks for one line; empty when the person thought better of it.

    It stays while *wrong* has anything to say of the line: what is typed again goes nowhere else.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave", id="ask.leave")]

    def __init__(self, question: str, value: str = "", *, wrong: Callable[[str], str] = lambda _line: "") -> None:
        super().__init__()
        self._question, self._value, self._wrong = question, value, wrong

    def compose(self) -> ComposeResult:
        with Vertical(classes="pane") as pane:
            pane.border_title = Content(shown_line(self._question))
            pane.border_subtitle = Content("enter · esc leaves")
            yield Input(self._value)

    @on(Input.Submitted)
    def close_with_text(self, event: Input.Submitted) -> None:
        line = event.value.strip()
        if line and (told := self._wrong(line)):
            self.query_one(Vertical).border_subtitle = Content(shown_line(told))
        else:
            self.dismiss(result=line)

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(result="")
