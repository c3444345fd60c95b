"""HTML tag by tag, written as Markdown while it is read.

What stands within a tag is a list of pieces until the tag ends: only then is known which signs it gets, and how the
lines within are indented. Tags that nothing ended, or that nothing began, change no more than they must.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html.parser import HTMLParser

from msgspec import Struct, field

from flashkms.anki import kept, lines, signs
from flashkms.anki.escaping import escaped
from flashkms.cards import markup

_WRAPPED = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~", "strike": "~~"}
_BLOCKS = {
    "div", "p", "section", "article", "center", "header", "footer", "main", "aside", "nav", "figure", "figcaption",
    "address", "form", "fieldset", "dl", "dt", "dd", "details", "summary", "caption",
}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_KEPT = {*markup.INLINE}  # a word of HTML that Markdown has no sign for
_UNSAID = {"script", "style", "rp"}
_PLAYED = {"audio", "video", "source"}
_LANGUAGE = re.compile(r"(?:^|\s)language-([\w+#.-]{1,30})(?=\s|$)")
_NUMBER = re.compile(r"[1-9]\d{0,3}|0", re.ASCII)
_VOID = {"br", "hr", "img"}
_DEEPEST = 30  # tags within one another; a person writes five, and what stands deeper is put side by side
_BLOCKLIKE = {"blockquote", "li"}  # within which a paragraph may end


class _List(Struct):
    ordered: bool
    number: int = 0
    other: bool = False  # with the other sign than the list right before it, which it would join


class _Table(Struct):
    rows: list[list[str]] = field(default_factory=list)


class Parser(HTMLParser):
    """Lets a reader take what stands in HTML of any kind."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(convert_charrefs=True)
        self.handle_starttag = reader.start  # type: ignore[method-assign]  # a call less for each
        self.handle_endtag = reader.end  # type: ignore[method-assign]
        self.handle_data = reader.say  # type: ignore[method-assign]


