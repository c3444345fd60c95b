"""Words of a field, so that Markdown shows them as they are; maths, sounds and a blank's own braces stay what they are.

A field comes from a stranger: whatever it opens and never closes is looked for once, not from every opening sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# An opening bracket stays: `\[` would open maths, and nothing is a link whose `]` no bracket or colon follows.
_ENTITY = r"&(?=(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z\d]{1,31});)"  # `&lt;` as words
_SPECIAL = re.compile(rf"([\\`*_<>~$]|\](?=[(\[:]|$)|{_ENTITY})")
_SIGN = re.compile(r"[\\`*_<>~$\]&]")  # the same at a glance
_OPENING = re.compile(r"\\\(|\\\[|\[sound:|\[latex\]|\[\$\$?\]|\{\{c[\d,]+::|\}\}")
_CLOSING = {"\\(": "\\)", "\\[": "\\]", "[sound:": "]", "[latex]": "[/latex]", "[$]": "[/$]", "[$$]": "[/$$]"}


def escaped(text: str) -> str:
    """*text* with a backslash before every sign that Markdown would take for one of its own."""
    if not _SIGN.search(text):
        return text
    parts, begin = [], 0
    for start, end in _tokens(text):
        parts += [_SPECIAL.sub(r"\\\1", text[begin:start]), text[start:end]]
        begin = end
    return "".join([*parts, _SPECIAL.sub(r"\\\1", text[begin:])])


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    """Where maths, sounds and the braces of blanks stand; a sign that nothing closes is none of them."""
    end = 0
    unclosed: set[str] = set()  # signs that nothing closes from here on
    for found in _OPENING.finditer(text):
        sign = found[0]
        if found.start() < end or sign in unclosed:
            continue
        closing = _CLOSING.get(sign)
        close = text.find(closing, found.end()) if closing else found.end()
        if close < 0:
            unclosed.add(sign)
            continue
        end = close + len(closing or "")
        yield found.start(), end
