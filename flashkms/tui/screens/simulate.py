"""The price of memory: what each desired retention would cost a day, and how many cards it would keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widget import Widget

from flashkms.counting import counted
from flashkms.study.simulating import Simulation, simulation
from flashkms.tui.screens.page import Page
from flashkms.tui.text.shown import shown_line
from flashkms.tui.widgets import charts
from flashkms.tui.widgets.rows import Column, Rows

_HORIZONS = (30, 90, 180, 365, 730)  # days
_BAR = 14
_COLUMNS = (
    Column("Target", 9),
    Column("Minutes", 9, right=True),
    Column("a day", _BAR, spare=70),
    Column("Reviews", 9, right=True, spare=45),
    Column("In memory", 9, right=True),
    Column("at the end", _BAR, spare=70),
    Column("Minutes, day by day", spare=95),
)
_FEW_MINUTES = 5  # a day; fewer are told in seconds
_MOST_COLUMNS = 18  # of the chart: as many as 80 cells have room for


class SimulateScreen(Page):
    """The coming days of a deck, played forward once for each desired retention."""

    HELP = (
        "The coming days, played forward for each desired retention: where every tenth answer should be Again, every "
        "tenth is. Your own ratings and times from 100 answers on, and the day's limits hold. It recommends none; "
        "retention in flashkms.toml sets yours."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l,right", "horizon(1)", "Longer", id="simulate.longer"),
        Binding("h,left", "horizon(-1)", "Shorter", id="simulate.shorter"),
        Binding("d", "deck(1)", "Next deck", id="simulate.deck"),
        Binding("D", "deck(-1)", "Previous deck", show=False, id="simulate.previous_deck"),
        Binding("p", "plan", "Plan", id="simulate.plan"),
        Binding("escape,q", "leave", "Back", id="simulate.leave"),
    ]

    def __init__(self, deck: str = "") -> None:
        super().__init__()
        self._deck = deck
        self._days = _HORIZONS[1]
        self._told: Simulation | None = None

    def body(self) -> Iterator[Widget]:
        with Vertical(id="rooms"):
            with Container(classes="pane", id="targets") as targets:
                targets.border_title = "Price of memory"
                yield Rows(_COLUMNS, id="curves", empty="…")
            yield charts.pane(charts.Columns(), "days", "Minutes a day")

    def on_mount(self) -> None:
        self.query_one(Rows).focus()
        self._load(at_target=True)

    def title_line(self) -> Content:
        """The program, and the deck that is played forward."""
        deck = shown_line(self._deck.replace("::", " › ")) or "all decks"
        return Content.assemble(("flashkms", "bold $accent"), (f"  Simulate · {deck}", "$foreground-muted"))

    def _load(self, *, at_target: bool) -> None:
        self.refresh_title()
        asked = deck, days = self._deck, self._days

        def show(told: Simulation) -> None:
            if asked == (self._deck, self._days):  # else another was asked for meanwhile
                self._show(told, at_target=at_target)

        self.count(lambda study: simulation(study, deck, days, own=True), show)

    def _show(self, told: Simulation, *, at_target: bool) -> None:
        self._told = told
        rows = self.query_one(Rows)
        rows.empty = "no cards"
        targets = [curve.point.retention for curve in told.curves]
        cursor = targets.index(told.target) if at_target else None
        rows.fill(len(told.curves) if told.cards else 0, self._row, cursor=cursor)
        self.query_one("#targets").border_subtitle = f"{counted(told.cards, 'card')} over {counted(self._days, 'day')}"
        self._show_days()

    def _row(self, index: int) -> Sequence[Content]:
        if self._told is None:
            return ()
        curves = self._told.curves
        point = curves[index].point
        most = max(curve.point.minutes for curve in curves), max(curve.point.memorised for curve in curves)
        yours = " yours" if point.retention == self._told.target else ""
        peak = max((max(curve.minutes) for curve in curves), default=0.0) or 1.0
        return (
            Content.assemble((f"{point.retention:.0%}", "bold"), (yours, "$accent")),
            Content(f"{point.minutes:.1f}"),
            Content.styled(_bar(point.minutes, most[0]), "$warning"),
            Content(f"{point.reviews:.1f}"),
            Content(f"{point.memorised:.0f}"),
            Content.styled(_bar(point.memorised, most[1]), "$success"),
            Content.styled(charts.spark([each / peak for each in _spans(curves[index].minutes, 36)], 36), "$warning"),
        )

    @on(Rows.Highlighted, "#curves")
    def _show_days(self) -> None:
        """Below, the time of the curve under the cursor, each column the mean of some days."""
        if self._told is None or not self._told.cards:
            return
        curve = self._told.curves[self.query_one(Rows).cursor]
        spans = _spans(curve.minutes, _MOST_COLUMNS)
        each = len(curve.minutes) / len(spans)
        pane = self.query_one("#days")
        unit, in_a_minute = ("Minutes", 1) if max(spans) >= _FEW_MINUTES else ("Seconds", 60)
        pane.border_title = f"{unit} a day at {curve.point.retention:.0%}"
        pane.border_subtitle = "by the day it begins on"
        self.query_one(charts.Columns).columns = tuple(
            charts.Column(round(minutes * in_a_minute), f"{round(at * each) + 1}") for at, minutes in enumerate(spans)
        )

    def action_horizon(self, by: int) -> None:
        """Look further ahead, or less far."""
        at = _HORIZONS.index(self._days) + by
        if 0 <= at < len(_HORIZONS):
            self._days = _HORIZONS[at]
            self._load(at_target=False)

    def action_deck(self, by: int) -> None:
        """Go to the next deck, after the last one to all of them."""
        decks = ["", *(counts.deck for counts in self.flashkms.study.counts())]
        at = decks.index(self._deck) if self._deck in decks else 0
        self._deck = decks[(at + by) % len(decks)]
        self._load(at_target=True)

    def action_plan(self) -> None:
        """Open the planner on the same deck."""
        self.flashkms.plan(self._deck)

    def action_leave(self) -> None:
        """Go home."""
        self.flashkms.go_home()


def _bar(value: float, most: float) -> str:
    return "▪" * max(1, round(_BAR * value / most)) if value > 0 else ""


def _spans(minutes: Sequence[float], most: int) -> list[float]:
    """The means of *minutes* over at most *most* spans, as equal as they can be."""
    many = min(most, len(minutes))
    edges = [at * len(minutes) // many for at in range(many + 1)]
    return [sum(minutes[start:end]) / (end - start) for start, end in pairwise(edges)]
