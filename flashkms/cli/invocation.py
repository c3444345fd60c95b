"""What a person asked of every command: which collection, at what instant, and in which form to answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from flashkms.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from flashkms.store.collection import Collection
    from flashkms.study import Study

_BACK = timedelta(minutes=5)  # that a clock may be set back, as time servers do, without a word


class Invocation(Struct, frozen=True):
    """The global options. They may stand before the command's name and after it; after it wins."""

    directory: str = ""  # empty: walk up from the working folder
    instant: datetime | None = None  # of --now; None: the clock
    as_json: bool = False
    read_only: bool = False  # of --read-only before the command's name: nothing is written

    def refined(self, *, directory: str | None, now: str | None, as_json: bool) -> Invocation:
        """These options with what stood after the command's name."""
        return replace(
            self,
            directory=self.directory if directory is None else directory,
            instant=self.instant if now is None else instant(now, option="--now"),
            as_json=self.as_json or as_json,
        )

    @property
    def start(self) -> Path:
        """The folder from which the collection is looked for, upwards. Raises `UsageError` when it is no folder."""
        if self.directory:
            if not os.path.isdir(self.directory):  # noqa: PTH112  # pathlib raises on a name with a NUL before 3.13
                raise UsageError(f"-C: no such folder: {self.directory}")
            return Path(self.directory)
        try:
            return Path.cwd()
        except OSError:
            raise UsageError("the working folder is gone", "cd to another, or name a collection with -C") from None

    def clock(self) -> datetime:
        """The instant that counts as now, aware, in UTC."""
        return self.instant or datetime.now(UTC)

    def open(self, *, write: bool = False, read_only: bool = False, notes: bool = True) -> Collection:
        """The collection, to be closed by a `with` block.

        Raises `UsageError` when there is none, `ConfigError` with every problem of its settings; one that is only about
        the *notes*, where they are not needed, is told on stderr.
        """
        if write and not read_only:
            self.allow_writing()
        from flashkms.store.collection import Collection  # noqa: PLC0415  # help needs no collection

        opened = Collection.open(self.start, now=self.clock(), write=write, read_only=read_only)
        return self._sound(opened, notes=notes)

    def allow_writing(self) -> None:
        """Raise `UsageError` where a person asked for looking on, and the command writes."""
        if self.read_only:
            raise UsageError("this command writes, and --read-only looks on", "leave --read-only out")

    @contextmanager
    def study(self, *, write: bool = False, read_only: bool = False) -> Iterator[Study]:
        """The collection as something to study, closed at the end of the `with` block; raises as `open` does.

        Where the block ends with a `UsageError`, damaged deck files are told: they may be why a card is not found.
        """
        from flashkms.cli.output import report_damage  # noqa: PLC0415  # as above
        from flashkms.study import Study  # noqa: PLC0415  # as above

        with self.open(write=write, read_only=read_only, notes=False) as collection:
            if collection.writable:
                _tell_of_a_clock_set_back(collection, self.clock())
            try:
                yield Study(collection, clock=self.clock)
            except UsageError:
                report_damage(collection.damage())
                raise

    def _sound(self, collection: Collection, *, notes: bool) -> Collection:
        from flashkms.config.read import NOTES  # noqa: PLC0415  # as above

        problems = collection.config_problems
        if any(notes or problem.rule != NOTES for problem in problems):
            collection.close()
            raise ConfigError(problems)
        if problems:
            from flashkms.cli.output import report  # noqa: PLC0415  # as above

            report(problems)
        return collection


def _tell_of_a_clock_set_back(collection: Collection, now: datetime) -> None:
    """Say so when this machine wrote its last event at an instant that is still ahead."""
    from flashkms.cli.output import narrate  # noqa: PLC0415  # as above
    from flashkms.store.log import last_at  # noqa: PLC0415  # as above

    last = last_at(collection.log.path)
    if last is not None and last - now > _BACK:
        narrate(
            f"{collection.log.shown(collection.log.path)}: the clock stands before the last event, "
            f"{last:%Y-%m-%d %H:%M} UTC (is the date right? no answer counts as given before its card's last)"
        )


def on_terminal() -> bool:
    """Whether a screen can be drawn for a person: in a terminal that has a cursor, or behind `flashkms serve`."""
    if os.environ.get("TEXTUAL_DRIVER"):
        return True
    if os.environ.get("TERM") == "dumb":
        return False
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def instant(text: str, *, option: str) -> datetime:
    """*text* as an aware instant in UTC; without an offset it is local time.

    Raises `UsageError`, naming *option*, when it is no ISO 8601 instant of the years 1971 to 9998.
    """
    try:
        parsed = datetime.fromisoformat(text)
        if not 1971 <= parsed.year <= 9998:
            raise UsageError(f"{option}: {text} lies outside of the years 1971 to 9998")
        return parsed.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"{option}: {text!r} is no instant", "write it as 2026-03-02T09:00:00+09:00") from None
