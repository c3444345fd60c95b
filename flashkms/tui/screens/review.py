"""The reviewer: a question, its answer, four ratings. An answer is on the disk before the next card shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from flashkms.cards.card import Card
from flashkms.errors import FlashkmsError
from flashkms.schedule.event import Rating
from flashkms.study import Left, Session
from flashkms.tui.ahead import Ahead
from flashkms.tui.attempt import Attempt
from flashkms.tui.deeds import edit, open_source
from flashkms.tui.messages import Asked, Picked, Rated, Typed
from flashkms.tui.screens.page import Page
from flashkms.tui.widgets.answers import RatingStrip
from flashkms.tui.widgets.bars import path_words, sitting_words
from flashkms.tui.widgets.card import CardPane
from flashkms.tui.widgets.progress import ProgressLine
from flashkms.tui.words import answered_word, queue_kind, undone_words, why_away

_FLAGS = 7
_RETRY = 3.0  # seconds between attempts to save an answer that the disk refused


class ReviewScreen(Page):
    """One card at a time. Nothing here takes the focus, so that every key is a command."""

    CSS_PATH = "review.tcss"
    HELP = (
        "Read, recall, then show the answer and say how well you knew it. Every answer is saved at once: "
        "leave whenever you like."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "reveal", "Show", id="review.show"),
        Binding("space,enter", "rate(3)", "Good", id="review.next"),
        *(Binding(f"{r}", f"rate({r})", r.name.title(), show=False, id=f"review.{r.name.lower()}") for r in Rating),
        *(Binding(f"{n}", f"pick({n})", f"Pick option {n}", show=False, id=f"review.pick_{n}") for n in range(1, 10)),
        Binding("0", "pick(10)", "Pick option 10", show=False, id="review.pick_10"),
        Binding("n", "pick_by_number", "Pick option by number", show=False, id="review.pick_number"),
        Binding("u,ctrl+z", "undo", "Undo", id="review.undo"),
        Binding("e", "edit", "Edit", id="review.edit"),
        Binding("b,minus", "bury", "Bury", id="review.bury"),
        Binding("s,at", "suspend", "Suspend", id="review.suspend"),
        Binding("m,asterisk", "mark", "Mark", show=False, id="review.mark"),
        Binding("f", "flag", "Flag", show=False, id="review.flag"),
        Binding("i", "info", "Info", show=False, id="review.info"),
        Binding("o", "open_source", "Open picture or source", show=False, id="review.open"),
        Binding("O", "open_source(False)", "Open source", show=False, id="review.source"),
        Binding("t", "type", "Type the answer", show=False, id="review.type"),
        Binding("r,f5", "hide", "Hide the answer again", show=False, id="review.replay"),
        Binding("j,down", "scroll(1)", "Scroll down", show=False, id="review.down"),
        Binding("k,up", "scroll(-1)", "Scroll up", show=False, id="review.up"),
        Binding("pagedown", "scroll(8)", "Page down", show=False, id="review.page_down"),
        Binding("pageup", "scroll(-8)", "Page up", show=False, id="review.page_up"),
        Binding("escape", "stop_typing", "Stop typing", id="review.stop_typing"),
        Binding("escape,q", "leave", "Decks", id="review.leave"),
    ]

    NEVER_TOGETHER = frozenset(("reveal", "type", "pick", "pick_by_number")), frozenset(("rate", "hide"))

    revealed = False
    _shown_at: datetime
    _attempt: Attempt
    _retry: Timer | None = None
    _left: Left  # as it was counted last
    _ahead: Ahead

    def __init__(self, session: Session, word: str = "") -> None:
        super().__init__()
        self.session = session
        self._word = word
        self._total = 0
        self._progress, self._pane, self._strip = ProgressLine(), CardPane(), RatingStrip()

    def body(self) -> Iterator[Widget]:
        yield self._progress
        yield self._pane  # in no container: each paints its whole area, below what stands in it
        yield self._strip

    def on_mount(self) -> None:
        self._shown_at = self.flashkms.now()
        self._left = self.session.counts
        self._ahead = Ahead(self.flashkms.study, self.session)
        self.set_interval(1.0, self._tick_where_seen)
        self.show_card(self._word)

    # showing

    def show_card(self, word: str = "") -> None:
        """Show the session's current card with its answer hidden, or the end of the sitting; *word* tells why."""
        self._stop_retry()
        attempt = self._ahead.attempt()
        if attempt is None:
            self.flashkms.review(self.session, word)
            return
        self.revealed, self._attempt = False, attempt
        self._shown_at = self.flashkms.now()
        face = attempt.face
        if face.options or (self.flashkms.pictures and face.front_images):
            self.flashkms.read_styles()  # a plain card does not wait for them
        self._show_face()
        self._strip.ask()
        self.refresh_title()
        if word:
            self.say(word)
        self.refresh_bindings()
        self.call_after_refresh(self._look_ahead)

    def _show_face(self) -> None:
        pane, study, attempt = self._pane, self.flashkms.study, self._attempt
        face = attempt.face
        if self.flashkms.pictures:
            answer = face.back_images if self.revealed else ()
            pane.show_pictures(attempt.pictures(study, face.front_images), attempt.pictures(study, answer))
        pane.show(face, *attempt.labels(study), revealed=self.revealed, more=attempt.comparison)
        pane.show_options(face, attempt.picked, revealed=self.revealed)

    def _look_ahead(self) -> None:
        """While the person reads: mount what answering needs, count what is left, and lay out the next card."""
        self.flashkms.read_styles()
        self._pane.complete()
        self._strip.complete()
        self._left = self.session.counts
        left = self._left.new + self._left.learning + self._left.due
        self._total = max(self._total, left)
        line = self._progress
        line.total, line.done = self._total, self._total - left
        self._attempt.face.read()
        if self.session.current:
            self._ahead.look(self._attempt, self._pane, self._strip)
        self._tick()

    def title_line(self) -> Content:
        """The deck's path."""
        card = self.session.current
        return path_words(card.deck if card else self.session.deck)

    def _tick_where_seen(self) -> None:
        if self.is_current:  # the first page of all stays below the others
            self._tick()

    def _tick(self) -> None:
        kind = queue_kind(self.flashkms.study, self.session.current)
        self.top.right = sitting_words(self._left, kind, self.flashkms.now() - self._shown_at)
        if following := self._ahead.following:
            self.top.prepare(self.titled(path_words(following.deck)))

    # what a person may do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No rating before the answer shows, and nothing to show once it does; only letters where one types."""
        typing = self.focused is not None  # nothing else here takes the focus
        if typing or action == "stop_typing":
            return typing and action == "stop_typing"
        asking, telling = self.NEVER_TOGETHER
        if action in telling:
            return self.revealed
        if action == "pick":
            return not self.revealed and int(str(parameters[0])) <= len(self._attempt.face.options)
        if action == "pick_by_number":
            return not self.revealed and bool(self._attempt.face.options)
        return action not in asking or not self.revealed

    @on(Asked)
    def action_reveal(self) -> None:
        """Show the answer and what each rating would mean."""
        card = self.session.current
        if card is None or self.revealed:
            return
        self.flashkms.read_styles()
        self._strip.stop_typing()
        self.revealed = True
        self._show_face()
        self._strip.offer(self._ahead.labels)
        self.refresh_bindings()

    @on(Picked)
    def pick_by_click(self, event: Picked) -> None:
        if not self.revealed:
            self.action_pick(event.index + 1)

    def action_pick(self, number: int) -> None:
        """Pick an option, or let go of it; the only right one to pick shows the answer at once."""
        if self._attempt.pick(number):
            self.action_reveal()
        else:
            self._pane.show_options(self._attempt.face, self._attempt.picked, revealed=False)

    def action_pick_by_number(self) -> None:
        """Ask for the number of an option: those from the eleventh on have no key."""
        from flashkms.tui.screens.ask import AskScreen  # noqa: PLC0415  # the first card does not wait for it

        def picked(text: str | None) -> None:
            if text:
                self.action_pick(int(text))

        question = f"pick which option: 1 to {len(self._attempt.face.options)}"
        self.app.push_screen(AskScreen(question, wrong=self._attempt.no_option), picked)

    def action_type(self) -> None:
        """Type the answer, where it is short enough to be compared letter by letter."""
        if self._attempt.typeable:
            self.flashkms.read_styles()
            self._strip.type()
            self.refresh_bindings()
        else:
            self.say("too long to type: say it, then show the answer")

    def action_stop_typing(self) -> None:
        """Put the box that shows the answer back."""
        self._strip.stop_typing()
        self.refresh_bindings()

    @on(Typed)
    def compare_typed(self, event: Typed) -> None:
        """Show the answer, and how what was typed differs from it."""
        self._attempt.type(event.text)
        self.action_reveal()

    @on(Rated)
    def rate_by_click(self, event: Rated) -> None:
        self.action_rate(event.rating)

    def action_rate(self, number: int) -> None:
        """Save the rating, then show the next card; stay where it could not be saved. Who looks on only goes on."""
        if self.revealed and self._saved(Rating(number)):
            self.show_card(answered_word(self.flashkms.study, self.session))

    def _saved(self, rating: Rating) -> bool:
        try:
            self.session.answer(rating, self.flashkms.now() - self._shown_at)
        except (OSError, FlashkmsError) as error:
            self._stop_retry()
            self._retry = self.set_timer(_RETRY, lambda: self.action_rate(rating))
            self.refused(error, "; trying again")
            return False
        return True

    def _stop_retry(self) -> None:
        if self._retry:
            self._retry.stop()
            self._retry = None

    def action_hide(self) -> None:
        """Ask again: the answer goes back behind its question."""
        self.show_card()

    def action_undo(self) -> None:
        """Take back the last thing done, and show its card."""
        try:
            undone = self.session.undo()
        except (OSError, FlashkmsError) as error:
            self.refused(error)
            return
        if undone:
            self.show_card(undone_words(undone))
        else:
            self.say(undone_words(undone))

    def action_bury(self) -> None:
        """Put the card off until tomorrow."""
        self._put_away(self.session.bury, "buried until tomorrow")

    def action_suspend(self) -> None:
        """Take the card out of the queue for good."""
        self._put_away(self.session.suspend, "suspended")

    def _put_away(self, deed: Callable[[], None], word: str) -> None:
        if self._tried(deed):
            key = self.key_of("review.undo")
            self.show_card(f"{word}; {key} brings it back" if key else word)

    def action_mark(self) -> None:
        """Mark the entry, or take its mark away."""
        card = self.session.current
        if card is None:
            return
        marked = card.entry.id not in self.flashkms.study.state.marks
        if self._tried(lambda: self.session.mark(marked=marked)):
            self._show_face()
            self.say("marked" if marked else "no longer marked")

    def action_flag(self) -> None:
        """Go through the flags: none, 1 to 7, none."""
        card = self.session.current
        if card is None:
            return
        flag = (self.flashkms.study.state.flags.get(card.id, 0) + 1) % (_FLAGS + 1)
        if self._tried(lambda: self.session.flag(flag)):
            self._show_face()
            self.say(f"flag {flag}" if flag else "no flag")

    def action_info(self) -> None:
        """Show the card's memory, its history and the curve of forgetting."""
        from flashkms.tui.screens.info import InfoScreen  # noqa: PLC0415  # the first card does not wait for it

        if self.session.current is not None:
            self.app.push_screen(InfoScreen(self.session.current))

    def action_edit(self) -> None:
        """Edit the entry; what was changed shows at once, on the side that is open, else the next card and why."""
        if card := self.session.current:
            edit(self, card, lambda wrong: self._edited(card, wrong))

    def _edited(self, card: Card, wrong: str) -> None:
        self.session.refresh(first=card.id)
        stays, revealed = self.session.current, self.revealed
        if stays is None or stays.id != card.id:
            self.show_card(wrong or why_away(self.flashkms.study, card))
            return
        self.show_card(wrong)
        if revealed:
            self.action_reveal()

    def action_open_source(self, picture: bool = True) -> None:  # noqa: FBT001, FBT002  # as bindings pass it
        """Open the card's first picture where it has one and *picture* is wanted, else the note it comes from."""
        face = self._attempt.face
        if self.session.current is not None:
            open_source(self, self.session.current, (*face.front_images, *face.back_images) if picture else ())

    def action_scroll(self, lines: int) -> None:
        """Scroll a long card."""
        self._pane.scroll_relative(y=lines, animate=False)

    def action_leave(self) -> None:
        """Go home; everything is saved already."""
        self._stop_retry()
        self.flashkms.go_home()

    def _tried(self, deed: Callable[[], object]) -> bool:
        """Whether *deed* was done; the reason stands in the top line where the disk or the log refused."""
        try:
            deed()
        except (OSError, FlashkmsError) as error:
            self.refused(error)
            return False
        return True
