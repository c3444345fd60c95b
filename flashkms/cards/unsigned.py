"""Markdown without its signs, as a person sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flashkms.cards import markup, stress
from flashkms.cards.cloze import BLANK_END, BLANK_START

# Code, and what is none: an escaped tick opens no code, and stays for the next expression.
_CODE = re.compile(
    r"^[ \t]*(`{3,}|~{3,})[^\n]*\n(.*?)(?:\n[ \t]*\1[`~]*[ \t]*$|\Z)|(?<!`)(`+)(?!`)(.{1,2000}?)(?<!`)\3(?!`)"
    r"|\\[\\`~]",
    re.DOTALL | re.MULTILINE,
)
# Maths as Anki's cards and the terminal know it, kept as written too; a sign behind a backslash; an entity.
_PIECE = re.compile(
    "(\\$\\$[^\uf8ff]{1,2000}?\\$\\$|\\\\\\([^\uf8ff]{1,2000}?\\\\\\)|\\\\\\[[^\uf8ff]{1,2000}?\\\\\\]"
    "|\\$(?![\\s$])(?:[^$\\\\\n\uf8ff]|\\\\[^\uf8ff]){1,1000}?(?<!\\s)\\$(?!\\d)"
    "|\\[sound:[^\\]\n\uf8ff]{1,300}\\]|\\[latex\\][^\uf8ff]{1,2000}?\\[/latex\\]"
    "|\\[\\$\\][^\uf8ff]{1,2000}?\\[/\\$\\]|\\[\\$\\$\\][^\uf8ff]{1,2000}?\\[/\\$\\$\\])"
    r"|\\([!-/:-@\[-`{-~])|(&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z\d]{1,31});)"
)
# Bounded, so that a text of nothing but signs takes no longer than its length times the bound.
_TARGET = r"\((?:<[^<>\n]{1,1000}>[^()\n]{0,300}|(?:[^()\n]|\([^()\n]{0,300}\)){0,1000})\)"
_IMAGE = re.compile(rf"!\[([^\]\[\n]{{0,300}})\]{_TARGET}")
_ADDRESS = re.compile(
    r"!\[[^\]\[\n]{0,300}\]\((?:<([^<>\n]{1,1000})>|([^()\s<>]{1,1000}(?:\([^()\s<>]{0,300}\)[^()\s<>]{0,300})?))[^)\n]{0,300}\)"
)
_LINK = re.compile(rf"(?<!!)\[([^\]\[\n]{{1,300}})\]{_TARGET}")
_STRONG, _EMPHASIS = re.compile(stress.STRONG), re.compile(stress.EMPHASIS)
_LOW_STRONG = re.compile(
    rf"(?<!\w)__(?=[^\s_])(?P<said>(?:{stress.WITHIN}_]|_(?!_)){{1,1000}}?)(?<=\S)__{stress.NO_WORD}"
)
_LOW_EMPHASIS = re.compile(
    rf"(?<!\w)_(?=[^\s_])(?P<said>(?:{stress.WITHIN}_]|(?<=\w)_(?=\w)){{1,500}}?)(?<=[^\s_])_{stress.NO_WORD}"
)
_STRIKE = re.compile(r"~~(?=\S)(?P<said>[^~]{1,500})(?<=\S)~~")
_HEADING = re.compile(r"^#{1,6}[ \t]+", re.MULTILINE)
_BREAK = re.compile(r"(?:\\|[ \t]{1,100})(?=\n)")  # at the end of a line: a line break is seen, not written
_SIGNS = str.maketrans({BLANK_START: "[", BLANK_END: "]", "\uf8ff": "`"})  # what others see where these stand
_STARS_OF_BOLD = 2
_KEPT = re.compile("\uf8ff([0-9]+)\uf8ff")  # a private-use mark around the number of a piece of code


def addresses(markdown: str) -> Iterator[str]:
    """The addresses of the pictures that *markdown* shows, as they are written."""
    text = _CODE.sub("", markdown)
    yield from (match[1] or match[2] for match in _ADDRESS.finditer(text))
    if "<img" in text:
        yield from markup.pictures(text)


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
    if "<" in text:
        text = markup.flat(text)
    if "[" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub(_described, text))
    if "*" in text or "_" in text or "~" in text:
        text = _unstressed(text)
    if "#" in text:
        text = _HEADING.sub("", text)
    if "\n" in text:
        text = _BREAK.sub("", text)
    return _restored(text, kept)


def portable(markdown: str) -> str:
    """*markdown* in which stress that only `stress` reads is written as HTML, so that every other reader shows it."""
    if "*" not in markdown:
        return markdown
    kept: list[str] = []

    def hidden(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\uf8ff{len(kept) - 1}\uf8ff"

    text = _PIECE.sub(hidden, _CODE.sub(hidden, markdown.replace("\uf8ff", "")))
    text = _spelled_out(_spelled_out(text, _STRONG, "b"), _EMPHASIS, "i")
    while _KEPT.search(text):  # maths may hold code
        text = _restored(text, kept)
    return text


def _spelled_out(text: str, pattern: re.Pattern[str], tag: str) -> str:
    shown = text.translate(_SIGNS)
    return pattern.sub(lambda match: _everywhere(match, shown, tag), text)


def _everywhere(match: re.Match[str], shown: str, tag: str) -> str:
    """The stress of *match* as it is where CommonMark reads it, else between *tag*s; *shown* is what others see."""
    opening = stress.run(shown, match.start("stars"), match.end("stars"), len(shown))
    closing = stress.run(shown, match.end() - opening.length, match.end(), len(shown))
    read = opening.opens and closing.closes and not opening.glued
    if (read and "*" not in (opening.before, closing.after)) or "\n\n" in match["said"]:
        return match[0]
    inside = f"<i>{match['said']}</i>" if opening.length > _STARS_OF_BOLD else match["said"]
    return f"<{tag}>{inside}</{tag}>"


def _restored(text: str, kept: Sequence[str]) -> str:
    return _KEPT.sub(lambda match: kept[int(match[1])] if int(match[1]) < len(kept) else "", text)


def _described(image: re.Match[str]) -> str:
    """What a picture says of itself; its address where it says nothing, so that no side is blank."""
    from urllib.parse import unquote  # noqa: PLC0415  # hardly a picture says nothing

    address = _ADDRESS.match(image[0])
    return image[1] or (f"▣ {unquote(address[1] or address[2])}" if address else "")


def _unstressed(text: str) -> str:
    for _ in range(2):  # strong within emphasis, and the other way round
        for stressed in (_STRONG, _LOW_STRONG, _STRIKE, _EMPHASIS, _LOW_EMPHASIS):
            text = stressed.sub(r"\g<said>", text)
    return text


def _spelled(entity: str) -> str:
    """The letter that *entity* names; itself where there is no such name."""
    from html import unescape  # noqa: PLC0415  # its two thousand names take a while, and hardly a card has one

    return unescape(entity)
