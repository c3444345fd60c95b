"""Triage: what a build proposed and a person has not judged, and where a note and a person's words differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget

from flashkms.cards import face as sides
from flashkms.cards.card import Card, cards
from flashkms.cards.entry import Value
from flashkms.errors import FlashkmsError
from flashkms.study import Study, verdicts
from flashkms.study.judged import Verdict
from flashkms.study.verdicts import Waiting
from flashkms.tui.deeds import edit
from flashkms.tui.face import Face
from flashkms.tui.screens.page import Page
from flashkms.tui.text.blocks import Block, Muted, Paragraph, Rule
from flashkms.tui.text.document import document
from flashkms.tui.text.shown import shown_line
from flashkms.tui.widgets.bars import TopBar
from flashkms.tui.widgets.document import DocumentView
from flashkms.tui.widgets.rows import NARROW, Column, Rows

_COLUMNS = (Column("", 1), Column("Entry"), Column("Why", 22, spare=NARROW))


class TriageScreen(Page):
    """One verdict after another."""

    HELP = (
        "? an entry waits for a verdict: y keeps it, x drops it for good.\n"
        "≠ the note now says something else than you wrote: y keeps your words, n takes the note's.\n"
        "→ its source is gone and something like it came: a lets it live on with those words, x drops it.\n"
        "u takes back the last verdict."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,space", "keep", "Keep", id="triage.keep"),
        Binding("x,delete", "drop", "Drop", id="triage.drop"),
        Binding("n", "take", "Take the note's", id="triage.take"),
        Binding("a", "accept", "Accept", id="triage.accept"),
        Binding("u,ctrl+z", "undo", "Undo", id="triage.undo"),
        Binding("e", "edit", "Edit", id="triage.edit"),
        Binding("escape,q", "leave", "Back", id="triage.leave"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._waiting: tuple[Waiting, ...] = ()

    def body(self) -> Iterator[Widget]:
        with Horizontal(id="rooms"):
            with Container(classes="pane", id="found"):
                yield Rows(_COLUMNS, id="waiting", empty="nothing waits for a verdict")
            with VerticalScroll(classes="pane", id="preview", can_focus=False):
                yield DocumentView()

    def on_mount(self) -> None:
        self.query_one(Rows).focus()
        self.refresh_title()
        self.load()

    def title_line(self) -> Content:
        """The program, and where in it this is."""
        return Content.assemble(("flashkms", "bold $accent"), ("  Triage", "$foreground-muted"))

    def load(self) -> None:
        """Read what waits."""
        self._waiting = verdicts.waiting(self.flashkms.study)
        self.query_one(Rows).fill(len(self._waiting), self._row)
        self.query_one(TopBar).right = Content.styled(f"{len(self._waiting)} waiting", "$foreground-muted")
        self._preview()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # Textual's
        """The note's words can be taken only where they differ, an entry dropped only where it is new or gone."""
        one = self._current
        match action:
            case "take":
                return bool(one and one.entry.conflict)
            case "drop":
                return bool(one and not one.entry.conflict)
            case "keep":
                return bool(one and not one.successor)
            case "accept":
                return bool(one and one.successor)
            case _:
                return True

    @property
    def _current(self) -> Waiting | None:
        return self._waiting[self.query_one(Rows).cursor] if self._waiting else None

    def _row(self, index: int) -> Sequence[Content]:
        one = self._waiting[index]
        card = _card(one)
        front = shown_line(sides.plain(sides.front(card))) if card else one.entry.id
        sign, why = _why(one)
        return (Content.styled(sign, "$warning"), Content(front), Content.styled(why, "$foreground-muted"))

    @on(Rows.Highlighted)
    def _preview(self) -> None:
        one = self._current
        blocks: tuple[Block, ...] = ()
        if one is not None:
            card = _card(one)
            shown = Face(card) if card else None
            blocks = (*(shown.back if shown else ()), *(shown.tail if shown else ()), *_differences(one))
            blocks = (*blocks, *self._beside(one))
        self.query_one(DocumentView).show(blocks)
        preview = self.query_one("#preview")
        preview.border_title = Content(f"Entry · {_why(one)[1]}") if one else "Entry"
        preview.border_subtitle = Content(f"{one.deck.path}:{one.entry.line}") if one else ""
        self.refresh_bindings()

    def _beside(self, one: Waiting) -> tuple[Block, ...]:
        """What a person judges by: the successor's card, and the line of the note."""
        told: list[Block] = []
        heir = _card(Waiting(one.deck, one.successor)) if one.successor else None
        if heir:
            told += [Rule(), Muted((Paragraph(Content("it may live on as:")),)), *Face(heir).back]
        if found := verdicts.source(self.flashkms.study, one):
            place, line = found
            said = Content.styled(shown_line(f"{place.path}:{place.line}"), "$foreground-muted")
            told += [Rule(), Paragraph(said), Paragraph(Content(shown_line(line)))]
        return tuple(told)

    def action_keep(self) -> None:
        """Keep the entry as it is."""
        one = self._current
        self._judge(verdicts.leave if one and one.entry.conflict else verdicts.keep, "kept")

    def action_drop(self) -> None:
        """Drop the entry for good."""
        self._judge(verdicts.drop, "dropped")

    def action_take(self) -> None:
        """Take the note's words."""
        self._judge(verdicts.take, "taken from the note")

    def action_accept(self) -> None:
        """Let the entry live on with its successor's words."""

        def accept(study: Study, one: Waiting) -> None:
            if one.successor:
                verdicts.accept(study, one.entry.id, one.successor.id)

        self._judge(accept, "lives on")

    def action_undo(self) -> None:
        """Take back the last verdict."""
        try:
            undone = verdicts.undo(self.flashkms.study)
        except (OSError, FlashkmsError) as error:
            self.say(f"not taken back: {error}")
            return
        self.say(_taken_back(undone) if undone else "nothing is left to take back")
        self.load()

    def _judge(self, verdict: Callable[[Study, Waiting], None], word: str) -> None:
        one = self._current
        if one is None:
            return
        try:
            verdict(self.flashkms.study, one)
        except (OSError, FlashkmsError) as error:
            self.refused(error)
            return
        self.say(f"{one.entry.id}: {word}")
        self.load()

    def action_edit(self) -> None:
        """Edit the entry."""
        one = self._current
        card = _card(one) if one else None
        if card:
            edit(self, card, self._edited)

    def _edited(self, wrong: str) -> None:
        self.load()
        if wrong:
            self.say(wrong)

    def action_leave(self) -> None:
        """Go home."""
        self.flashkms.go_home()


def _why(one: Waiting) -> tuple[str, str]:
    """Why it waits, as a sign and in words."""
    if one.successor:
        return "→", "gone, has a successor"
    return ("≠", "the note changed") if one.entry.conflict else ("?", shown_line(one.entry.triage))


def _taken_back(verdict: Verdict) -> str:
    more = f" and {len(verdict.more)} more" if verdict.more else ""
    return f"{verdict.entry}{more}: {verdict.word} taken back"


def _card(one: Waiting) -> Card | None:
    return next((card for card in cards(one.deck) if card.entry.id == one.entry.id), None)


def _differences(one: Waiting) -> tuple[Block, ...]:
    told: list[Block] = []
    for key, value in one.entry.conflict:
        told += [
            Rule(),
            Muted((Paragraph(Content(shown_line(f"the note now says, as {key}:"))),)),
            *document(_said(value)).blocks,
        ]
    return tuple(told)


def _said(value: Value) -> str:
    return "\n".join(f"- {part}" for part in value) if isinstance(value, tuple) else str(value)
