"""The line that names the right options of a list, `Answer: B`, `정답: 1, 3`, `✅ B`, and those that give reasons."""

from __future__ import annotations

import re
from functools import lru_cache

from flashkms.notes import marks
from flashkms.notes.outline import Item

CIRCLED = {ord("①") + at: chr(ord("A") + at) for at in range(8)}  # the signs stand for letters
_LABEL = (
    r"\**\s*(?:The\s+)?(?:Correct\s+)?(?:Answers?|Ans|정답|답)\s*\**\s*(?:is|are|[:：])\s*\**\s*(?:options?\s+)?\(?"
)
_LETTERS = r"((?:(?:[A-Ha-h]\b|[①-⑧])\)?(?:\s*(?:,|&|/|and|와|과)\s*\(?)?)+)"
_DIGITS = r"(\d(?:\)?\s*(?:,|&|/|and|와|과)\s*\(?\d)*)\)?\s?번?"
_LABELLED = re.compile(_LABEL, re.IGNORECASE)
_KEY = re.compile(_LABEL + _LETTERS, re.IGNORECASE)
_NUMBERS = re.compile(rf"{_LABEL}{_DIGITS}(?:[.,:：]\s|[\s.*]*$)", re.IGNORECASE)
_TICKED = re.compile(rf"\**(?:options?\s+)?\(?(?:{_LETTERS}|{_DIGITS})[.\s*]*", re.IGNORECASE)
_LETTER = re.compile(r"\b[A-H]\b")
_NONE: frozenset[int] = frozenset()
_REASON = re.compile(
    r"(?:options?\s+)?\(?(?-i:[A-H]|[①-⑧])\)?\s*(?:[:：]\s|(?:is|are|was)\s+(?:in)?(?:correct|wrong|right|not)\b)"
    r"|\(?[A-H①-⑧]\s?[).]\s.{1,200}?\b(?:is|are|was|were)\s+(?:in)?(?:correct|wrong)\b"
    r"|[*_]*why\s+not\s+[^:：]{1,200}[:：]",
    re.IGNORECASE,
)


def letters(line: str) -> str:
    """The letters of the right options that *line* names, in upper case; empty when it names none."""
    named, _ = _named(line)
    return "".join(_LETTER.findall(named.upper().translate(CIRCLED))) if named else ""


def numbers(line: str) -> frozenset[int]:
    """The numbers of the right options that *line* names; empty when it names none."""
    _, named = _named(line)
    return frozenset(map(int, re.findall(r"\d", named))) if named else _NONE


@lru_cache(maxsize=256)  # each line below a question is asked several times
def _named(line: str) -> tuple[str, str]:
    """What *line* says behind a label, or beside a tick: letters, and numbers; each is empty where it says none."""
    labelled = _LABELLED.match(line)
    key = _KEY.match(line) if labelled else None
    figures = _NUMBERS.match(line) if labelled else None
    ticked = _ticked(line)
    named = key[1] if key else ticked[1] if ticked else ""
    counted = figures[1] if figures else ticked[2] if ticked else ""
    return named or "", counted or ""


def _ticked(line: str) -> re.Match[str] | None:
    """The letters or numbers that *line* is made of, beside a tick; None when it has no tick, or more to say."""
    said = marks.RIGHT.out_of(line)
    return _TICKED.fullmatch(said) if said != line else None


def behind(line: str) -> str:
    """What *line* says behind the letters that it names, as Markdown; empty when it names none."""
    key = _KEY.match(line)
    return line[key.end() :].lstrip(" .):：-–—*") if key else ""


def names(item: Item) -> bool:
    """Whether *item* names the letters of the right options."""
    return bool(item.texts) and bool(letters(item.texts[0]))


def reasons(line: str) -> bool:
    """Whether *line* begins with the letter of an option of which it speaks, or asks why another was not meant."""
    return bool(_REASON.match(line))
