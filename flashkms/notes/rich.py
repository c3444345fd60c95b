"""Inline Markdown as plain text with styled runs, forgiving where CommonMark is not.

People write `**bold)**` right before a Hangul letter, close a bold they never opened, and leave one asterisk behind.
So bold markers pair in reading order whatever stands beside them, and a marker without a partner is dropped.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from msgspec import Struct

Style = Literal["bold", "italic", "code", "mark", "link", "math"]


class Run(Struct, frozen=True, order=True):
    """Characters *start* to *end* of the plain text share *style*; *target* is a link's address or a mark's hint."""

    start: int
    end: int
    style: Style
    target: str = ""

    def moved(self, by: int) -> Run:
        """The same run, *by* characters further on."""
        return Run(self.start + by, self.end + by, self.style, self.target)


class Rich(Struct, frozen=True):
    """One line of text: *plain* as a reader sees it, and its *runs* ordered by start."""

    plain: str
    runs: tuple[Run, ...] = ()

    def styled(self, style: Style) -> tuple[Run, ...]:
        """The runs of *style*, in order."""
        return tuple([run for run in self.runs if run.style == style]) if self.runs else ()

    def wholly(self, style: Style) -> bool:
        """Whether *style* covers every letter and digit of the text; False for an empty one."""
        runs = self.styled(style)
        return bool(runs) and _only_signs(self.plain, runs)

    def part(self, start: int, end: int) -> Rich:
        """The text from *start* to *end*, trimmed of spaces, with the runs that lie in it."""
        start, end = edges(self.plain, start, end)
        runs = [
            Run(max(run.start, start) - start, min(run.end, end) - start, run.style, run.target)
            for run in self.runs
            if run.start < end and run.end > start
        ]
        return Rich(self.plain[start:end], tuple(runs))

    def without(self, *styles: Style) -> Rich:
        """The same text, with the runs of *styles* forgotten."""
        return Rich(self.plain, tuple(run for run in self.runs if run.style not in styles))

    def emphasised(self, start: int, end: int) -> Rich:
        """The same text, with *start* to *end* bold as well."""
        runs = [run for run in self.runs if run.style != "bold" or run.end < start or run.start > end]
        return Rich(self.plain, tuple(sorted([*runs, Run(start, end, "bold")])))


_IMAGE = re.compile(
    r"!\[(?P<alt>[^\[\]\n]{0,300})\]\(\s*<?(?P<url>[^()<>\n]{1,600}(?:\([^()\n]{0,100}\)[^()<>\n]{0,300})?)>?\s*\)"
    r"|!\[\[(?P<wiki>[^\[\]\n]{1,300})\]\]"
)
_MEDIA = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|mp3|ogg|flac|wav)$", re.IGNORECASE)
_SIZE = re.compile(r"\s*\d+(?:\s*x\s*\d+)?\s*")  # that Obsidian shows a picture at
_TAGS: dict[str, Style] = {"b": "bold", "strong": "bold", "em": "italic", "i": "italic", "mark": "mark", "code": "code"}
# As in pandoc, and with a sign of TeX in it: `$0.04 … $0.02` is money.
_MATH = (
    r"\$\$[^\n]{1,400}?\$\$|\\\([^\n]{1,400}?\\\)|\\\[[^\n]{1,400}?\\\]"
    r"|\$(?![\s$])(?=[^$\n]{0,400}[\\^_={}])[^$\n]{1,400}?(?<!\s)\$(?!\d)"
)
_ENTITY = re.compile(
    r"&(?:lt|gt|amp|quot|apos|nbsp|mdash|ndash|hellip|rarr|larr|times|middot|deg|#\d{1,6}|#x[0-9a-f]{1,5});",
    re.IGNORECASE,
)
_HIGHLIGHT = r"(?<![=<])==(?![=>])"  # `===`, `<==` and `==>` are signs of their own
_MARKER = re.compile(
    rf"(?P<math>{_MATH})|"
    r"\\(?P<escaped>[\\`*_{}\[\]()#+\-.!|~>=])"
    rf"|(?P<ticks>`+)|(?P<stars>\*+)|(?P<unders>_+)|(?P<mark>{_HIGHLIGHT})"
    r"(?:\^\[(?P<hint>[^\]\n]{0,100})\])?"
    r"|<(?P<close>/?)(?P<tag>b|strong|em|i|mark|code|kbd|u|sup|sub|span|font|small|br)\b[^<>]{0,100}>"
    r"|\[(?P<text>[^\[\]\n]{1,400})\]\((?P<url>[^()\s]{1,600}(?:\([^()\s]{0,100}\)[^()\s]{0,100})?)"
    r"(?:\s+\"[^\"\n]{0,200}\")?\)"
    r"|(?P<footnote>\[\^[\w-]{1,40}\])"
    r"|\[\[(?P<page>[^\[\]|\n]{1,300})(?:\|(?P<shown>[^\[\]\n]{1,300}))?\]\]",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W_]")  # or a digit
_CLOSES = re.compile(_HIGHLIGHT)
_RULE = 4  # asterisks between spaces: so many are drawn, not stress
_SIGN = re.compile(r"[\\`*_=<\[$]")  # every marker begins with one
_UNDERSCORED = re.compile(
    r"(?<![A-Za-z0-9_])(?P<signs>__?)(?=[^\s_])(?P<inside>[^\n]{1,300}?)(?<=[^\s_])(?P=signs)(?![A-Za-z0-9_])"
)
_DUNDER = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
_BOLD = 2  # underscores
_SPECIAL = re.compile(rf"{_SIGN.pattern}|&")
_ONLY_BOLD = re.compile(r"(?:[^\\`*_=<\[$&]++|\*\*(?!\*))++")  # pairs of asterisks, and no other sign


def joined(parts: Sequence[Rich], by: str) -> Rich:
    """*parts* as one text with *by* between them."""
    plain, runs = "", []
    for at, part in enumerate(parts):
        plain += by if at else ""
        runs += [run.moved(len(plain)) for run in part.runs]
        plain += part.plain
    return Rich(plain, tuple(runs))


def image_marks(text: str) -> tuple[str, ...]:
    """The images of *text* as Markdown, in order."""
    return tuple(_IMAGE.sub(_marked_down, match[0]) for match in _IMAGE.finditer(text)) if "![" in text else ()


def images_marked_down(text: str) -> str:
    """*text* with each picture of Obsidian's, `![[oven.png|the oven]]`, written as Markdown has it."""
    return _IMAGE.sub(_marked_down, text) if "![[" in text else text


