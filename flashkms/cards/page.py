"""A text that is being patched: its lines, its line ends, and the comments around a place."""

from __future__ import annotations

import re

from msgspec import Struct

_COMMENT = re.compile(r"[ \t]*#[^\n]*")


class RefusedError(Exception):
    """A change that cannot be made without touching something else; *line* counts from 1."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message, self.line = message, line


class Patch(Struct, frozen=True):
    """Put *text* in the place of what stands from *start* to *end*."""

    start: int
    end: int
    text: str


Patches = list[Patch]


class Page(Struct, frozen=True):
    """A text to be patched, and the line end that it uses."""

    text: str
    newline: str

    def line_start(self, at: int) -> int:
        """Where the line of *at* begins."""
        return self.text.rfind("\n", 0, at) + 1

    def line_end(self, at: int) -> int:
        """Where the line of *at* ends, before its line end."""
        end = self.text.find("\n", at)
        end = len(self.text) if end < 0 else end
        return end - 1 if end > at and self.text[end - 1] == "\r" else end

    def next_line(self, at: int) -> int:
        """Where the line after the one of *at* begins; the text's end for the last."""
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    def below(self, at: int, lines: list[str]) -> Patch:
        """New *lines* below the line of *at*."""
        end = self.line_end(at)
        return Patch(end, end, "".join(self.newline + line for line in lines))

    def joined(self, lines: list[str]) -> str:
        """*lines* with this page's line ends between them."""
        return self.newline.join(lines)


def own_comments(page: Page, start: int, column: int) -> int:
    """Where the comments right above *start* begin that are indented like it."""
    while start > 0:
        above = page.line_start(start - 1)
        match = _COMMENT.match(page.text, above)
        if not match or len(match[0]) - len(match[0].lstrip()) != column or above == 0:
            break
        start = above
    return start


def trailing_comments(page: Page, end: int, column: int) -> int:
    """Where the comments right below *end* that are indented deeper than *column*."""
    while (match := _COMMENT.match(page.text, end)) and len(match[0]) - len(match[0].lstrip()) > column:
        end = page.next_line(end)
    return end


def skip_blank(page: Page, at: int) -> int:
    """Where the first line at or below *at* begins that is not blank."""
    while at < len(page.text) and not page.text[at : page.next_line(at)].strip():
        at = page.next_line(at)
    return at
