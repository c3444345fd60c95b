"""The end of a sitting: what it was, and what comes next. Undo still works."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from flashkms.counting import counted
from flashkms.errors import FlashkmsError
from flashkms.schedule.event import Rating
from flashkms.study import Session, Sitting, Study
from flashkms.tui.screens.page import Page
from flashkms.tui.text.shown import shown_line
from flashkms.tui.widgets.charts import Fact, Facts, Part, Split
from flashkms.tui.words import RATING_STYLES, undone_words

_AHEAD = 3  # days: what is soonest forgotten, and no more than a person looks through


class DoneScreen(Page):
    """Nothing is left for today in this deck."""

    HELP = (
        "This deck is done for today. Undo takes back the last answer and shows its card again.\n"
        f"c shows what falls due in the next {_AHEAD} days, the nearest first; the schedule stays as it is."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,escape,q", "leave", "Decks", id="done.leave"),
        Binding("u,ctrl+z", "undo", "Undo last", id="done.undo"),
        Binding("r,f5", "again", "Look again", id="done.again"),
        Binding("c", "study_ahead", "Study ahead", id="done.ahead"),
        Binding("x", "export", "Export .apkg", id="done.export"),
    ]

    def __init__(self, session: Session, word: str = "") -> None:
        super().__init__()
        self.session = session
        self._word = word

    def body(self) -> Iterator[Widget]:
        with Container(classes="alone"), Vertical(classes="pane") as pane:
            pane.border_title = "Done for today"
            yield Static(self._sentence())
            yield Facts()
            yield Split()
            yield Static(id="next")

    def on_mount(self) -> None:
        sitting = self.session.summary
        self.refresh_title()
        self.query_one(Facts).facts = _facts(sitting)
        self.query_one(Split).parts = tuple(
            Part(sitting.ratings.get(rating, 0), rating.name.lower(), RATING_STYLES[rating]) for rating in Rating
        )
        self.query_one("#next", Static).update(self._next(sitting))
        if self._word:
            self.say(self._word)
        self.call_after_refresh(self.count, _streak, lambda found: self._add_streak(sitting, found))

    def _add_streak(self, sitting: Sitting, days: int) -> None:
        self.query_one(Facts).facts = (*_facts(sitting), Fact(f"{days} d", "streak", "$accent"))

    def _sentence(self) -> Content:
        deck = self.session.deck.replace("::", " › ") or "The collection"
        return Content.assemble((shown_line(deck), "bold"), " has no more cards for now.\n")

    def _next(self, sitting: Sitting) -> Content:
        words = Content.assemble("Next: ", (counted(sitting.tomorrow, "card") + " tomorrow", "bold"))
        learning = self.session.counts.learning
        if not learning:
            return words
        return words + Content.styled(f" · {counted(learning, 'learning card')} later today", "$foreground-muted")

    def action_undo(self) -> None:
        """Take the last answer back and show its card."""
        try:
            undone = self.session.undo()
        except (OSError, FlashkmsError) as error:
            self.refused(error)
            return
        if not undone or self.session.current is None:
            self.say(undone_words(undone))
            return
        self.flashkms.review(self.session, undone_words(undone))

    def action_again(self) -> None:
        """See whether a learning card has come back."""
        self.session.refresh()
        if self.session.current is None:
            self.say("nothing yet")
        else:
            self.flashkms.review(self.session)

    def action_study_ahead(self) -> None:
        """Cram what falls due next, without moving any of it."""
        from flashkms.study.selection import coming  # noqa: PLC0415  # the end of a sitting does not wait for it

        study, deck = self.flashkms.study, self.session.deck
        chosen = coming(study, deck, within=_AHEAD)
        if chosen.cards:
            self.flashkms.review(study.session(deck, chosen), f"the next {_AHEAD} days: the schedule stays as it is")
        else:
            self.say(f"nothing falls due in the next {_AHEAD} days")

    def action_leave(self) -> None:
        """Go home."""
        self.flashkms.go_home()

    def action_export(self) -> None:
        """Write the decks for Anki."""
        self.flashkms.export(self)


def _streak(study: Study) -> int:
    from flashkms.study.figures import streak  # noqa: PLC0415  # as above

    return streak(study).current


def _facts(sitting: Sitting) -> tuple[Fact, ...]:
    seconds = int(sitting.took.total_seconds())
    wrong = sitting.ratings.get(Rating.AGAIN, 0)
    correct = f"{(sitting.reviewed - wrong) / sitting.reviewed:.0%}" if sitting.reviewed else "–"
    return (
        Fact(str(sitting.reviewed), "answer" if sitting.reviewed == 1 else "answers"),
        Fact(f"{seconds // 60}:{seconds % 60:02}", "time"),
        Fact(correct, "correct", "$success"),
    )
