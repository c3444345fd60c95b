"""A draft: what a drafting rule proposes for one point or scenario of a note. It has no id yet."""

from __future__ import annotations

from msgspec import Struct

from flashkms.cards.entry import Body


class Draft(Struct, frozen=True):
    """A proposed entry.

    *key* identifies it within its note, from text alone (never a line number): the same point drafts the same key on
    every machine, and a reworded one another. *line* and *line_end* count from 1 in the note's file. *score* is the
    drafting rule's confidence; *triage* says why a person should judge it first, empty when confident. *reasons* tell,
    a line each, why each blank was chosen.
    """

    key: str
    body: Body
    line: int
    line_end: int
    extra: str = ""
    context: tuple[str, ...] = ()
    cue: str = ""
    tags: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    score: float = 0.0
    triage: str = ""
    reasons: tuple[str, ...] = ()
    id_hint: str = ""  # an id that the author gave in the note
    steered: bool = False  # its author said what is hidden, and no rule