class Reader:
    """Writes Markdown while it reads; every block ends up in `_out`, indented by what it stands in."""

    def __init__(self, picture: Callable[[str], str], held: list[str]) -> None:
        self._picture = picture
        self._held = held  # what stands as it is in the end, such as code
        self._out: list[str] = [""]  # pieces; one list per nesting of blockquote, list item and table cell
        self._stack: list[tuple[str, list[str]]] = []
        self._lists: list[_List] = []
        self._tables: list[_Table] = []
        self._links: list[str] = []
        self._pre = 0
        self._code = 0
        self._language = ""  # of the code in `pre`
        self._silent = 0
        self._words = ""  # text that no tag has interrupted yet: maths may lie in it
        self._blanks = 0  # of a cloze, that are open
        self._stressed: tuple[list[str], int, signs.Stress] | None = None  # where stress ended last, and that
        self._coded: tuple[list[str], int, str] | None = None  # the same of code
        self._ended: tuple[list[str], int, _List] | None = None  # where a list ended last, and that list

    def take(self, pieces: Sequence[str]) -> None:
        """Read what the parser would have found: words, then the slash and the name of a tag, and so on."""
        self._words = pieces[0]
        for slash, tag, words in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
            if tag in _BLOCKS:
                self._settle()
                self._break()
            elif slash:
                self.end(tag)
            else:
                self.start(tag, ())
            self._words = words

    def text(self) -> str:
        """The whole, without blank lines at its ends."""
        self._settle()
        while self._stack:
            self.end(self._stack[-1][0])
        while self._tables:
            self.end("table")
        return kept.restored(lines.tidy("".join(self._out)), self._held)

    def start(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        """A *tag* begins."""
        self._settle()
        said = {name: value or "" for name, value in attrs}
        if tag in _UNSAID:
            self._silent += 1
        elif len(self._stack) >= _DEEPEST and tag not in _VOID:
            self._break()
        elif ((tag in _WRAPPED or tag in _KEPT) and not self._pre) or (tag in _HEADINGS and not self._tables):
            self._push(tag)
        elif tag in {"blockquote", "li", "td", "th", "pre", "a"}:
            self._open(tag, said)
        elif tag in {"ul", "ol", "table", "tr"}:
            self._nest(tag, said)
        elif tag in _VOID:
            self._void(tag, said)
        elif tag == "code":
            self._open_code(said)
        elif tag in _BLOCKS or tag in _HEADINGS:
            self._break()
        elif tag in _PLAYED and said.get("src"):
            self._out.append(f"[sound:{said['src']}]")

    def _open_code(self, said: dict[str, str]) -> None:
        if not self._pre:
            self._push("code")
            self._code += 1
        elif match := _LANGUAGE.search(said.get("class", "")):
            self._language = match[1]

    def _void(self, tag: str, said: dict[str, str]) -> None:
        if tag == "br":
            self._line_break()
        elif tag == "hr":
            self._out.append("\n\n---\n\n")
        else:
            address = self._picture(said.get("src", ""))
            self._out.append(f"![{escaped(said.get('alt', ''))}]({signs.address(address)})")

    def _line_break(self) -> None:
        """A break, or, where it is the second in a row, the end of a paragraph; within words it leaves a line empty."""
        while len(self._out) > 1 and not self._pre and not self._out[-1].strip(" "):
            self._out.pop()
        within = self._blanks or (self._stack and self._stack[-1][0] not in _BLOCKLIKE)
        if not self._pre and not within and self._out[-1] == "\\\n":
            self._out[-1] = "\n\n"
        else:
            self._out.append("\n" if self._pre else "\\\n")

    def _nest(self, tag: str, said: dict[str, str]) -> None:
        if tag == "table":
            self._tables.append(_Table())
        elif tag == "tr":
            if self._tables:
                self._tables[-1].rows.append([])
        else:
            start = said.get("start", "")
            number = int(start) - 1 if _NUMBER.fullmatch(start) else 0
            self._lists.append(_List(tag == "ol", number, self._joins(ordered=tag == "ol")))
            if len(self._lists) == 1:
                self._break()

    def _joins(self, *, ordered: bool) -> bool:
        """Whether a list that begins here stands right behind one of its kind that has the usual sign."""
        if self._ended is None or self._ended[0] is not self._out:
            return False
        _, end, before = self._ended
        near = all(not piece.strip("\\\n ") for piece in self._out[end:])
        return near and before.ordered == ordered and not before.other

    def end(self, tag: str) -> None:
        """A *tag* ends, and with it those within that nothing ended."""
        self._settle()
        if tag in _UNSAID:
            self._silent = max(0, self._silent - 1)
        elif any(name == tag for name, _ in self._stack):
            while True:
                name, inside = self._pop()
                self._close(name, inside)
                if name == tag:
                    return
        elif tag in {"ul", "ol"} and self._lists:
            ended = self._lists.pop()
            self._out.append("\n\n" if not self._lists else "")
            self._ended = (self._out, len(self._out), ended)
        elif tag == "table" and self._tables:
            self._out.append(signs.table([row for row in self._tables.pop().rows if row]))
        elif tag in _BLOCKS or tag in _HEADINGS:
            self._break()

    def say(self, data: str) -> None:
        """Words, no tag among them."""
        if not self._silent:
            self._words += data

    def _settle(self) -> None:
        words, self._words = self._words, ""
        if not words:
            return
        if self._pre or self._code:
            self._out.append(words)
            return
        if "{{c" in words or self._blanks:
            self._blanks = max(0, self._blanks + words.count("{{c") - words.count("}}"))
        shown = escaped(lines.spaced(words))
        if self._at_line_start():
            shown = lines.unsigned(shown.lstrip(" ") if self._out[-1].endswith("\n") else shown)
        if self._stressed:
            self._loosen(self._stressed, shown)
        self._out.append(shown)

    def _open(self, tag: str, said: dict[str, str]) -> None:
        if tag == "a":
            self._links.append(said.get("href", ""))
        if tag == "pre":
            self._pre += 1
        if tag == "li" and self._lists and _NUMBER.fullmatch(said.get("value", "")):
            self._lists[-1].number = int(said["value"]) - 1
        self._push(tag)

    def _push(self, tag: str) -> None:
        self._stack.append((tag, self._out))
        self._out = [""]

    def _pop(self) -> tuple[str, str]:
        tag, outer = self._stack.pop()
        inside = "".join(self._out)
        self._out = outer
        return tag, inside

    def _close(self, tag: str, inside: str) -> None:
        match tag:
            case "a":
                address = "" if "a" in dict(self._stack) else self._links[-1]
                self._links.pop()
                self._out.append(signs.link(inside, address) if address else inside)
            case "code":
                self._code -= 1
                self._write_code(inside)
            case "pre":
                self._pre -= 1
                self._out.append(f"\n\n{kept.mark(signs.fenced(inside, self._language), self._held)}\n\n")
                self._language = ""
            case "blockquote":
                quoted = "\n".join(f"> {line}".rstrip() for line in lines.tidy(inside).split("\n"))
                self._out.append(f"\n\n{quoted}\n\n")
            case "li":
                self._item(lines.tidy(inside))
            case "td" | "th":
                self._cell(inside)
            case _ if tag in _KEPT:
                self._out.append(signs.tagged(inside, tag))
            case _ if tag in _HEADINGS:
                self._out.append(signs.heading(lines.tidy(inside), int(tag[1])))
            case _:
                self._stress(inside, _WRAPPED[tag])

    def _write_code(self, inside: str) -> None:
        """Code in a line, together with what stands right before it: two pieces side by side would not be read."""
        if self._coded and self._coded[0] is self._out and self._coded[1] == len(self._out):
            self._out.pop()
            inside = self._coded[2] + inside
        self._out.append(signs.code(inside))
        self._coded = (self._out, len(self._out), inside) if inside.strip() else None

    def _stress(self, inside: str, sign: str) -> None:
        if self._stack and any(_WRAPPED.get(name) == sign for name, _ in self._stack):
            self._out.append(inside)  # it says nothing within its like, and would end it
        elif inside[:1].isalnum() and inside[-1:].isalnum() and "\n\n" not in inside:
            self._out.append(f"{sign}{inside}{sign}")
        else:
            made = signs.stressed(inside, sign, "".join(self._out[-3:]))
            self._out.append(made.text)
            self._stressed = (self._out, len(self._out), made)

    def _loosen(self, last: tuple[list[str], int, signs.Stress], following: str) -> None:
        """Let the stress right before the words *following* end where its stars are read."""
        if last[0] is self._out and last[1] == len(self._out):
            self._out[-1] = signs.loosened(last[2], following).text
        self._stressed = None

    def _cell(self, inside: str) -> None:
        if not self._tables:
            self._out.append(inside)
            return
        rows = self._tables[-1].rows
        if not rows:
            rows.append([])
        rows[-1].append(signs.cell(lines.tidy(inside)))

    def _item(self, inside: str) -> None:
        within = self._lists[-1] if self._lists else _List(ordered=False)
        sign = "*" if within.other else "-"
        if within.ordered:
            within.number += 1
            sign = f"{within.number}{')' if within.other else '.'}"
        if not inside and within.number <= 1:  # a sign alone would make a heading of the line above
            return
        indent = " " * (len(sign) + 1)
        body = "\n".join(f"{indent}{line}" if line and place else line for place, line in enumerate(inside.split("\n")))
        self._out.append(f"\n{sign} {body}")

    def _break(self) -> None:
        self._out.append("\n\n")

    def _at_line_start(self) -> bool:
        last = self._out[-1]
        return last.endswith("\n") or not (last.strip(" \xa0") or "".join(self._out[-2:-1]).strip(" \xa0"))
