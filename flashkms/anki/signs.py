"""Markdown's signs around what stands between them: emphasis, code, headings, tables, addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from msgspec import Struct

from flashkms.cards.stress import Run, run

_RUN = re.compile("`+")
_SPACE_FIRST = re.compile(r"(?:\\\n|\s)*+")
_MOST_MOVED = 10  # signs
_MOVABLE = frozenset(
    "()[]{}«»‹›‘’“”„「」『』【】（）［］.,:;!?…-–—/\"'。、，；：！？"
)  # which say the same without stress
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BREAKS = re.compile(r"\\\n\s*|\n\n\s*")
_BROKEN = re.compile(r"(?:\\?\n\s*)+")


class Stress(Struct, frozen=True):
    """*words* between *sign*s, with what stands *before* and *after* them; no sign where none would be read."""

    before: str
    words: str
    sign: str
    after: str

    @property
    def text(self) -> str:
        """The whole, in Markdown."""
        return f"{self.before}{self.sign}{self.words}{self.sign}{self.after}"


def stressed(inside: str, sign: str, behind: str) -> Stress:
    """*inside* between *sign*s, which must touch the words, *behind* a text; without them where it is several blocks.

    A sign such as a bracket that would let the stars be shown stands outside of them.
    """
    begin, end = _edges(inside)
    before, words, after = inside[:begin], inside[begin:end], inside[end:]
    if not words or "\n\n" in words:
        return Stress("", inside, "", "")
    while sign[0] == "*" and words and not _run(behind + before, sign, words).opens:
        if words[0] not in _MOVABLE or len(before) > begin + _MOST_MOVED:
            return Stress("", inside, "", "")
        before, words = before + words[0], words[1:]
    return Stress(before, words, sign if words.strip() else "", after)


def loosened(stress: Stress, following: str) -> Stress:
    """*stress* as it can be read with *following* behind it: its last brackets and stops may stand outside."""
    words, after = stress.words, stress.after
    while stress.sign[:1] == "*" and words and not _closes(stress, words, after + following):
        if words[-1] not in _MOVABLE or len(after) > len(stress.after) + _MOST_MOVED:
            return Stress("", stress.before + stress.words + stress.after, "", "")
        words, after = words[:-1], words[-1] + after
    return Stress(stress.before, words, stress.sign if words.strip() else "", after)


def _closes(stress: Stress, words: str, following: str) -> bool:
    closing = _run(words, stress.sign, following)
    return closing.closes or (closing.closes_strict and _run(stress.before, stress.sign, words).strict)


def _run(before: str, sign: str, after: str) -> Run:
    near = before[-4:]
    text = f"{near}{sign}{after[:4]}"
    return run(text, len(near), len(near) + len(sign), len(text))


def _broken(text: str, end: int) -> bool:
    """Whether the line of *text* that ends at *end* ends with a break, and with no backslash that is a word."""
    begin = end
    while begin and text[begin - 1] == "\\":
        begin -= 1
    return (end - begin) % 2 == 1


def _edges(inside: str) -> tuple[int, int]:
    """Where the words of *inside* begin and end, without spaces and line breaks around them."""
    begin = _SPACE_FIRST.match(inside)
    end = len(inside)
    while end and inside[end - 1].isspace():
        end -= 1
        if inside[end] == "\n" and _broken(inside, end):
            end -= 1
    return (begin.end() if begin and begin.end() < end else end), end


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


def link(inside: str, url: str) -> str:
    """*inside* as a link to *url*; line breaks around its words stand outside."""
    begin, end = _edges(inside)
    words = inside[begin:end]
    return f"{inside[:begin]}[{words}]({address(url)}){inside[end:]}" if words else inside


def address(url: str) -> str:
    """*url* as it stands behind a link's text."""
    return f"<{url}>" if re.search(r"[\s()]", url) else escape(url, quote=False).replace("&amp;", "&")


def _longest(inside: str) -> int:
    """How many backticks stand in a row at most."""
    return max(map(len, _RUN.findall(inside)), default=0)
