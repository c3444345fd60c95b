"""Markdown without its signs, as a person sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CODE = re.compile(
    r"^[ \t]*(`{3,}|~{3,})[^\n]*\n(.*?)(?:\n[ \t]*\1[`~]*[ \t]*$|\Z)|(?<!`)(`+)(?!`)(.{1,2000}?)(?<!`)\3(?!`)",
    re.DOTALL | re.MULTILINE,
)
# As Anki's cards and the terminal know maths; it is kept as written too.
_MATHS = re.compile(
    "\\$\\$[^\uf8ff]{1,2000}?\\$\\$|\\\\\\([^\uf8ff]{1,2000}?\\\\\\)|\\\\\\[[^\uf8ff]{1,2000}?\\\\\\]"
    "|\\$(?![\\s$])(?:[^$\\\\\n\uf8ff]|\\\\[^\uf8ff]){1,1000}?(?<!\\s)\\$(?!\\d)"
)
# Bounded, so that a text of nothing but signs takes no longer than its length times the bound.
_IMAGE = re.compile(r"!\[([^\]\[\n]{0,300})\]\([^)\n]{0,1000}\)")
_ADDRESS = re.compile(
    r"!\[[^\]\[\n]{0,300}\]\((?:<([^<>\n]{1,1000})>|([^()\s<>]{1,1000}(?:\([^()\s<>]{0,300}\)[^()\s<>]{0,300})?))[^)\n]{0,300}\)"
)
_LINK = re.compile(r"(?<!!)\[([^\]\[\n]{1,300})\]\([^)\n]{0,1000}\)")
_STRONG = re.compile(r"(\*\*\*|\*\*|(?<!\w)__(?=.{1,300}__(?!\w)))(?=\S)([^*]{1,1000}?)(?<=\S)\1", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![\w*])(\*|_)(?=[^\s*_])([^*_\n]{1,500}?)(?<=\S)\1(?![\w*])")
_STRIKE = re.compile(r"~~(?=\S)([^~]{1,500})(?<=\S)~~")
_HEADING = re.compile(r"^#{1,6}[ \t]+", re.MULTILINE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_KEPT = re.compile("\uf8ff([0-9]+)\uf8ff")  # a private-use mark around the number of a piece of code


def addresses(markdown: str) -> Iterator[str]:
    """The addresses of the pictures that *markdown* shows, as they are written."""
    return (match[1] or match[2] for match in _ADDRESS.finditer(_CODE.sub("", markdown)))


def unsigned(markdown: str) -> str:
    """*markdown* without its signs; no expression is tried on a text that has not got its sign."""
    code: list[str] = []

    def kept(match: re.Match[str]) -> str:
        code.append(match[0] if match.re is _MATHS else match[2] if match[1] else match[4])
        return f"\uf8ff{len(code) - 1}\uf8ff"

    text = markdown.replace("\uf8ff", "")
    if "`" in text or "~" in text:
        text = _CODE.sub(kept, text)
    if "$" in text or "\\" in text:
        text = _MATHS.sub(kept, text)
    if "[" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    if "*" in text or "_" in text or "~" in text:
        for _ in range(2):  # strong within emphasis, and the other way round
            text = _EMPHASIS.sub(r"\2", _STRIKE.sub(r"\1", _STRONG.sub(r"\2", text)))
    if "#" in text or "\\" in text:
        text = _ESCAPE.sub(r"\1", _HEADING.sub("", text))
    return _KEPT.sub(lambda match: code[int(match[1])] if int(match[1]) < len(code) else "", text)
