"""kill -9, and every failing call, wherever a command changes something: nothing is lost, broken or left over.

Every state-changing system call on a file of the collection, its home, its exports or its temporary folder is tried.
The same bench is shown to catch writers that save in place, rename without care, or answer before they save.
"""

from __future__ import annotations

import os
import shutil
import sys

import pytest

from .bench import Bench, Command, tried
from .commands import COMMANDS, HERE, IN_PLACE, acknowledged

LONG = bool(os.environ.get("FLASHKMS_LONG"))
PAGES = 1 if LONG else 8
ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS") if LONG else ("ENOSPC",)

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(
        shutil.which("strace") is None or not sys.platform.startswith("linux"), reason="strace is not installed"
    ),
]

UNSAVED = Command(
    code=HERE + 'print(\'{"events": [{"kind": "review", "card": "x", "rating": 3}]}\', flush=True); '
    '(here / "reviews/x.jsonl").write_text(\'{"kind":"review","card":"x","rating":3}\\n\')',
    again=False,
)
UNSWEPT = Command(
    code=HERE
    + 'draft = here / f"cards/.flashkms-{os.getpid()}"; draft.write_text("x"); draft.rename(here / "cards/b.yaml")'
)


every = pytest.mark.parametrize("bench", COMMANDS, indirect=True)


@every
def test_a_kill_at_any_call_loses_nothing_and_leaves_nothing(bench: Bench) -> None:
    points = bench.points(pages=PAGES)

    assert len(points) >= 5
    assert tried(bench, points, "signal=SIGKILL", acknowledged) == []


@pytest.mark.parametrize("error", ERRORS)
@every
def test_a_failing_call_is_one_message_and_loses_nothing(bench: Bench, error: str) -> None:
    assert tried(bench, bench.points(pages=PAGES), f"error={error}", acknowledged) == []


@pytest.mark.parametrize("bench", [IN_PLACE, UNSAVED, UNSWEPT], indirect=True, ids=["in place", "unsaved", "unswept"])
def test_a_careless_writer_is_caught(bench: Bench) -> None:
    assert tried(bench, bench.points(pages=PAGES), "signal=SIGKILL", acknowledged) != []
