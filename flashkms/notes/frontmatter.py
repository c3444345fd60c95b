"""Front matter: the few keys that flashkms reads from the YAML head of a note.

The core has no YAML library, and needs none here: published notes hold values that YAML itself refuses
(`2020-03-03 10:36:28 +0900`), and a line that makes no sense to this reader belongs to somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from flashkms.cards.lint.words import quoted
from flashkms.errors import Problem


class FrontMatter(Struct, frozen=True):
    """*end* is the number of its last line, 0 when there is none; *enabled* is None when nothing is said."""

    end: int = 0
    title: str = ""
    tags: tuple[str, ...] = ()
    deck: str = ""
    enabled: bool | None = None
    kinds: tuple[str, ...] = ()  # which kinds of cards are wanted; empty means all
    max_blanks: int = 0  # of one point; 0 means as many as are good


_FENCE = re.compile(r"---\s*$")
_END = re.compile(r"(?:---|\.\.\.)\s*$")
_PAIR = re.compile(r"(\s*)([A-Za-z_][\w-]*)\s*:(?:\s+(.*))?$")
_ITEM = re.compile(r"\s*-\s+(.*)$")
_INSIDE = re.compile(r"([A-Za-z_][\w-]*)\s*:\s*(\[[^\]]*\]|\"[^\"]*\"|'[^']*'|[^,{}]*)")
MAX_LINES = 400  # a head longer than this is no head

Values = dict[str, list[str]]


def read(lines: list[str], path: str) -> tuple[FrontMatter, tuple[Problem, ...]]:
    """The front matter at the top of *lines*, and what is wrong with it."""
    if not lines or not _FENCE.match(lines[0].removeprefix("\ufeff")):
        return FrontMatter(), ()
    end = next((at for at, line in enumerate(lines[1:MAX_LINES], 1) if _END.match(line)), 0)
    if not end:
        return FrontMatter(), (
            Problem(path, 1, "front matter is never closed", "end it with a line ---", "front-matter"),
        )
    values, places = _values(lines[1:end])
    odd = sorted((*_problems(values, places, path), *_misplaced(lines[1:end], path)))
    return _typed(values, end + 1), tuple(odd)


def _values(lines: list[str]) -> tuple[Values, dict[str, int]]:
    """Every key with its values, and with its line; a key below another is written `outer.inner`."""
    values: Values = {}
    places: dict[str, int] = {}
    outer = key = ""
    for number, line in enumerate(lines, 2):
        if pair := _PAIR.match(line):
            outer = outer if pair[1] else ""
            key = f"{outer}.{pair[2]}" if outer else pair[2]
            outer = outer or pair[2]
            _put(values, key, (pair[3] or "").strip())
            places |= {name: number for name in values if name not in places}
        elif (item := _ITEM.match(line)) and key:
            values.setdefault(key, []).append(_bare(item[1]))
    return values, places


def _put(values: Values, key: str, value: str) -> None:
    if value.startswith("{"):
        for inner in _INSIDE.finditer(value):
            _put(values, f"{key}.{inner[1]}", inner[2].strip())
    elif value.startswith("["):
        values[key] = [_bare(part) for part in value.strip("[]").split(",") if part.strip()]
    else:
        values[key] = [_bare(value)] if _bare(value) else []


def _bare(value: str) -> str:
    value = value.strip()
    quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'"
    if quoted:
        return value[1:-1].strip()
    if value[:1] in "\"'" and value.count(value[:1]) == 1:  # its partner was lost
        value = value[1:]
    return re.sub(r"\s+#.*$", "", value).strip() if "#" in value else value.strip()


def _typed(values: Values, end: int) -> FrontMatter:
    def first(*keys: str) -> str:
        return next((values[key][0] for key in keys if values.get(key)), "")

    below = any(key.startswith("flashcards.") for key in values)
    limit = first("flashcards.max_gaps", "flashcards.max_blanks")
    return FrontMatter(
        end,
        first("title"),
        tuple(dict.fromkeys((*values.get("tags", []), *values.get("flashcards.tags", [])))),
        first("flashcards.deck", "deck"),
        _SWITCH.get(first("flashcards").lower(), True if below else None),
        tuple(map(_kind, values.get("flashcards.kinds", []))),
        int(limit) if _LIMIT.fullmatch(limit) else 0,
    )


_SWITCH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_KNOWN = {"deck", "tags", "max_gaps", "max_blanks", "kinds"}
_KINDS = ("cloze", "question", "choice", "whynot", "scenario")
_LIMIT = re.compile("[0-9]{1,3}")


def _kind(word: str) -> str:
    """A kind of cards as it is compared: `why_not` is `whynot`."""
    return re.sub("[_ -]", "", word.lower())


def _problems(values: Values, places: dict[str, int], path: str) -> Iterator[Problem]:
    """What makes no sense below `flashcards`, by line."""
    for key, line in places.items():
        for message, hint in _wrong(key, values[key]):
            yield Problem(path, line, f"flashcards: {message}", hint, "front-matter")


def _misplaced(lines: list[str], path: str) -> Iterator[Problem]:
    """A `flashcards` that a tab indents, or that stands there a second time."""
    first = 0
    for number, line in enumerate(lines, 2):
        pair = _PAIR.match(line)
        if not pair or pair[2] != "flashcards":
            continue
        if "\t" in pair[1]:
            yield Problem(path, number, "a tab indents `flashcards`", "begin the line with it", "front-matter")
        elif not pair[1] and first:
            said = "`flashcards` stands here a second time, and this one counts"
            yield Problem(path, number, said, f"the first is in line {first}", "front-matter")
        first = first or (0 if pair[1] else number)


def _wrong(key: str, words: list[str]) -> Iterator[tuple[str, str]]:
    top, _, name = key.partition(".")
    if top != "flashcards":
        return
    if name and name not in _KNOWN:
        yield f"unknown key {quoted(name)}", "flashkms help note-format lists the keys"
    for word in words:
        if not name and word.lower() not in _SWITCH and not word.startswith("#"):
            yield f"{quoted(word)} is neither true nor false", "write `flashcards: true`"
        elif name == "kinds" and _kind(word) not in _KINDS:
            yield f"unknown kind {quoted(word)}", f"kinds: {', '.join(_KINDS)}"
        elif name in ("max_blanks", "max_gaps") and not _LIMIT.fullmatch(word):
            yield f"{name} {quoted(word)} is no whole number below 1,000", f"write `{name}: 2`"
