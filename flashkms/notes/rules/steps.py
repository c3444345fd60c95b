"""Numbered steps: one card asks for a few of them, each with all the others in view."""

from __future__ import annotations

import re

from flashkms.cards.draft import Draft
from flashkms.notes.blanks import tokens
from flashkms.notes.blanks.choose import Blank
from flashkms.notes.blanks.words import ARTICLE, NUMBER, PRONOUN, VERB
from flashkms.notes.note import Note, Point, Steps
from flashkms.notes.rich import Rich
from flashkms.notes.rules import making
from flashkms.notes.rules.outcome import Outcome

LEAST, MOST = 3, 9  # steps
LONGEST, WORDS = 60, 10  # characters and words of a step that can be recalled as one
_AS_STATED = 2, 15, 160, 25  # least and most steps, characters and words of a step, where the author says what it is
ASKED = 3  # steps that are hidden, one at a time
_ORDER = re.compile(
    r"\b(?:steps?|process|procedure|how to|order|sequence|flow|workflow|lifecycle|stages?|phases?)\b"
    r"|순서|단계|절차|과정|방법",
    re.IGNORECASE,
)
_BETWEEN = " → "
_SLOT = "steps"


def outcome(note: Note, point: Point) -> Outcome | None:
    """One card at the first step of a numbered list; None when *point* is no step, or says more than its place."""
    steps = point.steps
    if steps is None or not _are_steps(point, steps):
        return None
    if point.line != steps.line:
        told = point.rich.styled("bold") or any(bits & NUMBER for bits in tokens.split(point.text).classes)
        return None if told else Outcome((), "card", "a step of the list above")
    text = _BETWEEN.join(steps.texts)
    ends = [len(_BETWEEN.join(steps.texts[: at + 1])) for at in range(len(steps.texts))]
    spans = [(end - len(step), end) for step, end in zip(steps.texts, ends, strict=True)]
    # The longest say the most.
    asked = sorted(spans[1:], key=lambda span: span[0] - span[1])[: making.most(note, ASKED)]
    blanks = [
        Blank(start, end, 1.5, f"step {spans.index((start, end)) + 1} of {len(spans)}", sure=True)
        for start, end in sorted(asked)
    ]
    extra = making.hanging(steps.blocks)
    return Outcome((making.cloze(note, point, Rich(text), blanks, tags=("procedure",), slot=_SLOT, extra=extra),))


def stated_in_vain(point: Point) -> bool:
    """Whether a comment at *point* calls its list one of steps, and none can be made of it."""
    return point.steering.ordered and (point.steps is None or not _are_steps(point, point.steps))


def is_steps(draft: Draft) -> bool:
    """Whether *draft* asks for the steps of a numbered list."""
    return draft.key.endswith(f"/{_SLOT}")


def _are_steps(point: Point, steps: Steps) -> bool:
    """Whether the list of *point* is one of steps: short, different, and said to be an order or made of commands."""
    texts = steps.texts
    least, most, longest, words = _AS_STATED if steps.stated else (LEAST, MOST, LONGEST, WORDS)
    if not least <= len(texts) <= most or len(set(texts)) < len(texts):
        return False
    if any(len(step) > longest or len(step.split()) > words or "?" in step or "{{" in step for step in texts):
        return False
    above = " ".join((*point.headings[-1:], *point.parents[-1:]))
    return steps.stated or bool(_ORDER.search(above)) or 2 * sum(map(_commands, texts)) >= len(texts)


def _commands(step: str) -> bool:
    """Whether *step* tells to do something: `create a role`, `knead the dough`."""
    classes = tokens.split(step).classes
    return bool(classes and classes[0] & VERB) or bool(len(classes) > 2 and classes[1] & (ARTICLE | PRONOUN))
