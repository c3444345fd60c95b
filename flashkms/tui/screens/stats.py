"""Statistics of the collection, or of one deck and the decks below it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget

from flashkms.counting import counted
from flashkms.schedule.event import Rating
from flashkms.study.figures import Figures, figures
from flashkms.tui.screens.page import Page
from flashkms.tui.text.shown import shown_line
from flashkms.tui.widgets import charts
from flashkms.tui.widgets.bars import TopBar
from flashkms.tui.words import RATING_STYLES, day_label

_RETENTION_PERIODS = {"month": "30 d recall", "year": "1 y recall", "all": "all recall"}


class StatsScreen(Page):
    """How learning goes."""

    HELP = "Retention counts first answers of a day to cards in review. d goes through the decks."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "deck(1)", "Next deck", id="stats.deck"),
        Binding("D", "deck(-1)", "Previous deck", show=False, id="stats.previous_deck"),
        Binding("j,down", "scroll(1)", "Scroll down", show=False, id="stats.down"),
        Binding("k,up", "scroll(-1)", "Scroll up", show=False, id="stats.up"),
        Binding("escape,q", "leave", "Back", id="stats.leave"),
    ]

    def __init__(self, deck: str = "") -> None:
        super().__init__()
        self._deck = deck

    def body(self) -> Iterator[Widget]:
        with VerticalScroll(id="all", can_focus=False):
            yield charts.pane(charts.Facts(), "overview", "Overview")
            yield charts.pane(charts.Heatmap(), "activity", "Activity")
            with Horizontal(id="halves"):
                yield charts.pane(charts.Columns(), "forecast", "Forecast")
                with Container(id="answers", classes="pane") as answers:
                    answers.border_title = "Answers"
                    yield charts.Shares()
                    yield charts.Split()
            yield charts.pane(charts.Columns(), "hours", "Recall by hour")
            yield charts.pane(charts.Facts(), "times", "Seconds an answer")

    def on_mount(self) -> None:
        self._load()

    def title_line(self) -> Content:
        """The program, and the deck that the figures are of."""
        deck = shown_line(self._deck.replace("::", " › ")) or "all decks"
        return Content.assemble(("flashkms", "bold $accent"), (f"  Statistics · {deck}", "$foreground-muted"))

    def _load(self) -> None:
        self.refresh_title()
        retention = self.flashkms.study.collection.config.schedule.retention
        bar = self.query_one(TopBar)
        bar.title_first = True  # which deck it is comes before how it is scheduled
        bar.right = Content.styled(f"FSRS-6 · target {retention:.0%}", "$foreground-muted")
        deck = self._deck
        self.count(lambda study: figures(study, deck), self.show)

    def show(self, figures: Figures) -> None:
        """Put the figures on their places."""
        periods = {retention.period: retention.total for retention in figures.retention}
        rates = [(word, periods[name].rate) for name, word in _RETENTION_PERIODS.items() if name in periods]
        self.query_one("#overview Facts", charts.Facts).facts = (
            *(charts.Fact("–" if rate is None else f"{rate:.1%}", word, "$success") for word, rate in rates),
            charts.Fact(f"{figures.streak.current} d", "streak", "$accent"),
            charts.Fact(str(figures.maturity.mature), "mature"),
            charts.Fact(str(figures.leeches), "leeches", "$warning"),
        )
        heatmap = self.query_one(charts.Heatmap)
        heatmap.days, heatmap.today = figures.heatmap, self.flashkms.today
        answers = sum(figures.heatmap.values())
        self.query_one(
            "#activity"
        ).border_subtitle = f"{counted(answers, 'answer')} on {counted(figures.streak.days, 'day')}"
        loads = figures.loads
        self.query_one("#forecast Columns", charts.Columns).columns = tuple(
            charts.Column(load.total, day_label(load.day, self.flashkms.today)) for load in loads
        )
        self.query_one(
            "#forecast"
        ).border_subtitle = f"{counted(sum(load.total for load in loads), 'review')} in {counted(len(loads), 'day')}"
        self.query_one(charts.Shares).parts = tuple(
            charts.Part(figures.ratings.get(rating, 0), rating.name.capitalize(), RATING_STYLES[rating])
            for rating in Rating
        )
        if figures.times:
            self.query_one("#answers").border_subtitle = f"{figures.times.median.total_seconds():.0f} s each, median"
        stands = figures.maturity
        self._show_habits(figures)
        self.query_one(charts.Split).parts = (
            charts.Part(stands.new, "new", "$primary"),
            charts.Part(stands.learning, "learning", "$error"),
            charts.Part(stands.young, "young", "$warning"),
            charts.Part(stands.mature, "mature", "$success"),
        )

    def _show_habits(self, figures: Figures) -> None:
        """When cards are recalled best, and how long answers take."""
        self.query_one("#hours Columns", charts.Columns).columns = tuple(
            charts.Column(round(100 * hour.recalled.rate), f"{hour.hour:02}")
            for hour in figures.hours
            if hour.recalled.rate is not None
        )
        self.query_one("#hours").border_subtitle = "% recalled of the cards in review"
        times = figures.times
        self.query_one("#times Facts", charts.Facts).facts = tuple(
            charts.Fact(f"{took.total_seconds():.1f}", rating.name.lower(), RATING_STYLES[rating])
            for rating, took in (times.by_rating if times else ())
        )
        self.query_one("#times").border_subtitle = f"mean {times.mean.total_seconds():.1f} s" if times else "no answers"

    def action_deck(self, step: int) -> None:
        """Go to the next deck, after the last one to all of them."""
        decks = ["", *(counts.deck for counts in self.flashkms.study.counts())]
        at = decks.index(self._deck) if self._deck in decks else 0
        self._deck = decks[(at + step) % len(decks)]
        self._load()

    def action_scroll(self, lines: int) -> None:
        """Scroll where the screen is too low for everything."""
        self.query_one("#all").scroll_relative(y=lines, animate=False)

    def action_leave(self) -> None:
        """Go home."""
        self.flashkms.go_home()
