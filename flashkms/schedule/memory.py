"""What the scheduler believes about one card. A card that was never reviewed has no Memory."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from msgspec import Struct


class Phase(Enum):
    """Where a card is on its way; the values are those of the JSON output."""

    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


class Memory(Struct, frozen=True):
    """After the last answer that counted: FSRS state, step, and when the card falls due.

    *due* is an aware UTC instant for a card on a step of this study day, else a study day (a date).
    """

    phase: Phase
    stability: float  # days, 0.001..36500, to 4 decimals, as Anki stores it
    difficulty: float  # 1..10, to 3 decimals
    due: datetime | date
    interval_days: int  # of the last graduation or review; 0 while learning
    reps: int
    lapses: int
    steps_left: int  # 0 in review
    last_review: datetime
