"""Lines of Markdown that were made of HTML: their signs, their spaces, and the breaks between them."""

from __future__ import annotations

import re

_SPACE = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")  # a lone space is left as it is
_SIGN = re.compile(r"(\s*)(#{1,6}(?=\s|$)|[-+](?=\s|$)|\d+[.)](?=\s|$)|>|=+\s*$|-{3,}\s*$)")
_TRAILING = re.compile(r"(?<![ \t])[ \t]+(?=\\?\n)")  # from its first space, not from each
_INDENTED = re.compile(r"(?<=\n)[ \xa0]*\xa0[ \xa0]*(?=\S)")
_LAST_BREAKS = re.compile(r"(?<!\\)(?:\\\n)+(?=\s*\n|\s*$)")
_IDLE_BREAKS = re.compile(r"(?<=[^\\]\n)(?:\\\n)+")  # the second of two leaves a line empty
_FIRST_BREAKS = re.compile(r"^(?:\\\n)+")
_BLANK_LINES = re.compile(r"\n{3,}")


def spaced(text: str) -> str:
    """*text* in one line, with one space where there are several."""
    return _SPACE.sub(" ", text) if "  " in text or not text.isprintable() else text


def unsigned(text: str) -> str:
    """*text*, one line, with the sign that begins it escaped: before it, or before the dot of a number."""
    match = _SIGN.match(text)
    if match is None:
        return text
    place = match.end() - 1 if match[2][0].isdigit() else match.start(2)
    return f"{text[:place]}\\{text[place:]}"


def tidy(text: str) -> str:
    """*text* without more than one blank line in a row, and without line breaks that break nothing."""
    if "\xa0" in text:
        text = _INDENTED.sub(_indentation, text.strip("\n \xa0")).replace("\xa0", " ")
    bare = text.strip("\n ")
    if "\n" not in bare and "\\" not in bare and "\t" not in bare:
        return bare
    text = _TRAILING.sub("", text)
    if "\\\n" in text:
        text = _IDLE_BREAKS.sub("", _LAST_BREAKS.sub("\n", text))
    text = _BLANK_LINES.sub("\n\n", text).strip("\n ")
    text = _FIRST_BREAKS.sub("", text)
    return text.removesuffix("\\").rstrip() if text.endswith("\\") and not text.endswith("\\\\") else text


def _indentation(spaces: re.Match[str]) -> str:
    """What begins a line, spelt out, or Markdown would take it for code; a single space is Anki's editor's."""
    return "&nbsp;" * len(spaces[0]) if len(spaces[0]) > 1 else ""
