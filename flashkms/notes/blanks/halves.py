"""Blanks that cut one thing in two, so that what is left gives the other half away or makes no sense."""

from __future__ import annotations

import re

from flashkms.cards.lint.words import closes_brackets
from flashkms.notes.blanks.candidates import Candidate
from flashkms.notes.blanks.scene import Scene
from flashkms.notes.blanks.words import GENERIC, NAME, NUMBER, PARTICLES, STOP, VERB
from flashkms.notes.clued import Clued

_BROKEN = re.compile(r"^[)\]}”’,;:.+&=|<>]|[(\[{“‘,;:&/=|<>]$|\s\+$")
_HANGUL = re.compile("[가-힣]+")
_TO = re.compile(r"\s?[-~–]\s?\d")
_FROM = re.compile(r"\d%?\s?[-~–]\s?$")
_ENDS_NUMBER = frozenset("0123456789%")
_FLAG = re.compile(r"(?<!\S)--?$")  # of `-o yaml`
# Names that end in a number.
_NUMBERED = Clued(
    re.compile(r"\b(?:Route 53|Fortune 500|Web 2\.0)\b", re.IGNORECASE), ("route 53", "fortune 500", "web 2.0")
)


def reason(scene: Scene, one: Candidate) -> str:
    """Why *one* would leave half a thing in view; empty when it is whole."""
    plain = scene.shown.plain
    text = plain[one.start : one.end]
    whole = text[0].isalnum() and text[-1].isalnum()
    if not _balanced(text) or (not whole and one.origin != "code" and _BROKEN.search(text)):
        return "unbalanced signs"
    if _half_a_word(plain, one) or _half_a_name(plain, one, numbers=scene.numbers > 0):
        return "half a word, or half a name"
    if _half_a_range(plain, one):
        return "half of a range"
    if _half_of_code(scene, one):
        return "a piece of code that means nothing by itself"
    return "a count without what it counts" if _half_a_count(scene, one) else ""


def _balanced(text: str) -> bool:
    """Whether every bracket and quotation mark of *text* has its other half in it."""
    return closes_brackets(text) and text.count('"') % 2 == 0


def _half_a_range(plain: str, one: Candidate) -> bool:
    """Whether *one* ends or starts at the dash of two numbers: `0.1%` of `0.1% - 0.2%`."""
    return bool(plain[one.end - 1] in _ENDS_NUMBER and _TO.match(plain, one.end)) or bool(
        plain[one.start].isdigit() and _FROM.search(plain, max(0, one.start - 12), one.start)
    )


def _half_a_word(plain: str, one: Candidate) -> bool:
    """Whether *one* ends within a word with a number, `2주` of `2주일`; a particle behind it is another word."""
    behind = _HANGUL.match(plain, one.end) if plain[one.end - 1].isdigit() else None
    return behind is not None and PARTICLES.fullmatch(behind[0]) is None


def _half_a_name(plain: str, one: Candidate, *, numbers: bool) -> bool:
    """Whether *one* is `vector` of `std::vector`, `1` of `fe80::1`, or, beside *numbers*, `53` of `Route 53`."""
    for name in _NUMBERED.finditer(plain) if numbers else ():
        if name.start() < one.start < name.end() or name.start() < one.end < name.end():
            return True
    if "::" not in plain:
        return False
    start, end = plain.rfind(" ", 0, one.start) + 1, plain.find(" ", one.end)
    return "::" in plain[start : one.start] or "::" in plain[one.end : end if end >= 0 else len(plain)]


def _half_of_code(scene: Scene, one: Candidate) -> bool:
    """Whether *one* is a flag without its hyphens, or stands between double braces."""
    plain = scene.shown.plain
    if "{{" in plain and plain.rfind("{{", 0, one.end) > plain.rfind("}}", 0, one.start):
        return True
    return "-" in plain[one.start - 2 : one.start] and bool(_FLAG.search(plain, 0, one.start))


def _half_a_count(scene: Scene, one: Candidate) -> bool:
    """Whether *one* is `5 IP` of `5 IP addresses`."""
    tokens, last = scene.tokens, one.last
    if last >= len(tokens) or last - one.first < 2 or tokens.before[last] != " ":
        return False
    number, word, behind = tokens.classes[last - 2 : last + 1]
    plural = tokens.lowers[last].endswith("s") and not tokens.lowers[last].endswith("ss")
    counted = plural and not behind & (STOP | VERB | NAME)
    return bool(number & NUMBER) and not word & (NUMBER | GENERIC) and counted
