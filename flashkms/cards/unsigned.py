"""Markdown without its signs, as a person sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashkms.cards.cloze import ANSWER_END, ANSWER_START, BLANK_END, BLANK_START

# Code, and what is none: an escaped tick opens no code, and stays for the next expression.
_CODE = re.compile(
    r"^[ \t]*(`{3,}|~{3,})[^\n]*\n(.*?)(?:\n[ \t]*\1[`~]*[ \t]*$|\Z)|(?<!`)(`+)(?!`)(.{1,2000}?)(?<!`)\3(?!`)"
    r"|\\[\\`~]",
    re.DOTALL | re.MULTILINE,
)
# Maths as Anki's cards and the terminal know it, kept as written too; a sign behind a backslash; an entity.
_PIECE = re.compile(
    "(\\$\\$[^\uf8ff]{1,2000}?\\$\\$|\\\\\\([^\uf8ff]{1,2000}?\\\\\\)|\\\\\\[[^\uf8ff]{1,2000}?\\\\\\]"
    "|\\$(?![\\s$])(?:[^$\\\\\n\uf8ff]|\\\\[^\uf8ff]){1,1000}?(?<!\\s)\\$(?!\\d))"
    r"|\\([!-/:-@\[-`{-~])|(&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z\d]{1,31});)"
)
# Bounded, so that a text of nothing but signs takes no longer than its length times the bound.
_IMAGE = re.compile(r"!\[([^\]\[\n]{0,300})\]\([^)\n]{0,1000}\)")
_ADDRESS = re.compile(
    r"!\[[^\]\[\n]{0,300}\]\((?:<([^<>\n]{1,1000})>|([^()\s<>]{1,1000}(?:\([^()\s<>]{0,300}\)[^()\s<>]{0,300})?))[^)\n]{0,300}\)"
)
_LINK = re.compile(r"(?<!!)\[([^\]\[\n]{1,300})\]\((?:[^()\n]|\([^()\n]{0,300}\)){0,1000}\)")
# Stars open and close what they stress beside a letter, or where none stands on their other side; a blank's marks
# count as letters.
_MARKED = f"{BLANK_START}{BLANK_END}{ANSWER_START}{ANSWER_END}"
_LETTER = f"(?:[^\\W_]|[{_MARKED}])"
_NO_LETTER_YET = f"(?<![^\\W_])(?<![{_MARKED}])"
_WITHIN = r"\n(?!\n)|[^\n"  # no stress goes on in the next paragraph
_STRONG = re.compile(
    rf"(?:{_NO_LETTER_YET}|(?=\*{{2,3}}{_LETTER}))(\*\*\*|\*\*)(?=[^\s*])((?:{_WITHIN}*]|\*(?!\*)){{1,1000}}?)(?<=\S)"
    rf"(?:(?<={_LETTER})\1|\1(?!{_LETTER}))"
)
_EMPHASIS = re.compile(
    rf"(?:{_NO_LETTER_YET}|(?=\*{_LETTER}))(?<!\*)(\*)(?=[^\s*])((?:{_WITHIN}*]){{1,500}}?)(?<=\S)"
    rf"(?:(?<={_LETTER})\*|\*(?!{_LETTER}))(?!\*)"
)
_LOW_STRONG = re.compile(rf"(?<!\w)(__)(?=[^\s_])((?:{_WITHIN}_]|_(?!_)){{1,1000}}?)(?<=\S)__(?!\w)")
_LOW_EMPHASIS = re.compile(rf"(?<!\w)(_)(?=[^\s_])((?:{_WITHIN}_]|(?<=\w)_(?=\w)){{1,500}}?)(?<=[^\s_])_(?!\w)")
_STRIKE = re.compile(r"(~~)(?=\S)([^~]{1,500})(?<=\S)~~")
_HEADING = re.compile(r"^#{1,6}[ \t]+", re.MULTILINE)
_BREAK = re.compile(r"(?:\\|[ \t]{1,100})(?=\n)")  # at the end of a line: a line break is seen, not written
_KEPT = re.compile("\uf8ff([0-9]+)\uf8ff")  # a private-use mark around the number of a piece of code


def addresses(markdown: str) -> Iterator[str]:
    """The addresses of the pictures that *markdown* shows, as they are written."""
    return (match[1] or match[2] for match in _ADDRESS.finditer(_CODE.sub("", markdown)))


def unsigned(markdown: str) -> str:
    """*markdown* without its signs; no expression is tried on a text that has not got its sign."""
    kept: list[str] = []

    def hidden(seen: str) -> str:
        kept.append(seen)
        return f"\uf8ff{len(kept) - 1}\uf8ff"

    text = markdown.replace("\uf8ff", "")
    if "`" in text or "~" in text:
        text = _CODE.sub(lambda match: match[0] if match[0][0] == "\\" else hidden(match[2] or match[4] or ""), text)
    if "$" in text or "\\" in text or "&" in text:
        text = _PIECE.sub(lambda match: hidden(match[1] or match[2] or _spelled(match[3])), text)
    if "[" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    if "*" in text or "_" in text or "~" in text:
        text = _unstressed(text)
    if "#" in text:
        text = _HEADING.sub("", text)
    if "\n" in text:
        text = _BREAK.sub("", text)
    return _KEPT.sub(lambda match: kept[int(match[1])] if int(match[1]) < len(kept) else "", text)


def _unstressed(text: str) -> str:
    for _ in range(2):  # strong within emphasis, and the other way round
        for stress in (_STRONG, _LOW_STRONG, _STRIKE, _EMPHASIS, _LOW_EMPHASIS):
            text = stress.sub(r"\2", text)
    return text


def _spelled(entity: str) -> str:
    """The letter that *entity* names; itself where there is no such name."""
    from html import unescape  # noqa: PLC0415  # its two thousand names take a while, and hardly a card has one

    return unescape(entity)
