"""A study session: one sitting before the cards of a deck. The screen shows what stands here, and decides nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from flashkms.cards.card import Card, CardId
from flashkms.schedule.event import Event, Rating, Review
from flashkms.schedule.leeches import became_leech

if TYPE_CHECKING:
    from flashkms.schedule.memory import Memory
    from flashkms.study.study import Study


class Selection(Struct, frozen=True):
    """Cards chosen for one sitting, in the order in which they are asked; with *cram* their answers move no memory."""

    cards: tuple[CardId, ...]
    cram: bool = False


class Left(Struct, frozen=True):
    """How many cards are left today: new ones, those on a step within the learn-ahead time, and those due."""

    new: int
    learning: int
    due: int


class Sitting(Struct, frozen=True):
    """What was done in this sitting, and what waits tomorrow."""

    reviewed: int  # answers that were not undone
    ratings: Mapping[Rating, int]
    took: timedelta
    tomorrow: int  # cards of the session's deck that will be due on the next study day, without new ones


class Session:
    """One sitting. `current` is the card to show; everything that a person does to it is saved before it changes."""

    def __init__(self, study: Study, deck: str = "", chosen: Selection | None = None) -> None:
        """Before what is due in *deck*, or before the cards that were *chosen*."""
        self._study = study
        self.deck = deck
        self._chosen = chosen
        self._waiting = list(chosen.cards) if chosen else []
        self._answered: list[Review] = []
        self._passed: set[CardId] = set()  # by one who only looks on
        self._last: CardId | None = None  # shown before the current one
        self._order: tuple[CardId, ...] = ()
        self._current: Card | None = None  # the first of the order, as it was when it became that
        self.leech: CardId | None = None  # the card that the last answer made a leech, or that called for action again
        self._ordered_at = study.clock()
        self._settled = True  # the order is that of a queue built after the last answer
        self.refresh()

    @property
    def current(self) -> Card | None:
        """The card to show now; None when all is done for today.

        It stays as it was asked until `answer`, `refresh` and their like, whatever becomes of its file meanwhile.
        """
        return self._current

    @property
    def following(self) -> Card | None:
        """The card that most likely comes next, to be prepared; None when the current one is the last."""
        return next(filter(None, map(self._study.known, self._order[1:])), None)

    @property
    def cram(self) -> bool:
        """Whether the answers move no memory."""
        return self._chosen is not None and self._chosen.cram

    @property
    def labels(self) -> Mapping[Rating, str]:
        """What each rating would bring to the current card, as a button says it."""
        if self.cram:
            return {rating: "later" if rating is Rating.AGAIN else "done" for rating in Rating}
        return {rating: outcome.label for rating, outcome in self._study.preview(self._shown()).items()}

    @property
    def counts(self) -> Left:
        """What is left today in the session's deck, or of the chosen cards, the current card included."""
        if self._chosen is not None:
            kinds = Counter(map(self._study.kind, self._order))
            return Left(kinds["new"], kinds["learning"], kinds["due"])
        self.settle()
        left = self._study.left(self.deck, last=self._last)
        return Left(left.new, left.learning, left.due)

    @property
    def summary(self) -> Sitting:
        """What was done in this sitting so far."""
        ratings = Counter(review.rating for review in self._answered)
        took = timedelta(milliseconds=sum(review.took_ms for review in self._answered))
        return Sitting(len(self._answered), dict(ratings), took, self._study.due_tomorrow(self.deck))

    def answer(self, rating: Rating, took: timedelta) -> Review | None:
        """Answer the current card, which took *took*, and go on to the next.

        Who only looks on goes on without an answer, None, and sees the card no more in this sitting. Raises
        `FlashkmsError` when it could not be saved: then the card stays.
        """
        if not self._study.collection.writable:
            self._passed.add(self._shown())
            self._advance()
            return None
        before = self._study.memory(self._shown()) if rating is Rating.AGAIN else None
        review = self._study.answer(self._shown(), rating, took=took, cram=self.cram)
        self.leech = review.card if self._strikes(review, before) else None
        self._answered.append(review)
        self._advance(again=self._chosen is not None and self._comes_again(review))
        return review

    def _strikes(self, review: Review, before: Memory | None) -> bool:
        if review.cram or review.rating is not Rating.AGAIN:
            return False
        after, settings = self._study.memory(review.card), self._study.collection.config.schedule
        return after is not None and became_leech(before, after, settings.leech_threshold)

    def _comes_again(self, review: Review) -> bool:
        """Whether the card of *review* is on a step of today; in a cram, whether it was forgotten."""
        return review.rating is Rating.AGAIN if self.cram else self._study.kind(review.card) == "learning"

    def undo(self) -> tuple[Event, ...]:
        """Take back the last thing done, in this sitting or before; its card is shown again, the first of many.

        What no longer counts, the last first; empty where nothing was to be undone.
        """
        undone = self._study.undo_deed()
        if not undone:
            return ()
        self._answered = [review for review in self._answered if review not in undone]
        self._last = None
        card = getattr(undone[-1], "card", None)
        if self._chosen is not None and card in self._chosen.cards and card not in self._waiting:
            self._waiting.append(card)
        self.refresh(first=card)
        return undone

    def bury(self) -> None:
        """Put the current card off until the next study day."""
        self._study.bury(self._shown())
        self._advance()

    def suspend(self) -> None:
        """Do not show the current card any more."""
        self._study.suspend(self._shown())
        self._advance()

    def flag(self, flag: int) -> None:
        """Flag the current card 1..7, or, 0, no longer; it stays."""
        self._study.flag(self._shown(), flag)

    def mark(self, *, marked: bool) -> None:
        """Mark the current card's entry, or take the mark away; the card stays."""
        shown = self.current
        if shown is not None:
            self._study.mark(shown.entry.id, marked=marked)

    def settle(self) -> None:
        """Build the queue anew where `answer` went on by the one there was; the current card stays."""
        if not self._settled:
            shown, card = self._shown(), self._current
            self.refresh()
            self._order, self._current = (shown, *(each for each in self._order if each != shown)), card

    def refresh(self, *, first: CardId | None = None) -> None:
        """Look again at what is due: time has passed, or a file has changed. *first* is shown first where it is due."""
        self._ordered_at, self._settled = self._study.clock(), True
        chosen = None if self._chosen is None else [card for card in self._waiting if self._study.shows(card)]
        order = list(self._study.queue(self.deck, last=self._last)) if chosen is None else chosen
        order = [card for card in order if card not in self._passed]
        if first is not None and first in order:
            order.remove(first)
            order.insert(0, first)
        elif len(order) > 1 and order[0] == self._last:
            order[:2] = order[1], order[0]
        self._go_on_by(tuple(order))
        self._waiting = order if chosen is not None else []

    def _advance(self, *, again: bool = False) -> None:
        """Go on to the card that the queue has next, at once; to another only where a step came due meanwhile.

        One of the chosen comes *again* after all others, or is done with.
        """
        self._last = self._shown()
        self._waiting = [*self._waiting[1:], self._last] if again else self._waiting[1:]
        planned = self._chosen is None and len(self._order) > 1
        if planned and not self._study.step_came_due(self._ordered_at):
            self._settled = False
            self._go_on_by(self._order[1:])
        else:
            self.refresh()

    def _go_on_by(self, order: tuple[CardId, ...]) -> None:
        """Show the first card of *order* that still stands in a file."""
        self._current = next(filter(None, map(self._study.known, order)), None)
        self._order = order[order.index(self._current.id) :] if self._current else ()

    def _shown(self) -> CardId:
        if not self._order:
            raise LookupError("no card is shown")
        return self._order[0]
