"""The search language: `deck:aws is:due -tag:scenario ("customer key" or 키)`.

A query is a tree of terms. It is answered in two ways that agree: `matches` asks one card's facts, and `where` gives
the condition for one SELECT over a table or view whose columns bear the names of `Facts`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from msgspec import Struct

from flashkms.errors import UsageError
from flashkms.safe import is_text

MAX_TERM = 1_000  # characters of one; SQLite matches no pattern of more than 50,000 bytes
MAX_TERMS = 100  # a query is typed by a person
MAX_DEPTH = 16  # brackets and `-` within one another; SQLite's parser, of a stack of 100, takes 23 of the worst kind
STATES: Final = (
    "new", "learning", "review", "relearning", "due", "suspended", "buried",
    "leech", "marked", "flagged", "gone", "untriaged", "conflict",
)  # fmt: skip
KINDS: Final = ("question", "cloze", "choice", "whynot")
FIELDS: Final = ("deck", "tag", "is", "note", "kind", "flag", "id")


class Facts(Struct, frozen=True):
    """What a query may ask of a card. Texts are folded by `folded`; *tags* has a space at both ends and between."""

    id: str
    entry: str
    deck: str
    tags: str
    note: str
    kind: str
    words: str  # front, back, extra and context
    phase: str  # new, learning, review or relearning
    flag: int = 0
    due: bool = False
    suspended: bool = False
    buried: bool = False
    leech: bool = False
    marked: bool = False
    gone: bool = False
    untriaged: bool = False
    conflict: bool = False


class Term(Struct, frozen=True):
    """One condition: *field* is one of FIELDS, or empty for free text. *value* is folded."""

    field: str
    value: str


class Not(Struct, frozen=True):
    """The cards that *query* does not find."""

    query: Query


class All(Struct, frozen=True):
    """The cards that every one of *queries* finds; all cards when there is none."""

    queries: tuple[Query, ...]


class Any_(Struct, frozen=True):  # noqa: N801  # `Any` is a type of its own
    """The cards that one of *queries* finds."""

    queries: tuple[Query, ...]


Query = Term | Not | All | Any_

_TOKEN = re.compile(r'\s*(?:(\()|(\))|(-)(?=[^\s)])|((?:[a-zA-Z]+:)?"[^"]*"|[^\s()"]+)|(")|$)')


def folded(text: str) -> str:
    """*text* as it is compared: composed, without case, one space between words."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def parse(text: str) -> Query:
    """The query that *text* says; empty text finds every card.

    Raises UsageError for an unknown field or state, an unclosed quote or bracket, more than MAX_TERMS terms, more than
    MAX_DEPTH brackets within one another, a term of more than MAX_TERM characters, bytes that are no UTF-8, or NUL, at
    which a pattern of SQLite ends.
    """
    if not is_text(text):
        raise UsageError("the query is not UTF-8")
    if "\0" in text:
        raise UsageError("the query holds the character NUL")
    return _Parser(_tokens(text)).query()


def matches(query: Query, facts: Facts) -> bool:
    """Whether the card of *facts* is found."""
    match query:
        case Term(field, value):
            return _holds(field, value, facts)
        case Not(inner):
            return not matches(inner, facts)
        case All(queries):
            return all(matches(each, facts) for each in queries)
        case Any_(queries):
            return any(matches(each, facts) for each in queries)


def where(query: Query) -> tuple[str, tuple[str | int, ...]]:
    """The SQL condition of *query* and its parameters; columns are those of `Facts`, booleans as 0 and 1."""
    match query:
        case Term(field, value):
            return _condition(field, value)
        case Not(inner):
            condition, parameters = where(inner)
            return f"NOT ({condition})", parameters
        case All(queries):
            return _joined(queries, " AND ", "1")
        case Any_(queries):
            return _joined(queries, " OR ", "0")


def _joined(queries: tuple[Query, ...], word: str, empty: str) -> tuple[str, tuple[str | int, ...]]:
    parts = [where(each) for each in queries]
    condition = word.join(f"({part})" for part, _ in parts) or empty
    return condition, tuple(value for _, values in parts for value in values)


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    at = 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None or match[5]:
            raise UsageError("a quotation mark in the query is not closed", 'write "two words"')
        if match.end() - match.start() > MAX_TERM:
            raise UsageError(f"a term of the query is longer than {MAX_TERM:,} characters")
        tokens.append(match[0].strip())
        at = match.end()
        if len(tokens) > 4 * MAX_TERMS:
            raise UsageError(f"the query has more than {MAX_TERMS} terms")
    return tokens


