"""The command line as a test calls it: in this process, with its output and its exit code."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flashkms.cli import run

NOW = "2026-03-02T09:00:00+00:00"


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@pytest.fixture
def flashkms(
    collection: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Ended]:
    """Run one command on the test's collection at nine in the morning of 2 March 2026."""

    def call(*arguments: str, stdin: str = "", now: str = NOW, root: Path = collection) -> Ended:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode("utf-8", "surrogateescape"))))
        capsys.readouterr()
        code = run(["-C", str(root), "--now", now, *arguments])
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return call
