"""Clozes of one note that ask the same in the same words and want different answers: nobody could tell them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from flashkms.cards import cloze
from flashkms.cards.draft import Draft
from flashkms.cards.entry import Cloze

WHY = "same front, other answer"


def told(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """*drafts*, those with a front that another one has too waiting for a verdict."""
    found = tuple(drafts)
    alike: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for draft in found:
        for front in _fronts(draft):
            alike[front].add(draft.key)
    return tuple(
        replace(draft, triage=WHY)
        if not draft.triage and any(len(alike[front]) > 1 for front in _fronts(draft))
        else draft
        for draft in found
    )


def _fronts(draft: Draft) -> Iterable[tuple[object, ...]]:
    if not isinstance(draft.body, Cloze):
        return ()
    text = draft.body.text
    return [(draft.context, cloze.hidden(text, ordinal)) for ordinal in cloze.ordinals(text)]
