"""Inline Markdown tokens to styled content: the only place where card text becomes something that is shown.

Every piece passes `safe` here, after Markdown has decoded its entities (`&#27;` is an escape character too), and
none is ever read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec import Struct, field
from textual.content import Content, Span

from flashkms.cards.cloze import ANSWER_END, ANSWER_START, BLANK_END, BLANK_START
from flashkms.tui.text.shown import shown

if TYPE_CHECKING:
    from markdown_it.token import Token

BLANK = "bold $accent on $accent 18%"
ANSWER = "bold $accent $answer"
CODE = "$text-warning on $boost"
LINK = "underline"
MUTED = "$foreground-muted"

_SENTINELS = re.compile(f"([{BLANK_START}{BLANK_END}{ANSWER_START}{ANSWER_END}])")
_SHOWN = {BLANK_START: "[", BLANK_END: "]", ANSWER_START: "", ANSWER_END: ""}
_OPENS = {BLANK_START: BLANK, ANSWER_START: ANSWER}
_TAGS = {"u": LINK, "kbd": CODE, "mark": "reverse"}
_STYLES = {"strong_open": "bold", "em_open": "italic", "s_open": "strike", "link_open": LINK}
_CLOSES = ("strong_close", "em_close", "s_close", "link_close")


class InlineWriter(Struct):
    """Writes the inline runs of one document in order; a blank may begin in one run and end in a later one."""

    images: list[str] = field(default_factory=list)
    _cloze: str = ""
    _text: str = ""
    _tags: list[int] = field(default_factory=list)
    _spans: list[Span] = field(default_factory=list)

    def content(self, tokens: Sequence[Token]) -> Content:
        """What *tokens* show, as one styled run; hard line breaks are line feeds in it."""
        opened: list[tuple[int, str]] = []
        cloze_at = 0
        for token in tokens:
            if token.type in _STYLES:
                opened.append((len(self._text), _STYLES[token.type]))
            elif token.type in _CLOSES and opened:
                start, style = opened.pop()
                self._span(start, style)
            else:
                cloze_at = self._token(token, cloze_at)
        return self._taken(cloze_at)

    def literal(self, text: str) -> Content:
        """*text* as it stands, with its blanks and answers marked."""
        return self._taken(self._write(text, 0))

    def _token(self, token: Token, cloze_at: int) -> int:
        start = len(self._text)
        if token.type == "code_inline":
            cloze_at = self._write(token.content, cloze_at)
            self._span(start, CODE)
        elif token.type == "image":
            self.images.append(str(token.attrs.get("src", "")))
            cloze_at = self._write(f"▣ {token.content or unquote(str(token.attrs.get('src', '')))}", cloze_at)
            self._span(start, MUTED)
        elif token.type == "html_inline":
            self._tag(token.content.strip("</>"), closes=token.content.startswith("</"))
        elif token.type in {"softbreak", "hardbreak"}:
            self._text += "\n" if token.type == "hardbreak" else " "
        else:
            cloze_at = self._write(token.content, cloze_at)
        return cloze_at

    def _tag(self, name: str, *, closes: bool) -> None:
        if name == "rt":
            self._text += ")" if closes else "("
        if not closes:
            self._tags.append(len(self._text))
            return
        start = self._tags.pop()
        self._span(start, _TAGS.get(name, ""))
        if name in {"sub", "sup"}:
            self._small(start, name)

    def _small(self, start: int, name: str) -> None:
        from flashkms.cards import markup  # noqa: PLC0415  # its patterns take a while, and most cards hold no HTML

        said = self._text[start:]
        shown = markup.small(said, name)
        further = max(0, shown.find(said))
        self._text = self._text[:start] + shown
        self._spans = [
            Span(span.start + further, span.end + further, span.style) if span.start >= start else span
            for span in self._spans
        ]

    def _write(self, text: str, cloze_at: int) -> int:
        for part in _SENTINELS.split(text):
            if part in _OPENS:
                self._cloze, cloze_at = _OPENS[part], len(self._text)
            self._text += _SHOWN[part] if part in _SHOWN else shown(part)
            if part in (BLANK_END, ANSWER_END):
                self._span(cloze_at, self._cloze)
                self._cloze = ""
        return cloze_at

    def _span(self, start: int, style: str) -> None:
        if style and start < len(self._text):
            self._spans.append(Span(start, len(self._text), style))

    def _taken(self, cloze_at: int) -> Content:
        self._span(cloze_at, self._cloze)
        taken = Content(self._text, self._spans)
        self._text, self._spans = "", []
        return taken
