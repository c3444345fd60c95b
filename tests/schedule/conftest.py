"""Cards, events and schedulers for the tests of the schedule."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from flashkms.cards.card import Card, CardId
from flashkms.cards.entry import Entry, EntryId, Question, Source
from flashkms.config import Scheduling
from flashkms.schedule.day import StudyDays
from flashkms.schedule.event import EventId, Rating, Review
from flashkms.schedule.scheduler import Scheduler

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def noon():
    """A Monday at noon, UTC."""
    return NOON


@pytest.fixture
def days():
    """Study days in UTC from four in the morning."""
    return StudyDays(UTC, 4)


@pytest.fixture
def scheduler(days):
    """The scheduler of the default settings."""
    return Scheduler(Scheduling(), days)


@pytest.fixture
def make_card():
    """A card: `make_card("kms-1")`; a second ordinal is a sibling."""

    def make(entry, ordinal=1, *, deck="aws::kms", answer="", source="", tags=(), **fields):
        body = fields.pop("body", None) or Question(f"what is {entry}?", (answer or f"the answer to {entry}",))
        made = Entry(EntryId(entry), body, source=Source(source) if source else None, **fields)
        return Card(CardId(f"{entry}.{ordinal}"), made, ordinal, deck, tags, f"cards/{deck}.yaml", "notes/kms.md")

    return make


@pytest.fixture
def make_event():
    """An event of any kind, with a stamp of its own: `make_event(Suspend, card=…)`."""
    count = itertools.count(1)

    def make(event_kind, /, *, at=NOON, device="a", **fields):
        number = next(count)
        fields.setdefault("id", EventId(f"{device}-{number:06}"))
        return event_kind(at=at, zone_minutes=0, device=device, seq=number, **fields)

    return make


@pytest.fixture
def make_review(make_event):
    """A review: `make_review("kms-1.1", 3, days_ago=2)`."""

    def make(card, rating=3, *, days_ago=0.0, at=None, took_ms=4000, cram=False, device="a", **fields):
        return make_event(
            Review,
            at=at or NOON - timedelta(days=days_ago),
            device=device,
            card=CardId(card),
            rating=Rating(rating),
            took_ms=took_ms,
            cram=cram,
            **fields,
        )

    return make
