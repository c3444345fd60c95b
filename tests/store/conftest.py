"""What several tests of the store stand on."""

from __future__ import annotations

import threading

import pytest


@pytest.fixture
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the program: the runner of the tests may have threads, and then no process is forked."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)
