"""Cards of one note that ask the same in the same words and want different answers: nobody could tell them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from msgspec.structs import replace

from flashkms.cards import cloze
from flashkms.cards.draft import Draft
from flashkms.cards.entry import Choice, Cloze, Question

_Front = tuple[tuple[str, ...], str]
WHY = "same front, other answer"


def told(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """*drafts*, those with a front that another one has too waiting for a verdict."""
    asked = [(draft, _fronts(draft)) for draft in drafts]
    alike: dict[_Front, set[str]] = defaultdict(set)
    for draft, fronts in asked:
        for front in fronts:
            alike[front].add(draft.key)
    return tuple(
        replace(draft, triage=WHY) if not draft.triage and any(len(alike[front]) > 1 for front in fronts) else draft
        for draft, fronts in asked
    )


def _fronts(draft: Draft) -> list[_Front]:
    """What *draft* asks, below its context: of a cloze for each blank the text with the other blanks filled in."""
    match draft.body:
        case Question(question):
            return [(draft.context, question)]
        case Choice(question, answers, wrong):
            options = sorted((*answers, *(one.option for one in wrong)))
            return [(draft.context, "\n".join((question, *options)))]
        case Cloze(text):
            return [(draft.context, front) for front in _blanked(text)]
        case _:
            return []


def _blanked(text: str) -> list[str]:
    """*text* once for each of its blanks, with the others filled in."""
    found = cloze.blanks(text)
    if len(found) == 1:
        return [text[: found[0].start] + cloze.BLANK_START + text[found[0].end :]]
    kept = [text[one.end : other.start] for one, other in pairwise(found)]
    ends = (text[: found[0].start], text[found[-1].end :]) if found else ("", "")
    fronts = []
    for at in range(len(found)):
        shown = [one.answer for one in found]
        shown[at] = cloze.BLANK_START
        filled = "".join(part for pair in zip(shown, [*kept, ends[1]], strict=True) for part in pair)
        fronts.append(ends[0] + filled)
    return fronts
