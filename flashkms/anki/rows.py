"""A package as rows, the columns in the order that Anki's tables have them. Both directions speak in these.

Tuples with names, and not frozen structs, because SQLite takes a hundred thousand of them as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct, field


class NoteRow(NamedTuple):
    """One note. *modified* is in seconds since 1970; *fields* are joined by U+001F, *tags* stand between blanks."""

    id: int
    guid: str
    kind: int
    modified: int
    tags: str
    fields: str
    sorted_by: str  # the first field without its HTML
    checksum: int  # of that text


class CardRow(NamedTuple):
    """One card; *ordinal* counts from 0. What *due* means depends on *queue*: position, day number, or seconds."""

    id: int
    note: int
    deck: int
    ordinal: int
    modified: int
    type: int
    queue: int
    due: int
    interval: int
    factor: int
    reps: int
    lapses: int
    left: int
    original_due: int
    original_deck: int
    flags: int
    data: str


class ReviewRow(NamedTuple):
    """One line of the review log. *id* is the instant in milliseconds; intervals are days, or negative seconds."""

    id: int
    card: int
    rating: int
    interval: int
    last_interval: int
    factor: int
    took_ms: int
    kind: int


class DeckRow(Struct, frozen=True):
    """One deck: its full name with `::`, its description as Markdown-free HTML, the id of its preset."""

    id: int
    name: str
    description: str = ""
    preset: int = 1


class Preset(Struct, frozen=True):
    """A group of deck settings, in the words of Anki's own JSON."""

    id: int
    name: str
    settings: Mapping[str, Any]


class Clock(Struct, frozen=True):
    """How days are counted: *created* is the start of day 0 (seconds), *west* the zone's offset then in minutes."""

    created: int
    west: int
    rollover: int


class Package(Struct, frozen=True):
    """Everything that goes into one file. *media* maps the names in the fields to the files they are copied from."""

    decks: tuple[DeckRow, ...]
    notes: tuple[NoteRow, ...]
    cards: tuple[CardRow, ...]
    clock: Clock
    reviews: tuple[ReviewRow, ...] = ()
    presets: tuple[Preset, ...] = ()
    media: Mapping[str, Path] = field(default_factory=dict)


# Values of `CardRow.type`, `CardRow.queue` and `ReviewRow.kind`.
NEW, LEARNING, REVIEW, RELEARNING = 0, 1, 2, 3
QUEUE_SUSPENDED, QUEUE_NEW, QUEUE_LEARNING, QUEUE_REVIEW, QUEUE_DAY_LEARNING = -1, 0, 1, 2, 3
