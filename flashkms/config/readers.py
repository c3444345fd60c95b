"""What a setting may hold: each reader turns a TOML value into ours, or says what was wanted instead."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from flashkms.counting import counted

Reader = Callable[[object], Any]

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = re.compile(r"(?:\d{1,6}[smhd])+")
_MAX_STEPS = 20
_MAX_TEXT = 500  # letters; a path or a name, never prose


class WantedError(ValueError):
    """The value is not what the setting holds; the message says what was found and wanted."""


def flag(value: object) -> bool:
    """`true` or `false`."""
    if not isinstance(value, bool):
        raise WantedError(f"{shown(value)} is not true or false")
    return value


def whole(low: int, high: int) -> Reader:
    """A reader of whole numbers from *low* to *high*."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise WantedError(f"{shown(value)} is not a whole number")
        if not low <= value <= high:
            raise WantedError(f"{shown(value)} does not lie from {low} to {high}")
        return value

    return read


def number(low: float, high: float) -> Reader:
    """A reader of finite numbers from *low* to *high*."""

    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise WantedError(f"{shown(value)} is not a number")
        if not low <= value <= high:
            raise WantedError(f"{shown(value)} does not lie from {low:g} to {high:g}")
        return float(value)

    return read


def numbers(*counts: int) -> Reader:
    """A reader of a list of finite numbers, as many as one of *counts*."""
    wanted = " or ".join(filter(None, (", ".join(map(str, counts[:-1])), str(counts[-1]))))

    def read(value: object) -> tuple[float, ...]:
        given = _listed(value)
        if len(given) not in counts:
            raise WantedError(f"the list holds {counted(len(given), 'number')}, not {wanted}")
        if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in given):
            raise WantedError("the list holds something that is not a number")
        if not all(abs(each) < 1e6 and math.isfinite(each) for each in given):
            raise WantedError("the list holds a number that no such parameter has")
        return tuple(float(each) for each in given)

    return read


def word(*words: str) -> Reader:
    """A reader of one of *words*."""

    def read(value: object) -> str:
        if value not in words:
            raise WantedError(f"{shown(value)} is not one of {', '.join(words)}")
        return str(value)

    return read


def theme(value: object) -> str:
    """The name of a theme."""
    from flashkms.config.names import THEMES  # noqa: PLC0415  # few name one

    return str(word(*THEMES)(value))


def text(value: object) -> str:
    """A string of one line."""
    if not isinstance(value, str):
        raise WantedError(f"{shown(value)} is not a text in quotes")
    if len(value) > _MAX_TEXT or not value.isprintable():
        raise WantedError(f"{shown(value)} is no text of one line, {_MAX_TEXT} letters at most")
    return value


def duration(value: object) -> timedelta:
    """A time such as `"90s"`, `"10m"`, `"1h30m"`, `"1d"`; a year at most."""
    if not isinstance(value, str) or not _DURATION.fullmatch(value):
        raise WantedError(f'{shown(value)} is not a time such as "10m" or "1d"')
    seconds = sum(int(count) * _UNITS[unit] for count, unit in re.findall(r"(\d+)([smhd])", value))
    if not 0 < seconds <= 365 * 86400:
        raise WantedError(f"{shown(value)} does not lie from 1s to 365d")
    return timedelta(seconds=seconds)


def short_duration(value: object) -> timedelta:
    """As `duration`, and `"0s"` for none at all; a day at most."""
    if value in ("0s", "0m"):
        return timedelta()
    read = duration(value)
    if read > timedelta(days=1):
        raise WantedError(f"{shown(value)} is longer than 1d")
    return read


def steps(value: object) -> tuple[timedelta, ...]:
    """A list of durations, twenty at most; empty for no steps."""
    given = _listed(value)
    if len(given) > _MAX_STEPS:
        raise WantedError(f"the list holds {len(given)} steps, more than {_MAX_STEPS}")
    return tuple(map(duration, given))


def day(value: object) -> date:
    """A date such as `2026-12-01`, in quotes or not."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise WantedError(f"{shown(value)} is not a date such as 2026-12-01") from None


def inside_paths(value: object) -> tuple[str, ...]:
    """A list of paths that lie inside the collection."""
    return tuple(map(_inside, _listed(value)))


def _inside(value: object) -> str:
    path = text(value)
    parts = PurePosixPath(path).parts
    absolute = path.startswith(("/", "~")) or "\\" in path or PureWindowsPath(path).drive
    if not path or absolute or ".." in parts or ":" in path:
        raise WantedError(f"{shown(value)} does not lie inside the collection")
    return path


def _listed(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise WantedError(f"{shown(value)} is not a list")
    return value


def shown(value: object) -> str:
    """*value* as a message quotes it: short, on one line, in TOML's words."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, int) and abs(value) >= 10**18:
        return "a number of so many digits"
    spelled = f'"{value}"' if isinstance(value, str) else str(value)
    spelled = " ".join(spelled.split())
    return spelled if len(spelled) <= 60 else f"{spelled[:57]}…"
