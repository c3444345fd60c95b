"""Somebody's text as the screens show it: safe, and of signs that every terminal gives the same room.

Terminals disagree on joined emoji: what one draws in two cells another draws as its parts, in six, and every border to
the right of it stands crooked. So the parts are shown, and what only changes a sign's looks is left out. Files, the log
and the reviewer by lines keep every character.
"""

from __future__ import annotations

import re

from flashkms.safe import safe, safe_line

# Joiners and the selectors of text or emoji; a skin tone behind a sign; the letters that flags are made of.
# Patterns are compiled where a text needs them: most cards need none.
_LOOKS = "[\u200d\ufe0e\ufe0f]|(?<=[^\\s\u200d])[\U0001f3fb-\U0001f3ff]|[\U0001f1e6-\U0001f1ff]"
_FIRST_FLAG_LETTER = 0x1F1E6
# The scripts of India and south-east Asia, whose vowels may stand beside their letter.
_WITH_SPACING_VOWELS = (
    "[\u0900-\u0dff\u0f00-\u109f\u1700-\u17ff\u1900-\u1cff\ua800-\uaaff\uabc0-\uabff\U00011000-\U00011fff]"
)


def shown(text: str) -> str:
    """*text* made `safe`, joined emoji as their parts, flags as the letters of their country."""
    return safe(text if text.isascii() else _plain(text))


def shown_line(text: str) -> str:
    """The same as one line."""
    return safe_line(text if text.isascii() else _plain(text))


def _plain(text: str) -> str:
    if re.search(_WITH_SPACING_VOWELS, text):
        from flashkms.tui.text.widths import count_spacing_marks  # noqa: PLC0415  # few cards need it

        count_spacing_marks()
    return re.sub(_LOOKS, _part, text)


def _part(match: re.Match[str]) -> str:
    letter = ord(match[0]) - _FIRST_FLAG_LETTER
    return chr(ord("A") + letter) if 0 <= letter < 26 else ""
