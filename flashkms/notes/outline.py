"""From lines to sections of bullets: who continues, who belongs to whom, and where images, tables and code hang.

This is a reader of columns, not of CommonMark: a continuation at column 0, a fence that would end a list, a tab plus
three spaces all mean what their author meant.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from flashkms.notes import line as lines_of
from flashkms.notes import pair, rich, steering
from flashkms.notes.line import Line
from flashkms.notes.steering import Steering

MAX_TEXT = 20_000  # characters of one bullet with its continuations
_MARKER = 2  # columns of `- `
MAX_DEPTH = 20  # levels of nesting; a deeper bullet counts as one of this level


class Block(Struct, frozen=True):
    """What hangs at a bullet or stands in a section beside its text: Markdown as written."""

    kind: Literal["image", "table", "code", "quote"]
    text: str
    line: int
    line_end: int


class Item(Struct, eq=False):
    """A bullet, a paragraph or a callout, while a note is read; *children* are filled by `nest`."""

    kind: Literal["bullet", "paragraph", "callout"]
    line: int
    line_end: int
    indent: int
    texts: list[str]
    number: int = 0  # of an ordered bullet, at least 1
    numbers: list[int] = field(default_factory=list)  # the line of each text
    spaced: bool = False  # a blank line stands above
    steering: Steering = steering.NONE
    blocks: list[Block] = field(default_factory=list)
    children: list[Item] = field(default_factory=list)
    answer: str = ""  # Markdown: what its author wrote behind it as the answer
    both: bool = False  # asked both ways
    heading: bool = False  # it is a heading that asks, and all below it says something of that
    called: bool = False  # it stands in a callout, which never asks in a list of questions
    size: int = 0
    joined: str = ""

    @property
    def ordered(self) -> bool:
        """Whether it stands in a list with numbers."""
        return self.number > 0

    @property
    def text(self) -> str:
        """The text of all its lines, joined by spaces; inline Markdown."""
        if not self.joined:
            self.joined = " ".join(self.texts)
        return self.joined

    def drop(self, places: Collection[int]) -> None:
        """Leave out the texts at *places*."""
        self.texts = [text for at, text in enumerate(self.texts) if at not in places]
        self.numbers = [number for at, number in enumerate(self.numbers) if at not in places]
        self.joined = ""


class Section(Struct):
    """What stands under one heading, in order: items that are not nested yet, and blocks of no item."""

    line: int
    level: int
    headings: tuple[str, ...]
    steering: Steering = steering.NONE
    items: list[Item] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    loose: list[Line] = field(default_factory=list)  # comments, rules, lines too long to read
    commented: bool = False  # opened by a steering comment on its own line, not by a heading
    tag: str = ""  # `#card` behind the heading: it asks, and what stands below it is the answer


def sections(lines: Iterable[Line]) -> list[Section]:
    """The sections of a note in order; the first has no heading, and may be empty."""
    builder = _Builder()
    for line in lines:
        builder.add(line)
    builder.flush()
    return builder.sections


def nest(items: list[Item], step: int = 2) -> list[Item]:
    """*items* as a forest: one whose column lies *step* or more to the right of another's is its child."""
    roots: list[Item] = []
    stack: list[Item] = []
    host: Item | None = None  # a paragraph that asks: bullets right below it are its answer
    for item in items:
        if item.kind != "bullet":
            stack.clear()
            roots.append(item)
            host = item if any(map(asks, item.texts)) else None
            continue
        while stack and (stack[-1].indent + step > item.indent):
            stack.pop()
        host = None if item.spaced and not stack else host
        (stack[-1].children if stack else host.children if host else roots).append(item)
        if len(stack) < MAX_DEPTH:
            stack.append(item)
    return roots


TAG = re.compile(r"(?:^|\s)#(?:flash)?cards?(?P<kind>-reverse|-spaced|/[\w/-]+)?\s*$", re.IGNORECASE)
_CALLOUT = re.compile(r"\[!(?P<kind>[\w-]+)\][+-]?\s*(?P<title>.*)$")
_ASKING = frozenset(("question", "faq", "help", "card", "flashcard"))
_DEFINES = re.compile(r":\s+(?=\S)")
_LONGEST_TERM = 10  # words before a line `: definition`


def asks(line: str) -> bool:
    """Whether *line* says that the lines below it are an answer: `?`, `??`, or a tag `#card` at its end."""
    return line in ("?", "??") or ("#" in line and bool(TAG.search(line)))


