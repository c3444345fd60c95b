"""The lines of a note: what each is by itself, before any structure.

Columns are counted, not characters (a tab reaches the next multiple of 4). Nothing is cut off the top, so a line's
number is the one that an editor shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from flashkms.errors import Problem
from flashkms.notes import frontmatter, steering
from flashkms.notes.steering import Steering

Kind = Literal[
    "blank",
    "head",
    "heading",
    "bullet",
    "text",
    "table",
    "image",
    "code",
    "comment",
    "markup",
    "quote",
    "rule",
    "underline",
    "long",
]

MAX_LENGTH = 20_000  # characters of one line; a longer one is no prose that anybody wrote


class Line(Struct, frozen=True):
    """One line: *text* without its indent and marker.

    *level* is a heading's, the number of an ordered bullet, at least 1, or 1 for the line that opens a fence.
    """

    number: int
    kind: Kind
    indent: int
    text: str
    level: int = 0
    steering: Steering = steering.NONE


_BULLET = re.compile(r"(?:[-*+•](?:\s+|$)|(\d{1,3}[.)])\s+|•(?=\S)|-(?=\*\*|[^\s\-=><|*\d]))")
_HEADING = re.compile(r"(#{1,6})(?:\s+|$)(.*?)\s*#*\s*$|(#{2,6})(?=[^\s#])(.*)$")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_RULE = re.compile(r"([-*_])\s*(?:\1\s*){2,}$")
_IMAGES = re.compile(
    r"(?:!\[[^\[\]]{0,300}\](?:\(\s*<[^<>\n]{1,900}>\s*\)|\((?:[^()\n]|\([^()\n]{0,100}\)){1,900}\))|!\[\[[^\[\]]{1,300}\]\])(?:\s*\{:[^{}]*\})?\s*"
)
_DELIMITER = re.compile(r"\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*$")
# Controls, of which no card may hold one, byte order marks, and the sentinels of `cards.cloze`.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ue000-\ue003]")
# Controls that are told of, and what an ESC or a CSI begins: a colour, a title, a link of a terminal.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ESCAPE = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]{0,60}[ -/]{0,9}[@-~]|(?:\x1b\\]|\x9d)[^\x07\x1b\x9c\n]{0,2000}(?:\x07|\x1b\\\\|\x9c)"
)
_LIQUID = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}|\{:[^{}\n]{1,200}\}")
_ASIDE = re.compile(r"%%[^%\n]{1,2000}%%|<!--.{0,4000}?-->|\{%-?\s*comment\s*-?%\}.{0,4000}?\{%-?\s*endcomment\s*-?%\}")
_TAGS = re.compile(
    r"</?(?:details|summary|aside|div|section|article|center|figure|figcaption|p|span|br|hr|a|img|iframe|ul|ol|li|dl|dt|dd|"
    r"blockquote|font|h[1-6]|video|source|input|label|button|form|nav|header|footer)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_IMG = re.compile(r"<img\b[^<>]{0,300}?\ssrc\s*=\s*[\"']?([^\"'<>()\s]{1,300})", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style|table|svg|iframe|pre)\b[^<>]{0,500}>", re.IGNORECASE)  # read as a whole: no prose
_LIQUID_ONLY = re.compile(r"\{%.{0,400}%\}|\{\{(?!c\d).{0,400}\}\}|\[\^?[^\]\n]{1,60}\]:\s.{0,600}", re.DOTALL)
_HIGHLIGHT = re.compile(r"\{%-?\s*highlight\b")
_HIGHLIGHT_END = "endhighlight"
_UNSAID = re.compile(r"\{%-?\s*comment\s*-?%\}")
_UNSAID_END = "endcomment"
_BLOCK_ID = re.compile(r"\s\^((?=[\w-]*[A-Za-z])[A-Za-z0-9][\w-]{2,60})$", re.ASCII)
_TAGS_ONLY = re.compile(r"#[^\W\d][\w/-]*(?:\s+#[^\W\d][\w/-]*)*")
_SETEXT = re.compile(r"(=+|-{2,})\s*$")


class Reading:
    """One pass over a note's text; *lines*, *head* and *problems* are what it found."""

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        text = text.replace("\r\n", "\n")
        if _CONTROL.search(text):
            self.problems += _controls(text, path)
            text = _ESCAPE.sub("", text)
        text = _UNSEEN.sub(_in_place, text)
        raw = text.split("\n")
        self.head, problems = frontmatter.read(raw, path)
        self.problems += problems
        self._text = text
        self._last_comment_end = _last(text, "-->")
        self._last_aside_end = _last(text, "%%")
        self._last_html_end: dict[str, int] = {}
        self._last_highlight_end = _last(text, _HIGHLIGHT_END)
        self._last_unsaid_end = _last(text, _UNSAID_END)
        self.lines = self._read(raw)

    def _read(self, raws: list[str]) -> list[Line]:
        lines = [Line(number, "head", 0, "") for number in range(1, self.head.end + 1)]
        until, opened = "", 0
        for number, raw in enumerate(raws[self.head.end :], self.head.end + 1):
            if until:
                code = until[0] in "`~" or until == _HIGHLIGHT_END
                kind: Kind = "code" if code else "markup" if until[:2] == "</" else "comment"
                lines.append(Line(number, kind if raw.strip() else "blank", _indent(raw), raw.rstrip()))
                until = "" if _ends(raw, until) else until
                continue
            line, until = self._line(number, raw)
            opened = number if until else opened
            lines.append(line)
        if until:
            self._problem(opened, "code fence is never closed", f"end it with a line {until}", "fence")
        return _joined_tables(_with_setext(lines))

    def _line(self, number: int, raw: str) -> tuple[Line, str]:  # noqa: PLR0911  # a return a kind
        """One line, and what must come to end the block that it opens, if any."""
        if len(raw) > MAX_LENGTH:
            self._problem(
                number, f"line of {len(raw):,} characters is not read", f"break it below {MAX_LENGTH:,}", "long-line"
            )
            return Line(number, "long", 0, raw[:200]), ""
        text = raw.strip()
        if not text:
            return Line(number, "blank", 0, ""), ""
        indent = len(raw) - len(raw.lstrip()) if "\t" not in raw else _indent(raw)
        if text[0] in "`~" and (fence := _FENCE.match(text)):
            return Line(number, "code", indent, raw.rstrip(), 1), _fence_end(text, fence[1])
        if text[0] in "<{[#" and (markup := self._markup(number, indent, text)):
            return markup
        asked = steering.NONE
        if text.startswith(("<!--", "%%")) and (ends := self._comment_ends(number, text)):
            return Line(number, "comment", indent, text), ends
        if "<!--" in text or "%%" in text or "{%" in text or "{:" in text:
            text, asked = self._steered(number, text)
        if "^" in text and (named := _BLOCK_ID.search(text)):
            text = text[: named.start()]
            asked = asked if asked.id else replace(asked, id=named[1].lower().replace("_", "-"), anchor=True)
        if not text:
            return Line(number, "comment", indent, raw.strip(), 0, asked), ""
        line = classified(number, indent, text, asked)
        if line.kind == "bullet" and line.text[:1] in ("`", "~") and (fence := _FENCE.match(line.text)):
            return line, _fence_end(line.text, fence[1])
        return line, ""

    def _markup(self, number: int, indent: int, text: str) -> tuple[Line, str] | None:  # noqa: PLR0911  # a return a kind
        """HTML, Liquid and references, and what ends them; None for a line that says something itself."""
        if _HIGHLIGHT.match(text) and number < self._last_highlight_end:
            return Line(number, "code", indent, text, 1), _HIGHLIGHT_END
        if _UNSAID.match(text) and _UNSAID_END not in text and number < self._last_unsaid_end:
            return Line(number, "comment", indent, text), _UNSAID_END
        if hidden := _HIDDEN.match(text):
            end = f"</{hidden[1].lower()}"
            return Line(number, "markup", indent, text), end if self._goes_on(number, text, end) else ""
        if (_LIQUID_ONLY.fullmatch(text) and "{% raw" not in text) or (text[0] == "#" and _TAGS_ONLY.fullmatch(text)):
            return Line(number, "markup", indent, text), ""
        said = _TAGS.sub(" ", text).strip() if text[0] == "<" and text[1:2] != "!" else text
        if said == text:
            return None
        if not said:
            pictures = " ".join(f"![]({src})" for src in _IMG.findall(text))
            return Line(number, "image" if pictures else "markup", indent, pictures or text), ""
        said, asked = self._steered(number, said)
        return (classified(number, 0, said, asked) if said else Line(number, "comment", indent, text, 0, asked)), ""

    def _goes_on(self, number: int, text: str, end: str) -> bool:
        """Whether the HTML that *text* opens is closed on a later line, by *end*."""
        if end not in self._last_html_end:
            self._last_html_end[end] = _last(self._text.lower(), end)
        return end not in text.lower() and number < self._last_html_end[end]

    def _comment_ends(self, number: int, text: str) -> str:
        """What ends the comment of several lines that *text* opens; empty when it opens none."""
        if text.startswith("<!--") and "-->" not in text and number <= self._last_comment_end:
            return "-->"
        return "%%" if text == "%%" and number < self._last_aside_end else ""

    def _steered(self, number: int, text: str) -> tuple[str, Steering]:
        asked = steering.NONE
        if "fc:" in text:
            text, asked, problems = steering.read(text, self.path, number)
            self.problems += problems
        if "<!--" in text and "-->" not in text:
            self._problem(number, "comment is never closed on its line", "end it with -->", "comment")
        return _LIQUID.sub("", _ASIDE.sub("", text)).strip(), asked

    def _problem(self, number: int, message: str, hint: str, rule: str) -> None:
        self.problems.append(Problem(self.path, number, message, hint, rule))


