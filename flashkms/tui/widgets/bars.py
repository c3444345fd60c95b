"""The line at the top of a screen, and the line of keys at its foot."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import timedelta
from typing import cast

from textual.content import Content, Span
from textual.geometry import Size
from textual.reactive import reactive
from textual.screen import Screen
from textual.style import Style

from flashkms.study import Left
from flashkms.tui.text.shown import shown_line
from flashkms.tui.widgets.painted import Painted

Spelled = tuple[str, tuple[Span, ...]]  # a content's text and styles
Ends = tuple[Spelled, Spelled, bool]
Words = tuple[tuple[str, str, str], ...]  # keys, as they are displayed, and what they do

_SEPARATOR = "  "
_PALETTE = ("ctrl+p", "^p", "palette")


class TopBar(Painted):
    """One line: *left* gives way to *right*; a word that was *said* goes before it where both do not fit.

    Where *title_first*, so does the title.
    """

    title_first = False

    left: reactive[Content] = reactive(Content(), init=False)
    right: reactive[Content] = reactive(Content(), init=False)
    said: reactive[bool] = reactive(default=False, init=False)

    def prepare(self, left: Content) -> None:
        """Paint ahead another *left* end, beside the right one of now."""
        self.painted((_spelled(left), _spelled(self.right), False))

    @property
    def shown(self) -> Ends:
        """Both ends, and whether the left one goes before the other."""
        return _spelled(self.left), _spelled(self.right), self.said or self.title_first

    def picture(self, shown: Hashable, size: Size) -> Content:
        """Both ends on one line, *left* cut with an ellipsis."""
        left_end, right_end, first = cast("Ends", shown)
        left, right = _content(left_end), _content(right_end)
        whole = left.cell_length + 1 + right.cell_length <= size.width
        right = right.truncate(size.width) if whole or not first else Content()
        left = left.truncate(max(0, size.width - right.cell_length - 1), ellipsis=True)
        gap = max(0, size.width - left.cell_length - right.cell_length)
        return Content.assemble(left, " " * gap, right)


def _spelled(content: Content) -> Spelled:
    """*content* as what differs where its styles do: two contents are equal where their texts are."""
    return content.plain, tuple(content.spans)


def _content(spelled: Spelled) -> Content:
    text, spans = spelled
    return Content(text, list(spans))


def path_words(deck: str) -> Content:
    """The path of *deck*, each part within the one before."""
    return Content.styled(shown_line(deck).replace("::", " › "), "$foreground-muted")


def sitting_words(left: Left, kind: str, took: timedelta) -> Content:
    """How many cards are left of each kind, that of the current card underlined, and how long that *took* so far."""
    kinds = ((left.new, "new", "$primary"), (left.learning, "learn", "$error"), (left.due, "due", "$success"))
    current = {"learning": "learn"}.get(kind, kind)
    counts = [
        Content.styled(f"{many} {word}", f"bold underline {colour}" if word == current else colour)
        for many, word, colour in kinds
    ]
    seconds = int(took.total_seconds())
    return Content("   ").join([*counts, Content.styled(f"{seconds // 60}:{seconds % 60:02}", "$foreground-muted")])


class KeyBar(Painted):
    """The keys that make sense now, in order of their declaration; whole words only, and `?` always."""

    words: reactive[Words] = reactive((), init=False)

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)

    def on_unmount(self) -> None:
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _bindings_updated(self, screen: Screen[object]) -> None:
        shown: dict[str, tuple[str, str, str]] = {}
        for key, active in screen.active_bindings.items():
            binding = active.binding
            if binding.show and binding.description and active.enabled:
                shown.setdefault(binding.action, (key, self.app.get_key_display(binding), binding.description))
        self.words = tuple(shown.values())

    @property
    def shown(self) -> Words:
        """The keys."""
        return self.words

    def picture(self, shown: Hashable, size: Size) -> Content:
        """As many keys as there is room for; help comes last and is never cut. The palette stands at the far end."""
        words, width = cast("Words", shown), size.width
        kept = [word for word in words if word[0] == "question_mark"]
        room = width - sum(_length(word) for word in kept)
        parts: list[Content] = []
        for word in words:
            if word in kept:
                continue
            room -= _length(word)
            if room < 0:
                break
            parts.append(_word(word))
        line = Content(_SEPARATOR).join([*parts, *(_word(word) for word in kept)])
        palette = _word(_PALETTE)
        gap = width - line.cell_length - palette.cell_length
        return Content.assemble(line, " " * gap, palette) if gap > len(_SEPARATOR) else line


def _length(word: tuple[str, str, str]) -> int:
    return Content(word[1] + " " + word[2]).cell_length + len(_SEPARATOR)


def _word(word: tuple[str, str, str]) -> Content:
    key, display, description = word
    text = Content.assemble((display, "bold $footer-key-foreground"), " ", (description, "$foreground-muted"))
    return text.stylize(Style.from_meta({"@click": f"app.simulate_key({key!r})"}))
