"""An entry edited in place: its lines of the deck file, saved only if they read well."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from flashkms.errors import FlashkmsError, Problem
from flashkms.safe import safe, safe_line
from flashkms.tui.keymap import Remapped


class EditScreen(Remapped, ModalScreen[bool]):
    """Edits *text*, which *save* puts back; true when something was saved."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", priority=True, id="edit.save"),
        Binding("escape", "leave", "Leave it as it was", priority=True, id="edit.leave"),
    ]

    def __init__(self, place: str, text: str, save: Callable[[str], tuple[Problem, ...]]) -> None:
        super().__init__()
        self._place, self._text, self._save = place, text, save

    def compose(self) -> ComposeResult:
        with Vertical(classes="pane") as pane:
            pane.border_title = Content(safe_line(self._place))
            pane.border_subtitle = Content("ctrl+s saves · esc leaves it as it was")
            yield TextArea(safe(self._text), tab_behavior="indent", show_line_numbers=False, soft_wrap=True)
            yield Static(id="fault", markup=False)

    def action_save(self) -> None:
        """Save, or say what does not read well."""
        text = self.query_one(TextArea).text
        if text == safe(self._text):
            self.dismiss(result=False)
            return
        try:
            problems = self._save(text)
        except (OSError, FlashkmsError) as error:
            self.query_one("#fault", Static).update(Content(safe_line(str(error))))
            return
        if problems:
            self.query_one("#fault", Static).update(Content(safe_line(str(problems[0]))))
        else:
            self.dismiss(result=True)

    def action_leave(self) -> None:
        """Change nothing."""
        self.dismiss(result=False)
