"""The first run: a collection without a card, and the three keys that change that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from flashkms.errors import FlashkmsError
from flashkms.tui.screens.ask import ConfirmScreen
from flashkms.tui.screens.page import Page
from flashkms.tui.text.shown import shown_line

_ABOUT_DEMO = (
    "Put the demo into this collection? It is four notes about AWS and their cards, in notes/aws and cards/aws: "
    "delete these two folders to be rid of it."
)


class FirstScreen(Page):
    """What to do in an empty folder."""

    HELP = "Cards come from notes: write Markdown under notes/, build, study. Or start with the demo."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "build", "Build cards", id="first.build"),
        Binding("d", "demo", "Try the demo deck", id="first.demo"),
        Binding("q,escape", "app.quit", "Quit", id="first.quit"),
    ]

    def body(self) -> Iterator[Widget]:
        with Container(classes="alone"), Vertical(classes="pane") as pane:
            pane.border_title = "Welcome to flashkms"
            yield Static(self._words())

    def on_mount(self) -> None:
        self.refresh_title()

    def _words(self) -> Content:
        name = shown_line(self.flashkms.study.collection.root.name)
        return Content.assemble(
            "No cards yet in ",
            (f"{name}/cards", "$primary"),
            ".\n\nTurn your Markdown notes into cards:\n\n",
            *_choice("b", "build the cards", "flashkms build"),
            *_choice("d", "try the demo deck", "flashkms init --demo"),
            *_choice("?", "what the keys do", ""),
            ("\nNotes are read from notes/. Cards are plain YAML in cards/: edit\n", "$foreground-muted"),
            ("them with any editor. What you answered is kept in reviews/.", "$foreground-muted"),
        )

    def action_build(self) -> None:
        """Build cards from the notes there are."""
        self.flashkms.build(self)

    def action_demo(self) -> None:
        """Put the shipped notes and cards here, once the person has agreed, and show their decks."""

        def added(yes: bool | None) -> None:  # noqa: FBT001  # Textual's callback
            if yes:
                self._add_demo()

        self.app.push_screen(ConfirmScreen(_ABOUT_DEMO), added)

    def _add_demo(self) -> None:
        from flashkms.study.demo import add_demo  # noqa: PLC0415  # a first run that ends otherwise needs none

        try:
            add_demo(self.flashkms.study)
        except (OSError, FlashkmsError) as error:
            self.say(f"no demo: {error}")
            return
        self.flashkms.go_home()


def _choice(key: str, words: str, command: str) -> tuple[tuple[str, str], ...]:
    return ((f"  {key}  ", "bold $accent"), (f"{words:<24}", ""), (f"{command}\n", "$foreground-muted"))
