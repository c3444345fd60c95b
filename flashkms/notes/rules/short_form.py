"""Short forms: a point that only spells out what its context, or itself, has in short asks what the letters stand for.

A blank in `Simple Rye Line` below `SRL` is told by the letters above it; to ask for all of it is a fair question.
"""

from __future__ import annotations

import re

from flashkms.cards.entry import Question
from flashkms.notes import context
from flashkms.notes.blanks import shortened, tokens, twins
from flashkms.notes.blanks.scene import above
from flashkms.notes.blanks.words import MAKERS, STOP, VERB
from flashkms.notes.note import Note, Point
from flashkms.notes.rules import making
from flashkms.notes.rules.outcome import Outcome

LONGEST = 8  # words of a point that says no more than what a short form stands for
BESIDE = 1  # words beside it that may tell something: the verb that leads to it
_SHORT = re.compile(r"[A-Z][A-Za-z0-9]*(?: [A-Z]+)?")


def outcome(note: Note, point: Point) -> Outcome | None:
    """The question what a short form stands for; None when *point* says anything else."""
    words = tokens.split(point.text)
    if not 1 < len(words) <= LONGEST or point.children:
        return None
    found = _pair(point) or _spelled(point.text, words, context.of(note, point))
    if found is None:
        return None
    short, long = found
    body = Question(f"What does **{short}** stand for?", (long,))
    return Outcome((making.draft(note, point, body, tags=("definition",), reasons=(f"{long}: spells out {short}",)),))


def _pair(point: Point) -> tuple[str, str] | None:
    """The halves of a text that is `SHORT(long form)` or `long form (SHORT)`, the short one first."""
    pair = twins.only(point.text)
    stresses_a_part = bool(point.rich.runs) and not point.rich.wholly("bold")
    if pair is None or stresses_a_part or not _SHORT.fullmatch(min(pair, key=len)):
        return None
    short, long = sorted(pair, key=len)
    return short, long


def _spelled(text: str, words: tokens.Tokens, path: tuple[str, ...]) -> tuple[str, str] | None:
    """What the context has in short, and the words of *text* that spell it out, when those are all that it says."""
    for short in sorted(above(path).shorts):
        if len(short) < shortened.LEAST:
            continue
        for start, end in shortened.rows(words, short):
            beside = [at for at in range(len(words)) if not start <= at < end and words.lowers[at] not in MAKERS]
            plain = all(words.classes[at] & (STOP | VERB) for at in beside)
            if plain and len(beside) <= BESIDE and text[words.starts[start]].isupper():
                return short.upper(), text[words.starts[start] : words.ends[end - 1]]
    return None
