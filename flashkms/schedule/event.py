"""Events: what happened to cards, one per line of the log. Nothing is ever rewritten; undo is an event too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import NewType

from flashkms.cards.card import CardId
from flashkms.cards.entry import EntryId

EventId = NewType("EventId", str)


class Rating(IntEnum):
    """How well it was recalled; the numbers are Anki's, on the keyboard and in the log."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What every event carries: its id (time-ordered, unique), instant (aware UTC), zone offset, device, sequence."""

    id: EventId
    at: datetime
    zone_minutes: int  # offset of local time from UTC at that instant, east positive
    device: str
    seq: int  # strictly growing on a device


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Stamp):
    """A card was answered. *scheduler* and *parameters* name the version that showed the intervals."""

    card: CardId
    rating: Rating
    took_ms: int
    scheduler: str = "fsrs-6"
    parameters: str = ""  # short digest of the parameters in force
    cram: bool = False  # studied without rescheduling: it does not touch the memory


@dataclass(frozen=True, slots=True, kw_only=True)
class OfCard(Stamp):
    """What an event carries that says nothing more than that it happened to a card."""

    card: CardId


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Stamp):
    """The event *target* does not count; an undo of an undo is a redo."""

    target: EventId


class Forget(OfCard):
    """The card is new again; reviews before this instant do not count."""

    __slots__ = ()


class Suspend(OfCard):
    """The card is not shown until an Unsuspend."""

    __slots__ = ()


class Unsuspend(OfCard):
    """The card is shown again."""

    __slots__ = ()


class Bury(OfCard):
    """The card is not shown until the next study day."""

    __slots__ = ()


class Unbury(OfCard):
    """A buried card is shown again today."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Stamp):
    """The card carries *flag* 1..7, or none (0)."""

    card: CardId
    flag: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark(Stamp):
    """The entry is marked, or no longer marked."""

    entry: EntryId
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDue(Stamp):
    """The card falls due on *due*, whatever its memory says; with *interval_days* its interval is that too."""

    card: CardId
    due: date
    interval_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made(Stamp):
    """A build wrote these entries: one that is missing later was deleted by a person, and stays away."""

    entries: tuple[EntryId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop(Stamp):
    """The entry was dropped on purpose, or, *dropped* false, is welcome again."""

    entry: EntryId
    dropped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown(Stamp):
    """An event of a kind that a later program wrote: kept and ignored. *line* is its text."""

    kind: str
    line: str


Event = Review | Undo | Forget | Suspend | Unsuspend | Bury | Unbury | Flag | Mark | SetDue | Made | Drop | Unknown
