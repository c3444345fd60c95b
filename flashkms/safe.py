"""The one gate between somebody's text and a terminal.

Card text, file names and error messages may hold escape sequences that set a clipboard or a title, C1 controls that
some terminals obey as such, and bidi or tag characters that hide what is shown. Each becomes a visible spelling.
"""

from __future__ import annotations

import re

# C0 but tab and line feed, DEL, C1, bidi controls and marks, line and paragraph separators, the deprecated format
# characters, surrogates, interlinear annotations, tags. None of them is printable, as Python has it.
_UNSAFE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u206f\ud800-\udfff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def is_text(name: str) -> bool:
    """Whether *name*, of a file or from a shell, is UTF-8: no other one can be written into an index or a log line."""
    try:
        return name.isascii() or bool(name.encode())
    except UnicodeEncodeError:  # how Python spells bytes that are not UTF-8 has no bytes
        return False


def safe(text: str) -> str:
    r"""*text* with every control, bidi and tag character spelled out (`\x1b`); safe text comes back unchanged."""
    return text if text.isprintable() else re.sub(_UNSAFE, _spell, text)


def safe_line(text: str) -> str:
    """*text* as one safe line: tabs and line ends become spaces."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())  # most cells of a table
    return " ".join(safe(text.replace("\r\n", "\n")).split())


def safe_message(text: str) -> str:
    r"""*text* as one safe line that hides nothing of a path in it: blanks stay, a tab or line end is spelled (`\n`)."""
    return safe(text).replace("\t", "\\t").replace("\n", "\\n")


def named(text: str) -> str:
    """*text* as a message names it: `''` where there is nothing to see."""
    return text if text.strip() else repr(text)


def _spell(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
