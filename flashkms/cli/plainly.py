"""Values of the program as the plain values that JSON has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from msgspec import Struct

from flashkms.cli.shapes import moment


def plainly(value: object) -> Any:  # noqa: PLR0911  # a line for each kind of value
    """*value* for JSON: a struct by its fields, a time in seconds, an instant and a day as text."""
    if isinstance(value, Struct):
        return {name: plainly(getattr(value, name)) for name in value.__struct_fields__}
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
