"""Events: what happened to cards, one per line of the log. Nothing is ever rewritten; undo is an event too.

No event can be part of a cycle, so the collector of cycles need not look at a million of them.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import IntEnum
from typing import NewType

from msgspec import Struct

from flashkms.cards.card import CardId
from flashkms.cards.entry import EntryId

EventId = NewType("EventId", str)


class Rating(IntEnum):
    """How well it was recalled; the numbers are Anki's, on the keyboard and in the log."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Stamp(Struct, frozen=True, kw_only=True, gc=False):
    """What every event carries: its id (time-ordered, unique), instant (aware UTC), zone offset, device, sequence."""

    id: EventId
    at: datetime
    zone_minutes: int  # offset of local time from UTC at that instant, east positive
    device: str
    seq: int  # strictly growing on a device


class Review(Stamp, frozen=True, kw_only=True, gc=False):
    """A card was answered. *scheduler* and *parameters* name the version that showed the intervals."""

    card: CardId
    rating: Rating
    took_ms: int
    scheduler: str = "fsrs-6"
    parameters: str = ""  # short digest of the parameters in force
    cram: bool = False  # studied without rescheduling: it does not touch the memory


class Deed(Stamp, frozen=True, kw_only=True, gc=False):
    """What an event carries that a person may bring about for many cards at once, to be undone at once.

    *deed* is the id of the first event of them; empty in that one, and where nothing else was done with it.
    """

    deed: EventId = EventId("")


class OfCard(Deed, frozen=True, kw_only=True, gc=False):
    """What an event carries that says nothing more than that it happened to a card."""

    card: CardId


class Undo(Stamp, frozen=True, kw_only=True, gc=False):
    """The event *target* does not count; an undo of an undo is a redo."""

    target: EventId


class Forget(OfCard, frozen=True, kw_only=True, gc=False):
    """The card is new again; reviews before this instant do not count."""


class Suspend(OfCard, frozen=True, kw_only=True, gc=False):
    """The card is not shown until an Unsuspend."""


class Unsuspend(OfCard, frozen=True, kw_only=True, gc=False):
    """The card is shown again."""


class Bury(OfCard, frozen=True, kw_only=True, gc=False):
    """The card is not shown until the next study day."""


class Unbury(OfCard, frozen=True, kw_only=True, gc=False):
    """A buried card is shown again today."""


class Flag(Deed, frozen=True, kw_only=True, gc=False):
    """The card carries *flag* 1..7, or none (0)."""

    card: CardId
    flag: int


class Mark(Deed, frozen=True, kw_only=True, gc=False):
    """The entry is marked, or no longer marked."""

    entry: EntryId
    marked: bool


class SetDue(Deed, frozen=True, kw_only=True, gc=False):
    """The card falls due on *due*, whatever its memory says; with *interval_days* its interval is that too."""

    card: CardId
    due: date
    interval_days: int | None = None


class Made(Stamp, frozen=True, kw_only=True, gc=False):
    """A build wrote these entries: one that is missing later was deleted by a person, and stays away."""

    entries: tuple[EntryId, ...]


class Drop(Stamp, frozen=True, kw_only=True, gc=False):
    """The entry was dropped on purpose, or, *dropped* false, is welcome again."""

    entry: EntryId
    dropped: bool


class Parameters(Stamp, frozen=True, kw_only=True, gc=False):
    """What the *version* that reviews name stood for: the *values* in force before or after a fit was saved."""

    version: str
    values: tuple[float, ...]


class Unknown(Stamp, frozen=True, kw_only=True, gc=False):
    """An event of a kind that a later program wrote: kept and ignored. *line* is its text."""

    kind: str
    line: str


Event = (
    Review
    | Undo
    | Forget
    | Suspend
    | Unsuspend
    | Bury
    | Unbury
    | Flag
    | Mark
    | SetDue
    | Made
    | Drop
    | Parameters
    | Unknown
)
