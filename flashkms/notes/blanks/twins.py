"""`X(Y)` where one half abbreviates the other: to hide one and show the other would ask nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from flashkms.notes.blanks.candidates import Candidate
from flashkms.notes.blanks.scene import Scene
from flashkms.notes.blanks.shortened import PLURAL, letters

_BRACKETS = re.compile(r"\s?\(([^()]{2,60})\)")
_GLOSS = re.compile(r"[가-힣]\([A-Za-z][A-Za-z -]{2,40}\)")  # a translation, behind the Korean words
_WORDS = re.compile(r"[^\W_]+")
_SEVERAL = re.compile(r"([A-Z]{2,6}(?: [A-Z]{2,6}){1,2})\s?\(([^()]{2,80})\)")  # `PCI DSS(…)`
_SHORT = re.compile(r"[A-Z][A-Za-z0-9]{1,6}")


def whole(scene: Scene, one: Candidate) -> Candidate:
    """*one*, made as long as the pair of which it is a half; unchanged when that would leave nothing to go by."""
    if "(" not in scene.shown.plain:
        return one
    for start, middle, end in _pairs(scene.shown.plain):
        first_half = start < one.end <= middle
        second_half = middle <= one.start and one.end <= end
        if first_half or second_half:
            return _spread(scene, one, min(start, one.start), end)
    gloss = _GLOSS.match(scene.shown.plain, one.end - 1)
    return _spread(scene, one, one.start, gloss.end()) if gloss else one


def half_told(scene: Scene, one: Candidate) -> bool:
    """Whether *one* hides `long form (SHORT)` while its short form stands elsewhere in the text."""
    text = scene.shown.plain
    if "(" not in text[one.start : one.end]:
        return False
    for start, middle, end in _pairs(text):
        if one.start <= start and end <= one.end:
            short = min(text[start:middle].strip(), text[middle:end].strip(" ()"), key=len).removesuffix("s")
            beside = f"{text[: one.start]} {text[one.end :]}"
            if short in beside and re.search(rf"(?<![^\W_]){re.escape(short)}s?(?![^\W_])", beside):
                return True
    return False


def only(text: str) -> tuple[str, str] | None:
    """The halves of *text* when it is one `long form (SHORT)` or `SHORT(long form)`, and nothing else."""
    if "(" not in text:
        return None
    several = _SEVERAL.fullmatch(text.strip(" .:"))
    if several and abbreviates(several[1].replace(" ", ""), _WORDS.findall(several[2])):
        return several[1], several[2]
    pairs = _pairs(text)
    if len(pairs) != 1 or pairs[0][0] or text[pairs[0][2] :].strip(" .:"):
        return None
    start, middle, end = pairs[0]
    return text[start:middle].strip(), text[middle:end].strip(" ()")


@lru_cache(maxsize=8)  # each candidate of a text is asked for its pair
def _pairs(text: str) -> tuple[tuple[int, int, int], ...]:
    """Start, middle and end of each `long form (SHORT)` and `SHORT(long form)` of *text*."""
    found: list[tuple[int, int, int]] = []
    for brackets in _BRACKETS.finditer(text):
        before = list(_WORDS.finditer(text, max(0, brackets.start() - 80), brackets.start()))
        if not before or before[-1].end() != brackets.start():
            continue
        inside, last = PLURAL.sub("", brackets[1].strip()), before[-1]
        size = len(letters(inside))
        if _SHORT.fullmatch(inside) and len(before) >= size and abbreviates(inside, [w[0] for w in before[-size:]]):
            found.append((before[-size].start(), brackets.start(), brackets.end()))
        elif _SHORT.fullmatch(last[0]) and abbreviates(last[0], _WORDS.findall(inside)):
            found.append((last.start(), brackets.start(), brackets.end()))
    return tuple(found)


def abbreviates(short: str, words: list[str]) -> bool:
    """Whether the letters of *short* begin the first words of *words*, as many as it has."""
    spelled = letters(short)
    return len(words) >= len(spelled) and all(
        letter.lower() == word[0].lower() for letter, word in zip(spelled, words, strict=False)
    )


def _spread(scene: Scene, one: Candidate, start: int, end: int) -> Candidate:
    tokens = scene.tokens
    inside = [at for at in range(len(tokens)) if start <= tokens.starts[at] and tokens.ends[at] <= end]
    told = scene.sums.telling
    if not inside or told[-1] <= told[inside[-1] + 1] - told[inside[0]]:
        return one
    return Candidate(start, end, inside[0], inside[-1] + 1, one.origin)
