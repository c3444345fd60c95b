"""Procedures: `a -> b -> c`, where each step is asked for with the others in view."""

from __future__ import annotations

import re

from flashkms.cards.lint.words import content_words, stem
from flashkms.notes.blanks.choose import Blank
from flashkms.notes.note import Note, Point
from flashkms.notes.rules import making
from flashkms.notes.rules.outcome import Outcome

_ARROW = re.compile(r"\s*(?:-+>|=+>|→|⇒|➔)\s*")
_INTRO = re.compile(r"^[^:]{2,80}?\s*:\s+")
LEAST_ARROWS = 2
MOST_STEPS = 3  # that are asked for
LONGEST = 60  # characters of a step that can be recalled as one


def outcome(note: Note, point: Point) -> Outcome | None:
    """Blanks for the steps of *point*; None when it has fewer than two arrows, or lists pairs.

    Pairs are `a -> b / c -> d` and `a -> b; c -> d`.
    """
    text = point.text
    if text.count(">") + text.count("→") + text.count("⇒") + text.count("➔") < LEAST_ARROWS or "<-" in text:
        return None
    steps = _steps(text)
    if len(steps) <= LEAST_ARROWS or any(re.search(r" / |;\s", text[start:end]) for start, end in steps[1:-1]):
        return None
    words = [{stem(word) for word in content_words(text[start:end])} for start, end in steps]
    label = {stem(word) for word in content_words(text[: steps[0][0]])}
    blanks: list[Blank] = []
    for at, (start, end) in enumerate(steps):
        others = label.union(*(own for other, own in enumerate(words) if other != at))
        if end - start <= LONGEST and not words[at] <= others and "(" not in text[start:end]:
            blanks.append(Blank(start, end, 1.5 if at else 1.2, f"step {at + 1} of {len(steps)}", sure=at > 0))
    if not blanks:
        return None
    best = sorted(sorted(blanks, key=lambda blank: -blank.score)[: making.most(note, MOST_STEPS)])
    return Outcome((making.cloze(note, point, point.rich, best, tags=("procedure",)),))


def _steps(text: str) -> list[tuple[int, int]]:
    intro = _INTRO.match(text)
    at = intro.end() if intro else 0
    steps: list[tuple[int, int]] = []
    for arrow in _ARROW.finditer(text, at):
        steps.append((at, arrow.start()))
        at = arrow.end()
    steps.append((at, len(text.rstrip(" ."))))
    return [(start, end) for start, end in steps if start < end]
