"""What a drafting rule answers: drafts, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from flashkms.cards.draft import Draft
from flashkms.notes.note import Fate, Note, Point


class Outcome(Struct, frozen=True):
    """The *drafts* of a point; without any, *fate* and *why* settle its lines."""

    drafts: tuple[Draft, ...] = ()
    fate: Fate = "card"
    why: str = ""


Rule = Callable[[Note, Point], Outcome | None]


def context(why: str) -> Outcome:
    """No card: the point is shown above others."""
    return Outcome((), "context", why)


def skipped(why: str) -> Outcome:
    """No card, for the reason *why*."""
    return Outcome((), "skipped", why)
