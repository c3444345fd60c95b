"""Deck options of a package, as far as the days of a card depend on them."""

from __future__ import annotations

import struct
from collections.abc import Mapping
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
    return Options(
        _fitted(said.get("fsrsParams6") or ()),
        float(said.get("desiredRetention") or 0),
        tuple(map(float, said.get("new", {}).get("delays") or ())),
        tuple(map(float, said.get("lapse", {}).get("delays") or ())),
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


def _fitted(values: Any) -> tuple[float, ...]:
    return tuple(float(value) for value in values) if len(values) == _COUNT else ()


def _floats(data: bytes, number: int) -> tuple[float, ...]:
    """The floats with *number*, whether they stand alone or packed; to the seven digits that they hold."""
    packed = b"".join(value for field, value in protobuf.messages(data) if field == number and isinstance(value, bytes))
    return tuple(float(f"{value:.6g}") for (value,) in struct.iter_unpack("<f", packed[: len(packed) // 4 * 4]))
