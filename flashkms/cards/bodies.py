"""Entries as values by key, and back: what stands in the file, without its YAML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from msgspec.structs import fields

from flashkms.cards.cloze import has_blank
from flashkms.cards.entry import Body, Choice, Cloze, Entry, EntryId, Question, Source, Value, WhyNot, WrongOption
from flashkms.cards.fields import CONTEXT_MARK, ENTRY_KEYS, KIND_KEYS
from flashkms.cards.values import context_of

Values = dict[str, Value]

_KINDS = frozenset(KIND_KEYS)
_DIGEST = re.compile(r"(?<!\S)([^\s=]*)=(\S*)")
_ID = re.compile(r"\w[\w-]{0,99}")


class IncompleteError(Exception):
    """Values that make no entry: the sentence, the key to point at, and what helps."""

    def __init__(self, message: str, key: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message, self.key, self.hint = message, key, hint


def entry(values: Values, line: int = 0) -> Entry:
    """The entry that *values* describe. Raises `IncompleteError`, naming what is missing or too much."""
    asking = {key: value for key, value in values.items() if key in ASKING}
    rest = {key: FIELDS[key](value) for key, value in values.items() if key in FIELDS}
    return made(_text(values, "id"), asking, rest, line)


def made(name: str, asking: Values, rest: dict[str, Any], line: int) -> Entry:
    """The entry called *name* that asks what *asking* says; *rest* are its other fields. Raises as `entry` does."""
    if not _ID.fullmatch(name):
        raise IncompleteError(f"`{name}` cannot be an id", "id", "letters, digits, `-` and `_`, 100 at most")
    return Entry(EntryId(name), body(asking), line=line, **rest)


def body(values: Values) -> Body:
    """The question that *values* ask. Raises `IncompleteError` unless exactly one kind is there, and complete."""
    kinds = [key for key in values if key in _KINDS]
    if len(kinds) != 1:
        raise _kinds_told(values)
    kind = kinds[0]
    if not (said := _text(values, kind)):
        raise IncompleteError(f"`{kind}` is empty", kind, f"write behind `{kind}:` what is asked")
    if kind == "cloze":
        if not has_blank(said):
            raise IncompleteError("cloze has no {{c1::blank}}", kind, "write {{c1::answer}} around what is asked")
        return Cloze(said)
    answers = texts(values, "answer")
    if "answers" in values:
        answers += texts(values, "answers")
    if not answers:
        raise IncompleteError(f"`{kind}` has no `answer`", kind, "add `answer:`")
    return _asked(kind, said, answers, values)


def _kinds_told(values: Values) -> IncompleteError:
    """What is said of *values* with no kind or with several."""
    first, *others = [key for key in KIND_KEYS if key in values] or [""]
    if others:
        said = f"`{first}` and `{others[0]}` cannot stand in one entry"
        return IncompleteError(said, others[0], "make two entries of them, or delete one")
    wanted = ", ".join(f"`{kind}:`" for kind in KIND_KEYS)
    return IncompleteError("the entry has nothing to ask", "", f"it wants one of {wanted}")


def _asked(kind: str, said: str, answers: tuple[str, ...], values: Values) -> Body:
    wrong = _options(values, "wrong") if "wrong" in values else ()
    if kind == "question":
        return Question(said, answers, wrong, reverse=values.get("reverse") is True)
    if kind == "why_not":
        return WhyNot(said, _text(values, "need"), "\n\n".join(answers), texts(values, "instead"))
    if not wrong:
        raise IncompleteError("`choice` has no `wrong` options", kind, "add `wrong:` with a list of options")
    return Choice(said, answers, wrong)


def idle(values: Iterable[str]) -> tuple[str, ...]:
    """The keys among *values* that say nothing beside the kind of card that is asked there."""
    said = tuple(values)
    kind = next((key for key in said if key in _KINDS), "")
    return tuple(key for key in said if key in ASKING and key not in _BESIDE.get(kind, ASKING))


def values(entry: Entry) -> Values:
    """What stands in a file for *entry*, in the order of the file; keys that say nothing are left out."""
    said: Values = {"id": entry.id, **body_values(entry.body)}
    for key, value in zip(_AFTER_BODY, _after_body(entry), strict=True):
        if value and (text := _WRITERS[key](value) if key in _WRITERS else value):
            said[key] = text
    return said


def body_values(body: Body) -> Values:
    """The keys of *body*; `answer` is a tuple for every kind that has one."""
    match body:
        case Question(question, answers, wrong, reverse):
            said: Values = {"question": question, "answer": answers, "wrong": wrong, "reverse": reverse}
        case Cloze(text):
            said = {"cloze": text}
        case Choice(question, answers, wrong):
            said = {"choice": question, "answer": answers, "wrong": wrong}
        case WhyNot(option, need, reason, instead):
            said = {"why_not": option, "need": need, "answer": (reason,) if reason else (), "instead": instead}
    return {key: value for key, value in said.items() if value}


def source(line: str) -> Source | None:
    """The link that a `source:` line keeps; words that are no `field=digest` are passed over."""
    key, _, digests = line.strip().partition(" ")
    return Source(key, tuple(_DIGEST.findall(digests))) if key else None


def source_line(source: Source | None) -> str:
    """The `source:` line of *source*; empty for none."""
    return "" if source is None else " ".join([source.key, *(f"{name}={digest}" for name, digest in source.fields)])


def _text(values: Values, key: str) -> str:
    value = values.get(key, "")
    assert isinstance(value, str)
    return value


def texts(values: Values, key: str) -> tuple[str, ...]:
    """The texts below *key*; empty where it is missing."""
    value = values.get(key, ())
    assert isinstance(value, tuple)
    return value  # type: ignore[return-value]  # of texts, as these keys are


def _options(values: Values, key: str) -> tuple[WrongOption, ...]:
    value = values.get(key, ())
    assert isinstance(value, tuple)
    return tuple(one for one in value if isinstance(one, WrongOption))


def _same(value: Any) -> Any:
    return value


# The keys that stand below what is asked, in the order of the file, and those whose value is spelled out.
_AFTER_BODY = (
    "extra", "cue", "context", "tags", "images", "lint_ignore", "suspended", "triage", "gone", "retired", "conflict",
    "also_in", "source",
)  # fmt: skip
_after_body = attrgetter(*_AFTER_BODY)
_WRITERS: dict[str, Callable[[Any], str]] = {"context": CONTEXT_MARK.join, "source": source_line}

# Keys that say what is asked, and how the value of every other key becomes a field of the entry.
_READERS: dict[str, Callable[[Any], Any]] = {"context": context_of, "source": source, "gone": bool, "suspended": bool}
FIELDS = {
    name: _READERS.get(name, _same) for name in ENTRY_KEYS if name in {field.name for field in fields(Entry)} - {"id"}
}
ASKING = frozenset(ENTRY_KEYS) - FIELDS.keys() - {"id"}
_BESIDE = {
    "question": frozenset(("question", "answer", "answers", "wrong", "reverse")),
    "cloze": frozenset(("cloze",)),
    "choice": frozenset(("choice", "answer", "answers", "wrong")),
    "why_not": frozenset(("why_not", "need", "answer", "answers", "instead")),
}  # what a kind is asked with
