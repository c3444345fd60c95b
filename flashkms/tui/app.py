"""The full-screen app: it holds the study, and opens one screen after another."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import termios
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.driver import Driver
from textual.screen import Screen

from flashkms.counting import counted
from flashkms.errors import FlashkmsError
from flashkms.study import Session, Study
from flashkms.tui.deeds import open_in_editor
from flashkms.tui.driver import straight
from flashkms.tui.keymap import laid_over
from flashkms.tui.keys import physical
from flashkms.tui.screens.page import Page
from flashkms.tui.themes import THEMES


def _verbs() -> type[Provider]:
    from flashkms.tui.verbs import Verbs  # noqa: PLC0415  # the first card does not wait for the palette

    return Verbs


_LINE_FEED = "ctrl+j"
_PATIENCE = 3  # seconds that leaving at a signal's word may take


class FlashkmsApp(App[None]):
    """Shows *first*, made by `show_home` and its like once the app runs. *editor* opens a file: a command, as words."""

    CSS_PATH = "app.tcss"
    TITLE = "flashkms"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-compact"), (100, "-wide")]  # noqa: RUF012  # as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-medium"), (32, "-tall")]  # noqa: RUF012  # as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="app.quit"),
    ]
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_verbs}

    _themed = False  # whether the person's theme is in force

    def __init__(
        self,
        study: Study,
        *,
        session: Session | None = None,
        editor: tuple[str, ...] = (),
        page: str = "",
        pictures: bool = False,
    ) -> None:
        super().__init__()
        self.study = study
        self.editor = editor
        self.pictures = pictures  # whether the terminal was asked what it can show
        self._session = session  # the sitting to begin with; None begins at home
        self._page = page  # the page to open at once on top of home
        self.keys = dict(study.collection.config.keys)  # the person's own, by the id of what they do
        self._clashes: set[str] = set()
        self._backed_up = False  # or it is being done: once, when the first card is on the screen
        self._styled = False  # whether the styles of every page were read
        for theme in THEMES:
            self.register_theme(theme)
        config = study.collection.config
        before = self.theme
        if config.theme in self.available_themes:
            self.theme = config.theme
        self._themed = True
        self.stylesheet.set_variables(self.get_css_variables())
        self._asked_in_vain = self.theme != before  # Textual will want the styles in colours that they have
        self._bindings = laid_over(self._bindings, self.keys)

    def get_driver_class(self) -> type[Driver]:
        """Textual's for this platform, with borders that stand straight behind every text."""
        return straight(super().get_driver_class())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """How a cloze's answer stands out beside words that are bold as well: by its colour, or else by a line."""
        return {"answer": "underline" if self.no_color else "bold"}

    def get_css_variables(self) -> dict[str, str]:
        """As Textual has them; none of the theme that holds before the person's own, which takes time for nothing."""
        return super().get_css_variables() if self._themed else {}

    def get_default_screen(self) -> Page:
        """The page to begin with: the lowest of all, so that no empty screen is laid out below it."""
        page = self._home() if self._session is None else self._sitting(self._session)
        self.stylesheet.read_all(page.css_path)
        return page

    def refresh_css(self, animate: bool = True) -> None:  # noqa: FBT001, FBT002  # Textual's signature
        """Read the styles in other colours; not for the theme of the start, with which they are read anyway."""
        if not self._asked_in_vain:
            super().refresh_css(animate)
        self._asked_in_vain = False

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, self._ended_by, number)
        self.call_after_refresh(self.read_styles)
        if self._session is not None:
            self._back_up()
        self.call_after_refresh(self._tell_damage)
        match self._page:
            case "browse":
                self.browse()
            case "triage":
                self.triage()

    def _tell_damage(self) -> None:
        """Say first of all which deck file gives not all of its cards: they are missed by nobody else."""
        from flashkms.tui.words import damage_word  # noqa: PLC0415  # the first card does not wait for it

        if damaged := damage_word(self.study):
            self._say(damaged)

    def read_styles(self) -> None:
        """Read the styles of every page, once; by itself when the first is painted, which is sooner with fewer."""
        if not self._styled:
            self._styled = True
            self.stylesheet.read_all(sorted(Path(__file__).parent.glob("screens/*.tcss")))
            self.stylesheet.parse()

    def _ended_by(self, number: int) -> None:
        """Leave at a signal's word: at once where the terminal is gone, else after giving it back, within seconds."""
        if not self.is_headless:
            signal.alarm(_PATIENCE)  # its default action ends a program that is stuck
            try:
                termios.tcgetattr(sys.__stdin__ or 0)
            except (termios.error, ValueError):
                os._exit(128 + number)  # every answer is on disk, and writing to a lost terminal may block for ever
        self.exit(None, 128 + number)

    def now(self) -> datetime:
        """The instant that the study goes by."""
        return self.study.clock()

    @property
    def today(self) -> date:
        """The study day."""
        return self.study.today

    # from screen to screen

    def go_home(self) -> None:
        """Show the decks, or, where there is no card yet, what to do first."""
        self._show(self._home())

    def _home(self) -> Page:
        if any(counts.cards for counts in self.study.counts()):
            from flashkms.tui.screens.home import HomeScreen  # noqa: PLC0415  # each screen is read when it is opened

            return HomeScreen()
        from flashkms.tui.screens.first import FirstScreen  # noqa: PLC0415  # as above

        return FirstScreen()

    def review(self, session: Session, word: str = "") -> None:
        """Show the session's current card, or the end of it; *word* tells in the top line what just happened."""
        self._show(self._sitting(session, word))
        self._back_up()

    def _sitting(self, session: Session, word: str = "") -> Page:
        if session.current is None:
            from flashkms.tui.screens.done import DoneScreen  # noqa: PLC0415  # the first card does not wait for it

            return DoneScreen(session, word)
        from flashkms.tui.screens.review import ReviewScreen  # noqa: PLC0415

        return ReviewScreen(session, word)

    def _back_up(self) -> None:
        if not self._backed_up:
            self._backed_up = True
            self.call_after_refresh(self.run_worker, self.study.back_up, thread=True)

    def browse(self, query: str = "", *, typing: bool = False) -> None:
        """Open the browser on what *query* finds."""
        from flashkms.tui.screens.browse import BrowseScreen  # noqa: PLC0415

        self._show(BrowseScreen(query, typing=typing))

    def stats(self, deck: str = "") -> None:
        """Open the statistics of *deck*."""
        from flashkms.tui.screens.stats import StatsScreen  # noqa: PLC0415

        self._show(StatsScreen(deck))

    def plan(self, deck: str = "") -> None:
        """Open the planner."""
        from flashkms.tui.screens.plan import PlanScreen  # noqa: PLC0415

        self._show(PlanScreen(deck))

    def simulate(self, deck: str = "") -> None:
        """Open the price of memory of *deck*."""
        from flashkms.tui.screens.simulate import SimulateScreen  # noqa: PLC0415

        self._show(SimulateScreen(deck))

    def triage(self) -> None:
        """Open what waits for a verdict."""
        from flashkms.tui.screens.triage import TriageScreen  # noqa: PLC0415

        self._show(TriageScreen())

    def settings(self) -> None:
        """Open the settings."""
        from flashkms.tui.screens.settings import SettingsScreen  # noqa: PLC0415

        self._show(SettingsScreen())

    def export(self, page: Page) -> None:
        """Write the decks for Anki, and say what was written."""
        from flashkms.exchange import export  # noqa: PLC0415  # genanki is heavy

        page.say("writing decks …")

        def export_all() -> None:
            try:
                files = export(self.study.collection)
            except (OSError, FlashkmsError) as error:
                self._say(f"not exported: {error}")
                return
            cards, skipped = sum(file.cards for file in files), sum(len(file.skipped) for file in files)
            written = f"{counted(cards, 'card')} in {counted(len(files), 'deck')} written to decks/"
            self._say(f"{written}, {skipped} left out: flashkms export tells why" if skipped else written)

        self.call_after_refresh(export_all)

    def build(self, page: Page) -> None:
        """Build cards from the notes, and say what came of it; the screen is shown anew."""
        from flashkms.build import apply, plan  # noqa: PLC0415  # notes are read only here
        from flashkms.tui.words import build_word  # noqa: PLC0415  # as above

        page.say("reading notes …")

        def built() -> None:
            try:
                done = apply(self.study.collection, plan(self.study.collection))
            except (OSError, FlashkmsError) as error:
                self._say(f"not built: {error}")
                return
            self.study.refresh()
            self.go_home()
            self.call_after_refresh(self._say, build_word(done))

        self.call_after_refresh(built)

    def _say(self, words: str) -> None:
        if isinstance(self.screen, Page):
            self.screen.say(words)

    def open_file(self, page: Page, path: Path) -> None:
        """Open *path* in the person's editor, or say where it lies."""
        if self.editor:
            open_in_editor(page, path, 0)
        else:
            page.say(str(path))

    def _show(self, page: Page) -> None:
        if len(self.screen_stack) > 1:
            self.switch_screen(page)
        else:
            self.push_screen(page)

    # keys

    async def on_event(self, event: events.Event) -> None:
        """Events as Textual has them; a key of another alphabet becomes the keys that were pressed, a line feed Enter.

        Until the app has the terminal, that makes a line feed of Enter, and keeps what is typed.
        """
        if isinstance(event, events.Key) and event.key == _LINE_FEED and not self._bound(_LINE_FEED):
            event = events.Key("enter", "\r")
        letters = physical(event.character) if isinstance(event, events.Key) and not self._typed(event) else ""
        if not letters:
            await super().on_event(event)
        for letter in letters:
            await super().on_event(events.Key(letter, letter))

    def _bound(self, key: str) -> bool:
        """Whether the settings give *key* a meaning."""
        return any(key in keys.split(",") for _, keys in self.study.collection.config.keys)

    def _typed(self, event: events.Key) -> bool:
        """Whether the focused widget takes *event* as a letter."""
        return self.focused is not None and self.focused.check_consume_key(event.key, event.character)

    def say_clash(self, key: str, names: tuple[str, ...]) -> None:
        """Say once that the person's *key* stands for all of *names*: the first that works now has it."""
        said = f"{key} is the key of {' and '.join(names)}: see [keys] in flashkms.toml"
        if said not in self._clashes:
            self._clashes.add(said)
            self.notify(said, severity="warning", markup=False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002  # Textual's
        """The palette: what the program can do, as verbs."""
        from flashkms.tui.verbs import verbs  # noqa: PLC0415  # the first card does not wait for the palette

        yield from verbs(self)

    def action_keys(self) -> None:
        """Help for the screen that is shown."""
        from flashkms.tui.screens.help import HelpScreen  # noqa: PLC0415  # each screen is read when it is opened

        screen = self.screen
        if isinstance(screen, Page):
            name = type(screen).__name__.removesuffix("Screen")
            self.push_screen(HelpScreen(name, screen.HELP, screen.active_bindings.values()))
