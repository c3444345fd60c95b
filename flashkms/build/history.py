"""What the log says of entries that no file holds: that they were made, dropped, restored, or reviewed."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from flashkms.cards.entry import EntryId


class History(Struct, frozen=True):
    """What the log knows: ids that were *made*, those *dropped* or *restored*, and *reviews* by entry and ordinal."""

    made: frozenset[EntryId] = frozenset()
    dropped: frozenset[EntryId] = frozenset()
    restored: frozenset[EntryId] = frozenset()
    reviews: Mapping[EntryId, Mapping[int, int]] = field(default_factory=dict)

    def behind(self, entry: EntryId) -> int:
        """How many reviews stand behind all cards of *entry*."""
        return sum(self.reviews.get(entry, {}).values())

    def known(self, entry: EntryId) -> bool:
        """Whether the log speaks of *entry*."""
        return entry in self.made or entry in self.dropped or entry in self.reviews

    def missing(self, entry: EntryId) -> bool:
        """Whether *entry* was made and nobody said a word on it since, given that no file holds it."""
        return entry in self.made and entry not in self.dropped and entry not in self.restored

    def removed(self, entry: EntryId) -> bool:
        """Whether a person removed *entry*, given that no file holds it."""
        return entry in self.dropped or (entry in self.made and entry not in self.restored)
