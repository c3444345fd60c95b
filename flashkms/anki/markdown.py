"""The HTML of a field, as a person's own Markdown where nothing is lost by it; else the HTML as it is, cleaned.

What counts as lost: structure and content. Colours, fonts and sizes are Anki's editor speaking, not the author, and
are left behind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from flashkms.anki import kept, lines
from flashkms.anki.escaping import escaped
from flashkms.anki.tags import Parser, Reader

_BARE = re.compile(r"(?:[^<>&]++|</?(?:p|div|b|strong|i|em|s|ul|ol|li|br)>)*+")  # no attributes: most fields
_BARE_TAG = re.compile(r"<(/?)([a-z]+)>")


def markdown(html: str, picture: Callable[[str], str] = str) -> str:
    """*html* as Markdown; text that only looks like Markdown is escaped. Scripts never come along.

    *picture* gives the address under which an image is to be found.
    """
    html = _one_paragraph(html)
    if "<" not in html and "&" not in html:
        return lines.unsigned(escaped(lines.spaced(html).strip()))
    if "<" in html:
        html = kept.closed(kept.uncommented(html))
    html, held = kept.cut(html, picture)
    reader = Reader(picture, held)
    if _BARE.fullmatch(html):
        reader.take(_BARE_TAG.split(html))
        return reader.text()
    parser = Parser(reader)
    parser.feed(html)
    parser.close()
    return reader.text()


def _one_paragraph(html: str) -> str:
    """*html* without the tags around it when it is one paragraph of plain text."""
    inside = html.strip().removeprefix("<p>").removesuffix("</p>")
    return inside if "<" not in inside else html


def canonical(html: str) -> str:
    """*html* so that two spellings of the same content are equal: by its Markdown, spaces aside."""
    return lines.spaced(markdown(html)).strip()


def images(html: str) -> tuple[str, ...]:
    """The file names that *html* shows or plays, in order."""
    found = re.findall(
        r"<(?:img|audio|source|video)\b[^>]*?\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", html, re.IGNORECASE
    )
    sounds = re.findall(r"\[sound:([^\]]+)\]", html)
    return tuple(dict.fromkeys(unescape(next(filter(None, one), "")) for one in found)) + tuple(map(unescape, sounds))
