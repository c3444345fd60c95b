"""TOML text to a Config, and a problem for each line that sets nothing.

A collection may come from a stranger, so its settings are data: none of them names a program, an address, or a path
outside, and a key that would is refused by name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace

from flashkms.config import keys, readers
from flashkms.config.readers import Reader, WantedError, shown
from flashkms.config.values import Config, DeckSettings
from flashkms.errors import Problem

NOTES = "notes"  # a table, and the rule of problems in it: only what reads notes depends on it
_LONGEST = 2**20  # characters; a settings file has hundreds
# Patterns are compiled where something is wrong: every start reads the settings.
_PROGRAM = "(?i)editor|command|hook|plugin|shell|exec|script|pager|browser|program|remote|(?:^|_)url"
_AT_LINE = r"\s*\(at line (\d+), column \d+\)$"
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_Report = Callable[[tuple[str, ...], str, str], None]


def parse(text: str, path: str) -> tuple[Config, tuple[Problem, ...]]:
    """The settings of *text*, and what is wrong in it; a wrong setting keeps its default.

    A text that is no TOML at all is one problem, and every default.
    """
    try:
        tables = _tables(text)
    except tomllib.TOMLDecodeError as error:
        return Config(), (_undecodable(error, text, path),)
    except (RecursionError, ValueError):
        return Config(), (
            Problem(path, 0, "this is no TOML that a settings file needs", "compare flashkms help settings"),
        )
    wrong: list[tuple[tuple[str, ...], str, str]] = []
    config = _config(tables, lambda *what: wrong.append(what))
    return config, tuple(sorted(_placed(wrong, text, path))) if wrong else ()


def _placed(wrong: list[tuple[tuple[str, ...], str, str]], text: str, path: str) -> Iterator[Problem]:
    from flashkms.config.places import place, places  # noqa: PLC0415  # only where something is wrong

    lines = places(text)
    for key, message, hint in wrong:
        yield Problem(path, place(lines, key), message, hint, NOTES if key[0] == NOTES else "")


def readable(text: str) -> bool:
    """Whether *text* is TOML, whatever it sets."""
    try:
        _tables(text)
    except (RecursionError, ValueError):  # that of `tomllib` is a ValueError too
        return False
    return True


def _tables(text: str) -> dict[str, Any]:
    if len(text) > _LONGEST:
        raise ValueError(text[:20])
    return tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))


def _config(tables: Mapping[str, Any], report: _Report) -> Config:
    for name in tables:
        if name not in {*keys.SECTIONS, keys.DECKS, keys.EXAMS, keys.KEYS}:
            report((name,), *_unknown(name, (*keys.SECTIONS, keys.DECKS, keys.EXAMS, keys.KEYS)))
    found = {name: _section(tables, (name,), known, report) for name, known in keys.SECTIONS.items()}
    default = Config()
    return replace(
        default,
        collection_id=found["collection"].get("id", default.collection_id),
        note_paths=found["notes"].get("paths", default.note_paths),
        schedule=replace(default.schedule, **found["schedule"]),
        queue=replace(default.queue, **found["queue"]),
        triage=found["cards"].get("triage", default.triage),
        theme=found["screen"].get("theme", default.theme),
        decks=tuple(_decks(tables, report)),
        exams=tuple(_exams(tables, report)),
        keys=tuple(_bindings(tables, report)),
    )


def _decks(tables: Mapping[str, Any], report: _Report) -> Iterator[tuple[str, DeckSettings]]:
    decks = _table(tables, (keys.DECKS,), report)
    for name in decks:
        yield name, DeckSettings(**_section(decks, (keys.DECKS, name), keys.DECK, report))


def _exams(tables: Mapping[str, Any], report: _Report) -> Iterator[tuple[str, date]]:
    table = _table(tables, (keys.EXAMS,), report)
    return iter(_section(tables, (keys.EXAMS,), dict.fromkeys(table, readers.day), report).items())


def _bindings(tables: Mapping[str, Any], report: _Report) -> Iterator[tuple[str, str]]:
    table = _table(tables, (keys.KEYS,), report)
    if not table:
        return
    from flashkms.config.names import BINDINGS  # noqa: PLC0415  # few have keys of their own

    for name, value in table.items():
        if not (isinstance(value, str) and value.isprintable()):
            report((keys.KEYS, name), f"{name}: {shown(value)} is not a text in quotes", 'write the keys as "u,ctrl+z"')
        elif name not in BINDINGS:
            message, hint = _unknown(name, BINDINGS)
            report((keys.KEYS, name), message, hint if hint.startswith("did") else "flashkms help keys has the ids")
        else:
            yield name, value


def _section(
    tables: Mapping[str, Any], path: tuple[str, ...], known: Mapping[str, Reader], report: _Report
) -> dict[str, Any]:
    """The settings of one table that are right, by name."""
    values: dict[str, Any] = {}
    for name, value in _table(tables, path, report).items():
        if name not in known:
            report((*path, name), *_unknown(name, tuple(known)))
            continue
        try:
            values[name] = known[name](value)
        except WantedError as error:
            report((*path, name), f"{name}: {error}", "flashkms help settings says what it may hold")
    return values


def _table(tables: Mapping[str, Any], path: tuple[str, ...], report: _Report) -> Mapping[str, Any]:
    table = tables.get(path[-1], {})
    if isinstance(table, dict):
        return table
    report(path, f"{path[-1]} is not a table", f"write it as [{_dotted(path)}], its settings below")
    return {}


def _dotted(path: tuple[str, ...]) -> str:
    """*path* as a header of TOML has it, in quotes where its letters need them: `decks."A::B"`."""
    return ".".join(part if _BARE.fullmatch(part) else f'"{part}"' for part in path)


def _unknown(name: str, known: tuple[str, ...]) -> tuple[str, str]:
    """The message and the hint for a key that nothing knows."""
    if re.search(_PROGRAM, name):
        return (
            f"{shown(name)} is refused: a collection's settings name no program and no address",
            "set EDITOR or BROWSER in your own environment",
        )
    import difflib  # noqa: PLC0415  # only where a key is misspelt

    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f"unknown key {shown(name)}", f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"


def _undecodable(error: tomllib.TOMLDecodeError, text: str, path: str) -> Problem:
    told = str(error)
    at = re.search(_AT_LINE, told)
    line = int(at[1]) if at else text.count("\n") + 1
    message = re.sub(_AT_LINE, "", told).replace(" (at end of document)", "")
    message = f"no TOML: {message[:1].lower()}{message[1:]}"
    return Problem(path, line, message, "a text stands in quotes, a table in [brackets]")
