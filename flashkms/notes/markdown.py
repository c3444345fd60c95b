"""Styled runs written back as inline Markdown that every renderer reads the same way, with the blanks of a cloze."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct

from flashkms.notes.rich import Rich, Run, Style, edges


class Hole(Struct, frozen=True, order=True):
    """A blank to be written: what it hides, from *start* to *end* of the plain text."""

    start: int
    end: int
    ordinal: int
    hint: str = ""


def markdown(rich: Rich, holes: Iterable[Hole] = (), *, links: bool = False) -> str:
    """*rich* as Markdown in which every pair of markers opens and closes, with *holes* written as cloze blanks.

    A blank stands inside the bold that contains it and outside any code. Holes must not overlap.
    """
    holes = sorted(holes)
    if not (holes or rich.runs):
        return _escaped(rich.plain)
    spans = [_opened(rich.plain, hole) for hole in holes]
    for run in rich.runs:
        spans += _written(rich.plain, run, holes, links=links)
    return _woven(rich.plain, spans)


_BLANK, _CODE = 1, 3  # ranks


class _Span(Struct, frozen=True):
    start: int
    end: int
    rank: int  # of two spans of the same extent, the lower opens first: 0 for bold, 2 for italics and links
    open: str
    close: str


def _opened(plain: str, hole: Hole) -> _Span:
    """The span that writes *hole*: with its hint, or an empty one where `::` in the answer would be taken for it."""
    hint = hole.hint.replace("::", ":").replace("}}", "}")
    end = f"::{hint}}}}}" if hint or "::" in plain[hole.start : hole.end] else "}}"
    return _Span(hole.start, hole.end, _BLANK, f"{{{{c{hole.ordinal}::", end)


_MARKS: dict[Style, str] = {"bold": "**", "italic": "*", "code": "`", "math": ""}


def _written(plain: str, run: Run, holes: list[Hole], *, links: bool) -> list[_Span]:
    """The spans that write *run*: cut where a hole crosses its edge, and code cut at every hole."""
    if run.style == "mark" or (run.style == "link" and not (links and run.target and "]]" not in run.target)):
        return []
    pieces = _pieces(plain, run, holes)
    if run.style == "link":
        return [_Span(a, b, 2, "[", f"]({run.target})") for a, b in pieces]
    mark = _MARKS[run.style]
    if run.style in ("code", "math"):
        ticks = "``" if mark and "`" in plain[run.start : run.end] else mark
        return [_Span(a, b, _CODE, ticks, ticks) for a, b in pieces]
    return [
        _Span(a, b, 0 if run.style == "bold" else 2, mark, mark)
        for a, b in (_flanked(plain, *piece) for piece in pieces)
        if a < b
    ]


def _pieces(plain: str, run: Run, holes: list[Hole]) -> list[tuple[int, int]]:
    if not holes:
        a, b = edges(plain, run.start, run.end)
        return [(a, b)] if a < b else []
    cuts = {run.start, run.end}
    for hole in holes:
        inside = run.start <= hole.start and hole.end <= run.end
        if not inside or run.style == "code":
            cuts |= {at for at in (hole.start, hole.end) if run.start < at < run.end}
    ordered = sorted(cuts)
    pieces = (edges(plain, a, b) for a, b in pairwise(ordered))
    return [(a, b) for a, b in pieces if a < b]


def _flanked(plain: str, start: int, end: int) -> tuple[int, int]:
    """*start* and *end* moved inwards until CommonMark takes markers there for the pair that they are."""
    if plain[start].isalnum() and plain[end - 1].isalnum():
        return start, end
    while start < end and _sign(plain[start]) and start and plain[start - 1].isalnum():
        start += 1
    while end > start and _sign(plain[end - 1]) and end < len(plain) and plain[end].isalnum():
        end -= 1
    return edges(plain, start, end)


def _sign(char: str) -> bool:
    return not char.isalnum() and unicodedata.category(char)[0] in "PS"


def _woven(plain: str, spans: list[_Span]) -> str:
    special = [span for span in spans if span.rank in (_BLANK, _CODE)] if _SPECIAL.search(plain) else None
    out: list[str] = []
    stack: list[_Span] = []
    at = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end, span.rank)):
        while stack and stack[-1].end <= span.start:
            at = _copied(plain, at, stack[-1].end, special, out)
            out.append(stack.pop().close)
        at = _copied(plain, at, span.start, special, out)
        if stack and stack[-1].end < span.end:
            continue  # two runs of one text that cross: the first one stands
        out.append(span.open)
        stack.append(span)
    while stack:
        at = _copied(plain, at, stack[-1].end, special, out)
        out.append(stack.pop().close)
    _copied(plain, at, len(plain), special, out)
    return "".join(out)


_SPECIAL = re.compile(r"[*`_\\{}]")  # in a text without any of these nothing is escaped
_LITERAL = re.compile(r"[*`]|(?<![^\W_])_|_(?![^\W_])|\\(?=[\\`*_{}\[\]()#+\-.!|~>=]|\Z)")


_OPENING = re.compile(r"\{\{(?=c\d)")


def _copied(plain: str, at: int, end: int, special: list[_Span] | None, out: list[str]) -> int:
    """Appends *plain* from *at* to *end*, escaped where it would be read as Markdown or as a blank's braces.

    *special* are the blanks and the code in it, or None where there is nothing to escape.
    """
    if special is None:
        out.append(plain[at:end])
    elif at < end:
        around = [span.rank for span in special if span.start <= at and end <= span.end]
        piece = _escaped(plain[at:end], verbatim=_CODE in around)
        out.append(_apart(piece) if "}}" in piece and _BLANK in around else piece)
    return max(at, end)


def _apart(piece: str) -> str:
    """*piece* of an answer, so that no brace in it that has no partner ends the blank."""
    return piece if piece.count("{") == piece.count("}") else piece.replace("}}", "}\u200b}")


def _escaped(piece: str, *, verbatim: bool = False) -> str:
    signs = "*" in piece or "_" in piece or "`" in piece or "\\" in piece
    if signs and not verbatim:
        piece = _LITERAL.sub(r"\\\g<0>", piece)
    return _OPENING.sub("{\u200b{", piece) if "{{" in piece else piece