def _marked_down(image: re.Match[str]) -> str:
    """The *image* as Markdown; a page that is embedded stays as it is written."""
    name, _, words = (image["wiki"] or "").partition("|")
    name = name.strip()
    if not _MEDIA.search(name) or set(name) & set("<>"):
        return image[0]
    said = "" if _SIZE.fullmatch(words) else words.strip()
    return f"![{said}](<{name}>)" if re.search(r"[\s()]", name) else f"![{said}]({name})"


def _page(address: str) -> str:
    """A link to a page as Obsidian shows it: `Page > Heading`; the id of a block tells nothing."""
    page, _, place = address.partition("#")
    parts = (page, *(part for part in place.split("#") if not part.strip().startswith("^")))
    return " > ".join(part.strip() for part in parts if part.strip()) or address


def without_images(text: str) -> str:
    """*text* with its images taken out."""
    return _IMAGE.sub("", text) if "![" in text else text


@lru_cache(maxsize=512)  # a question's children are asked several times whether they are answers
def read(text: str) -> Rich:
    """*text* read as one line of inline Markdown; images are left out, runs of white space become one space."""
    text = without_images(text)
    if "  " in text or not text.isprintable() or text.startswith(" ") or text.endswith(" "):
        text = " ".join(text.split())
    if not _SPECIAL.search(text):
        return Rich(text)
    return _bold(text) if _ONLY_BOLD.fullmatch(text) else _Reader().read(text)


def _bold(text: str) -> Rich:
    """As a `_Reader` reads *text*, in which some is bold and nothing else: most of what people stress."""
    runs: list[Run] = []
    parts = text.split("**")
    at = 0
    for place, part in enumerate(parts):
        if place % 2 and place + 1 < len(parts):  # what is never closed is not bold
            start, end = edges(part, 0, len(part))
            runs += [Run(at + start, at + end, "bold")] if start < end else []
        at += len(part)
    return _stripped(Rich("".join(parts), tuple(runs)))


def _marker(text: str, at: int) -> re.Match[str] | None:
    """The first marker of *text* from *at* on. Nearly all of a text is no sign, which is passed over faster alone."""
    while sign := _SIGN.search(text, at):
        if marker := _MARKER.match(text, sign.start()):
            return marker
        at = sign.end()
    return None


