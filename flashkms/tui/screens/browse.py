"""Browse: find cards by a query, see them as they will be asked, and deal with one or many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from flashkms.cards import face as sides
from flashkms.cards.card import Card, CardId, entry_of
from flashkms.counting import counted
from flashkms.errors import FlashkmsError
from flashkms.schedule.event import Event
from flashkms.study.members import as_tagged, unsuspend
from flashkms.tui.deeds import edit, open_source
from flashkms.tui.face import KINDS, Face
from flashkms.tui.screens.ask import AskScreen, ConfirmScreen
from flashkms.tui.screens.info import InfoScreen
from flashkms.tui.screens.page import Page
from flashkms.tui.text.shown import shown_line
from flashkms.tui.widgets.bars import TopBar
from flashkms.tui.widgets.document import DocumentView
from flashkms.tui.widgets.rows import NARROW, Column, Rows
from flashkms.tui.words import (
    SIGNS,
    STANDINGS,
    day_named,
    due_word,
    marks,
    no_day,
    no_flag,
    recall_word,
    source,
    standing,
    undone_words,
)

_COLUMNS = (
    Column("", 2),
    Column("Kind", 8, spare=NARROW),
    Column("Card"),
    Column("Due", 9),
    Column("R", 4, right=True, spare=NARROW),
)
_WITH_CARDS = frozenset(
    ["edit", "suspend", "select", "select_all", "bury", "mark", "flag", "due", "forget", "info", "open_source"]
)
_PATIENCE = 0.15  # seconds of rest in typing before a search: shorter than it takes to look up


class BrowseScreen(Page):
    """Every card that a query finds."""

    HELP = (
        'Type a query, for example  deck:aws is:due -tag:scenario "customer key".  Space selects; the other keys '
        "act on what is selected, else on the card under the cursor.\n"
        "● new  ◐ learning  ✓ in review  ‖ suspended  ↧ buried  ! often forgotten  ★ marked  ⚑ flagged"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", id="browse.search"),
        Binding("e", "edit", "Edit", id="browse.edit"),
        Binding("s,at", "suspend", "Suspend", id="browse.suspend"),
        Binding("space", "select", "Select", id="browse.select"),
        Binding("p", "preview", "Preview", id="browse.preview"),
        Binding("J,shift+down", "scroll(4)", "Scroll the preview down", show=False, id="browse.down"),
        Binding("K,shift+up", "scroll(-4)", "Scroll the preview up", show=False, id="browse.up"),
        Binding("a", "select_all", "Select all or none", show=False, id="browse.select_all"),
        Binding("b,minus", "bury", "Bury or unbury", show=False, id="browse.bury"),
        Binding("m,asterisk", "mark", "Mark", show=False, id="browse.mark"),
        Binding("f", "flag", "Flag", show=False, id="browse.flag"),
        Binding("d", "due", "Set the day", show=False, id="browse.due"),
        Binding("F", "forget", "Forget", show=False, id="browse.forget"),
        Binding("i", "info", "Info", show=False, id="browse.info"),
        Binding("o", "open_source", "Open picture or source", show=False, id="browse.open"),
        Binding("u,ctrl+z", "undo", "Undo", show=False, id="browse.undo"),
        Binding("escape,q", "leave", "Back", id="browse.leave"),
    ]

    def __init__(self, query: str = "", *, typing: bool = False) -> None:
        super().__init__()
        self._query, self._starts_typing = query, typing
        self._found: tuple[CardId, ...] = ()
        self._selected: set[CardId] = set()
        self._pause: Timer | None = None

    def body(self) -> Iterator[Widget]:
        yield Input(self._query, placeholder="deck:aws is:due -tag:scenario words", id="query")
        with Horizontal(id="rooms"):
            with Container(classes="pane", id="found"):
                yield Rows(_COLUMNS, id="cards", empty="nothing is found")
            with VerticalScroll(classes="pane", id="preview", can_focus=False) as preview:
                preview.border_title = "Preview"
                yield DocumentView()
                yield Static(id="facts", markup=False)

    def on_mount(self) -> None:
        self.query_one("#query" if self._starts_typing else "#cards").focus()
        self.refresh_title()
        self.search()

    def title_line(self) -> Content:
        """The program, and where in it this is."""
        return Content.assemble(("flashkms", "bold $accent"), ("  Browse", "$foreground-muted"))

    # finding

    @on(Input.Changed, "#query")
    def search_soon(self) -> None:
        if self._pause:
            self._pause.stop()
        self._pause = self.set_timer(_PATIENCE, self.search)

    @on(Input.Submitted, "#query")
    def show_found(self) -> None:
        self.search()
        self.query_one("#cards").focus()

    def search(self) -> None:
        """Find what the query says; a query that makes no sense leaves the cards as they were, and says why."""
        query = self.query_one("#query", Input)
        try:
            self._found = self.flashkms.study.search(query.value)
        except FlashkmsError as error:
            query.border_subtitle = Content(shown_line(str(error)))
            return
        query.border_subtitle = ""
        self._selected &= set(self._found)
        self._show()

    def _show(self) -> None:
        self.query_one("#cards", Rows).fill(len(self._found), self._row)
        chosen = f"{len(self._selected)} selected · " if self._selected else ""
        total = sum(counts.cards for counts in self.flashkms.study.counts() if "::" not in counts.deck)
        self.query_one(TopBar).right = Content.styled(
            f"{chosen}{len(self._found)} of {counted(total, 'card')}", "$foreground-muted"
        )
        self._show_preview()
        self.refresh_bindings()

    def _row(self, index: int) -> Sequence[Content]:
        study, id_ = self.flashkms.study, self._found[index]
        card = study.known(id_)
        if card is None:  # another program has read the files since they were searched
            return (Content(), Content(), Content.styled("in no deck file any more", "$foreground-muted"))
        sign, style = SIGNS[standing(study, card)]
        front = shown_line(sides.plain(sides.front(card)))
        signs = marks(study, card)
        return (
            Content.assemble(("▌" if id_ in self._selected else " ", "$accent"), (sign, style)),
            Content.styled(KINDS[type(card.entry.body)], "$foreground-muted"),
            Content(f"{signs} {front}" if signs else front),
            Content(due_word(study, id_)),
            Content.styled(recall_word(study, id_), "$foreground-muted"),
        )

    @on(Rows.Highlighted, "#cards")
    def _show_preview(self) -> None:
        card = self._current
        facts, text = self.query_one("#facts", Static), self.query_one(DocumentView)
        if card is None:
            text.show(())
            facts.update("")
            self.query_one("#preview").border_subtitle = ""
            return
        study = self.flashkms.study
        shown = Face(card)
        text.show((*shown.back, *shown.tail))
        self.query_one("#preview").border_subtitle = Content(shown_line(source(study, card)))
        told = [
            f"{card.deck}  {' '.join(as_tagged(study, card).tags)}",
            f"{STANDINGS[standing(study, card)]} · due {due_word(study, card.id)}",
        ]
        memory = study.memory(card.id)
        if memory is not None:
            told.append(
                f"stability {memory.stability:.1f} · difficulty {memory.difficulty:.1f} · lapses {memory.lapses}"
            )
        facts.update(Content.styled("\n".join(shown_line(line) for line in told), "$foreground-muted"))

    # choosing

    @property
    def _current(self) -> Card | None:
        return self.flashkms.study.known(self._found[self.query_one("#cards", Rows).cursor]) if self._found else None

    @property
    def _chosen(self) -> tuple[CardId, ...]:
        """The selected cards in order, else the one under the cursor."""
        selected = tuple(id_ for id_ in self._found if id_ in self._selected)
        return selected or ((card.id,) if (card := self._current) else ())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # Textual's
        """Nothing is done to cards where none is found."""
        return bool(self._found) or action not in _WITH_CARDS

    def action_search(self) -> None:
        """Go to the query."""
        self.query_one("#query").focus()

    def action_select(self) -> None:
        """Select the card, or let go of it, and go down."""
        if card := self._current:
            self._selected ^= {card.id}
            self.query_one("#cards", Rows).cursor += 1
            self._show()

    def action_select_all(self) -> None:
        """Select all that is found, or nothing."""
        self._selected = set() if self._selected else set(self._found)
        self._show()

    def action_preview(self) -> None:
        """Show or hide the preview."""
        self.query_one("#rooms").toggle_class("-previewing")

    def action_scroll(self, lines: int) -> None:
        """Scroll a preview that is longer than its frame."""
        self.query_one("#preview").scroll_relative(y=lines, animate=False)

    def action_leave(self) -> None:
        """From the query to the cards, from the cards home."""
        if isinstance(self.focused, Input):
            self.query_one("#cards").focus()
        elif self._selected:
            self.action_select_all()
        else:
            self.flashkms.go_home()

    # dealing with cards

    def action_edit(self) -> None:
        """Edit the entry under the cursor."""
        if card := self._current:
            edit(self, card, self._edited)

    def _edited(self, wrong: str) -> None:
        self.search()
        if wrong:
            self.say(wrong)

    @on(Rows.Chosen, "#cards")
    def action_info(self) -> None:
        """Show what is known about the card."""
        if card := self._current:
            self.app.push_screen(InfoScreen(card))

    def action_open_source(self) -> None:
        """Open the note that the card comes from."""
        if card := self._current:
            shown = Face(card)
            open_source(self, card, (*shown.front_images, *shown.back_images))

    def action_suspend(self) -> None:
        """Suspend, or, where all are suspended, bring back."""
        study = self.flashkms.study
        every = all(study.suspended(id_) for id_ in self._chosen)
        back = partial(unsuspend, study)
        self._each(back if every else study.suspend, "back in the queue" if every else "suspended")

    def action_bury(self) -> None:
        """Put off until tomorrow, or, where all are, bring back today."""
        study = self.flashkms.study
        every = all(study.state.buried.get(id_) == study.today for id_ in self._chosen)
        self._each(study.unbury if every else study.bury, "back in the queue" if every else "buried until tomorrow")

    def action_mark(self) -> None:
        """Mark the entries, or, where all are marked, take the marks away."""
        study = self.flashkms.study
        marked = not all(entry_of(id_) in study.state.marks for id_ in self._chosen)
        self._each(lambda id_: study.mark(entry_of(id_), marked=marked), "marked" if marked else "no longer marked")

    def action_flag(self) -> None:
        """Ask for a flag."""

        def flag(text: str | None) -> None:
            if text:
                self._each(lambda id_: self.flashkms.study.flag(id_, int(text)), f"flag {text}")

        self.app.push_screen(AskScreen("flag 1 to 7, 0 for none", wrong=no_flag), flag)

    def action_due(self) -> None:
        """Ask for the day on which the cards fall due."""

        def set_due(text: str | None) -> None:
            if text:
                day = day_named(text, today)
                self._each(lambda id_: self.flashkms.study.set_due(id_, day), f"due {day:%Y-%m-%d}")

        today = self.flashkms.today
        question = "due on which day: 2026-03-02, or +3"
        self.app.push_screen(AskScreen(question, wrong=lambda text: no_day(text, today)), set_due)

    def action_forget(self) -> None:
        """Make the cards new again, once confirmed."""

        def forget(yes: bool | None) -> None:  # noqa: FBT001  # Textual's callback
            if yes:
                self._each(self.flashkms.study.forget, "new again")

        many = counted(len(self._chosen), "card")
        self.app.push_screen(ConfirmScreen(f"Make {many} new again? The log keeps the reviews."), forget)

    def action_undo(self) -> None:
        """Take back the last thing done."""
        try:
            undone = self.flashkms.study.undo_deed()
        except (OSError, FlashkmsError) as error:
            self.refused(error)
            return
        self.say(undone_words(undone))
        self.search()

    def _each(self, deed: Callable[[CardId], Event], word: str) -> None:
        chosen = self._chosen
        try:
            self.flashkms.study.each(chosen, deed)
        except (OSError, FlashkmsError) as error:
            self.refused(error)
        else:
            self.say(f"{counted(len(chosen), 'card')} {word}")
        self.search()
