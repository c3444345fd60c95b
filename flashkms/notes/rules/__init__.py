"""Drafting rules, one a file, in the order in which they are asked; the first that answers has the point."""

from __future__ import annotations

from flashkms.cards.draft import Draft
from flashkms.notes.note import Note, Point
from flashkms.notes.rules import explicit, fact, label, listing, procedure, short_form, steps
from flashkms.notes.rules.outcome import Outcome, Rule, skipped

NOT_WRITTEN = "not written as a card, and the note does not say `flashcards: true`"
RULES: tuple[Rule, ...] = (
    explicit.outcome,
    steps.outcome,
    listing.outcome,
    label.outcome,
    short_form.outcome,
    procedure.outcome,
    fact.outcome,
)


def outcome(note: Note, point: Point) -> Outcome:
    """What the first rule that knows *point* makes of it."""
    if note.only_written:
        return explicit.outcome(note, point) or skipped(NOT_WRITTEN)
    return next(made for rule in RULES if (made := rule(note, point)) is not None)


def drafts_of(note: Note, point: Point) -> tuple[Draft, ...]:
    """The drafts of *point*."""
    return outcome(note, point).drafts
