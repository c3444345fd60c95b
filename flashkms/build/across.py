"""Points that were moved from one note to another: which entries go with them, and which seem to have."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence

from flashkms.build.match import SAME, slot
from flashkms.cards.draft import Draft
from flashkms.cards.entry import Entry
from flashkms.cards.likeness import key_of, likeness, same_text, successors

Stray = tuple[int, Draft]
"""A draft that is new in its note, behind the place of that note."""


def moved(vanished: Iterable[Entry], new: Iterable[Stray]) -> Iterator[tuple[Entry, Stray]]:
    """The *vanished* entries whose words stand in another note now, each with a draft that is *new* there."""
    free: dict[tuple[str, str], deque[Stray]] = defaultdict(deque)
    for at, draft in new:
        free[slot(draft.key), same_text(draft.body)].append((at, draft))
    for entry in vanished:
        if same := free.get((slot(key_of(entry)), same_text(entry.body))):
            yield entry, same.popleft()


def like(gone: Sequence[Entry], new: Sequence[Draft]) -> Iterator[tuple[Entry, Draft]]:
    """What may have become of each of the *gone* entries among the drafts that are *new* in other notes.

    There a likeness has to be greater than within a note: much is a little alike.
    """
    found = successors(gone, new)
    return ((entry, draft) for entry, draft in found if likeness(entry.body, draft.body) >= SAME)
