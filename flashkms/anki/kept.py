"""What stays HTML in Markdown: pieces for which it has no sign, cut out of a field before the rest of it is read.

LaTeX is cut out too: Anki takes it with the line breaks and tags within, and Markdown would eat half of its signs. What
is cut out leaves a mark behind, by which it comes back when the text around it is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape, unescape

import nh3

from flashkms.cards import markup

_MARK, _MARK_END = "\ue018", "\ue019"
_HELD = re.compile(f"^(.*?){_MARK}(\\d+){_MARK_END}", re.MULTILINE)
_STRAY = re.compile(f"{_MARK}(\\d+){_MARK_END}")
_FIRST_LOOK = re.compile(r"<(?:dl|details|table|ol\s|li\s)|\[(?:latex|\$)", re.IGNORECASE)
_LATEX = re.compile(r"\[(latex|\$\$?)\]")
_NEW_LINE = re.compile(r"<br\s*/?>|</?(?:div|p)(?:\s[^<>]*)?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_BLANK_LINES = re.compile(r"\n\s*\n")
_PIECE = re.compile(r"<(/?)(dl|details|table|ol)\b([^<>]*)>", re.IGNORECASE)
_NUMBERED_ODDLY = re.compile(r"""\btype\s*=\s*["']?[aAiI]\b""")
_ITEM = re.compile(r"<li\b([^<>]*)>", re.IGNORECASE)
_VALUE = re.compile(r"""\bvalue\s*=\s*["']?(\d{1,4})\b""", re.IGNORECASE)
# What a cell of a table in Markdown cannot hold, or be.
_NO_CELLS = re.compile(
    r"<t[dh][^<>]*\b(?:row|col)span\s*=|<(?:ul|ol|dl|details|pre|blockquote|caption|hr|h[1-6])\b|<table.*<table",
    re.IGNORECASE | re.DOTALL,
)
_CLEANER = nh3.Cleaner(
    tags={*markup.INLINE, *markup.BLOCKS, *markup.VOID, *markup.WITHIN},
    attributes={
        "a": {"href"}, "img": {"src", "alt"}, "li": {"value"}, "ol": {"start", "type"},
        "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"},
    },
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)  # fmt: skip
_ODD = re.compile(r' (?:(?:colspan|rowspan|start|value)="(?!\d{1,4}")[^"]*"|type="(?![1AaIi]")[^"]*")')
_ATTRIBUTE = re.compile(r' (src|alt)="([^"]*)"')
_PRE = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
_SPACE = re.compile(r"\s+")
_ON_A_LINE = re.compile(
    r" ?(<(?:d[td]|tr|li(?: value=\"\d+\")?|summary|caption|thead|tbody|tfoot|/(?:dl|details|table|ol|ul))>"
    r"|(?<=</summary>)) ?"
)


def uncommented(html: str) -> str:
    """*html* without its comments. No pattern: one would look for the end again from every opening sign."""
    parts, begin = [], 0
    while (start := html.find("<!--", begin)) >= 0 and (end := html.find("-->", start + 4)) >= 0:
        parts.append(html[begin:start])
        begin = end + 3
    return "".join([*parts, html[begin:]])


def closed(html: str) -> str:
    """*html* whose last piece, in which no tag ends, is words: a parser would look for the end from every sign."""
    end = html.rfind(">") + 1
    return html[:end] + html[end:].replace("<", "&lt;")


def cut(html: str, picture: Callable[[str], str]) -> tuple[str, list[str]]:
    """*html* with marks for what is kept as it is, and that, by number; *picture* as in `markdown`."""
    held: list[str] = []
    if not _FIRST_LOOK.search(html):
        return html, held
    html = _latex(_STRAY.sub("", html), held)
    parts, at = [], 0
    for start, end in _pieces(html):
        kept = _kept(html[start:end], picture)
        parts += [html[at:start], f"<p>{mark(kept, held)}</p>" if kept else ""]
        at = end
    return "".join([*parts, html[at:]]), held


def mark(text: str, held: list[str]) -> str:
    """What stands for *text* until `restored`; *held* grows by it."""
    held.append(text)
    return f"{_MARK}{len(held) - 1}{_MARK_END}"


def restored(text: str, held: Sequence[str]) -> str:
    """*text* with what was *held* back in its place, its lines as far in as the first of them."""

    def back(match: re.Match[str]) -> str:
        before, number = match[1], int(match[2])
        if number >= len(held):
            return before
        first, *rest = held[number].split("\n")
        lead = "".join(sign if sign == ">" else " " for sign in before) if not before.strip("-> 0123456789.") else ""
        return "\n".join([before + first, *(f"{lead}{line}".rstrip() if not line else lead + line for line in rest)])

    while held and _MARK in text:  # several in one line
        text, count = _HELD.subn(back, text)
        if not count:
            break
    return text


def _latex(html: str, held: list[str]) -> str:
    parts, at = [], 0
    closed: dict[str, int] = {}  # where the last closing sign of each kind stands
    for found in _LATEX.finditer(html):
        closing = f"[/{found[1]}]"
        last = closed.setdefault(closing, html.rfind(closing))
        if found.start() < at or last < found.end():
            continue
        end = html.find(closing, found.end())
        inside = unescape(_TAG.sub("", _NEW_LINE.sub("\n", html[found.end() : end])))
        inside = _BLANK_LINES.sub("\n\\\\par\n", inside.replace("\xa0", " ").strip())
        parts += [html[at : found.start()], mark(f"{found[0]}{inside}{closing}", held)]
        at = end + len(closing)
    return "".join([*parts, html[at:]])


def _pieces(html: str) -> Iterator[tuple[int, int]]:
    """Where the outermost pieces of *html* stand that Markdown cannot say."""
    pairs: list[tuple[int, int]] = []
    opened: list[re.Match[str]] = []
    for tag in _PIECE.finditer(html):
        if not tag[1]:
            opened.append(tag)
        elif opened and opened[-1][2].lower() == tag[2].lower():
            begin = opened.pop()
            # A piece within another is looked at only where that one is not kept.
            pairs.append((begin.start(), tag.end()))
    at = 0
    for start, end in sorted(pairs):
        if start >= at and _needed(html[start:end]):
            yield start, end
            at = end


def _needed(piece: str) -> bool:
    tag = _PIECE.match(piece)
    match tag[2].lower() if tag else "":
        case "table":
            return bool(_NO_CELLS.search(piece))
        case "ol":
            return bool(tag and _NUMBERED_ODDLY.search(tag[3])) or _jumps(piece)
        case _:
            return True


def _jumps(piece: str) -> bool:
    """Whether an item of the list *piece* has another number than the one before it leads to."""
    number: int | None = None
    for item in _ITEM.finditer(piece):
        value = _VALUE.search(item[1])
        if value and number is not None and int(value[1]) != number + 1:
            return True
        number = int(value[1]) if value else 1 if number is None else number + 1
    return False


def _kept(piece: str, picture: Callable[[str], str]) -> str:
    """*piece*, cleaned, in lines that a person can read."""

    def named(match: re.Match[str]) -> str:
        source = escape(picture(unescape(match[2])))
        return f' src="{source}"' if match[1] == "src" else match[0]

    html = _ATTRIBUTE.sub(named, _ODD.sub("", _CLEANER.clean(piece)))
    parts = _PRE.split(html)
    parts[::2] = [_ON_A_LINE.sub(r"\n\1", _SPACE.sub(" ", part)) for part in parts[::2]]
    return "".join(parts).replace("\xa0", "&nbsp;").strip()
