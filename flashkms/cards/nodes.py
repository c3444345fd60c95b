"""YAML text as a tree of strings with places: the only door to the YAML library.

The tree is built from the parser's events, never by `load`: nothing is typed (`no`, `12:30` and `1e3` are themselves),
depth and size are bounded before the parser can run away, and everything that reaches beyond its own line (anchors,
aliases, tags, merge keys, second documents) is refused with a sentence that helps.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct
from yaml import MarkedYAMLError, YAMLError
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs leave out what it re-exports
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from flashkms.cards.sentences import QUOTE_IT, sentence

MAX_DEPTH = 16
MAX_NODES = 2_000_000
# Who aligns a comment, with two blanks or a tab before it, knows that it is none of the text.
_REMARK = re.compile(r" (#[^\n]*)")
_TOO_DEEP = f"more than {MAX_DEPTH} levels of nesting"


class Span(Struct, frozen=True):
    """Where a node stands: offsets into the text, and line and column counted from 1."""

    start: int
    end: int
    line: int
    column: int
    end_line: int


class Scalar(Struct, frozen=True):
    """A text. *style* is its quote or block sign: `'`, `"`, `|`, `>`, or empty for a plain one.

    *remark* is the comment behind a plain one, on its line, where it may be meant as words of the text.
    """

    value: str
    style: str
    span: Span
    remark: str = ""


class Sequence(Struct, frozen=True):
    """A list; *flow* when written in brackets."""

    items: tuple[Node, ...]
    flow: bool
    span: Span


class Pair(Struct, frozen=True):
    """A key and what stands after it."""

    key: Scalar
    value: Node


class Mapping(Struct, frozen=True):
    """Keys and values in the order of the text, each key once; *flow* when written in braces."""

    pairs: tuple[Pair, ...]
    flow: bool
    span: Span

    def get(self, name: str) -> Pair | None:
        """The pair of the key *name*."""
        return next((pair for pair in self.pairs if pair.key.value == name), None)


Node = Scalar | Sequence | Mapping


class Fault(Struct, frozen=True):
    """One thing that is wrong with the YAML at *line* and *column*, both from 1; a column of 0 is the whole line."""

    line: int
    message: str
    hint: str = ""
    column: int = 0


def fault(span: Span, message: str, hint: str = "") -> Fault:
    """What is wrong with what begins at *span*."""
    return Fault(span.line, message, hint, span.column)


class UnreadableError(Exception):
    """The text is not YAML from some line on; *fault* says where and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def read(text: str, *, above: int = 0) -> tuple[Node | None, tuple[Fault, ...]]:
    """The tree of *text*, None when it is empty, and what had to be refused in it.

    *text* must be free of a byte order mark and of control characters; *above* is the number of lines over it in its
    file. Raises `UnreadableError` where it is not YAML.
    """
    reader = _Reader(text, above)
    try:
        root = reader.document()
    except MarkedYAMLError as error:
        raise UnreadableError(_fault(error, text, above)) from error
    except YAMLError as error:  # the byte-level reader has no mark
        raise UnreadableError(Fault(above + 1, "this is not YAML", str(error).partition("\n")[0])) from error
    return root, tuple(reader.faults)


