"""Sentences of a text: where one ends, and which one asks."""

from __future__ import annotations

import re
from functools import lru_cache

from flashkms.notes.clued import Clued

_END = re.compile(r"[.?!。？](?P<gap>[\"'”’)*]*\s+)(?=[\"'“(*`]*[A-Z0-9가-힣])")
_LINE_END = re.compile(rf"{_END.pattern}|(?P<line>\s*\n\s*)")
_SHORT = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|etc|cf|ex|approx|no|fig|inc|corp|ltd|mr|ms|dr|st)\.|\b[A-Z]\.|^\d{1,2}\.)[\"'”’)*]*$",
    re.IGNORECASE,
)
_CHOOSE = Clued(re.compile(
    r"\(?\b(?:choose|select|pick|which)\s+(?:the\s+|any\s+)?(?P<n>(?a:one|two|three|four|five)|[1-6])\b[^()\n]{0,30}\.?\)?"
    r"|\(?(?P<k>[1-6]|두|세|네)\s?(?:가지|개)[^()\n.?]{0,8}(?:선택|고르)[^()\n]{0,12}\)?",
    re.IGNORECASE,
), ("choose", "select", "pick", "which the", "which any", "선택", "고르",
    *(f"which {n}" for n in (*range(1, 7), "one", "two", "three", "four", "five"))))  # fmt: skip
_COUNT = r"\((?:(?:choose|select|pick)[^()\n]{0,40}|[1-6두세네]\s?(?:가지|개)[^()\n]{0,20})\)"
_BRACKETED = re.compile(rf"\s*\*\*{_COUNT}\*\*|\s*{_COUNT}", re.IGNORECASE)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "두": 2, "세": 3, "네": 4}


def spans(text: str) -> list[tuple[int, int]]:
    """Start and end of every sentence of *text*; an abbreviation does not end one, the end of a line does."""
    found: list[tuple[int, int]] = []
    start = 0
    for end in (_LINE_END if "\n" in text else _END).finditer(text):
        stop = end.start(end.lastgroup or 0)
        if text[end.start()] == "." and "\n" not in end[0] and _SHORT.search(text[max(start, stop - 12) : stop]):
            continue
        found.append((start, stop))
        start = end.end()
    return [*found, (start, len(text))] if start < len(text) else found


@lru_cache(maxsize=64)  # a scenario's question is asked when it is read, and for its cue
def asking(text: str) -> tuple[int, int]:
    """Start and end of what *text* asks: its last sentence with a question mark, and what follows it in its line."""
    sentences = spans(text)
    if not sentences:
        return 0, len(text)
    asks = [at for at, (start, end) in enumerate(sentences) if "?" in text[start:end] or "？" in text[start:end]]
    if not asks:
        last = len(sentences) - 1
        while last and _says_little(text[slice(*sentences[last])]):
            last -= 1
        return sentences[last][0], _line_end(text, sentences[last][1])
    first = asks[-1]
    while first and first - 1 in asks and len(text) - sentences[first - 1][0] < 240:
        first -= 1
    return sentences[first][0], _line_end(text, sentences[asks[-1]][1])


def _says_little(one: str) -> bool:
    """Whether the sentence *one* is too short to ask, or only says how many are to be chosen."""
    return len(one.split()) < 4 or bool(_BRACKETED.fullmatch(one))


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def unnumbered(text: str) -> str:
    """*text* without a `(Choose 2)` in brackets."""
    return _BRACKETED.sub("", text).rstrip() if "(" in text else text


@lru_cache(maxsize=64)  # a scenario is asked when it is read, and when it is drafted
def declared(text: str) -> int:
    """How many answers *text* asks for ("Choose 2", "Select TWO."); 0 when it does not say."""
    for match in _CHOOSE.finditer(text):
        word = (match["n"] or match["k"]).lower()
        count = int(word) if word.isdigit() else _NUMBERS[word]
        if count > 1 or not match[0].lower().startswith("which"):
            return count
    return 0
