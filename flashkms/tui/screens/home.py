"""Home: the decks and what each has for today, the days ahead, what needs attention, and the year so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget

from flashkms.cards import face as sides
from flashkms.cards.card import CardId
from flashkms.counting import counted
from flashkms.errors import FlashkmsError
from flashkms.study import Study
from flashkms.tui.decks import Branch, tree
from flashkms.tui.screens.info import InfoScreen
from flashkms.tui.screens.page import Page
from flashkms.tui.text.shown import shown_line
from flashkms.tui.widgets import charts
from flashkms.tui.widgets.bars import TopBar
from flashkms.tui.widgets.rows import Column, Rows
from flashkms.tui.words import damage_word, day_label, undone_words

if TYPE_CHECKING:
    from flashkms.study.attention import Attention
    from flashkms.study.figures import Overview

_COLUMNS = (
    Column("Deck"),
    Column("New", 5, right=True),
    Column("Learn", 5, right=True),
    Column("Due", 5, right=True),
    Column("Cards", 6, right=True),
)
_NARROW_COLUMNS = (Column("Deck"), *(Column(title, 4, right=True) for title in ("New", "Lrn", "Due")))
_NARROW = 60  # cells; below it the table has no room for all its columns


class Chore(Struct, frozen=True):
    """*Many* of what *words* say, and the *action* that sees to them; *how* names its key, or a command."""

    many: int
    words: str
    action: str
    how: str


class HomeScreen(Page):
    """The first screen of a day."""

    HELP = "Your decks, and what each has for today. Enter studies the deck under the cursor and the decks below it."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "study", "Study", id="home.study"),
        Binding("slash", "browse(True)", "Find", id="home.find"),
        Binding("b", "browse", "Browse", id="home.browse"),
        Binding("t", "stats", "Stats", id="home.stats"),
        Binding("B", "build", "Build", id="home.build"),
        Binding("x", "export", "Export", id="home.export"),
        Binding("w", "triage", "Triage", show=False, id="home.triage"),
        Binding("p", "plan", "Plan", show=False, id="home.plan"),
        Binding("comma", "settings", "Settings", show=False, id="home.settings"),
        Binding("space,left,right", "fold", "Fold or unfold", show=False, id="home.fold"),
        Binding("u,ctrl+z", "undo", "Undo", show=False, id="home.undo"),
        Binding("r,f5", "reload", "Read the files again", show=False, id="home.reload"),
        Binding("q,escape", "app.quit", "Quit", show=False, id="home.quit"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._folded: set[str] = set()
        self._branches: tuple[Branch, ...] = ()
        self._chores: tuple[Chore, ...] = ()
        self._weak: tuple[tuple[CardId, float], ...] = ()
        self._pace = timedelta()

    def body(self) -> Iterator[Widget]:
        with Horizontal(id="rooms"):
            with Container(id="decks", classes="pane") as decks:
                decks.border_title = "Decks"
                yield Rows(_COLUMNS, id="tree", empty="no cards yet")
            with Vertical(id="side"):
                yield charts.pane(charts.Facts(), "today", "Today")
                yield charts.pane(charts.Columns(), "forecast", "Next 10 days")
                yield charts.pane(
                    Rows((Column("", 4, right=True), Column("")), id="weak", empty="…"),
                    "attention",
                    "Needs attention",
                )
        yield charts.pane(charts.Heatmap(), "activity", "Activity")

    def on_mount(self) -> None:
        self.query_one("#tree", Rows).focus()

    def on_screen_resume(self) -> None:
        self.reload()

    def title_line(self) -> Content:
        """The program and, where there is room for it beside the counts, the study day."""
        today = f"  {self.flashkms.today:%a %d %b %Y}" if self.app.size.width >= _NARROW else ""
        return Content.assemble(("flashkms", "bold $accent"), (today, "$foreground-muted"))

    def reload(self) -> None:
        """Show what the study says now."""
        self._show_tree()
        self.refresh_title()
        self._show_totals()
        self.call_after_refresh(self._show_side)

    def _show_tree(self) -> None:
        self._branches = tree(self.flashkms.study.counts(), self._folded)
        rows = self.query_one("#tree", Rows)
        rows.columns = _NARROW_COLUMNS if self.app.size.width < _NARROW else _COLUMNS
        rows.fill(len(self._branches), self._row)

    def on_resize(self) -> None:
        self._show_tree()
        if not self.top.said:
            self.refresh_title()
        self._show_chores()

    def _row(self, index: int) -> Sequence[Content]:
        branch = self._branches[index]
        counts = branch.counts
        sign = "  " if branch.leaf else "▸ " if branch.folded else "▾ "
        name = Content.styled(shown_line(branch.name), "" if branch.depth else "bold")
        cells = (
            Content.assemble("  " * branch.depth, (sign, "$foreground-muted"), name),
            _number(counts.new, "$primary"),
            _number(counts.learning, "$error"),
            _number(counts.due, "$success"),
            _number(counts.cards, "$foreground-muted"),
        )
        return cells[: len(self.query_one("#tree", Rows).columns)]

    def _show_totals(self) -> None:
        roots = [branch.counts for branch in self._branches if not branch.depth]
        totals = (
            (sum(counts.new for counts in roots), "new", "$primary"),
            (sum(counts.learning for counts in roots), "learn", "$error"),
            (sum(counts.due for counts in roots), "due", "$success"),
        )
        words = [Content.assemble((f"{many}", f"bold {style}"), f" {word}") for many, word, style in totals]
        minutes = round(sum(many for many, _, _ in totals) * self._pace / timedelta(minutes=1))
        if minutes and self.app.size.width >= _NARROW:
            words.append(Content.styled(f"≈ {minutes} min", "$foreground-muted"))
        self.query_one(TopBar).right = Content("  ").join(words)

    def _show_side(self) -> None:
        """What is not needed to begin: it comes when the decks are painted."""
        self.count(_side, self._show_figures)

    def _show_figures(self, figures: tuple[Overview, Attention]) -> None:
        told, waiting = figures
        self._pace = told.pace
        self._show_totals()
        self._show_attention(waiting, told.weak)
        share = f"{told.recalled / told.today:.0%}" if told.today else "–"
        self.query_one(charts.Facts).facts = (
            charts.Fact(str(told.today), "answers"),
            charts.Fact(share, "recalled", "$success"),
            charts.Fact(f"{told.streak.current} d", "streak", "$accent"),
        )
        self.query_one(charts.Columns).columns = tuple(
            charts.Column(load.total, day_label(load.day, self.flashkms.today)) for load in told.loads
        )
        self.query_one("#forecast").border_subtitle = counted(sum(load.total for load in told.loads), "review")
        heatmap = self.query_one(charts.Heatmap)
        heatmap.days, heatmap.today = told.heatmap, self.flashkms.today
        total = sum(told.heatmap.values())
        self.query_one("#activity").border_subtitle = f"{counted(total, 'answer')} · {told.streak.current} day streak"

    def _show_attention(self, waiting: Attention, weak: tuple[tuple[CardId, float], ...]) -> None:
        chores = (
            Chore(waiting.verdicts, "to judge", "triage", self.key_of("home.triage")),
            Chore(waiting.conflicts, _noun(waiting.conflicts, "conflict"), "triage", self.key_of("home.triage")),
            Chore(waiting.notes, f"{_noun(waiting.notes, 'note')} changed", "build", self.key_of("home.build")),
            Chore(waiting.problems, _noun(waiting.problems, "problem"), "problems", "flashkms check"),
        )
        self._chores, self._weak = tuple(chore for chore in chores if chore.many), weak
        rows = self.query_one("#weak", Rows)
        rows.empty = "nothing: well done"
        rows.fill(len(self._chores) + len(weak), self._attention_row)
        self._show_chores()

    def _show_chores(self) -> None:
        """Name the chores under the decks where the pane that lists them has no room."""
        told = () if self.has_class("-wide") else tuple(_told(self._chores))
        self.query_one("#decks").border_subtitle = Content(" · ").join(told)

    def _attention_row(self, index: int) -> Sequence[Content]:
        if index < len(self._chores):
            chore = self._chores[index]
            many = Content.styled(str(chore.many), "bold $accent")
            return (many, Content.assemble(f"{chore.words} · ", (chore.how, "bold $footer-key-foreground")))
        id_, recall = self._weak[index - len(self._chores)]
        card = self.flashkms.study.known(id_)
        front = sides.plain(sides.front(card)) if card else ""
        return (Content.styled(f"{recall:.0%}", "$warning"), Content(shown_line(front)))

    @on(Rows.Chosen, "#weak")
    async def see_to(self, event: Rows.Chosen) -> None:
        """See to the chore that was opened, or show what is known about a card that needs attention."""
        if event.index < len(self._chores):
            await self.run_action(self._chores[event.index].action)
        elif card := self.flashkms.study.known(self._weak[event.index - len(self._chores)][0]):
            self.app.push_screen(InfoScreen(card))

    @on(Rows.Chosen, "#tree")
    def action_study(self) -> None:
        """Review the deck under the cursor."""
        if self._branches:
            self.flashkms.review(self.flashkms.study.session(self._deck))

    def action_fold(self) -> None:
        """Fold or unfold the deck under the cursor."""
        if not self._branches:
            return
        branch = self._branches[self.query_one("#tree", Rows).cursor]
        if not branch.leaf:
            self._folded ^= {branch.counts.deck}
            self._show_tree()

    def action_undo(self) -> None:
        """Take back the last thing done."""
        try:
            undone = self.flashkms.study.undo_deed()
        except (OSError, FlashkmsError) as error:
            self.refused(error)
            return
        self.reload()
        self.say(undone_words(undone))

    def action_browse(self, typing: bool = False) -> None:  # noqa: FBT001, FBT002  # as bindings pass it
        """Open the browser; with the cursor in its query where *typing*."""
        self.flashkms.browse(typing=typing)

    def action_stats(self) -> None:
        """Open the statistics of the deck under the cursor."""
        self.flashkms.stats(self._deck)

    def action_plan(self) -> None:
        """Open the planner."""
        self.flashkms.plan()

    def action_triage(self) -> None:
        """Open what waits for a verdict."""
        self.flashkms.triage()

    def action_problems(self) -> None:
        """Say which deck file gives not all of its cards, and why; or where every problem is told with its line."""
        self.say(damage_word(self.flashkms.study) or "flashkms check tells each problem with its line")

    def action_settings(self) -> None:
        """Open the settings."""
        self.flashkms.settings()

    def action_build(self) -> None:
        """Build cards from the notes."""
        self.flashkms.build(self)

    def action_export(self) -> None:
        """Write the decks for Anki."""
        self.flashkms.export(self)

    @property
    def _deck(self) -> str:
        return self._branches[self.query_one("#tree", Rows).cursor].counts.deck if self._branches else ""

    def action_reload(self) -> None:
        """Read the files again, and show the decks, or, where no card is left, what to do first."""
        study = self.flashkms.study
        study.refresh()
        if not any(counts.cards for counts in study.counts()):
            self.flashkms.go_home()
            return
        self.reload()
        self.say("the files were read again")


def _side(study: Study) -> tuple[Overview, Attention]:
    from flashkms.study.attention import attention  # noqa: PLC0415  # the decks do not wait for it
    from flashkms.study.figures import overview  # noqa: PLC0415  # as above

    return overview(study), attention(study)


def _number(many: int, style: str) -> Content:
    return Content.styled(str(many), style) if many else Content.styled("·", "$foreground-muted")


def _noun(many: int, word: str) -> str:
    return word if many == 1 else f"{word}s"


def _told(chores: Sequence[Chore]) -> Iterator[Content]:
    for how, those in groupby(chores, key=lambda chore: chore.how):
        words = ", ".join(f"{chore.many} {chore.words}" for chore in those)
        yield Content.assemble((how, "bold $footer-key-foreground"), f" {words}")
