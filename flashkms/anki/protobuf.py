"""Just enough of the protocol buffer format to read Anki's newer packages: fields by number, as they stand."""

from __future__ import annotations

from collections.abc import Iterator

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_LONGEST_VARINT = 10  # bytes


class ProtobufError(ValueError):
    """Bytes that are no protocol buffer message."""


def messages(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of one message in order: number and value, an integer or bytes. Raises `ProtobufError`."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == _VARINT:
            value, at = _varint(data, at)
            yield number, value
            continue
        if wire == _BYTES:
            size, at = _varint(data, at)
        elif wire in (_FIXED64, _FIXED32):
            size = 8 if wire == _FIXED64 else 4
        else:
            raise ProtobufError(f"wire type {wire}")
        if at + size > len(data):
            raise ProtobufError("a field is cut short")
        yield number, data[at : at + size]
        at += size


def content(data: bytes, number: int) -> bytes:
    """The last bytes with *number* in the message *data*; empty when it has none."""
    found = b""
    for field, value in messages(data):
        if field == number and isinstance(value, bytes):
            found = value
    return found


def text(data: bytes, number: int) -> str:
    """The last string with *number* in the message *data*; empty when it has none."""
    return content(data, number).decode("utf-8", "replace")


def integer(data: bytes, number: int) -> int:
    """The last integer with *number* in the message *data*; 0 when it has none."""
    found = 0
    for field, value in messages(data):
        if field == number and isinstance(value, int):
            found = value
    return found


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(_LONGEST_VARINT):
        if at >= len(data):
            raise ProtobufError("a number is cut short")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return value, at
    raise ProtobufError("a number is too long")
