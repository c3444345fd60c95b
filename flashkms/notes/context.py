"""The context line: what must stand above a card so that it can be answered alone."""

from __future__ import annotations

import re
from functools import lru_cache

from flashkms.notes.note import Note, Point

# Headings that say nothing about what stands below them, misspellings included as people write them.
_GENERIC = re.compile(
    r"(?:key\s+|main\s+|some\s+|other\s+|important\s+|basic\s+)?"
    r"(?:(?=[a-z]*r)f(?!u)[aeu]{1,3}t[aeu]{0,3}r?e?u?r?e?s?|concepts?|(?:exam\s+)?points?|(?:core\s+)?knowledge|cheat\s?sheets?|overview|summary|notes?|"
    r"basics?|introduction|intro|use\s?cases?|etc|misc(?:ellaneous)?|details?|description|general|"
    r"tips?|definitions?|what is it\??|"
    r"특징|개념|개요|정리|요약|기타|기본|정의|소개|scenarios?|시나리오|questions?)",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"\s*\b(?:cheat\s?sheet|key features?|features?|concepts?|overview|basics|summary)\s*$", re.IGNORECASE
)
_VERSUS = re.compile(r"\s+(?:vs\.?|versus|and|&|/)\s+", re.IGNORECASE)
MAKERS = frozenset(("aws", "amazon", "google", "microsoft", "azure", "apache"))  # a name is told without them
LONGEST_GENERIC = 40  # characters: what is longer is no heading of that kind
MAX_PART = 70  # characters of one parent that are shown


@lru_cache(maxsize=512)  # headings and parents come back
def generic(text: str) -> bool:
    """Whether *text* is a heading or label that names no subject."""
    name = text.strip(" :.")
    return len(name) <= LONGEST_GENERIC and bool(_GENERIC.fullmatch(name))


@lru_cache(maxsize=512)
def named(heading: str) -> str:
    """*heading* without what only says that it heads a section: `Rye cheat sheet` is about rye."""
    return _LAST.sub("", heading).strip(" :") or heading


def line(note: Note, headings: tuple[str, ...], parents: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Title, headings and parents as they are shown above a card, outermost first; never two that say the same."""
    return _line(note.title, headings, parents)


@lru_cache(maxsize=64)  # siblings stand below the same ones
def _line(title: str, headings: tuple[str, ...], parents: tuple[str, ...]) -> tuple[str, ...]:
    parts = [title, *(named(heading) for heading in headings if not generic(heading))]
    parts += [_cut(parent) for parent in parents if not generic(parent)]
    shown: list[str] = []
    for part in parts:
        text = part.strip(" :")
        if not text or any(text.lower() == other.lower() for other in shown):
            continue
        while shown and _covers(text, shown[-1]) and len(shown) > 1:
            shown.pop()
        shown.append(text)
    return tuple(shown)


def of(note: Note, point: Point) -> tuple[str, ...]:
    """The context line of *point*."""
    return line(note, point.headings, point.parents)


def _covers(text: str, above: str) -> bool:
    """Whether *above* can go: *text* starts with it, or is one side of the comparison that it announces."""
    if text.lower().startswith(above.lower()):
        return True
    return any(text.lower().startswith(side.lower()) for side in sides(above) if len(side) > 1)


def sides(heading: str) -> list[str]:
    """What *heading* compares or joins, `Rye vs. Oat`, `Rye & Oat`; nothing where it speaks of one thing."""
    found = _VERSUS.split(heading)
    return found if len(found) > 1 else []


def _cut(parent: str) -> str:
    term = re.split(r"\s+:\s+|:\s+", parent, maxsplit=1)[0]
    text = term if len(parent) > MAX_PART and 1 < len(term) <= MAX_PART else parent
    if len(text) <= MAX_PART:
        return text
    return text[:MAX_PART].rsplit(" ", 1)[0].rstrip(" ,;:(") + " …"
