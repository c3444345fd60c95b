"""How far a sitting has come: a thin line over the whole width."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class ProgressLine(Widget):
    """*done* of *total*; the rest is drawn thin."""

    done: reactive[int] = reactive(0, init=False)
    total: reactive[int] = reactive(0, init=False)
    auto_links: reactive[bool] = reactive(default=False, init=False)  # nothing here is a link

    def render(self) -> RenderResult:
        """A thick line as long as the part that is done."""
        width = self.content_size.width
        thick = width * self.done // self.total if self.total else 0
        return Content.assemble(("━" * thick, "$accent"), ("─" * (width - thick), "$border"))
