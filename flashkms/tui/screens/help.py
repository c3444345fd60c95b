"""Help for the screen below: what it is for, every key that works there, and the id that remaps it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from flashkms.tui.keymap import Remapped

_KEYS_WIDTH, _WORD_WIDTH = 18, 24


class HelpScreen(Remapped, ModalScreen[None]):
    """Keys and their ids, in the order of the screen's own declaration."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,enter,space", "dismiss", "Close", id="help.close"),
    ]

    def __init__(self, title: str, words: str, keys: Iterable[ActiveBinding]) -> None:
        super().__init__()
        self._title, self._words = title, words
        self._keys = tuple(keys)

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="pane") as pane:
            pane.border_title = Content(f"Help · {self._title}")
            pane.border_subtitle = Content("esc closes")
            yield Static(Content(self._words + "\n"))
            yield Static(Content("\n").join(self._lines()))
            yield Static(
                Content.styled(
                    '\nAny id takes other keys in flashkms.toml:  [keys]  "review.good" = "3,g"', "$foreground-muted"
                )
            )

    def _lines(self) -> list[Content]:
        keys: dict[str, list[Binding]] = {}
        for active in self._keys:
            binding = active.binding
            if binding.description and binding.id:
                keys.setdefault(binding.id, []).append(binding)
        return [self._line(name, bound) for name, bound in keys.items()]

    def _line(self, name: str, bound: list[Binding]) -> Content:
        shown = " ".join(dict.fromkeys(self.app.get_key_display(binding) for binding in bound))
        left = Content.styled(shown, "bold $accent").truncate(_KEYS_WIDTH, ellipsis=True)
        word = Content(bound[0].description).truncate(_WORD_WIDTH, ellipsis=True)
        return Content.assemble(
            left.pad_left(_KEYS_WIDTH - left.cell_length),
            "  ",
            word.pad_right(_WORD_WIDTH - word.cell_length),
            (name, "$foreground-muted"),
        )
