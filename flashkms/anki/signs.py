"""Markdown's signs around what stands between them: emphasis, code, headings, tables, addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

_RUN = re.compile("`+")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BREAKS = re.compile(r"\\\n\s*|\n\n\s*")
_BROKEN = re.compile(r"(?:\\?\n\s*)+")


def wrapped(inside: str, sign: str) -> str:
    """*inside* between *sign*s, which must touch the words; as it is where it is more than one block."""
    words = inside.strip()
    if not words or "\n\n" in words:
        return inside
    before, after = inside[: len(inside) - len(inside.lstrip())], inside[len(inside.rstrip()) :]
    return f"{before}{sign}{words}{sign}{after}"


def tagged(inside: str, tag: str) -> str:
    """*inside* as words of *tag*; as it is where it is more than one block."""
    return f"<{tag}>{inside}</{tag}>" if inside.strip() and "\n\n" not in inside else inside


def code(inside: str) -> str:
    """*inside* as code in a line."""
    fence = "`" * (_longest(inside) + 1)
    pad = " " if inside[:1] == "`" or inside[-1:] == "`" else ""
    return f"{fence}{pad}{_SPACES.sub(' ', inside)}{pad}{fence}" if inside.strip() else inside


def fenced(inside: str, language: str) -> str:
    """*inside* as lines of code in *language*, which may be empty, without a line end."""
    fence = "`" * max(3, _longest(inside) + 1)
    lines = inside.strip("\n")
    return f"{fence}{language}\n{lines}\n{fence}"


def heading(inside: str, level: int) -> str:
    """*inside*, in one line, as a heading of *level* 1..6."""
    words = _BROKEN.sub(" ", inside)
    return f"\n\n{'#' * level} {words}\n\n" if words else ""


def cell(inside: str) -> str:
    """*inside*, in one line, as a cell of a table."""
    return _SPACES.sub(" ", _BREAKS.sub("<br>", inside)).replace("|", "\\|")


def table(rows: Sequence[Sequence[str]]) -> str:
    """*rows* of cells as a table, the first of them its head; empty for none."""
    if not rows:
        return ""
    width = max(map(len, rows))
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
    return "\n\n" + "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]]) + "\n\n"


def address(url: str) -> str:
    """*url* as it stands behind a link's text."""
    return f"<{url}>" if re.search(r"[\s()]", url) else escape(url, quote=False).replace("&amp;", "&")


def _longest(inside: str) -> int:
    """How many backticks stand in a row at most."""
    return max(map(len, _RUN.findall(inside)), default=0)
