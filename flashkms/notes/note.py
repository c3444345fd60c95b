"""A study note as it was read: points and scenarios, each with its place, before anything is drafted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from flashkms.notes.line import Line
from flashkms.notes.outline import Block
from flashkms.notes.rich import Rich
from flashkms.notes.steering import NONE, Steering

Fate = Literal["card", "context", "skipped", "not_understood"]


class LineFate(Struct, frozen=True):
    """What became of one line of a note's body, and *why*, in a few words; *line* counts from 1 in the file."""

    line: int
    text: str
    fate: Fate
    why: str


class Remark(Struct, frozen=True):
    """What is known about lines *line* to *line_end* without drafting anything from them."""

    line: int
    line_end: int
    fate: Fate
    why: str


class Steps(Struct, frozen=True):
    """A numbered list: the plain *texts* of its steps, and what hangs at them; *line* is that of the first one.

    *stated* says that the note calls it a list of steps.
    """

    texts: tuple[str, ...]
    line: int
    blocks: tuple[Block, ...] = ()
    stated: bool = False


class Point(Struct, frozen=True):
    """One bullet of a feature part, with all that stands below it.

    *source* is its inline Markdown as written; *parents* are the plain texts of the bullets above it, outermost first.
    """

    kind: Literal["bullet", "paragraph", "callout"]
    line: int
    line_end: int
    source: str
    rich: Rich
    headings: tuple[str, ...]
    parents: tuple[str, ...] = ()
    children: tuple[Point, ...] = ()
    blocks: tuple[Block, ...] = ()
    steering: Steering = NONE
    steps: Steps | None = None  # the numbered list in which it is nothing but a step
    answer: str = ""  # Markdown: what its author wrote as the answer to it
    both: bool = False  # its author wants to be asked both ways

    @property
    def text(self) -> str:
        """Its text without any markup."""
        return self.rich.plain


class Table(Struct, frozen=True):
    """A table of a feature part: a header, and rows of as many cells; every cell is inline Markdown."""

    line: int
    line_end: int
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]  # each with its line
    headings: tuple[str, ...]
    parents: tuple[str, ...] = ()


class Option(Struct, frozen=True):
    """A wrong option of a scenario. *explicit* says that the note calls it wrong, not only contrasts it."""

    text: str
    why: str
    explicit: bool


class Scenario(Struct, frozen=True):
    """One exam question. *question*, *answers* and *explanation* are Markdown; *plain* is the question without it.

    *ask* is the sentence that asks, *stressed* are the phrases the author made bold before it, in order.
    """

    line: int
    line_end: int
    question: str
    plain: str
    ask: str
    stressed: tuple[str, ...]
    answers: tuple[str, ...]
    explanation: str
    wrong: tuple[Option, ...]
    headings: tuple[str, ...]
    steering: Steering = NONE
    listed: bool = False  # the options stand in the question as a list of their own
    nth: int = 1  # of the scenarios of its note that ask the same and want other answers


class Note(Struct, frozen=True):
    """A note, read. *enabled* says whether drafts are wanted from it, *why_not* why none are.

    *points* are in note order, a parent before its children. *remarks* settle the lines that nothing is drafted from.
    """

    path: str
    title: str
    tags: tuple[str, ...] = ()
    deck: str = ""
    enabled: bool = False
    why_not: str = ""
    points: tuple[Point, ...] = ()
    tables: tuple[Table, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    remarks: tuple[Remark, ...] = ()
    lines: tuple[Line, ...] = ()
    kinds: tuple[str, ...] = ()
    max_blanks: int = 0
    pictures: tuple[Block, ...] = ()  # of headings: they hang at no point
    only_written: bool = False  # of its points, those that are written as cards make cards
    verbatim: frozenset[str] = frozenset()  # the Liquid in it that Jekyll does not run
    words: Mapping[str, int] = field(default_factory=dict)  # in how many points a word stands, lower case
    below: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)  # names, by the path above them
    opening: frozenset[int] = frozenset()  # the lines of the points that open a section

    @property
    def named(self) -> list[tuple[int, str, bool]]:
        """The line of each id that the author gave, the id, and whether it is one of this note alone; in order."""
        steered = [(one.line, one.steering) for one in self.points]
        steered += [(one.line, one.steering) for one in self.scenarios]
        return sorted((line, asked.id, asked.anchor) for line, asked in steered if asked.id)
