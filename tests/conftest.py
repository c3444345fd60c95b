"""What every test may count on: a home of its own, a collection that it may change, and the data beside the checkout."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

LONG = bool(os.environ.get("FLASHKMS_LONG"))

# Two cores that others use too make any deadline a coin toss; a run that fails should fail again.
settings.register_profile(
    "flashkms",
    deadline=None,
    derandomize=not LONG,
    max_examples=2000 if LONG else 50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("flashkms")

SETTINGS = """\
[collection]
id = "11111111-2222-4333-8444-555555555555"

[schedule]
timezone = "UTC"
"""
DECK = """\
deck: AWS::KMS
note: notes/aws/kms.md
tags: [aws]
cards:

- id: kms-4t7q2m
  cloze: |-
    Keys made in {{c1::AWS KMS}} never leave its {{c2::hardware security modules}} in the clear.
  context: AWS KMS

- id: kms-9d2mx7
  question: |-
    An application must encrypt data **before** it reaches the disk.
    Which service does that?
  answer: AWS KMS API
  wrong:
  - option: EBS encryption
    why: it encrypts underneath the application
  extra: |-
    Encrypt in memory through the API, then store.
  tags: [scenario]

- id: kms-zz2345
  question: How long is the shortest waiting period before a key is deleted?
  answer: 7 days
"""
NOTE = """\
---
title: AWS KMS
tags: [aws, security]
---

## Feature

- **AWS KMS** keeps keys in hardware security modules
- A key is deleted after a waiting period of **7 to 30 days**

## Scenario

- An application must encrypt data **before** it reaches the disk. Which service does that?
  - **A) AWS KMS API**
  - EBS encryption : is incorrect because it encrypts underneath the application
"""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect, not skip, what needs data beside the checkout, or an Anki, where they are absent, and the long ones."""
    absent = set()
    if not SHARED.is_dir():
        absent.add("shared")
    if not LONG:
        absent.add("slow")
    if not os.environ.get("FLASHKMS_ANKICONNECT"):
        absent.add("desktop")
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in absent)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout with the corpus, the review log and the oracles."""
    return SHARED


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine folder of the test's own; nothing of this computer is read or changed."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("FLASHKMS_HOME", str(folder))
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    return folder


@pytest.fixture
def unprivileged() -> Callable[[], AbstractContextManager[None]]:
    """A context in which permissions hold for this thread, whoever runs the tests."""
    return _unprivileged


@contextmanager
def _unprivileged() -> Iterator[None]:
    if os.geteuid():
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # version 3, this thread
    held = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable; the low 32 first
    assert libc.capget(header, held) == 0
    less = (ctypes.c_uint32 * 6)(*held)
    less[0] &= ~0b110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    assert libc.capset(header, less) == 0
    try:
        yield
    finally:
        assert libc.capset(header, held) == 0


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A collection with one deck of three entries (four cards) and one note."""
    root = tmp_path / "collection"
    (root / "cards" / "aws").mkdir(parents=True)
    (root / "notes" / "aws").mkdir(parents=True)
    (root / "flashkms.toml").write_text(SETTINGS, encoding="utf-8")
    (root / "cards" / "aws" / "kms.yaml").write_text(DECK, encoding="utf-8")
    (root / "notes" / "aws" / "kms.md").write_text(NOTE, encoding="utf-8")
    return root


@pytest.fixture(autouse=True)
def working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test starts in a folder of its own, outside of any collection."""
    monkeypatch.chdir(tmp_path)