# A term that is bold, and what is said of it.
_BOLD_TERM = re.compile(r"(\*\*|__)[^*_]{1,80}(?:\1\s*[:：]\s|\1\s+[–—-]\s|[:：]\1\s)\s*\S")


def _begins_card(line: str, above: str) -> bool:
    """Whether *line* of a paragraph, of which *above* is the first, is a card: a pair, `Q: …`, one of many terms."""
    return bool(
        pair.find(line) or pair.asks(line)
        or (line[:2] in ("**", "__") and _BOLD_TERM.match(line) and _BOLD_TERM.match(above))
    )  # fmt: skip


class _Builder:
    def __init__(self) -> None:
        self.sections = [Section(0, 0, ())]
        self._titles: list[tuple[int, str]] = []
        self._run: list[Line] = []  # of a table, a fence or a quote that is being read
        self._run_at: Item | None = None
        self._blank = False
        self._alone = True  # nothing has been said in this section yet

    def add(self, line: Line) -> None:  # noqa: C901  # one match, a case a kind
        if self._run and not self._goes_on(line):
            self.flush()
        match line.kind:
            case "head":
                return
            case "blank":
                if self._run:
                    self._run.append(line)
                else:
                    self._blank = True
                return
            case "heading":
                self._heading(line)
            case "bullet":
                self._bullet(line)
            case "text":
                self._text(line)
            case "image":
                self._block("image", [line], self._host(line))
            case "table" | "code" | "quote":
                if not self._run:
                    self._run_at = self._host(line)
                self._run.append(line)
            case "comment" | "rule" | "underline" | "long" | "markup":
                self._loose(line)
        self._blank = line.kind == "markup"

    def _goes_on(self, line: Line) -> bool:
        if self._run[0].kind == "code" and line.kind == "blank":
            return True
        return line.kind == self._run[0].kind and not (line.kind == "code" and line.level)

    def flush(self) -> None:
        """Puts the block that is being read where it belongs."""
        if not self._run:
            return
        run, self._run = self._run, []
        self._blank = run[-1].kind == "blank"
        kind = run[0].kind
        if kind == "quote" and _CALLOUT.match(_QUOTE.sub("", run[0].text, count=1)):
            self._callout(run)
        elif kind in ("table", "code", "quote"):
            self._block(kind, run, self._run_at)

    @property
    def _section(self) -> Section:
        return self.sections[-1]

    @property
    def _last(self) -> Item | None:
        return self._section.items[-1] if self._section.items else None

    def _heading(self, line: Line) -> None:
        self._titles = [title for title in self._titles if title[0] < line.level]
        tag = TAG.search(line.text) if "#" in line.text else None
        title = rich.read(line.text[: tag.start()] if tag else line.text).plain
        self._titles.append((line.level, title))
        headings = tuple(text for _, text in self._titles if text)
        asks = tag[0] if tag and title else ""
        self.sections.append(Section(line.number, line.level, headings, line.steering, tag=asks))

    def _bullet(self, line: Line) -> None:
        sign = line.text[:1]
        if sign == "!" and lines_of.is_image(line.text) and self._last:
            self._block("image", [line], self._last)
            return
        if sign == "|" and line.text.count("|") > 1:
            self._run_at = self._last
            self._run.append(replace(line, kind="table"))
            return
        if sign == ">" and line.text.startswith("> ") and not _CALLOUT.match(line.text[2:]):
            line = replace(line, text=line.text.lstrip("> "))  # a quotation that is all of a bullet
        item = Item(
            "bullet", line.number, line.number, line.indent, [], line.level,
            spaced=self._blank, steering=line.steering,
        )  # fmt: skip
        self._section.items.append(item)
        if line.text[:3] in ("```", "~~~"):
            self._run_at = item
            column = line.indent + _MARKER  # where the text of a bullet begins, roughly
            self._run.append(replace(line, kind="code", indent=column, text=" " * column + line.text))
        else:
            self._say(item, line)

    def _text(self, line: Line) -> None:
        last = self._last
        if last and line.text[0] == ":" and _DEFINES.match(line.text) and self._defined(last, line):
            return
        # In a paragraph each pair is a card of its own.
        card = last and last.kind == "paragraph" and _begins_card(line.text, last.texts[0] if last.texts else "")
        joins = not self._blank and not card
        if last and (joins or (line.indent > last.indent and last.kind == "bullet")):
            self._say(last, line)
            return
        item = Item("paragraph", line.number, line.number, line.indent, [], spaced=self._blank, steering=line.steering)
        self._section.items.append(item)
        self._say(item, line)

    def _defined(self, last: Item, line: Line) -> bool:
        """Takes `: text` below a term as its definition, another one as another point; whether that was one."""
        if last.kind == "paragraph" and len(last.texts) == 1 and len(last.texts[0].split()) <= _LONGEST_TERM:
            last.kind = "bullet"
            self._say(last, line)
            return True
        if last.kind == "bullet" and len(last.texts) == 2 and _DEFINES.match(last.texts[1]):
            item = Item("bullet", line.number, line.number, last.indent, [last.texts[0]], numbers=[line.number])
            self._section.items.append(item)
            self._say(item, line)
            return True
        return False

    def _say(self, item: Item, line: Line) -> None:
        item.size += len(line.text)
        if item.size > MAX_TEXT:
            self._section.loose.append(replace(line, kind="long"))
            return
        item.texts.append(line.text)
        item.numbers.append(line.number)
        item.line_end = line.number
        if line.steering is not steering.NONE:
            item.steering = line.steering

    def _host(self, line: Line) -> Item | None:
        last = self._last
        if not last:
            return None
        if line.kind == "table" and line.indent == 0 and self._blank:
            return None
        return last

    def _block(self, kind: Literal["image", "table", "code", "quote"], run: list[Line], host: Item | None) -> None:
        shift = min((line.indent for line in run if line.text), default=0) if kind == "code" else 0
        text = "\n".join(_dedented(line.text, shift) for line in run).rstrip()
        if kind == "image":
            text = rich.images_marked_down(text)
        elif kind == "code":
            text = _fenced(text)
        block = Block(kind, text, run[0].number, run[-1].number)
        (host.blocks if host else self._section.blocks).append(block)

    def _loose(self, line: Line) -> None:
        if line.steering.switch:
            above = self._section
            above.loose.append(line)
            section = Section(line.number, above.level, above.headings, line.steering, commented=True)
            self.sections.append(section)
            return
        if line.steering is not steering.NONE and self._last and not self._blank:
            self._last.steering = line.steering
            line = replace(line, steering=steering.NONE)
        self._section.loose.append(line)

    def _callout(self, run: list[Line]) -> None:
        """A callout that asks is a question with its answer; any other one is its title over what stands in it."""
        lines = [replace(line, text=_QUOTE.sub("", line.text, count=1)) for line in run]
        callout = _CALLOUT.match(lines[0].text.strip())
        assert callout  # `flush` saw its start
        titled = [replace(lines[0], text=callout["title"])] if callout["title"] else []
        below = [line for line in lines[1:] if line.text.strip()]
        self._blank = True
        if callout["kind"].lower() in _ASKING and len(titled) + len(below) > 1:
            first, *rest = [*titled, *below]
            item = Item("callout", run[0].number, run[-1].number, run[0].indent, [first.text], numbers=[first.number])
            item.answer = "\n".join(line.text.rstrip() for line in rest)
            item.steering = run[0].steering
            self._section.items.append(item)
            return
        at = len(self._section.items)
        for line in titled:
            self._bullet(replace(line, kind="bullet"))
        if not titled:
            self._section.loose.append(replace(run[0], kind="markup"))
        for place, line in enumerate(below):
            indent = line.indent + len(line.text) - len(line.text.lstrip()) + 4 * len(titled)
            inside = lines_of.classified(line.number, indent, line.text.strip(), line.steering)
            self.add(replace(inside, kind="bullet") if inside.kind == "text" and titled and not place else inside)
        for item in self._section.items[at:]:
            item.called = True


def _dedented(text: str, columns: int) -> str:
    """*text* without *columns* of its indent, of which a tab reaches the next multiple of 4."""
    said = text.lstrip()
    return (text[: len(text) - len(said)].expandtabs(4)[columns:] if said else "") + said


_QUOTE = re.compile(r"\s*>\s?")
_HIGHLIGHTED = re.compile(
    r"\{%-?\s*highlight\s+([\w+#.-]{1,40})?[^%\n]{0,200}%\}\n?(.*?)\n?[ \t]*\{%-?\s*endhighlight\s*-?%\}", re.DOTALL
)


def _fenced(code: str) -> str:
    """*code* of Jekyll's, `{% highlight bash %}`, as a fence that every renderer knows; any other as it is."""
    found = _HIGHLIGHTED.fullmatch(code)
    if not found:
        return code
    ticks = max(["``", *re.findall(r"`{3,}", found[2])], key=len) + "`"
    return f"{ticks}{found[1] or ''}\n{found[2]}\n{ticks}"
