"""Steering: what an author tells flashkms in a note, in HTML comments that no published page shows.

`<!-- fc: skip -->` stands at the end of the line it speaks of; the words are those of `docs/note-format.md`.
"""

from __future__ import annotations

import re

from msgspec import Struct

from flashkms.errors import Problem


class Steering(Struct, frozen=True):
    """What one comment asks for; the default asks for nothing."""

    skip: bool = False
    force: bool = False
    term: bool = False
    ordered: bool = False
    switch: str = ""  # "on" or "off": from a heading, or from here
    blanks: tuple[str, ...] = ()  # exact substrings to hide
    hint: str = ""
    question: str = ""
    answer: str = ""
    cue: tuple[str, ...] = ()
    choice: bool = True
    why_not: bool = True
    id: str = ""
    anchor: bool = False  # the id is one of Obsidian's blocks, which is given once in its note, not in all of them
    tags: tuple[str, ...] = ()


NONE = Steering()
SKIPPED = "the note says skip"

_COMMENT = re.compile(r"<!--\s*fc:([^\n]{0,2000}?)-->", re.IGNORECASE)
_WORD = re.compile(r"([A-Za-z_]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\S+)))?")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,60}")


def unknown_to_questions(asked: Steering) -> tuple[str, ...]:
    """The words of *asked* that say nothing about a question of a scenario part."""
    if asked is NONE:
        return ()
    words = {"cloze": asked.blanks, "hint": asked.hint, "term": asked.term, "list": asked.ordered}
    return tuple(word for word, said in words.items() if said)


def unknown_to_remarks(asked: Steering) -> tuple[str, ...]:
    """The words of *asked* that say nothing about a line below a question, or in an answer."""
    if asked is NONE:
        return ()
    words = {
        "force": asked.force, "q": asked.question, "a": asked.answer, "cue": asked.cue, "tags": asked.tags,
        "mcq": not asked.choice, "whynot": not asked.why_not,
    }  # fmt: skip
    return (*unknown_to_questions(asked), *(word for word, said in words.items() if said))


def read(line: str, path: str, number: int) -> tuple[str, Steering, tuple[Problem, ...]]:
    """*line* without its steering comments, what they ask for together, and what is wrong with them."""
    asked: dict[str, object] = {}
    problems: list[Problem] = []
    for comment in _COMMENT.finditer(line):
        for word in _WORD.finditer(comment[1]):
            value = next((part for part in word.groups()[1:] if part is not None), "")
            problem = _ask(asked, word[1].lower(), value)
            if problem:
                problems.append(Problem(path, number, problem, "flashkms help note-format lists the words", "steering"))
    return _COMMENT.sub("", line), Steering(**asked), tuple(problems)  # type: ignore[arg-type]  # _ask keeps the types


_ON = frozenset(("", "on", "yes", "true"))


def _ask(asked: dict[str, object], key: str, value: str) -> str:
    """Notes what one word asks for; returns what is wrong with it, or an empty text."""
    refused = value.lower() in ("off", "no", "false")
    match key:
        case "skip" | "force" | "term":
            asked[key] = not refused
        case "on" | "off":
            asked["switch"] = key
        case "cloze" | "cue" | "tags":
            parts = re.split(r"[;,]" if key == "tags" else ";", value)
            said = tuple(part.strip() for part in parts if part.strip())
            asked["blanks" if key == "cloze" else key] = said
            return "" if said else f"`{key}` names nothing"
        case "q" | "a" | "hint":
            asked[{"q": "question", "a": "answer"}.get(key, key)] = value.strip()
        case "mcq" | "choice" | "whynot" | "why_not":
            asked["choice" if key in ("mcq", "choice") else "why_not"] = not refused
            return "" if refused or value.lower() in _ON else f'`{key}` is on or off, not "{value}"'
        case "list":
            asked["ordered"] = value == "ordered"
        case "id":
            if not _ID.fullmatch(value):
                return f'id "{value}" is not made of lower-case letters, digits and dashes'
            asked["id"] = value
        case _:
            return f'unknown steering word "{key}"'
    return ""
