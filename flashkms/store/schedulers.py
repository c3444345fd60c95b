"""The scheduler of each deck: the collection's settings, with the deck's own desired retention."""

from __future__ import annotations

import hashlib
from datetime import tzinfo

from msgspec.structs import replace

from flashkms.config import Config
from flashkms.schedule.day import StudyDays
from flashkms.schedule.fsrs import Fsrs
from flashkms.schedule.scheduler import Scheduler


def version_of(parameters: tuple[float, ...]) -> str:
    """The short digest under which reviews name *parameters*."""
    return hashlib.sha256(repr(parameters).encode()).hexdigest()[:8]


class Schedulers:
    """One scheduler per desired retention; all share parameters and study days."""

    def __init__(self, config: Config, zone: tzinfo) -> None:
        self.days = StudyDays(zone, config.schedule.rollover)
        self._settings = config.schedule
        self._retentions = {
            name: settings.retention for name, settings in config.decks if settings.retention is not None
        }
        self.differ = bool(self._retentions)  # whether a card's deck makes a difference
        self._fsrs = Fsrs(config.schedule.parameters)
        self.version = version_of(config.schedule.parameters)
        self._made: dict[tuple[float, bool], Scheduler] = {}

    def of(self, deck: str, *, fuzz: bool = True) -> Scheduler:
        """The scheduler of the cards of *deck*; without *fuzz*, its delays are those that the settings name."""
        key = self.retention(deck), fuzz and self._settings.fuzz
        if key not in self._made:
            settings = replace(self._settings, retention=key[0], fuzz=key[1])
            self._made[key] = Scheduler(settings, self.days, fsrs=self._fsrs)
        return self._made[key]

    def retention(self, deck: str) -> float:
        """The desired retention of *deck*: its own, else that of the nearest deck above it, else the collection's."""
        while deck and self._retentions:
            if deck in self._retentions:
                return self._retentions[deck]
            deck = deck.rpartition("::")[0]
        return self._settings.retention