def classified(number: int, indent: int, text: str, asked: Steering) -> Line:  # noqa: PLR0911  # a return a kind
    """The line of *text*, which is stripped and not empty, by what it begins with."""
    first = text[0]
    if first == "#" and indent < 4 and (heading := _HEADING.match(text)):
        return Line(
            number, "heading", indent, (heading[2] or heading[4] or "").strip(), len(heading[1] or heading[3]), asked
        )
    if first in "-*_" and text[-1] == first and _RULE.match(text):
        return Line(number, "rule", indent, text, 0, asked)
    if (bullet := _BULLET.match(text)) and not (first == "*" and text.startswith("**")):
        level = max(1, int(bullet[1][:-1])) if bullet[1] else 0
        return Line(number, "bullet", indent, text[bullet.end() :], level, asked)
    if first == "|":
        return Line(number, "table", indent, text, 0, asked)
    if first == ">":
        return Line(number, "quote", indent, text, 0, asked)
    if first == "!" and is_image(text):
        return Line(number, "image", indent, text, 0, asked)
    return Line(number, "text", indent, text, 0, asked)


def is_image(text: str) -> bool:
    """Whether *text* is images and nothing else."""
    at = 0
    while text.startswith("!", at) and (image := _IMAGES.match(text, at)):
        at = image.end()
    return bool(text) and at == len(text)