class _Reader:
    """Descends through the events of one text, with its faults so far."""

    def __init__(self, text: str, above: int) -> None:
        self.text = text
        self.first = above + 1
        self.next: Callable[[], Event | None] = CParser(text).get_event
        self.faults: list[Fault] = []
        self.nodes = 0

    def document(self) -> Node | None:
        self.next()  # the stream's start
        start = self.next()
        if not isinstance(start, DocumentStartEvent):
            return None
        if start.tags:
            self._refuse(start, "`%TAG` has no meaning in a deck file", "remove the line")
        root = self._node(self._event(), 0)
        self.next()  # the document's end
        after = self.next()
        if after is not None and not isinstance(after, StreamEndEvent):
            self._refuse(after, "a second document begins here", "remove the `---` or `...` line; one file is one deck")
        return root

    def _event(self) -> Event:
        event = self.next()
        assert event is not None  # only after the stream's end
        return event

    def _node(self, event: Event, depth: int) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise UnreadableError(self._at(event, f"more than {MAX_NODES:,} values in one file", "split the file"))
        if isinstance(event, AliasEvent):
            self._refuse(event, "`*` at the start of a text is an alias to YAML", QUOTE_IT)
            return Scalar("", "", self._span(event))
        assert isinstance(event, NodeEvent)
        if event.anchor is not None:
            self._refuse(event, "`&` at the start of a text is an anchor to YAML", QUOTE_IT)
        if event.tag is not None:  # type: ignore[attr-defined]  # the stubs leave it out
            self._refuse(event, "`!` at the start of a text is a tag to YAML", QUOTE_IT)
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        assert isinstance(event, CollectionStartEvent)
        if depth >= MAX_DEPTH:
            raise UnreadableError(self._at(event, _TOO_DEEP, QUOTE_IT))
        return self._mapping(event, depth) if isinstance(event, MappingStartEvent) else self._sequence(event, depth)

    def _scalar(self, event: ScalarEvent) -> Scalar:
        style, span = _style(event), self._span(event)
        remark = _REMARK.match(self.text, span.end) if not style else None
        return Scalar(event.value, style, span, remark[1].strip() if remark else "")

    def _sequence(self, start: CollectionStartEvent, depth: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(event := self._event(), SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        span = self._collection_span(start, event, items[-1].span if items else None)
        return Sequence(tuple(items), bool(start.flow_style), span)

    def _mapping(self, start: CollectionStartEvent, depth: int) -> Mapping:
        pairs: dict[str, Pair] = {}
        last: Span | None = None
        while not isinstance(event := self._event(), MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(self._event(), depth + 1)
            last = _later(key.span, value.span)
            if not isinstance(key, Scalar):
                self.faults.append(fault(key.span, "braces or brackets stand where a key should be", QUOTE_IT))
            elif key.value == "<<":
                self.faults.append(fault(key.span, "merge keys (`<<`) are not read", "write the keys out"))
            elif key.value in pairs:
                first = f"the first is in line {pairs[key.value].key.span.line}"
                self.faults.append(fault(key.span, f"`{key.value}` stands here a second time", first))
            else:
                pairs[key.value] = Pair(key, value)
        return Mapping(tuple(pairs.values()), bool(start.flow_style), self._collection_span(start, event, last))

    def _span(self, event: Event) -> Span:
        """Where a scalar stands, without the blank lines that the parser swallows after a block."""
        start, end = event.start_mark, event.end_mark
        assert start is not None
        assert end is not None
        last, last_line = end.index, end.line
        if isinstance(event, ScalarEvent) and event.style in ("|", ">"):
            while last > start.index + 1 and self.text[last - 1] in " \t\r\n":
                last -= 1
                last_line -= self.text[last] == "\n"
        return Span(start.index, last, self.first + start.line, start.column + 1, self.first + last_line)

    def _collection_span(self, start: CollectionStartEvent, end: Event, last: Span | None) -> Span:
        """From the first sign to the last: a block ends with its last value, not where the parser noticed."""
        first = self._span(start)
        if last is None or start.flow_style:
            last = self._span(end)
        return Span(first.start, last.end, first.line, first.column, last.end_line)

    def _refuse(self, event: Event, message: str, hint: str) -> None:
        self.faults.append(self._at(event, message, hint))

    def _at(self, event: Event, message: str, hint: str) -> Fault:
        assert event.start_mark is not None
        return Fault(self.first + event.start_mark.line, message, hint, event.start_mark.column + 1)


def _style(event: ScalarEvent) -> str:
    return event.style if event.style in ("'", '"', "|", ">") else ""


def _later(key: Span, value: Span) -> Span:
    """The span that ends later: the value's, unless it is empty and stands nowhere."""
    return value if value.end >= key.end else key


def _fault(error: MarkedYAMLError, text: str, above: int) -> Fault:
    """What is wrong and where: where a quote, a bracket or a word began, rather than where the parser noticed."""
    context, problem = error.context or "", error.problem or ""
    began = "quoted scalar" in context or "flow" in context or "simple key" in context
    mark = error.context_mark if began and error.context_mark else error.problem_mark or error.context_mark
    if mark is None:
        return Fault(above + 1, f"this is not YAML: {problem}", QUOTE_IT)
    start = text.rfind("\n", 0, mark.index) + 1
    end = text.find("\n", mark.index)
    line = text[start : len(text) if end < 0 else end]
    message, hint = sentence(f"{context} {problem}", line, mark.column)
    return Fault(above + 1 + mark.line, message, hint, mark.column + 1)
