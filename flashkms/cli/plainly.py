"""Values of the program as the plain values that JSON has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from flashkms.cli.shapes import moment


def plainly(value: object) -> Any:  # noqa: PLR0911  # a line for each kind of value
    """*value* for JSON: a dataclass by its fields, a time in seconds, an instant and a day as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plainly(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, datetime | date):
        return moment(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Enum):
        return value.name.lower()
    if isinstance(value, Mapping):
        return {str(plainly(key)): plainly(each) for key, each in value.items()}
    if isinstance(value, tuple | list | frozenset | set):
        return [plainly(each) for each in value]
    return str(value) if isinstance(value, Path) else value
