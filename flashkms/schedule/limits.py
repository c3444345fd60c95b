"""Daily limits: how many cards a deck, and every deck above it, still shows today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from flashkms.config import Config, DeckSettings
from flashkms.schedule.memory import Memory, Phase


@lru_cache(maxsize=4096)  # a deck is asked for again and again while its collection is counted
def lineage(deck: str) -> tuple[str, ...]:
    """*deck* and the decks above it, the nearest first: `a::b::c`, `a::b`, `a`."""
    parts = deck.split("::")
    return tuple("::".join(parts[:length]) for length in range(len(parts), 0, -1))


def below(deck: str, root: str) -> bool:
    """Whether *deck* is *root* or a deck below it; everything is below the empty root."""
    return not root or deck == root or deck.startswith(root + "::")


def nearest(config: Config, deck: str) -> DeckSettings:
    """The settings in force for *deck*: each from the nearest deck of its lineage that sets it."""
    if not config.decks:
        return _UNSET
    known = dict(config.decks)
    found = [known[name] for name in lineage(deck) if name in known]
    return DeckSettings(
        new_per_day=next((one.new_per_day for one in found if one.new_per_day is not None), None),
        reviews_per_day=next((one.reviews_per_day for one in found if one.reviews_per_day is not None), None),
        retention=next((one.retention for one in found if one.retention is not None), None),
        exam=next((one.exam for one in found if one.exam is not None), None),
    )


_UNSET = DeckSettings()


def per_day(config: Config, deck: str) -> tuple[int, int]:
    """How many new cards and how many reviews a day the settings want of *deck*."""
    queue, own = config.queue, nearest(config, deck)
    return (
        queue.new_per_day if own.new_per_day is None else own.new_per_day,
        queue.reviews_per_day if own.reviews_per_day is None else own.reviews_per_day,
    )


def counts_as_review(before: Memory | None) -> bool:
    """Whether an answer to a card with this memory is one of the day's reviews: in review, or on a step of days."""
    return before is not None and (before.phase is Phase.REVIEW or not isinstance(before.due, datetime))


class Limits:
    """What is left of the day's limits under *root*; decks above the root do not matter."""

    __slots__ = ("_config", "_left", "_rooms", "_root", "_studied")

    def __init__(self, config: Config, root: str, studied: Iterable[tuple[str, Memory | None]]) -> None:
        """*studied*: for each card answered today its deck, and its memory before the first answer."""
        self._config = config
        self._root = root
        self._left: dict[str, list[int]] = {}
        self._rooms: dict[str, list[list[int]]] = {}  # of each deck that was asked for, and of those above it
        self._studied: dict[str, list[int]] = {}
        for deck, before in studied:
            if before is not None and not counts_as_review(before):
                continue
            for name in lineage(deck):
                done = self._studied.setdefault(name, [0, 0])
                done[before is None] += 1

    def take_review(self, deck: str) -> bool:
        """Count one review of *deck*, if there is room for it all the way up."""
        return self._take(self._above(deck), 0)

    def take_new(self, deck: str) -> bool:
        """Count one new card of *deck*, if there is room for it all the way up."""
        rooms = self._above(deck)
        if self._config.queue.new_ignore_review_limit:
            return self._take(rooms, 1)
        return all(min(room) > 0 for room in rooms) and self._take(rooms, 1) and self._take(rooms, 0)

    def room(self, deck: str) -> tuple[int, int, bool]:
        """Reviews and new cards that *deck* itself still has room for, and whether new ones take room of reviews."""
        reviews, new = self._room(deck)
        return reviews, new, not self._config.queue.new_ignore_review_limit

    def _above(self, deck: str) -> list[list[int]]:
        """The rooms of *deck* and of the decks above it, up to the root."""
        rooms = self._rooms.get(deck)
        if rooms is None:
            rooms = self._rooms[deck] = [self._room(name) for name in lineage(deck) if below(name, self._root)]
        return rooms

    def _take(self, rooms: list[list[int]], kind: int) -> bool:
        for room in rooms:
            if room[kind] <= 0:
                return False
        for room in rooms:
            room[kind] -= 1
        return True

    def _room(self, deck: str) -> list[int]:
        """Reviews and new cards that *deck* itself still has room for."""
        if deck not in self._left:
            new, reviews = per_day(self._config, deck)
            reviewed, introduced = self._studied.get(deck, (0, 0))
            spent = reviewed if self._config.queue.new_ignore_review_limit else reviewed + introduced
            self._left[deck] = [reviews - spent, new - introduced]
        return self._left[deck]
