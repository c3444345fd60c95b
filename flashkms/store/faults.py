"""What is wrong with a log line, in words: the library that decodes it speaks of types and paths."""

from __future__ import annotations

import re
from collections.abc import Callable

_TYPES = {
    "int": "a whole number",
    "float": "a number",
    "str": "a text",
    "bool": "true or false",
    "null": "null",
    "array": "a list",
    "object": "an object in braces",
    "datetime": "an instant",
}
_PLACE = r"(?: - at `\$\.?(?P<place>[^`]*)`)?$"
_Say = Callable[[re.Match[str], str], str]
_SAYINGS: tuple[tuple[str, _Say], ...] = (
    (r"Object missing required field `(?P<field>[^`]*)`", lambda found, _: f"`{found['field']}` is missing"),
    (
        r"Expected `(?P<want>\w+)`, got `(?P<got>\w+)`",
        lambda found, it: f"{it} is {_a(found['got'])}, not {_a(found['want'])}",
    ),
    (r"Expected `int` <= (?P<most>\d+)", lambda found, it: f"{it} is more than {found['most']}"),
    (r"Expected `int` >= (?P<least>-?\d+)", lambda found, it: f"{it} is less than {found['least']}"),
    (r"Expected `str` of length >= 1", lambda _, it: f"{it} is empty"),
    (r"Expected `datetime` with a timezone component", lambda _, it: f"{it} names no zone"),
    (r"Invalid RFC3339 encoded datetime", lambda _, it: f"{it} is no instant"),
    (r"Invalid (?:enum )?value (?P<value>.{1,60}?)", lambda found, it: f"{it} cannot be {found['value']}"),
)


def said(message: str) -> str:
    """*message*, an error of msgspec's, as a person reads it; what is no line of JSON at all is called so."""
    for pattern, say in _SAYINGS:
        if found := re.match(pattern + _PLACE, message):
            return say(found, f"`{found['place']}`" if found["place"] else "it")
    if "truncated" in message:
        return "the line is cut short"
    byte = re.search(r"\(byte \d+\)", message)
    return f"it is no JSON {byte[0]}" if byte else "it is no JSON"


def _a(kind: str) -> str:
    return _TYPES.get(kind, kind)
