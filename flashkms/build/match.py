"""Which entry belongs to which draft of a note: by key, else by likeness in the same place.

A point that was reworded has another key. It is taken for the same point only where most of the words agree, and the
place where several could be meant, and for a question the answer too: two scenarios can be three quarters alike and
have different answers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from flashkms.cards.draft import Draft
from flashkms.cards.entry import Choice, Entry, EntryId, Question, WhyNot
from flashkms.cards.likeness import likeness, successor

SAME = 0.7  # share of common words from which a point in the same place is the same, reworded
_KEY = re.compile(r"\w+@[0-9a-f]{8}(/.*)?")  # a link that is cut short tells nothing about its point
_CERTAIN = 0.95  # share of common words from which a question is the same even when its answer was corrected


class Matches(Struct, frozen=True):
    """*pairs* of entries and drafts, *new* drafts, *vanished* entries, and *offers*: a vanished entry's successor."""

    pairs: tuple[tuple[Entry, Draft], ...]
    new: tuple[Draft, ...]
    vanished: tuple[Entry, ...]
    offers: tuple[tuple[Entry, Draft], ...]


def match(entries: Sequence[Entry], drafts: Sequence[Draft], ids: Mapping[EntryId, str]) -> Matches:
    """Match *entries*, in file order, with *drafts*, in note order; *ids* are those that drafts would get, by key.

    An entry that has the id of a draft is about its point, whatever became of its `source` line.
    """
    by_key = {draft.key: place for place, draft in enumerate(drafts)}
    found: dict[int, int] = {}  # entry -> draft, by place
    for place, entry in enumerate(entries):
        other = by_key.get(entry.source.key) if entry.source else None
        if other is not None and other not in found.values() and type(drafts[other].body) is type(entry.body):
            found[place] = other
    for place, entry in enumerate(entries):
        other = by_key.get(ids.get(entry.id, ""))
        free = place not in found and other is not None and other not in found.values()
        if free and other is not None and type(drafts[other].body) is type(entry.body):
            found[place] = other
    _reworded(entries, drafts, found)
    taken = set(found.values())
    unmatched = (entry for place, entry in enumerate(entries) if place not in found)
    vanished = tuple(entry for entry in unmatched if entry.source and _KEY.fullmatch(entry.source.key))
    new = tuple(draft for place, draft in enumerate(drafts) if place not in taken)
    pairs = tuple((entries[one], drafts[other]) for one, other in sorted(found.items()))
    return Matches(pairs, new, vanished, _offers(vanished, new))


def _reworded(entries: Sequence[Entry], drafts: Sequence[Draft], found: dict[int, int]) -> None:
    """Add to *found* the pairs that are the same point, reworded, the most alike first."""
    taken = set(found.values())
    left = [place for place, entry in enumerate(entries) if place not in found and entry.source]
    free = [place for place in range(len(drafts)) if place not in taken]
    scored = sorted(
        (
            (score, -one, -other)
            for one in left
            for other in free
            if (score := likeness(entries[one].body, drafts[other].body)) >= SAME
        ),
        reverse=True,
    )
    rivals = Counter(place for _, one, other in scored for place in (("entry", -one), ("draft", -other)))
    for score, one, other in scored:
        free_pair = -one not in found and -other not in taken
        alone = rivals["entry", -one] == 1 == rivals["draft", -other]  # a person may have moved it anywhere
        in_place = alone or score >= _CERTAIN or _between(found, -one, -other)
        if free_pair and in_place and _same_point(entries[-one], drafts[-other], score):
            found[-one] = -other
            taken.add(-other)


def _same_point(entry: Entry, draft: Draft, score: float) -> bool:
    if _slot(entry.source.key if entry.source else "") != _slot(draft.key):
        return False
    match entry.body, draft.body:
        case (Question() | Choice()) as one, (Question() | Choice()) as other:
            return score >= _CERTAIN or [_folded(a) for a in one.answers] == [_folded(a) for a in other.answers]
        case WhyNot(option=option), WhyNot(option=wanted):
            return _folded(option) == _folded(wanted)
        case _:
            return True


def _between(found: dict[int, int], one: int, other: int) -> bool:
    """Whether the draft *other* stands between the drafts of the entries around *one*."""
    before = max((place for place in found if place < one), default=None)
    after = min((place for place in found if place > one), default=None)
    return (before is None or found[before] < other) and (after is None or other < found[after])


def _offers(vanished: Sequence[Entry], new: Sequence[Draft]) -> tuple[tuple[Entry, Draft], ...]:
    found = ((entry, successor(entry, new)) for entry in vanished)
    return tuple((entry, draft) for entry, draft in found if draft is not None)


def _slot(key: str) -> str:
    return key.partition("@")[0] + "/" + key.partition("/")[2]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
