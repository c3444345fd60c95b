"""Numbered steps: one card asks for a few of them, each with all the others in view."""

from __future__ import annotations

import re

from flashkms.notes.blanks import tokens
from flashkms.notes.blanks.choose import Blank
from flashkms.notes.blanks.words import ARTICLE, NUMBER, PRONOUN, VERB
from flashkms.notes.note import Note, Point
from flashkms.notes.rich import Rich
from flashkms.notes.rules import making
from flashkms.notes.rules.outcome import Outcome

LEAST, MOST = 3, 9  # steps
LONGEST, WORDS = 60, 10  # characters and words of a step that can be recalled as one
ASKED = 3  # steps that are hidden, one at a time
_ORDER = re.compile(
    r"\b(?:steps?|process|procedure|how to|order|sequence|flow|workflow|lifecycle|stages?|phases?)\b"
    r"|순서|단계|절차|과정|방법",
    re.IGNORECASE,
)
_BETWEEN = " → "


def outcome(note: Note, point: Point) -> Outcome | None:
    """One card at the first step of a numbered list; None when *point* is no step, or says more than its place."""
    if not point.ordered or not _are_steps(point):
        return None
    if point.position:
        told = point.rich.styled("bold") or any(bits & NUMBER for bits in tokens.split(point.text).classes)
        return None if told else Outcome((), "card", "a step of the list above")
    text = _BETWEEN.join(point.siblings)
    ends = [len(_BETWEEN.join(point.siblings[: at + 1])) for at in range(len(point.siblings))]
    spans = [(end - len(step), end) for step, end in zip(point.siblings, ends, strict=True)]
    asked = sorted(spans[1:], key=lambda span: span[0] - span[1])[:ASKED]  # the longest say the most
    blanks = [
        Blank(start, end, 1.5, f"step {spans.index((start, end)) + 1} of {len(spans)}", sure=True)
        for start, end in sorted(asked)
    ]
    return Outcome((making.cloze(note, point, Rich(text), blanks, tags=("procedure",), slot="steps"),))


def _are_steps(point: Point) -> bool:
    """Whether the list of *point* is one of steps: short, different, and said to be an order or made of commands."""
    steps = point.siblings
    if point.children or not LEAST <= len(steps) <= MOST or len(set(steps)) < len(steps):
        return False
    if any(len(step) > LONGEST or len(step.split()) > WORDS or "?" in step or "{{" in step for step in steps):
        return False
    above = " ".join((*point.headings[-1:], *point.parents[-1:]))
    commands = sum(map(_commands, steps))
    return point.steering.ordered or bool(_ORDER.search(above)) or 2 * commands >= len(steps)


def _commands(step: str) -> bool:
    """Whether *step* tells to do something: `create a role`, `knead the dough`."""
    classes = tokens.split(step).classes
    return bool(classes and classes[0] & VERB) or bool(len(classes) > 2 and classes[1] & (ARTICLE | PRONOUN))
