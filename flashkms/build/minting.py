"""The ids that the points of a note get when nothing stands in their way, and those that name them."""

from __future__ import annotations

from itertools import islice

from flashkms.build.sources import Source
from flashkms.cards import identity
from flashkms.cards.entry import EntryId


def first(place: str, key: str) -> EntryId:
    """The first id that the point *key* of the note *place* may get, beside one that its author gave."""
    return next(identity.minted(place, key))


def ids(source: Source) -> dict[str, EntryId]:
    """The ids that the drafts of a note get when nothing stands in their way, by key."""
    return {draft.key: next(identity.minted(source.note.path, draft.key, draft.id_hint)) for draft in source.drafts}


def keys_by_id(source: Source) -> dict[EntryId, str]:
    """The keys of the drafts of a note by the ids that they may get: the first one, and those that its author gave."""
    found: dict[EntryId, str] = {}
    for draft in source.drafts:
        minted = identity.minted(source.note.path, draft.key, draft.id_hint)
        for name in islice(minted, identity.GIVEN if draft.id_hint else 1):
            found.setdefault(name, draft.key)
    return found
