"""Deck options of a package, as far as the days of a card depend on them."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from flashkms.anki import protobuf

# Numbers of the fields in Anki's binary options.
_LEARNING, _RELEARNING, _PARAMETERS, _LONGEST, _LEECH_ACTION, _LEECH_LAPSES, _RETENTION = 1, 2, 6, 16, 21, 22, 37
_COUNT = 21  # parameters of FSRS-6
_ACTIONS: Mapping[object, str] = {0: "suspend", 1: "tag"}


class Options(Struct, frozen=True):
    """*parameters* are FSRS-6's, empty when none were fitted; steps are in minutes; *retention* is 0 when unsaid.

    So are *longest*, the most days of an interval, and *leech_lapses*, after which a card is a leech. *leech_action* is
    `suspend`, `tag`, or empty.
    """

    parameters: tuple[float, ...]
    retention: float
    learning: tuple[float, ...]
    relearning: tuple[float, ...]
    longest: int = 0
    leech_lapses: int = 0
    leech_action: str = ""


def from_json(said: Mapping[str, Any]) -> Options:
    """The options that an older package spells in JSON."""
    retention = _finite([said.get("desiredRetention") or 0])
    return Options(
        _fitted(said.get("fsrsParams6") or ()),
        retention[-1] if retention else 0.0,
        _finite(said.get("new", {}).get("delays") or ()),
        _finite(said.get("lapse", {}).get("delays") or ()),
        _whole(said.get("rev", {}).get("maxIvl"), 36_500),
        _whole(said.get("lapse", {}).get("leechFails"), 1000),
        _ACTIONS.get(said.get("lapse", {}).get("leechAction"), ""),
    )


def from_bytes(data: bytes) -> Options:
    """The options of a newer package. Raises `ProtobufError`."""
    retention = _floats(data, _RETENTION)
    return Options(
        _fitted(_floats(data, _PARAMETERS)),
        retention[-1] if retention else 0.0,
        _floats(data, _LEARNING),
        _floats(data, _RELEARNING),
        _whole(protobuf.integer(data, _LONGEST), 36_500),
        _whole(protobuf.integer(data, _LEECH_LAPSES), 1000),
        _ACTIONS.get(protobuf.integer(data, _LEECH_ACTION), ""),
    )


def _whole(value: object, most: int) -> int:
    """*value* where it is a number of 1..*most*, else 0."""
    return value if isinstance(value, int) and 1 <= value <= most else 0


def _fitted(values: Iterable[Any]) -> tuple[float, ...]:
    numbers = _finite(values)
    return numbers if len(numbers) == _COUNT else ()


def _finite(values: Iterable[Any]) -> tuple[float, ...]:
    """*values* as numbers, without those that are none or have no end, which a damaged package may hold."""
    return tuple(number for number in map(float, values) if math.isfinite(number))


def _floats(data: bytes, number: int) -> tuple[float, ...]:
    """The floats with *number*, whether they stand alone or packed; to the seven digits that they hold."""
    packed = b"".join(value for field, value in protobuf.messages(data) if field == number and isinstance(value, bytes))
    return _finite(f"{value:.6g}" for (value,) in struct.iter_unpack("<f", packed[: len(packed) // 4 * 4]))
