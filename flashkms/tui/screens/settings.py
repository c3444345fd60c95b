"""Settings: what each is and does, changed in `flashkms.toml` line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget

from flashkms.config import FILE
from flashkms.errors import FlashkmsError
from flashkms.study.settings import Setting, save, settings
from flashkms.tui.screens.ask import AskScreen
from flashkms.tui.screens.page import Page
from flashkms.tui.text.shown import shown_line
from flashkms.tui.widgets.rows import NARROW, Column, Rows

_COLUMNS = (Column("Setting", 30), Column("Value", 18), Column("What it does"))
_NARROW_COLUMNS = (Column("Setting"), Column("Value", 12))


class SettingsScreen(Page):
    """A row for each setting."""

    HELP = (
        "Enter changes a setting in flashkms.toml: true and false turn over, everything else is typed as in the file."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "Open the file", id="settings.edit"),
        Binding("escape,q", "leave", "Back", id="settings.leave"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._settings: tuple[Setting, ...] = ()

    def body(self) -> Iterator[Widget]:
        with Container(classes="pane filling") as pane:
            pane.border_title = "Settings"
            pane.border_subtitle = "enter changes"
            yield Rows(_COLUMNS, id="settings")

    def on_mount(self) -> None:
        self.refresh_title()
        self._settings = settings(self.flashkms.study.collection.config)
        self.query_one(Rows).focus()
        self.query_one(Rows).fill(len(self._settings), self._row)

    def _row(self, index: int) -> Sequence[Content]:
        setting = self._settings[index]
        cells = (
            Content(setting.name),
            Content.styled(shown_line(setting.value), "$accent"),
            Content.styled(setting.words, "$foreground-muted"),
        )
        return cells[: len(self.query_one(Rows).columns)]

    def on_resize(self) -> None:
        rows = self.query_one(Rows)
        rows.columns = _NARROW_COLUMNS if self.app.size.width < NARROW else _COLUMNS
        rows.refresh()

    @on(Rows.Chosen)
    def change(self, event: Rows.Chosen) -> None:
        """Turn a flag over, or ask for another value."""
        setting = self._settings[event.index]
        if setting.value in {"true", "false"}:
            self._save(setting, "false" if setting.value == "true" else "true")
            return
        self._ask(setting, setting.value)

    def _ask(self, setting: Setting, value: str) -> None:
        self.app.push_screen(AskScreen(setting.name, value), lambda text: self._save(setting, text or ""))

    def _save(self, setting: Setting, value: str) -> None:
        if not value or value == setting.value:
            return
        try:
            problems = save(self.flashkms.study.collection, setting.name, value)
        except (OSError, FlashkmsError, ValueError) as error:
            self.refused(error)
            return
        if problems:
            self.say(str(problems[0]))
            self._ask(setting, value)
            return
        shown = [Setting(one.name, value, one.words) if one is setting else one for one in self._settings]
        self._settings = tuple(shown)
        self.query_one(Rows).refresh()
        self._use(setting.name, value)

    def _use(self, name: str, value: str) -> None:
        theme = value.strip('"')
        if name == "screen.theme" and theme in self.app.available_themes:
            self.app.theme = theme
            self.say(f"{name} = {value}")
        else:
            self.say(f"{name} = {value}, from the next start")

    def action_edit(self) -> None:
        """Open the file in the editor."""
        self.flashkms.open_file(self, self.flashkms.study.collection.root / FILE)

    def action_leave(self) -> None:
        """Go home."""
        self.flashkms.go_home()
