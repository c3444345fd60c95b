"""The text of a deck file before YAML sees it: encoding, control characters, and what merges leave behind.

Everything is blanked out in place, never cut, so that the lines below keep their numbers.
"""

from __future__ import annotations

import re

from msgspec import Struct

from flashkms.cards.nodes import Fault

BOM = "\ufeff"
MAX_BYTES = 16 * 1024 * 1024

# What libyaml does not read: controls, surrogates, byte order marks in the middle, non-characters.
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_MARKER = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(?=[ \t\r]|$)[^\n]*", re.MULTILINE)


class Raw(Struct, frozen=True):
    """Text that YAML can read, what was wrong with it, and the lines (from 1) whose entries must not be used."""

    text: str
    faults: tuple[Fault, ...]
    broken: tuple[int, ...]


def raw(text: str) -> Raw:
    """*text* without its byte order mark; unreadable characters and conflict markers are blanked out and named."""
    text = text.removeprefix(BOM)
    faults: list[Fault] = []
    broken: list[int] = []
    if len(text) > MAX_BYTES:
        return Raw("", (Fault(0, "the file is larger than 16 MiB", "split it into several"),), ())
    if _UNREADABLE.search(text):
        text = _without_unreadable(text, faults, broken)
    if _MARKER.search(text):
        text = _without_markers(text, faults, broken)
    return Raw(text, tuple(faults), tuple(broken))


def _without_unreadable(text: str, faults: list[Fault], broken: list[int]) -> str:
    for match in _UNREADABLE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        if line not in broken[-1:]:
            column = match.start() - text.rfind("\n", 0, match.start())
            faults.append(Fault(line, *_said(match[0]), column))
            broken.append(line)
    return _UNREADABLE.sub("\ufffd", text)


def _said(character: str) -> tuple[str, str]:
    if character == "\0":
        return "a NUL byte stands here", "the file may be damaged or not UTF-8: restore it, or remove the byte"
    if character == BOM:
        return "a byte order mark stands in the middle of the text", "remove the invisible character"
    return f"the control character \\x{ord(character):02x} stands here", "remove it"


def _without_markers(text: str, faults: list[Fault], broken: list[int]) -> str:
    """*text* without conflict markers; every line from the first to the last of each conflict is broken."""
    opened = 0
    for match in _MARKER.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        if match[1][0] == "<" or not opened:
            opened = line
            faults.append(
                Fault(line, "a merge conflict begins here", "settle it, and remove the `<<<<<<<` to `>>>>>>>` lines")
            )
        broken.extend(range(opened, line + 1))
        opened = 0 if match[1][0] == ">" else opened
    return _MARKER.sub(lambda match: "#" * len(match[0]), text)