class _Reader:
    """One pass over a text, left to right; the state is what has been read and which markers are open."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.runs: list[Run] = []
        self.open: dict[Style, int] = {}
        self.closing: set[int] = set()  # where underscores stand that close others
        self.stars: list[int] = []  # where literal asterisks stand in the plain text

    def read(self, text: str) -> Rich:
        at = 0
        while marker := _marker(text, at):
            self._put(text[at : marker.start()])
            at = self._marked(text, marker)
        self._put(text[at:])
        return self._finished()

    def _linked(self, marker: re.Match[str]) -> None:
        shown = read(marker["text"] or marker["shown"] or _page(marker["page"]))
        offset = self.length
        self._put(shown.plain)
        self.runs += [run.moved(offset) for run in shown.runs]
        self.runs.append(Run(offset, self.length, "link", marker["url"] or ""))

    def _put(self, text: str) -> None:
        if "&" in text:
            text = _ENTITY.sub(_meant, text)
        self.parts.append(text)
        self.length += len(text)

    def _marked(self, text: str, marker: re.Match[str]) -> int:
        """What *marker* does; returns where reading goes on."""
        if marker.lastgroup == "stars":  # most of them are
            self._starred(text, marker)
        elif marker["escaped"]:
            self._put(marker["escaped"])
        elif marker["math"]:
            self._verbatim(marker["math"], "math")
        elif marker["ticks"]:
            return self._code(text, marker)
        elif marker["unders"]:
            self._underscored(text, marker)
        elif marker["mark"]:
            self._highlighted(text, marker)
        elif marker["tag"]:
            self._tagged(marker["tag"].lower(), closing=bool(marker["close"]))
        elif not marker["footnote"]:
            self._linked(marker)
        return marker.end()

    def _verbatim(self, text: str, style: Style) -> None:
        self.runs.append(Run(self.length, self.length + len(text), style))
        self.parts.append(text)
        self.length += len(text)

    def _code(self, text: str, marker: re.Match[str]) -> int:
        ticks = marker["ticks"]
        closed = text.find(ticks, marker.end())
        if closed < 0:
            self._put(ticks)
            return marker.end()
        self._verbatim(text[marker.end() : closed].strip(), "code")
        return closed + len(ticks)

    def _starred(self, text: str, marker: re.Match[str]) -> None:
        count = len(marker["stars"])
        around = text[max(0, marker.start() - 1) : marker.start()] + text[marker.end() : marker.end() + 1]
        if count >= _RULE and around and not around.strip():
            self._put(marker[0])
            return
        if count >= 2:
            for _ in range(count // 2):
                self._toggle("bold")
        if count % 2 == 0:
            return
        before, after = text[marker.start() - 1 : marker.start()], text[marker.end() : marker.end() + 1]
        opens = "italic" not in self.open and after.strip() and "*" in text[marker.end() :]
        if ((count > 1 or opens) and not (before.isalnum() and after.isalnum())) or (
            "italic" in self.open and before.strip()
        ):
            self._toggle("italic")
        else:
            self.stars.append(self.length)
            self._put("*")

    def _underscored(self, text: str, marker: re.Match[str]) -> None:
        """Stress between underscores, never within a word; `__init__` is a name and not stress."""
        style: Style = "bold" if len(marker["unders"]) == _BOLD else "italic"
        if marker.start() in self.closing:
            self._toggle(style)
            return
        inside = _UNDERSCORED.match(text, marker.start())
        if not inside or style in self.open or (style == "bold" and _DUNDER.fullmatch(inside["inside"])):
            self._put(marker[0])
            return
        self.closing.add(inside.end("inside"))
        self._toggle(style)

    def _highlighted(self, text: str, marker: re.Match[str]) -> None:
        if "mark" in self.open:
            self._toggle("mark", marker["hint"] or "")
        elif text[marker.end() : marker.end() + 1].strip() and _CLOSES.search(text, marker.end() + 1):
            self._toggle("mark")
        else:
            self._put(marker[0])

    def _tagged(self, tag: str, *, closing: bool) -> None:
        style = _TAGS.get(tag)
        if style is None:
            if tag == "br":
                self._put(" ")
        elif closing == (style in self.open):
            self._toggle(style)

    def _toggle(self, style: Style, target: str = "") -> None:
        start = self.open.pop(style, None)
        if start is None:
            self.open[style] = self.length
        elif start < self.length:
            self.runs.append(Run(start, self.length, style, target))

    def _finished(self) -> Rich:
        plain = "".join(self.parts)
        start = self.open.get("bold")
        if start is not None and self.stars and self.stars[-1] > start:
            # One asterisk closes what two opened.
            lost = self.stars.pop()
            self.runs.append(Run(start, lost, "bold"))
            plain, self.runs = plain[:lost] + plain[lost + 1 :], [_closed_up(run, lost) for run in self.runs]
        trimmed = (Run(*edges(plain, run.start, run.end), run.style, run.target) for run in self.runs)
        kept = tuple(sorted(run for run in trimmed if run.start < run.end))
        return _stripped(Rich(plain, kept))


def _meant(entity: re.Match[str]) -> str:
    """The character that *entity* names; a space for any white space, and nothing for one that no card may hold."""
    char = html.unescape(entity[0])
    return " " if char.isspace() else "" if unicodedata.category(char or "\0") in ("Cc", "Co", "Cs", "Cn") else char


def _closed_up(run: Run, lost: int) -> Run:
    return Run(run.start - (run.start > lost), run.end - (run.end > lost), run.style, run.target)


def _stripped(rich: Rich) -> Rich:
    return rich if rich.plain == rich.plain.strip() else rich.part(0, len(rich.plain))


def edges(text: str, start: int, end: int) -> tuple[int, int]:
    """*start* and *end* moved inwards past white space of *text*."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _only_signs(text: str, runs: tuple[Run, ...]) -> bool:
    """Whether no letter and no digit of *text* stands beside *runs*, of which there is one at least."""
    gaps = (text[: runs[0].start], text[runs[-1].end :], *(text[a.end : b.start] for a, b in pairwise(runs)))
    return not any(map(_LETTER.search, gaps))
