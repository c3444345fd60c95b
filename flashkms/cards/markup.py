"""The little HTML that a card may hold where Markdown has no sign: its tags, where a piece of it ends, how it reads.

Words in a line stand between tags of `INLINE`. A piece of its own begins a line with a tag of `BLOCKS`, holds nothing
but known tags, each closed where it must be, and nothing follows it on its last line. Whatever is otherwise is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

INLINE = ("sub", "sup", "u", "kbd", "mark", "ruby", "rt")
BLOCKS = ("dl", "details", "table", "ol")
VOID = ("br", "hr", "img")
WITHIN = (
    "dt", "dd", "summary", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "ul", "li", "p", "div", "b",
    "strong", "i", "em", "s", "del", "code", "pre", "blockquote", "a", "h1", "h2", "h3", "h4", "h5", "h6",
)  # fmt: skip

_NAMES = "|".join((*INLINE, *BLOCKS, *VOID, *WITHIN))
_ATTRIBUTES = r"""(?: (?:href|src|alt)="[^"]{0,2000}"| (?:colspan|rowspan|start|value)="\d{1,4}"| type="[1AaIi]")*"""
_TAG = re.compile(rf"<(/?)({_NAMES})({_ATTRIBUTES})>")
_BEGIN = re.compile(rf"<(?:{'|'.join(BLOCKS)})[ >]")
_SOURCE = re.compile(r' (src|alt)="([^"]*)"')
_SPACE = re.compile(r"\s+")
_DEEPEST = 30  # tags within one another, so that no text is read to its end from each of its lines

_BREAKING = (
    "dt",
    "tr",
    "p",
    "div",
    "pre",
    "blockquote",
    "caption",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "br",
    "summary",
)
_OPENED = {
    **dict.fromkeys(_BREAKING, "\n"), "dd": "\n  ", "summary": "\n▸ ", "hr": "\n―――\n", "rt": "(",
    "sub": "_", "sup": "^",
}  # fmt: skip
_CLOSED = {**dict.fromkeys((*_BREAKING, "details", "table", "ol", "ul", "dl"), "\n"), "rt": ")"}
_COUNTED = re.compile(r' (start|type|value)="([^"]*)"')
_LETTERED, _LETTERS = ("a", "A"), "abcdefghijklmnopqrstuvwxyz"
_SMALL = {
    "sub": str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"),
    "sup": str.maketrans("0123456789+-=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿ"),
}
_BEFORE = {"sub": "_", "sup": "^"}
_LOW = re.compile(r"<(sub|sup)>((?:(?!</?(?:sub|sup)>)[^\n]){0,300})</\1>")
_REST = re.compile(r"<(u|kbd|mark|ruby|rt)>((?:(?!</?\1>)(?:[^\n]|\n(?!\n))){0,1000})</\1>")


class Piece:
    """Lines of text while it is found out whether they are a piece of HTML."""

    def __init__(self) -> None:
        self._open: list[str] = []

    def ends(self, line: str) -> bool | None:
        """Whether the piece ends with *line*; None when it is no such piece at all."""
        at = line.find("<")
        while at >= 0:
            tag = _TAG.match(line, at)
            if tag is None or not self._take(tag):
                return None
            if not self._open:
                return None if line[tag.end() :].strip() else True
            at = line.find("<", tag.end())
        return False

    def _take(self, tag: re.Match[str]) -> bool:
        closes, name = tag[1], tag[2]
        if name in VOID:
            return not closes
        if closes:
            return bool(self._open) and self._open.pop() == name
        self._open.append(name)
        return len(self._open) <= _DEEPEST


def begins(line: str) -> bool:
    """Whether a piece of HTML may begin with *line*, which has no space before it."""
    return bool(_BEGIN.match(line))


def small(said: str, tag: str) -> str:
    """*said* below (`sub`) or above (`sup`) the line, in small figures where they are all there are."""
    shown = said.translate(_SMALL[tag])
    if all(new != old for new, old in zip(shown, said, strict=True)):
        return shown
    return f"{_BEFORE[tag]}{said}" if said.isalnum() else f"{_BEFORE[tag]}({said})"


