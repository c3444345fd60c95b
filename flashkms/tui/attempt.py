"""What a person does about a card before the answer shows: options picked, an answer typed."""

from __future__ import annotations

from flashkms.cards.card import Card
from flashkms.study import Study
from flashkms.tui.face import Face, typed_answer, typed_block
from flashkms.tui.text.blocks import Block
from flashkms.tui.typed import Comparison, compared
from flashkms.tui.words import marks, source


class Attempt:
    """At *card*, from its front on; *face* is how it looks, *picked* are options of a choice, from 0."""

    def __init__(self, card: Card) -> None:
        self.card = card
        self.face = Face(card)
        self.picked: frozenset[int] = frozenset()
        self._typed: Comparison | None = None
        self._source = ""  # where the card comes from, once it was looked up

    def labels(self, study: Study) -> tuple[str, str]:
        """What stands in the frame of the card: its kind with its marks, and where it comes from."""
        if not self._source:
            self._source = source(study, self.card)
        return f"{self.face.kind} {marks(study, self.card)}".strip(), self._source

    @property
    def typeable(self) -> bool:
        """Whether the answer is short enough to be compared letter by letter."""
        return not self.face.options and bool(typed_answer(self.card))

    def type(self, text: str) -> None:
        """Compare *text* with the answer."""
        self._typed = compared(text, typed_answer(self.card))

    @property
    def comparison(self) -> tuple[Block, ...]:
        """How what was typed differs from the answer; nothing where nothing was."""
        return typed_block(self._typed) if self._typed else ()

    def pick(self, number: int) -> bool:
        """Pick option *number*, from 1, or let go of it; whether no other is to be picked."""
        self.picked ^= {number - 1}
        return sum(option.correct for option in self.face.options) == 1

    def no_option(self, text: str) -> str:
        """What to say of a *text* that is the number of no option; nothing of one that is."""
        many = len(self.face.options)
        return "" if text.isascii() and text.isdigit() and 1 <= int(text) <= many else f"options are 1 to {many}"

    def pictures(self, study: Study, images: tuple[str, ...]) -> tuple[bytes, ...]:
        """The contents of those *images* of the card that a terminal can show."""
        from flashkms.study.pictures import pictures, showable  # noqa: PLC0415  # most cards have none

        return showable(pictures(study.collection, self.card, images)) if images else ()
