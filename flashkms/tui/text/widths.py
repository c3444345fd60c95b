"""How many cells a text takes, where terminals disagree: text stays in its place whatever the terminal counts."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rich._unicode_data import load as load_cell_table
from rich.cells import cached_cell_len, cell_len, get_character_cell_size

# Signs that all terminals count alike, first and last: controls, which are no text, Latin, Greek, Cyrillic,
# punctuation, arrows and lines, Kana, Chinese, Hangul.
# No pattern: to compile one takes milliseconds, and the first card waits.
_SURE = (
    (0x00, 0xAC), (0xAE, 0x2FF), (0x370, 0x482), (0x48A, 0x52F), (0x2010, 0x2027), (0x2030, 0x205E), (0x20A0, 0x20BF),
    (0x2190, 0x22FF), (0x2500, 0x25FC), (0x2713, 0x2713), (0x2717, 0x2717), (0x3000, 0x3029), (0x3031, 0x303F),
    (0x3041, 0x3096), (0x309B, 0x30FF), (0x3131, 0x3163), (0x3165, 0x318E), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3),
)  # fmt: skip
# What stands between two runs of text: control sequences, strings such as titles, other escapes, other controls.
_BETWEEN = r"(\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]|[\x00-\x1f\x7f])"


def in_place(output: str) -> str:
    """*output* for a terminal, in which what follows a doubtful run of text stands where it was counted to stand.

    The run's cells are cleared, it is written without wrapping, and the cursor goes back to its start and on by as many
    cells as were counted.
    """
    if _all_sure(output):
        return output
    parts = re.split(_BETWEEN, output)
    parts[::2] = [text if _all_sure(text) else _held(text) for text in parts[::2]]
    return "".join(parts)


def _all_sure(text: str) -> bool:
    return text.isascii() or all(map(_sure, set(text)))


@lru_cache(maxsize=4096)
def _sure(sign: str) -> bool:
    return any(first <= ord(sign) <= last for first, last in _SURE)


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
    from unicodedata import category  # noqa: PLC0415  # few cards need it

    if width or end < 0x900:
        return [(start, end, width)]
    kept = [code for code in range(start, min(end, 0x1FFFF) + 1) if category(chr(code)) != "Mc"]
    return [(code, code, 0) for code in kept] if len(kept) <= end - start and end <= 0x1FFFF else [(start, end, width)]