class _Parser:
    """Recursive descent over tokens: or binds weaker than standing side by side, `-` strongest."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0

    def query(self) -> Query:
        query = self._either(depth=0)
        if self._at < len(self._tokens):
            raise UsageError("the query closes a bracket that it never opened")
        return query

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]

    def _either(self, depth: int) -> Query:
        queries = [self._together(depth)]
        while self._peek().casefold() == "or":
            self._take()
            queries.append(self._together(depth))
        return queries[0] if len(queries) == 1 else Any_(tuple(queries))

    def _together(self, depth: int) -> Query:
        queries: list[Query] = []
        while self._peek() and self._peek() != ")" and self._peek().casefold() != "or":
            if self._peek().casefold() == "and":
                self._take()
                continue
            queries.append(self._single(depth))
        return queries[0] if len(queries) == 1 else All(tuple(queries))

    def _single(self, depth: int) -> Query:
        if depth > MAX_DEPTH:
            raise UsageError(f"the query nests more than {MAX_DEPTH} brackets")
        token = self._take()
        if token == "-" and self._peek() not in ("", ")"):  # noqa: S105  # a sign of the language
            return Not(self._single(depth + 1))
        if token != "(":  # noqa: S105  # a sign of the language
            return _term(token)
        inner = self._either(depth + 1)
        if self._peek() != ")":
            raise UsageError("a bracket in the query is not closed")
        self._take()
        return inner


def _term(token: str) -> Term:
    field, colon, value = token.partition(":")
    quoted = token.startswith('"')
    if not colon or quoted or not re.fullmatch(r"[a-zA-Z]+", field) or value.startswith((":", "//")):
        return Term("", folded(token.strip('"')))
    field, value = field.casefold(), folded(value.strip('"'))
    if field not in FIELDS:
        raise UsageError(f"a query knows no {field}:", f"fields: {', '.join(FIELDS)}; quote text that has a colon")
    if field == "is" and value not in STATES:
        raise UsageError(f"a query knows no is:{value}", f"states: {', '.join(STATES)}")
    if field == "kind" and value not in KINDS:
        raise UsageError(f"a query knows no kind:{value}", f"kinds: {', '.join(KINDS)}")
    if field == "flag" and not re.fullmatch(r"[0-7]", value):
        raise UsageError(f"flag:{value} is none of flag:0 to flag:7")
    return Term(field, value)


def _glob(pattern: str) -> re.Pattern[str]:
    return re.compile(
        "".join(".*" if part == "*" else re.escape(part) for part in re.split(r"(\*)", pattern)), re.DOTALL
    )


def _under(value: str, name: str) -> bool:
    """Whether the tree path *name* is *value* or lies below it; `*` in *value* stands for any text."""
    glob = _glob(value)
    return bool(glob.fullmatch(name) or _glob(f"{value}::*").fullmatch(name))


_HOLDS: dict[str, Callable[[str, Facts], bool]] = {
    "": lambda value, facts: value in facts.words,
    "deck": lambda value, facts: _under(value, facts.deck),
    "tag": lambda value, facts: (
        not facts.tags.strip() if value == "none" else any(_under(value, tag) for tag in facts.tags.split())
    ),
    "note": lambda value, facts: value in facts.note,
    "kind": lambda value, facts: value == facts.kind,
    "flag": lambda value, facts: int(value) == facts.flag,
    "id": lambda value, facts: value in (facts.id, facts.entry),
}


def _holds(field: str, value: str, facts: Facts) -> bool:
    if field != "is":
        return _HOLDS[field](value, facts)
    match value:
        case "new" | "learning" | "review" | "relearning":
            return facts.phase == value
        case "flagged":
            return facts.flag > 0
        case _:
            return bool(getattr(facts, value))


def _condition(field: str, value: str) -> tuple[str, tuple[str | int, ...]]:
    match field:
        case "deck" | "tag":
            return _tree_condition(field, value)
        case "is":
            return _state_condition(value)
        case "id":
            return "(id = ? OR entry = ?)", (value, value)
        case "flag":
            return "flag = ?", (int(value),)
        case "kind":
            return "kind = ?", (value,)
        case _:
            return f"instr({field or 'words'}, ?) > 0", (value,)


def _tree_condition(field: str, value: str) -> tuple[str, tuple[str, ...]]:
    if field == "tag" and value == "none":
        return "trim(tags) = ''", ()
    like = value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("*", "%")
    exact, below = (like, f"{like}::%") if field == "deck" else (f"% {like} %", f"% {like}::%")
    if field == "tag" and re.search(r"[^*]\*+[^*]", value):  # text on both sides of it has to be of one tag
        return _ONE_TAG, (like, f"{like}::%")
    column = "deck" if field == "deck" else "tags"
    return f"({column} {_LIKE} OR {column} {_LIKE})", (exact, below)


_LIKE = "LIKE ? ESCAPE '\\'"
_TAGS = r"""'["' || replace(replace(replace(trim(tags), '\', '\\'), '"', '\"'), ' ', '","') || '"]'"""
_ONE_TAG = f"EXISTS (SELECT 1 FROM json_each({_TAGS}) WHERE value {_LIKE} OR value {_LIKE})"  # noqa: S608  # constants


def _state_condition(value: str) -> tuple[str, tuple[str, ...]]:
    if value in ("new", "learning", "review", "relearning"):
        return "phase = ?", (value,)
    if value == "flagged":
        return "flag > 0", ()
    return f"{value} = 1", ()  # one of STATES: `_term` lets nothing else through
