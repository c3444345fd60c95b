"""What every full screen has: a line on top, a line of keys at the foot, and a word for what just happened."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from flashkms.errors import FlashkmsError
from flashkms.study import Study
from flashkms.tui.keymap import Remapped
from flashkms.tui.text.shown import shown_line
from flashkms.tui.widgets.bars import KeyBar, TopBar
from flashkms.tui.words import not_saved

if TYPE_CHECKING:
    from flashkms.tui.app import FlashkmsApp

T = TypeVar("T")
_SAID_FOR = 4.0  # seconds that a word stays in the top line: time to read one sentence


class Page(Remapped, Screen[None]):
    """A full screen of the app. *HELP* is the sentence or two above its keys on the help screen."""

    CSS_PATH = "pages.tcss"
    HELP: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "app.keys", "Help", id="app.help"),
    ]

    _said: Timer | None = None

    def __init__(self) -> None:
        super().__init__()
        self.top = TopBar()

    def compose(self) -> ComposeResult:
        yield self.top
        yield from self.body()
        yield KeyBar()

    def body(self) -> Iterator[Widget]:
        """What stands between the two lines."""
        yield from ()

    @property
    def flashkms(self) -> FlashkmsApp:
        """The app, as what it is."""
        return cast("FlashkmsApp", self.app)  # screens of this package are only ever shown by it

    def title_line(self) -> Content:
        """The left end of the top line when nothing else is said."""
        return Content.assemble(
            ("flashkms", "bold $accent"), ("  " + shown_line(self.title or ""), "$foreground-muted")
        )

    def say(self, words: str) -> None:
        """Put *words* in the top line for a while, and nothing else where they need it: nothing covers the buttons."""
        bar = self.top
        bar.left, bar.said = Content.styled(shown_line(words), "bold $accent"), True
        if self._said:
            self._said.stop()
        self._said = self.set_timer(_SAID_FOR, self.refresh_title)

    def refused(self, error: Exception, then: str = "") -> None:
        """Say the whole reason why something could not be saved, and what happens *then*."""
        self.say(not_saved(error) + then)

    def count(self, question: Callable[[Study], T], show: Callable[[T], None]) -> None:
        """Let *show* have what *question* finds: at once, or, of a long history, when another thread has counted it.

        Keys are obeyed meanwhile. The thread only reads, and dies with the program: leaving never waits for it.
        """
        study = self.flashkms.study
        if not study.large:
            show(question(study))
            return

        def counted() -> None:
            with suppress(OSError, FlashkmsError, RuntimeError), study.beside() as reader:
                found = question(reader)
                self.app.call_from_thread(self._show_counted, show, found)  # RuntimeError: the app has ended

        self.say("counting …")
        threading.Thread(target=counted, daemon=True).start()

    def _show_counted(self, show: Callable[[T], None], found: T) -> None:
        if self.is_attached:
            show(found)

    def refresh_title(self) -> None:
        """Put the title back, and whether one only looks on."""
        bar = self.top
        bar.left, bar.said = self.titled(self.title_line()), False

    def titled(self, line: Content) -> Content:
        """*line* as a title, after a word where one only looks on."""
        looking = "" if self.flashkms.study.collection.writable else "read-only  "
        return Content.assemble((looking, "bold $warning"), line)

    def key_of(self, id_: str) -> str:
        """The key of the binding *id_* as a person knows it, where that makes sense now; else nothing."""
        bindings = (active.binding for active in self.active_bindings.values())
        return next((self.app.get_key_display(binding) for binding in bindings if binding.id == id_), "")
