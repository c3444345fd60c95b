"""The line of every table and key of a TOML text, which `tomllib` does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

Path = tuple[str, ...]

_PART = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_DOTTED = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER = re.compile(rf"[ \t]*\[\[?[ \t]*({_DOTTED})[ \t]*\]")
_KEY = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=")
# What a value is made of: a string that spans lines, one that does not, a comment, a bracket.
_PIECE = re.compile(r'"""(?s:.*?)"""|\'\'\'(?s:.*?)\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}\n]')


def places(text: str) -> Mapping[Path, int]:
    """The line, from 1, of each table and key of *text*, which `tomllib` can read; the first where one stands twice."""
    table: Path = ()
    lines: dict[Path, int] = {}
    for number, statement in _statements(text):
        if header := _HEADER.match(statement):
            table = _path(header[1])
            lines.setdefault(table, number)
        elif key := _KEY.match(statement):
            path = (*table, *_path(key[1]))
            lines.setdefault(path, number)
    return lines


def place(lines: Mapping[Path, int], path: Path) -> int:
    """The line of *path*, or of the nearest table around it; 0 when there is none."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 0)


def comments(statement: str) -> list[str]:
    """The comments of *statement*, a key with its value, each without its line feed; none that is part of a text."""
    return [piece[0].rstrip() for piece in _PIECE.finditer(statement) if piece[0].startswith("#")]


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each statement with its line: a value that spans lines stays with its key."""
    begin = depth = 0
    line = 1
    for piece in _PIECE.finditer(text):
        mark = piece[0]
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
        elif mark == "\n" and depth <= 0:
            yield line, text[begin : piece.start()]
            line += text.count("\n", begin, piece.end())
            begin, depth = piece.end(), 0
    yield line, text[begin:]


def _path(dotted: str) -> Path:
    return tuple(_unquoted(part) for part in re.findall(_PART, dotted))


def _unquoted(part: str) -> str:
    if part.startswith("'"):
        return part[1:-1]
    return re.sub(r"\\(.)", r"\1", part[1:-1]) if part.startswith('"') else part