def pictures(html: str) -> Iterator[str]:
    """The addresses of the pictures in *html*."""
    return (unescape(match[2]) for match in _SOURCE.finditer(html) if match[1] == "src")


def read(html: str) -> str:
    """*html*, a piece of its own, as lines of text: cells side by side, a term above what it means."""
    reader = _Reader()
    at = 0
    for tag in _TAG.finditer(html):
        reader.say(html[at : tag.start()])
        reader.take(tag[2], tag[3], closes=bool(tag[1]))
        at = tag.end()
    reader.say(html[at:])
    return "\n".join(line.rstrip() for line in "".join(reader.parts).split("\n") if line.strip())


class _Reader:
    """Writes text while it reads tags."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._pre = 0
        self._first = True  # the next cell is the first of its row
        self._numbers: list[tuple[str, int]] = []  # of each list around: how it counts, and how far it has come

    def say(self, html: str) -> None:
        text = unescape(unmarked(html))
        self.parts.append(text if self._pre else _SPACE.sub(" ", text))

    def take(self, name: str, attributes: str, *, closes: bool) -> None:
        self._pre += (name == "pre") * (-1 if closes else 1)
        if name in {"ol", "ul"}:
            self._list(name, attributes, closes=closes)
        if name in {"td", "th"}:
            self.parts.append("" if closes or self._first else " │ ")
            self._first = self._first and not closes
        elif name == "img":
            said = {match[1]: unescape(match[2]) for match in _SOURCE.finditer(attributes)}
            self.parts.append(f"▣ {said.get('alt') or said.get('src', '')}")
        elif name == "li" and not closes:
            self.parts.append(f"\n{self._marker(dict(_COUNTED.findall(attributes)).get('value', ''))} ")
        else:
            self.parts.append(_CLOSED.get(name, "") if closes else _OPENED.get(name, ""))
        self._first = self._first or name == "tr"

    def _list(self, name: str, attributes: str, *, closes: bool) -> None:
        if not closes:
            said = dict(_COUNTED.findall(attributes))
            kind = said.get("type", "1") if name == "ol" else ""
            self._numbers.append((kind, int(said.get("start", "1")) - 1))
        elif self._numbers:
            self._numbers.pop()

    def _marker(self, value: str) -> str:
        kind, number = self._numbers.pop() if self._numbers else ("", 0)
        number = int(value) - 1 if value else number
        self._numbers.append((kind, number + 1))
        if kind in _LETTERED and 0 <= number < len(_LETTERS):
            letter = _LETTERS[number]
            return f"{letter.upper() if kind == 'A' else letter}."
        return f"{number + 1}." if kind else "•"


def unmarked(text: str) -> str:
    """*text* without the tags of `INLINE`, as it reads without them."""
    if "</" in text:
        for _ in range(3):  # one within another
            text = _LOW.sub(lambda match: small(match[2], match[1]), text)
        for _ in range(2):  # words in a ruby, and the ruby
            text = _REST.sub(lambda match: f"({match[2]})" if match[1] == "rt" else match[2], text)
    return text.replace("<br>", "\n") if "<br>" in text else text


def flat(text: str) -> str:
    """*text* in which pieces of HTML are read."""
    if "</" not in text:
        return unmarked(text)
    lines, done = text.split("\n"), list[str]()
    at = 0
    while at < len(lines):
        end = _end(lines, at) if begins(lines[at].lstrip()) else at
        piece = "\n".join(lines[at:end])
        done.append(read(piece) if end > at else lines[at])
        at = max(end, at + 1)
    return unmarked("\n".join(done))


def _end(lines: list[str], at: int) -> int:
    """The line behind the piece that begins in line *at*; *at* when none does."""
    piece = Piece()
    for number in range(at, len(lines)):
        ended = piece.ends(lines[number])
        if ended is None:
            return at
        if ended:
            return number + 1
    return at
