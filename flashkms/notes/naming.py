"""Names of things: whether a text is one, speaks of one, or is one of the answers by another name."""

from __future__ import annotations

import re
from functools import lru_cache

from flashkms.notes.blanks import twins

_HANGUL = re.compile("[가-힣]")
_LEAD = re.compile(r"^(?:use|using|an?|the)\s+", re.IGNORECASE)
_TWINS = re.compile(r"([^()]{2,80}?)\s?\(([^()]{2,80})\)")
_SIGNS = re.compile(r"[\W_]+")


def is_name(text: str) -> bool:
    """Whether *text* is the name of one thing, as an answer and its rivals are: a few words, one in capitals."""
    words = _LEAD.sub("", text).split()
    return 0 < len(words) <= 5 and any(word[:1].isupper() for word in words)


def names(term: str, answers: tuple[str, ...]) -> bool:
    """Whether *term* is, or is part of, one of the *answers*, or the other way round."""
    spellings = [folded(term), *map(folded, _twins(term))]
    return any(
        name in (other := folded(answer)) or (other in name and len(other) > 2)
        for answer in answers
        for name in spellings
    )


def _twins(term: str) -> tuple[str, ...]:
    """The two names that a *term* `name(other name)` gives one thing: its initials, or it in another script."""
    match = _TWINS.fullmatch(term) if "(" in term else None
    if not match:
        return ()
    outside, inside = match.groups()
    short, long = sorted((outside, inside), key=len)
    translated = bool(_HANGUL.search(outside)) != bool(_HANGUL.search(inside))
    return (outside, inside) if translated or twins.abbreviates(short, re.findall(r"[^\W_]+", long)) else ()


def names_in(name: str, text: str) -> bool:
    """Whether *text* speaks of *name*, by the whole of it or by its initials."""
    words = re.findall(r"[\w가-힣]+", name)
    initials = "".join(word[0] for word in words)
    folded = text.casefold()
    if words and all(word.casefold() in folded for word in words):  # to make the pattern is slow
        whole = r"\W+".join(map(re.escape, words))
        if re.search(rf"(?<![^\W_]){whole}(?:s|es)?(?![A-Za-z0-9])", text, re.IGNORECASE):
            return True
    told = len(initials) > 2 and initials.isupper() and initials in text
    return told and bool(re.search(rf"\b{initials}s?\b", text))


@lru_cache(maxsize=512)  # a question and its answers are compared with every remark
def folded(text: str) -> str:
    """The letters and figures of *text*, without the maker's name."""
    return _SIGNS.sub("", text.lower().replace("amazon", "").replace("aws", ""))
