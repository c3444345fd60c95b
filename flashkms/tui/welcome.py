"""A folder without a collection: what flashkms is about to do there, and the keys that do it or leave."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Literal

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from flashkms.tui.keys import physical
from flashkms.tui.text.shown import shown_line
from flashkms.tui.themes import THEMES

Wish = Literal["make", "demo", ""]


class WelcomeApp(App[Wish]):
    """Returns what the person wants of *folder*: a collection, one with the demo, or nothing."""

    CSS = """
    Screen { background: $background; color: $foreground; }
    Container { align: center middle; height: 1fr; }
    VerticalScroll {
        width: 76; max-width: 100%; height: auto; max-height: 100%; padding: 1 3;
        border: round $accent; border-title-color: $accent; scrollbar-size-vertical: 1;
    }
    """
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "exit('make')", "Make a collection here"),
        Binding("d", "exit('demo')", "Make one with the demo"),
        Binding("q,escape,ctrl+q", "exit('')", "Leave", priority=True),
    ]

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def compose(self) -> ComposeResult:
        with Container(), VerticalScroll() as pane:
            pane.border_title = "Welcome to flashkms"
            yield Static(self._words())

    def _words(self) -> Content:
        return Content.assemble(
            "There is no collection in ",
            (shown_line(str(self._folder)), "$primary"),
            " or above it.\n\n",
            *_choice("c", "make one here", "flashkms init"),
            *_choice("d", "make one with the demo", "flashkms init --demo"),
            *_choice("q", "leave, and change nothing", ""),
            ("\nNotes are Markdown in notes/, cards plain YAML in cards/, and what you ", "$foreground-muted"),
            ("answered is kept in reviews/: all of it text, in this folder.", "$foreground-muted"),
        )

    def action_exit(self, wish: Wish) -> None:
        """Leave with what the person wants."""
        self.exit(wish)

    async def on_event(self, event: events.Event) -> None:
        """Events as Textual has them; a key of another alphabet becomes the keys that were pressed."""
        letters = physical(event.character) if isinstance(event, events.Key) else ""
        if not letters:
            await super().on_event(event)
        for letter in letters:
            await super().on_event(events.Key(letter, letter))


def _choice(key: str, words: str, command: str) -> tuple[tuple[str, str], ...]:
    return ((f"  {key}  ", "bold $accent"), (f"{words:<27}", ""), (f"{command}\n", "$foreground-muted"))
