"""The writer's lock: one reviewer, build or import at a time in a collection.

The kernel holds it (`flock`), so that a killed program leaves no stale lock behind. The file also says who holds it,
since that program may be stopped in another terminal.
"""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from flashkms.errors import FlashkmsError
from flashkms.store import durable
from flashkms.store.home import make_private

_PATIENCE = 2.0  # seconds; a script's answers wait for one another, a reviewer is not waited for
_FLAGS = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW
_EVERY = 0.02  # seconds between two tries


class LockedError(FlashkmsError):
    """Another program is writing to this collection."""

    def __init__(self, holder: str) -> None:
        super().__init__(
            f"another flashkms is at work in this collection: {holder}",
            "end it, or go on with --read-only; it may be stopped in another terminal",
        )


class WriterLock(Struct):
    """Held from `acquire` until `release`, or until the process ends in whatever way."""

    path: Path
    inherited: bool = False  # whether the one who held it before was killed, and may have left something behind
    _descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this process holds it."""
        return self._descriptor is not None

    @property
    def signed(self) -> bool:
        """Whether somebody holds it, or was killed while holding it."""
        try:
            return self.path.stat().st_size > 0
        except OSError:
            return False

    def acquire(self, now: datetime, *, patience: float = _PATIENCE) -> None:
        """Take the lock, waiting *patience* seconds at most, and write who holds it since when.

        Raises `LockedError` with the holder's process id and start time.
        """
        descriptor = self._opened()
        try:
            wait(descriptor, patience)
        except BlockingIOError:
            os.close(descriptor)
            raise LockedError(self.holder()) from None
        except OSError:
            os.close(descriptor)
            raise
        self.inherited = os.fstat(descriptor).st_size > 0
        self._descriptor = descriptor
        self._sign(now)

    def _opened(self) -> int:
        try:
            return os.open(self.path, _FLAGS)
        except FileNotFoundError:
            make_private(self.path.parent)
            descriptor = os.open(self.path, _FLAGS | os.O_CREAT, 0o600)
            with suppress(OSError):
                durable.sync_folder(self.path.parent)
            return descriptor

    def _sign(self, now: datetime) -> None:
        """Write down who holds it, durably, so that the next one sweeps up after a power cut as well.

        The lock counts without that too, on a full disk.
        """
        descriptor = self._descriptor
        assert descriptor is not None
        with suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"process {os.getpid()}, since {now:%Y-%m-%d %H:%M:%S} UTC\n".encode(), 0)
            os.fsync(descriptor)

    def holder(self) -> str:
        """Who took the lock last: process id and start time."""
        try:
            return self.path.read_text(encoding="utf-8", errors="replace").strip() or "process unknown"
        except OSError:
            return "process unknown"

    def release(self, *, clean: bool = True) -> None:
        """Give the lock back; nothing happens when it is not held. Unless *clean*, the next one sweeps up."""
        if self._descriptor is not None:
            with suppress(OSError):
                os.ftruncate(self._descriptor, 0 if clean else 1)
            os.close(self._descriptor)
            self._descriptor = None


def wait(descriptor: int, patience: float) -> None:
    """Take the exclusive lock of the open *descriptor*; raises `BlockingIOError` after *patience* seconds."""
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                raise
            time.sleep(_EVERY)
        else:
            return
