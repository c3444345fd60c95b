"""Deck options of a package, as far as the days of a card depend on them."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from flashkms.anki import protobuf

# Numbers of the fields in Anki's binary options.
_LEARNING, _RELEARNING, _PARAMETERS, _RETENTION = 1, 2, 6, 37
_COUNT = 21  # parameters of FSRS-6


class Options(Struct, frozen=True):
    """*parameters* are FSRS-6's, empty when none were fitted; steps are in minutes; *retention* is 0 when unsaid."""

    parameters: tuple[float, ...]
    retention: float
    learning: tuple[float, ...]
    relearning: tuple[float, ...]


def from_json(said: Mapping[str, Any]) -> Options:
    """The options that an older package spells in JSON."""
    retention = _finite([said.get("desiredRetention") or 0])
    return Options(
        _fitted(said.get("fsrsParams6") or ()),
        retention[-1] if retention else 0.0,
        _finite(said.get("new", {}).get("delays") or ()),
        _finite(said.get("lapse", {}).get("delays") or ()),
    )


def from_bytes(data: bytes) -> Options:
    """The options of a newer package. Raises `ProtobufError`."""
    retention = _floats(data, _RETENTION)
    return Options(
        _fitted(_floats(data, _PARAMETERS)),
        retention[-1] if retention else 0.0,
        _floats(data, _LEARNING),
        _floats(data, _RELEARNING),
    )


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
