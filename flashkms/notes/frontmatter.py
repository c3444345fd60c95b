"""Front matter: the few keys that flashkms reads from the YAML head of a note.

The core has no YAML library, and needs none here: published notes hold values that YAML itself refuses
(`2020-03-03 10:36:28 +0900`), and a line that makes no sense to this reader belongs to somebody else.
"""

from __future__ import annotations

import re

from msgspec import Struct

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
    values = _values(lines[1:end])
    problems = _problems(lines[1:end], path)
    return _typed(values, end + 1), problems


def _values(lines: list[str]) -> Values:
    """Every key with its values; a key below another is written `outer.inner`."""
    values: Values = {}
    outer = key = ""
    for line in lines:
        if pair := _PAIR.match(line):
            outer = outer if pair[1] else ""
            key = f"{outer}.{pair[2]}" if outer else pair[2]
            outer = outer or pair[2]
            _put(values, key, (pair[3] or "").strip())
        elif (item := _ITEM.match(line)) and key:
            values.setdefault(key, []).append(_bare(item[1]))
    return values


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
    return re.sub(r"\s+#.*$", "", value).strip()


def _typed(values: Values, end: int) -> FrontMatter:
    def first(*keys: str) -> str:
        return next((values[key][0] for key in keys if values.get(key)), "")

    said = first("flashcards").lower()
    below = any(key.startswith("flashcards.") for key in values)
    limit = first("flashcards.max_gaps", "flashcards.max_blanks")
    return FrontMatter(
        end,
        first("title"),
        tuple(dict.fromkeys((*values.get("tags", []), *values.get("flashcards.tags", [])))),
        first("flashcards.deck", "deck"),
        {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}.get(
            said, True if below else None
        ),
        tuple(values.get("flashcards.kinds", [])),
        int(limit) if limit.isdigit() else 0,
    )


_KNOWN = {"deck", "tags", "max_gaps", "max_blanks", "kinds"}
KINDS = ("cloze", "question", "scenario", "choice", "whynot")


def _problems(lines: list[str], path: str) -> tuple[Problem, ...]:
    found: list[Problem] = []
    for number, line in enumerate(lines, 2):
        said = re.match(r"flashcards\s*:\s*(\S.*)$", line)
        if (
            said
            and not said[1].startswith(("{", "#"))
            and _bare(said[1]).lower() not in ("true", "false", "yes", "no", "on", "off")
        ):
            message = f'flashcards: "{_bare(said[1])}" is neither true nor false'
            found.append(Problem(path, number, message, "write `flashcards: true`", "front-matter"))
        if said and said[1].startswith("{"):
            unknown = [inner[1] for inner in _INSIDE.finditer(said[1]) if inner[1] not in _KNOWN]
            found += [
                Problem(
                    path,
                    number,
                    f'flashcards: unknown key "{key}"',
                    "docs/note-format.md lists the keys",
                    "front-matter",
                )
                for key in unknown
            ]
    return tuple(found)
