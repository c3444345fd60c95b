"""Subjects: what a point is said of, and the things of the same kind that its note tells it from.

A fact of which no word is worth hiding still tells one of several things from the others: `keeps rye warm` is said of
the deck oven, and not of the rack oven. So its note is asked which one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from flashkms.cards.lint.words import content_words, stem
from flashkms.notes import context
from flashkms.notes.note import Note, Point

DEEPEST = 8  # headings and bullets above a point: what stands below more of them is asked of none
LONGEST = 6  # words of a name
MOST = 6  # things that are told apart
_SIDES = re.compile(r"\s+(?:vs\.?|versus)\s+", re.IGNORECASE)
_SIGNS = re.compile(r"[\W_]+")
_COMMAS = re.compile(r",\s+(?:and\s+)?")
_SEVERAL = re.compile(r"\s(?:vs\.?|versus|and|or|&)\s|/|,|:\s|[?!]|\.\.|…", re.IGNORECASE)
_KINDS = re.compile(
    r"(?:\d+\s)?(?:[\w-]+ ){0,3}(?:types?|kinds?|options?|models?|modes?|classes|tiers?|flavou?rs?|variants?|"
    r"(?:routing )?policies|strategies|placement groups?)|(?:\d+\s)?(?:types|kinds|modes|classes|variants) of .{2,40}|"
    r".{0,20}(?:종류|유형|옵션|모드|방식)",
    re.IGNORECASE,
)
_MAKER = re.compile(r"^(?:aws|amazon|google|microsoft|azure|apache)\s+", re.IGNORECASE)
_NO_NAME = re.compile(
    r"\d|(?:for|to|on|in|if|when|with|how|using|use|getting|making|creating|why|what)\b", re.IGNORECASE
)

Path = tuple[str, ...]


class Subject(Struct, frozen=True):
    """A *name* that stands at *at* in the path of a point, and its *rivals* in note order, itself among them.

    They are *listed* where a title or heading above says them all; without rivals the name is one of its own.
    """

    name: str
    at: int
    rivals: tuple[str, ...] = ()
    listed: bool = False


def tree(points: Iterable[Point]) -> dict[Path, tuple[str, ...]]:
    """What stands right below each path of headings and bullets, in the order of *points*."""
    below: dict[Path, dict[str, None]] = {}
    seen: set[tuple[Path, Path]] = set()
    for point in points:
        place = (point.headings, point.parents)
        if place in seen:
            continue
        seen.add(place)
        path = (*point.headings, *point.parents)[:DEEPEST]
        for at, name in enumerate(path):
            below.setdefault(path[:at], {})[name] = None
    return {path: tuple(names) for path, names in below.items()}


def opening(points: Iterable[Point]) -> frozenset[int]:
    """The lines of those of *points* that open the section below their headings."""
    lines: dict[Path, int] = {}
    for point in points:
        lines.setdefault(point.headings, point.line)
    return frozenset(lines.values())


def of(note: Note, point: Point) -> Subject | None:
    """What stands right above *point*, and the things that its note tells it from; None where that is no name.

    Above what stands right below the title, it is the title.
    """
    path = (*point.headings, *point.parents)
    at = next((at for at in range(len(path) - 1, -1, -1) if not context.generic(path[at])), -1)
    name = context.named(path[at]) if at >= 0 else note.title
    if len(path) > DEEPEST or not named(name):
        return None
    return _among(note.below, (note.title, *path[:at]), path, at) if at >= 0 else Subject(name, at)


def _among(below: Mapping[Path, tuple[str, ...]], above: Path, path: Path, at: int) -> Subject:
    name = path[at]
    for heading in reversed(above):
        sides = _sides(heading)
        if 1 < len(sides) <= MOST and any(same(name, side) for side in sides):
            return Subject(name, at, sides, listed=True)
    beside = [other for other in below.get(path[:at], ()) if not context.generic(other)]
    if not 1 < len(beside) <= MOST:
        return Subject(name, at)
    if _KINDS.fullmatch(above[-1].strip(" :")) and all(map(named, beside)):
        return Subject(name, at, tuple(beside))
    alike = [other for other in beside if other == name or _differ_in_a_word(other, name)]
    return Subject(name, at, tuple(alike) if len(alike) > 1 else ())


@lru_cache(maxsize=256)
def _sides(heading: str) -> Path:
    """What *heading* compares or lists; all of it where it does neither."""
    sides = tuple(_SIDES.split(heading))
    return sides if len(sides) > 1 else tuple(_COMMAS.split(heading))


@lru_cache(maxsize=256)
def named(text: str) -> bool:
    """Whether *text* is the name of one thing, and no condition, comparison or fact."""
    words = text.split()
    return len(words) <= LONGEST and not _SEVERAL.search(text) and not _NO_NAME.match(text) and not words[0].islower()


def unmade(name: str) -> str:
    """*name* without its maker."""
    return _MAKER.sub("", name)


def telling(name: str, rivals: Iterable[str] = ()) -> tuple[str, ...]:
    """The words of *name* that no name of all *rivals* shares, in lower case."""
    others = [{stem(word) for word in content_words(other)} for other in rivals]
    own = content_words(context.named(name))
    return tuple(word for word in own if not others or not all(stem(word) in words for words in others)) or own


def same(name: str, side: str) -> bool:
    """Whether *side* of a comparison is what *name* names."""
    one, other = _folded(name), _folded(side)
    return len(other) > 1 and (one.startswith(other) or other.startswith(one))


@lru_cache(maxsize=256)  # each heading is compared with each other one
def _folded(name: str) -> str:
    return _SIGNS.sub("", unmade(context.named(name).strip().lower()))


def _differ_in_a_word(one: str, other: str) -> bool:
    """Whether *one* and *other* are of as many words, of which all but one are the same: `Deck Oven`, `Rack Oven`."""
    words, others = [stem(word.lower()) for word in one.split()], [stem(word.lower()) for word in other.split()]
    return len(words) == len(others) > 1 and sum(a != b for a, b in zip(words, others, strict=True)) == 1
