"""The bench, on which a test names its command: one of `COMMANDS`, or one of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .bench import Bench
from .commands import COMMANDS, collection


@pytest.fixture
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """A bench with the command of the parameter, closed after the test."""
    collection(tmp_path)
    made = Bench(tmp_path, COMMANDS.get(request.param, request.param))
    yield made
    made.close()
