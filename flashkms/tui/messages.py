"""What widgets announce. Intentions go up as messages; what follows from them is the screen's business."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from flashkms.schedule.event import Rating


@dataclass
class Asked(Message):
    """The person wants to see the answer."""


@dataclass
class Rated(Message):
    """The person says how well it was recalled."""

    rating: Rating


@dataclass
class Picked(Message):
    """The person picks an option of a choice, counted from 0."""

    index: int


@dataclass
class Typed(Message):
    """The person typed an answer."""

    text: str
