"""The app under a pilot, with a clock that stands still, and its screen as text."""

from __future__ import annotations

import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flashkms.store.collection import Collection
from flashkms.study import Study
from flashkms.tui.app import FlashkmsApp

sys.path.append(str(Path(__file__).parent))  # for `hands`, which the tests here share

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Clock:
    """Tells the time that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **much: float) -> None:
        self.now += timedelta(**much)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def study(collection: Path, clock: Clock):
    with Collection.open(collection, now=clock(), write=True) as opened:
        yield Study(opened, clock=clock)


@pytest.fixture
def running(study: Study):
    """`running(deck=…, size=…)`: the app and its pilot; without a deck it begins at home."""

    @asynccontextmanager
    async def run(deck: str | None = None, size: tuple[int, int] = (80, 24), editor: tuple[str, ...] = ()):
        study.refresh()
        app = FlashkmsApp(study, session=None if deck is None else study.session(deck), editor=editor)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield app, pilot

    return run
