"""The time zone in which a study day turns: the configured one, else the machine's."""

from __future__ import annotations

import os
from datetime import UTC, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flashkms.errors import UsageError

_LOCALTIME = Path("/etc/localtime")


def zone(name: str, *, environment: str | None = None, localtime: Path = _LOCALTIME) -> tzinfo:
    """The zone *name*; when empty, that of the `TZ` variable, else of *localtime*, else UTC.

    *environment* stands in for the variable.
    Raises `UsageError` for a configured name that no zone has. A machine that names its zone wrongly gets UTC.
    """
    if name:
        found = _named(name)
        if found is None:
            raise UsageError(f"no time zone is called {name!r}", 'set [schedule] timezone to a name like "Asia/Seoul"')
        return found
    given = os.environ.get("TZ", "") if environment is None else environment
    return _of_variable(given.removeprefix(":")) or _of_file(localtime) or UTC


def _of_variable(given: str) -> tzinfo | None:
    if given.startswith("/"):
        return _of_file(Path(given))
    return _named(given) if given else None


def _of_file(path: Path) -> tzinfo | None:
    """The zone of a zoneinfo file; by its name where the path tells it, so that its rules are kept up to date."""
    try:
        target = str(path.resolve(strict=True))
        _, marker, name = target.partition("/zoneinfo/")
        if marker and (found := _named(name.removeprefix("posix/").removeprefix("right/"))):
            return found
        with path.open("rb") as file:
            return ZoneInfo.from_file(file, key="localtime")
    except (OSError, ValueError):
        return None


def _named(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
