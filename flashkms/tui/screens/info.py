"""All that is known about one card: its memory, its history, and how fast it is being forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from flashkms.cards.card import Card
from flashkms.counting import counted
from flashkms.schedule.event import Event, Review
from flashkms.schedule.memory import Memory
from flashkms.study import Study
from flashkms.tui.keymap import Remapped
from flashkms.tui.text.shown import shown_line
from flashkms.tui.widgets.charts import spark
from flashkms.tui.words import facts, when

_SHOWN_EVENTS = 12
_CURVE_CELLS = 40
_NAME = 14


class InfoScreen(Remapped, ModalScreen[None]):
    """Facts about a card, over the screen that asked."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,i,enter,space", "dismiss", "Close", id="info.close")]

    def __init__(self, card: Card) -> None:
        super().__init__()
        self._card = card

    def compose(self) -> ComposeResult:
        from flashkms.tui.app import FlashkmsApp  # noqa: PLC0415  # the app shows this screen, and imports it

        study = cast("FlashkmsApp", self.app).study
        with VerticalScroll(classes="pane") as pane:
            pane.border_title = Content(shown_line(self._card.id))
            pane.border_subtitle = Content("esc closes")
            yield Static(Content("\n").join(_lines(study, self._card)))


def _lines(study: Study, card: Card) -> list[Content]:
    told = [_fact(name, value) for name, value in facts(study, card)]
    memory = study.memory(card.id)
    if memory is not None:
        told.append(_fact("next 90 days", spark(_curve(study, card, memory), _CURVE_CELLS)))
    events = study.history(card.id)
    told += [Content(), _fact("history", counted(len(events), "event") if events else "none")]
    return told + [_event(study, event) for event in reversed(events[-_SHOWN_EVENTS:])]


def _curve(study: Study, card: Card, memory: Memory) -> list[float]:
    scheduler, now = study.scheduler(card.id), study.clock()
    return [scheduler.retrievability(memory, now + timedelta(days=day)) for day in range(0, 90, 2)]


def _event(study: Study, event: Event) -> Content:
    word = event.rating.name.capitalize() if isinstance(event, Review) else type(event).__name__.lower()
    took = f"{event.took_ms / 1000:.0f}s" if isinstance(event, Review) else ""
    return Content.assemble(
        (f"  {when(study, event.at):<18}", "$foreground-muted"), f"{word:<10}", (took, "$foreground-muted")
    )


def _fact(name: str, value: str) -> Content:
    return Content.assemble((f"{name:<{_NAME}}", "$foreground-muted"), shown_line(value))
