"""What is made ready while a person reads, so that neither the answer nor the next card is waited for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flashkms.cards.card import Card
from flashkms.schedule.event import Rating
from flashkms.study import Session, Study
from flashkms.tui.attempt import Attempt
from flashkms.tui.widgets.answers import RatingStrip
from flashkms.tui.widgets.card import CardPane


class Ahead:
    """The answer of the current card of *session*, and the front of the card that most likely comes next."""

    def __init__(self, study: Study, session: Session) -> None:
        self._study = study
        self._session = session
        self._next: Attempt | None = None
        self._labels: tuple[date, Mapping[Rating, str]] | None = None  # and the study day on which they hold

    def attempt(self) -> Attempt | None:
        """A new attempt at the current card, which may have been made ready; None where none is left."""
        ready, self._next, self._labels = self._next, None, None
        card = self._session.current
        if card is None:
            return None
        return ready if ready and ready.card == card else Attempt(card)

    @property
    def following(self) -> Card | None:
        """The card that was made ready to come next."""
        return self._next.card if self._next else None

    @property
    def labels(self) -> Mapping[Rating, str]:
        """What each rating would bring to the current card; found once, as it is the same all day."""
        today = self._study.today
        if self._labels is None or self._labels[0] != today:
            self._labels = today, self._session.labels
        return self._labels[1]

    def look(self, attempt: Attempt, pane: CardPane, strip: RatingStrip) -> None:
        """Read, lay out and paint what will show in *pane* and *strip* after the front of *attempt*."""
        strip.prepare(self.labels)
        pane.prepare(attempt.face.back, *attempt.labels(self._study), revealed=True)
        following = self._session.following
        if following:
            self._next = Attempt(following)
            self._next.face.read()
            pane.prepare(self._next.face.front, *self._next.labels(self._study), revealed=False)
