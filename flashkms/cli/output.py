"""What a command says: data on stdout, narration on stderr, every character of it safe for a terminal."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import click

from flashkms.counting import counted
from flashkms.errors import Exit, Problem
from flashkms.safe import safe, safe_line, safe_message

_FILES = 10  # damaged deck files that are named one by one
_TOGETHER = 200  # documents of a list that are written at once

# What JSON leaves as it is and a terminal obeys or hides; spelled with JSON's own escapes, the document stays valid.
_UNSAFE = "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\U000e0000-\U000e007f]"


class OutputError(OSError):
    """Stdout took no more words. What the command had done by then stays done."""


def say(text: str = "") -> None:
    """Write *text* and a line end to stdout."""
    _put(safe(text))


def say_fields(*fields: str) -> None:
    """Write one line to stdout, its fields separated by tabs."""
    _put("\t".join(map(safe_line, fields)))


def say_json(document: Any) -> None:
    """Write *document* to stdout as JSON, indented, with no character that a terminal would obey."""
    _put(_json(document))


def say_json_list(documents: Iterable[Any]) -> None:
    """Write *documents* as `say_json` would write a list of them, without holding more than some hundred."""
    waiting, before = iter(documents), "["
    while some := list(islice(waiting, _TOGETHER)):
        _put(before + _json(some)[1:-2], end="")
        before = ","
    _put("[]" if before == "[" else "\n]")


def flush() -> None:
    """Hand over what waits to be written to stdout. Raises `OutputError`, or `BrokenPipeError`, as all here does."""
    if sys.stdout is not None:
        with _told():
            sys.stdout.flush()


def _put(text: str, end: str = "\n") -> None:
    with _told():
        print(text, end=end)  # noqa: T201  # the one door to stdout


@contextmanager
def _told() -> Iterator[None]:
    """A failure inside is that of stdout."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(error.errno, error.strerror) from error


def _json(document: Any) -> str:
    import json  # noqa: PLC0415  # lines need none

    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "") if sys.stdout else "utf8"
    return re.sub(_UNSAFE, _escaped, json.dumps(document, ensure_ascii=encoding != "utf8", indent=1))


def narrate(text: str) -> None:
    """Write *text* and a line end to stderr."""
    print(safe(text), file=sys.stderr)  # noqa: T201  # the one door to stderr


def report(problems: Iterable[Problem]) -> bool:
    """Write a line a problem to stderr; whether there was any."""
    told = False
    for problem in problems:
        narrate(safe_message(str(problem)))
        told = True
    return told


def report_damage(damage: Sequence[Problem]) -> bool:
    """Write a line a damaged deck file to stderr, as `Collection.damage` tells of them; whether there was any.

    At most `_FILES` are named, for where there are more, one reason is behind them all.
    """
    report(damage[:_FILES])
    if len(damage) > _FILES:
        narrate(f"… and {counted(len(damage) - _FILES, 'damaged deck file')} more (flashkms check names them)")
    return bool(damage)


def report_damage_and_end(damage: Sequence[Problem]) -> None:
    """As `report_damage`; where there was any, the command ends with the exit code for it."""
    if report_damage(damage):
        click.get_current_context().exit(Exit.PROBLEMS)


def problem_json(problem: Problem) -> dict[str, Any]:
    """*problem* as the contract spells it; null where it has none."""
    return {
        "path": problem.path,
        "line": problem.line or None,
        "column": problem.column or None,
        "message": problem.message,
        "hint": problem.hint or None,
        "rule": problem.rule or None,
    }


def table(rows: Sequence[Sequence[str]], *, right: str = "") -> Iterable[str]:
    """Lines of aligned columns; those named in *right* by a letter `r` at their place are flush right.

    No line ends in blanks.
    """
    shown, widths = _plain(rows) or _measured(rows)
    sides = [">" if right[i : i + 1] == "r" else "<" for i in range(len(widths))]
    if shown is rows:
        line = "  ".join(f"{{:{side}{wide}}}" for side, wide in zip(sides, widths, strict=True)).format
        return [line(*row).rstrip() for row in rows]
    return ["  ".join(map(_aligned, row, widths, [side == ">" for side in sides])).rstrip() for row in shown]


def _plain(rows: Sequence[Sequence[str]]) -> tuple[Sequence[Sequence[str]], list[int]] | None:
    """*rows* as they are and the widths of their columns, where no cell has anything to make safe; a thousand decks."""
    cells = "".join(cell for row in rows for cell in (row[0].lstrip(), *row[1:]))
    edged = any(cell != cell.strip() for row in rows for cell in (row[0].lstrip(), *row[1:]))
    if edged or "  " in cells or not (cells.isascii() and cells.isprintable()):
        return None
    return rows, [max(map(len, column)) for column in zip(*rows, strict=True)]


def _measured(rows: Sequence[Sequence[str]]) -> tuple[list[list[str]], list[int]]:
    lines = [[safe_line(cell) if cell.strip() else "" for cell in row] for row in rows]
    indents = [len(row[0]) - len(row[0].lstrip()) if row else 0 for row in rows]
    shown = [[" " * indent + row[0], *row[1:]] for indent, row in zip(indents, lines, strict=True)]
    return shown, [max(map(width, column)) for column in zip(*shown, strict=True)]


def width(text: str) -> int:
    """The terminal cells that *text* takes: two for a wide letter, none for a combining one."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def clipped(text: str, cells: int) -> str:
    """*text* on one line, cut to *cells* terminal cells with `…` where it is longer."""
    line = safe_line(text)
    if width(line) <= cells:
        return line
    while line and width(line) > cells - 1:
        line = line[: max(0, min(len(line) - 1, cells))] if len(line) > 2 * cells else line[:-1]
    return f"{line.rstrip()}…"


def wrapped(text: str, cells: int, *, hang: int = 0) -> str:
    """*text* with its lines broken between words where they are longer than *cells*; what goes on stands *hang* in.

    A word that is longer stays whole, and lines that fit are left as they are.
    """
    return "\n".join(_broken(line, cells, " " * hang) if width(line) > cells else line for line in text.split("\n"))


def _broken(line: str, cells: int, margin: str) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    lines = [indent]
    for word in line.split():
        fits = width(lines[-1]) + width(word) + 1 <= cells
        if lines[-1].strip() and not fits:
            lines.append(margin + word)
        else:
            lines[-1] += f" {word}" if lines[-1].strip() else word
    return "\n".join(lines)


def _aligned(cell: str, cells: int, right: bool) -> str:  # noqa: FBT001  # the last word of a private helper
    blank = " " * (cells - width(cell))
    return blank + cell if right else cell + blank


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