def is_delimiter(text: str) -> bool:
    """Whether *text* is the line of dashes below a table's header."""
    return "-" in text and len(text) < 2000 and bool(_DELIMITER.match(text))


def _with_setext(lines: list[Line]) -> list[Line]:
    """Headings that are underlined instead of marked with `#`."""
    for at in range(1, len(lines)):
        above, line = lines[at - 1], lines[at]
        if above.kind != "text" or above.indent > 3 or line.kind not in ("rule", "text") or line.indent > 3:
            continue
        alone = at < 2 or lines[at - 2].kind in ("blank", "head", "heading")
        if alone and _SETEXT.match(line.text):
            lines[at - 1] = replace(above, kind="heading", level=1 if line.text[0] == "=" else 2)
            lines[at] = replace(line, kind="underline")
    return lines


def _joined_tables(lines: list[Line]) -> list[Line]:
    """Tables written without outer pipes: a row over a line of dashes, and the rows that follow."""
    for at in range(1, len(lines)):
        above, line = lines[at - 1], lines[at]
        if line.kind == "text" and "|" in line.text:
            header = above.kind == "text" and "|" in above.text and is_delimiter(line.text)
            if header:
                lines[at - 1] = replace(above, kind="table")
            if header or above.kind == "table":
                lines[at] = replace(line, kind="table")
    return lines


def conflict(text: str) -> int:
    """The line of *text*, from 1, at which git left a conflict that nobody settled; 0 where there is none.

    A note may show one: between fences it is an example, unless only a part of it stands there.
    """
    if "\n>>>>>>> " not in text or "<<<<<<< " not in text:
        return 0
    fence, opened = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("<<<<<<< ") and not opened:
            opened = 0 if fence else number
        elif line.startswith(">>>>>>> ") and opened:
            return opened
        elif found := _FENCE.match(line.lstrip()):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
    return 0


def _controls(text: str, path: str) -> Iterator[Problem]:
    """A problem for each line of *text* that holds a control character."""
    for number, line in enumerate(text.split("\n"), 1):
        if found := _CONTROL.search(line):
            said = f"the control character \\x{ord(found[0]):02x} stands here, and is not read"
            yield Problem(path, number, said, "remove it", "control-character")


def _in_place(unseen: re.Match[str]) -> str:
    """What stands for a character that no card may hold: a space for a space, nothing for any other."""
    return " " if unseen[0].isspace() else ""


def _indent(raw: str) -> int:
    column = 0
    for char in raw:
        if char == "\t":
            column += 4 - column % 4
        elif char.isspace():
            column += 1
        else:
            break
    return column


def _fence_end(text: str, ticks: str) -> str:
    return "" if ticks[0] in text[len(ticks) :] and text.rstrip().endswith(ticks) else ticks


def _ends(raw: str, until: str) -> bool:
    text = raw.strip()
    if until[0] == "<":
        return until in text.lower()
    return (
        until in text
        if until in ("-->", "%%", _HIGHLIGHT_END, _UNSAID_END)
        else text.startswith(until) and not text.strip(until[0])
    )


def _last(text: str, mark: str) -> int:
    """The number of the last line of *text* that holds *mark*; 0 when none does."""
    at = text.rfind(mark)
    return text.count("\n", 0, at) + 1 if at >= 0 else 0
