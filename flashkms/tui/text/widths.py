"""How many cells a text takes, where terminals disagree: text stays in its place whatever the terminal counts."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from rich._unicode_data import load as load_cell_table
from rich.cells import cached_cell_len, cell_len, get_character_cell_size

# Signs that all terminals count alike: Latin, Greek, Cyrillic, punctuation, arrows and lines, Kana, Chinese, Hangul.
_SURE = (
    "\x20-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u22ff\u2500-\u25fc"
    "\u2713\u2717\u3000-\u3029\u3031-\u303f\u3041-\u3096\u309b-\u30ff\u3131-\u3163\u3165-\u318e\u4e00-\u9fff\uac00-\ud7a3"
)
_UNSURE = re.compile(f"[^\x00-\x1f\x7f{_SURE}]")
# What stands between two runs of text: control sequences, strings such as titles, other escapes, other controls.
_BETWEEN = re.compile(
    r"(\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]|[\x00-\x1f\x7f])"
)


def in_place(output: str) -> str:
    """*output* for a terminal, in which what follows a doubtful run of text stands where it was counted to stand.

    The run's cells are cleared, it is written without wrapping, and the cursor goes back to its start and on by as many
    cells as were counted.
    """
    if output.isascii() or not _UNSURE.search(output):
        return output
    parts = _BETWEEN.split(output)
    parts[::2] = [_held(text) if _UNSURE.search(text) else text for text in parts[::2]]
    return "".join(parts)


def _held(text: str) -> str:
    width = cell_len(text)
    clear, on = (f"\x1b[{width}X", f"\x1b[{width}C") if width else ("", "")
    return f"\x1b[?7l\x1b7{clear}{text}\x1b8{on}\x1b[?7h"


@cache
def count_spacing_marks() -> None:
    """Count a vowel sign that stands beside its letter as one cell, like most terminals; rich gives it none.

    A terminal that gives it none has room left; one that gives it one would write over what follows.
    """
    widths = load_cell_table("auto").widths
    assert isinstance(widths, list)
    widths[:] = [part for entry in widths for part in _without_spacing(*entry)]
    cached_cell_len.cache_clear()
    get_character_cell_size.cache_clear()


def _without_spacing(start: int, end: int, width: int) -> list[tuple[int, int, int]]:
    if width or end < 0x900:
        return [(start, end, width)]
    kept = [code for code in range(start, min(end, 0x1FFFF) + 1) if unicodedata.category(chr(code)) != "Mc"]
    return [(code, code, 0) for code in kept] if len(kept) <= end - start and end <= 0x1FFFF else [(start, end, width)]
