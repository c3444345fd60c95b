"""Cloze text for Anki, whose own reader ends a blank at the first `}}` and takes what follows `::` for a hint."""

from __future__ import annotations

import re

from msgspec import Struct

from flashkms.anki.html import MediaName, from_marked, guarded, guarded_answer, guarded_hint, without_private
from flashkms.cards import cloze

_SEEN_BY_ANKI = re.compile(r"\{\{c(\d+)::(?!\}\}|::)")
_TOO_HIGH = re.compile(r"`[^`]*`|\{\{c(\d{4,}|[5-9]\d\d)::")
_HINT = re.compile("\ue015(\\d+)\ue016")


class ClozeField(Struct, frozen=True):
    """The HTML of the field, and the ordinals, from 1, of the cards that Anki makes of it."""

    html: str
    ordinals: tuple[int, ...]


def field(text: str, media: MediaName) -> ClozeField | str:
    """The field that shows *text* with its blanks; or why Anki could not, in a few words."""
    text = without_private(text)
    wanted = cloze.ordinals(text)
    if not wanted:
        return "no {{c1::blank}} is left in the cloze"
    if too_high := next((match[1] for match in _TOO_HIGH.finditer(text) if match[1]), ""):
        return f"blank c{too_high[:9]} has a number over {cloze.MAX_ORDINAL}, of which Anki makes no card"
    hints: list[str] = []
    html = _HINT.sub(lambda match: hints[int(match[1])], from_marked(_marked(text, hints, media), media)).strip()
    seen = tuple(sorted({int(number) for number in _SEEN_BY_ANKI.findall(html)}))
    if seen != wanted:
        missing = ", ".join(f"c{number}" for number in wanted if number not in seen)
        return f"blank {missing} stands where Anki hides nothing, such as an address"
    return ClozeField(html, seen)


def _marked(text: str, hints: list[str], media: MediaName) -> str:
    """*text* with everything but the blanks' own braces guarded; the hints are moved to *hints*."""
    parts: list[str] = []
    at = 0
    for blank in cloze.blanks(text):
        parts += [_outside(text[at : blank.start]), _blank(blank, hints, media)]
        at = blank.end
    return "".join([*parts, _outside(text[at:])])


def _blank(blank: cloze.Blank, hints: list[str], media: MediaName) -> str:
    inner = cloze.blanks(blank.answer)
    parts: list[str] = []
    at = 0
    for nested in inner:
        parts += [guarded_answer(blank.answer[at : nested.start]), _blank(nested, hints, media)]
        at = nested.end
    parts.append(guarded_answer(blank.answer[at:]))
    hint = ""
    if blank.hint:
        hints.append("::" + _hint(blank.hint, media))
        hint = f"\ue015{len(hints) - 1}\ue016"
    return f"{{{{c{blank.ordinal}::{''.join(parts)}{hint}}}}}"


def _outside(text: str) -> str:
    return guarded(text) if "{{" in text or "}}" in text else text


def _hint(hint: str, media: MediaName) -> str:
    """*hint* as Anki shows it within a blank, in which it neither ends the blank nor opens another."""
    return from_marked(guarded_hint(" ".join(hint.split())), media, inline=True)
