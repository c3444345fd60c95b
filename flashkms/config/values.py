"""`flashkms.toml` as frozen values: what may be set, and what holds when nothing is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from msgspec import Struct, field

# FSRS-6 as Anki 26.9 ships it: fsrs crate 6.6.2, `DEFAULT_PARAMETERS`.
DEFAULT_PARAMETERS = (
    0.212, 1.2931, 2.3065, 8.2956,
    6.4133, 0.8334, 3.0194, 0.001,
    1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483,
    0.6014, 1.8729,
    0.5425, 0.0912, 0.0658,
    0.1542,
)  # fmt: skip


class Scheduling(Struct, frozen=True):
    """`[schedule]`: how an answer turns into the next due day."""

    retention: float = 0.9  # desired recall on the due day, 0.70..0.99
    parameters: tuple[float, ...] = DEFAULT_PARAMETERS
    learning_steps: tuple[timedelta, ...] = (timedelta(minutes=1), timedelta(minutes=10))
    relearning_steps: tuple[timedelta, ...] = (timedelta(minutes=10),)
    maximum_interval: int = 36500  # days
    rollover: int = 4  # local hour at which the study day turns, 0..23
    timezone: str = ""  # IANA name; empty: the machine's
    fuzz: bool = True
    leech_threshold: int = 8  # lapses
    leech_action: Literal["suspend", "tag"] = "tag"


class Queueing(Struct, frozen=True):
    """`[queue]`: which cards are shown on a day, and in which order."""

    new_per_day: int = 20
    reviews_per_day: int = 200
    new_ignore_review_limit: bool = False
    learn_ahead: timedelta = timedelta(minutes=20)
    bury_siblings: bool = True
    review_order: Literal["due", "retrievability", "random", "loss"] = "due"
    new_order: Literal["note", "random"] = "note"
    new_mix: Literal["mixed", "after", "before"] = "mixed"
    study_untriaged: bool = True
    load_balance: bool = False  # move reviews within their fuzz to days with fewer of them
    easy_days: tuple[float, ...] = (1.0,) * 7  # Monday first: 1 a normal day, 0.5 a lighter one, 0 as light as can be
    exam_days: int = 7  # the last days before an exam, in which every card is seen once more


class DeckSettings(Struct, frozen=True):
    """`[decks."A::B"]`: what differs for one deck and the decks below it; None means as everywhere."""

    new_per_day: int | None = None
    reviews_per_day: int | None = None
    retention: float | None = None
    exam: date | None = None


class Config(Struct, frozen=True):
    """A collection's settings, complete: every key has a value."""

    collection_id: str = ""  # a UUID; keys the index and backups, so that a moved folder keeps them
    note_paths: tuple[str, ...] = ("notes",)
    schedule: Scheduling = field(default_factory=Scheduling)
    queue: Queueing = field(default_factory=Queueing)
    decks: tuple[tuple[str, DeckSettings], ...] = ()
    exams: tuple[tuple[str, date], ...] = ()  # tag -> day of its exam
    triage: Literal["weak", "all", "none"] = "weak"  # which new entries wait for a verdict
    theme: str = "flashkms-dark"
    keys: tuple[tuple[str, str], ...] = ()  # binding id -> keys, comma separated
