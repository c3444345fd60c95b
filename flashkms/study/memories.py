"""The memories of all cards as a mapping that asks the index: one card costs a look-up, all of them are read once."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from functools import cached_property

from msgspec.structs import replace

from flashkms.cards.card import CardId
from flashkms.schedule.event import Event, Review
from flashkms.schedule.memory import Memory
from flashkms.schedule.replay import State
from flashkms.store.index import Index


class Memories(Mapping[CardId, Memory]):
    """As of the moment it was made: whoever changes something makes another one."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def __getitem__(self, card: CardId) -> Memory:
        memory = self._index.state(card).memory
        if memory is None:
            raise KeyError(card)
        return memory

    def __iter__(self) -> Iterator[CardId]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def items(self) -> ItemsView[CardId, Memory]:
        """Cards and memories, all read at once."""
        return self._all.items()

    def values(self) -> ValuesView[Memory]:
        """All memories, read at once."""
        return self._all.values()

    @cached_property
    def _all(self) -> dict[CardId, Memory]:
        return dict(self._index.snapshot_of("phase IS NOT NULL").memories)


def after(state: State | None, events: tuple[Event, ...], index: Index) -> State | None:
    """*state* after *events*, where they are one answer, which moves a memory and nothing else; else None."""
    if state is None or len(events) != 1 or not isinstance(events[0], Review):
        return None
    return replace(state, memories=Memories(index))
