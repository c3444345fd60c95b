"""One writer at a time, and the second is told who the first is."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flashkms.store.lock import LockedError, WriterLock

pytestmark = pytest.mark.processes

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def test_the_second_writer_is_told_process_and_start_time(tmp_path: Path) -> None:
    first, second = WriterLock(tmp_path / "lock"), WriterLock(tmp_path / "lock")
    first.acquire(NOW)

    with pytest.raises(LockedError, match=f"process {os.getpid()}, since 2026-03-01 12:00:00 UTC"):
        second.acquire(NOW, patience=0)
    assert first.held
    assert not second.held
    first.release()


def test_a_released_lock_can_be_taken(tmp_path: Path) -> None:
    first, second = WriterLock(tmp_path / "lock"), WriterLock(tmp_path / "lock")
    first.acquire(NOW)
    first.release()
    first.release()
    second.acquire(NOW, patience=0)

    assert second.held
    second.release()


def test_a_killed_writer_leaves_no_lock(tmp_path: Path) -> None:
    code = (
        "import sys, time; from datetime import UTC, datetime; from pathlib import Path\n"
        "from flashkms.store.lock import WriterLock\n"
        "lock = WriterLock(Path(sys.argv[1])); lock.acquire(datetime.now(UTC)); print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "lock")], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(LockedError, match=f"process {holder.pid}"):
            WriterLock(tmp_path / "lock").acquire(NOW, patience=0)
        holder.kill()
    lock = WriterLock(tmp_path / "lock")
    lock.acquire(NOW, patience=0)

    assert lock.held
    lock.release()
