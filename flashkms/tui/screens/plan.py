"""The planner: what an exam day asks for, and what each desired retention would cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from flashkms.counting import counted
from flashkms.study import planning
from flashkms.tui.screens.ask import AskScreen
from flashkms.tui.screens.page import Page
from flashkms.tui.text.shown import shown_line
from flashkms.tui.widgets import charts
from flashkms.tui.words import day_label, day_named, no_day

_NAME = 22
_UNSET = """\
No exam is set for this deck. x sets a day to look at; in flashkms.toml it stays:

  [decks."A::B"]
  exam = 2026-12-24"""


class PlanScreen(Page):
    """A deck, a day, and the way there."""

    HELP = "x asks for the day of the exam; d goes through the decks. s weighs other retentions."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "exam", "Exam day", id="plan.exam"),
        Binding("d", "deck", "Next deck", id="plan.deck"),
        Binding("s", "simulate", "Simulate", id="plan.simulate"),
        Binding("j,down", "scroll(1)", "Scroll down", show=False, id="plan.down"),
        Binding("k,up", "scroll(-1)", "Scroll up", show=False, id="plan.up"),
        Binding("escape,q", "leave", "Back", id="plan.leave"),
    ]

    def __init__(self, deck: str = "") -> None:
        super().__init__()
        self._deck = deck
        self._exam: date | None = None

    def body(self) -> Iterator[Widget]:
        with VerticalScroll(id="all", can_focus=False):
            with Container(classes="pane", id="exam") as exam:
                exam.border_title = "Exam"
                yield Static(id="told", markup=False)
            yield charts.pane(charts.Columns(), "load", "Cards due on each of the coming days")

    def on_mount(self) -> None:
        self._exam = planning.exam_day(self.flashkms.study, self._deck)
        self._show()

    def title_line(self) -> Content:
        """The program, and the deck that is planned."""
        deck = shown_line(self._deck.replace("::", " › ")) or "all decks"
        return Content.assemble(("flashkms", "bold $accent"), (f"  Plan · {deck}", "$foreground-muted"))

    def _show(self) -> None:
        self.refresh_title()
        self.query_one("#told", Static).update(self._told())
        today = self.flashkms.today
        loads = planning.loads(self.flashkms.study, self._deck)
        self.query_one(charts.Columns).columns = tuple(
            charts.Column(load.total, day_label(load.day, today)) for load in loads
        )

    def _told(self) -> Content:
        if self._exam is None:
            return Content(_UNSET)
        plan = planning.exam_plan(self.flashkms.study, self._deck, self._exam)
        if plan is None:
            return Content("The day has come, or the deck has no cards.")
        facts = (
            ("exam", f"{plan.exam:%a %d %b %Y}, in {counted(plan.days_left, 'day')}"),
            ("cards", f"{plan.cards}, {plan.new} of them new"),
            ("new cards a day", str(plan.new_per_day)),
            ("recalled by this plan", f"{plan.expected:.0%}"),
            ("if nothing is studied", f"{plan.idle:.0%}"),
            ("on the last days", _last_days(plan.last_days)),
        )
        return Content("\n").join(
            Content.assemble((f"{name:<{_NAME}}", "$foreground-muted"), value) for name, value in facts
        )

    def action_exam(self) -> None:
        """Ask for the day of the exam."""

        def planned(text: str | None) -> None:
            if text:
                self._exam = day_named(text, today)
                self._show()

        today = self.flashkms.today
        question = "exam on which day: 2026-12-24, or +30"
        self.app.push_screen(AskScreen(question, wrong=lambda text: no_day(text, today)), planned)

    def action_deck(self) -> None:
        """Go to the next deck, after the last one to all of them."""
        decks = ["", *(counts.deck for counts in self.flashkms.study.counts())]
        at = decks.index(self._deck) if self._deck in decks else 0
        self._deck = decks[(at + 1) % len(decks)]
        self._show()

    def action_simulate(self) -> None:
        """Weigh other retentions for the same deck."""
        self.flashkms.simulate(self._deck)

    def action_scroll(self, lines: int) -> None:
        """Scroll where the screen is too low for everything."""
        self.query_one("#all").scroll_relative(y=lines, animate=False)

    def action_leave(self) -> None:
        """Go home."""
        self.flashkms.go_home()


def _last_days(days: Sequence[tuple[date, int]]) -> str:
    """How much the *days* before an exam ask for, in one line: `29 to 46 cards a day, Sun 13 to Sat 19 Dec`."""
    if not days:
        return "–"
    low, high = min(many for _, many in days), max(many for _, many in days)
    load = counted(low, "card") if low == high else f"{low} to {high} cards"
    return f"{load} a day, {days[0][0]:%a %d} to {days[-1][0]:%a %d %b}"
