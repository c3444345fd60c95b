"""A note's text read as a whole: front matter, feature part, scenario part, and what is switched off."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from msgspec.structs import replace

from flashkms.cards.lint import liquid
from flashkms.errors import Problem
from flashkms.notes import answer, bullets, exam, feature, scenario, steering, subject
from flashkms.notes.line import Line, Reading
from flashkms.notes.note import Note, Point, Remark, Scenario, Table
from flashkms.notes.outline import Block, Item, Section, nest, sections
from flashkms.notes.rules import explicit, steps

NOT_IN_FORMAT = "the note has no scenario part, and does not say `flashcards: true`"
ONLY_ASKED = "the note says neither `Scenario` nor `flashcards: true`: only its questions are asked"
REFUSED = "the note says `flashcards: false`"


def parse(text: str, path: str) -> tuple[Note, tuple[Problem, ...]]:
    """The note in *text*, and what is wrong with it. *path* is shown in problems, and names an untitled note."""
    reading = Reading(text, path)
    parts = sections(reading.lines)
    head = reading.head
    opening = _scenario_parts(parts, stated=head.enabled is True)
    quizzed = head.enabled is None and all(scenario.only_asks(parts[at].headings[-1]) for at in opening)
    tagged = quizzed and any(map(_opts_in, reading.lines))
    enabled = head.enabled if head.enabled is not None else bool(opening) or tagged
    body = _Body(path, opening if enabled else set(), quizzed=quizzed)
    body.only_asked = quizzed and not tagged
    why_not = "" if enabled else REFUSED if head.enabled is False else NOT_IN_FORMAT
    for at, section in enumerate(parts):
        body.add(at, section, why_not)
    note = Note(
        path, head.title or _named(parts, path), head.tags, head.deck, enabled, why_not,
        tuple(body.points), tuple(body.tables), tuple(exam.told_apart(body.scenarios)), tuple(body.remarks),
        tuple(reading.lines), head.kinds, head.max_blanks, tuple(body.pictures), tagged, liquid.verbatim(text),
        frequency(body.points),
        subject.tree(body.points), subject.opening(body.points),
    )  # fmt: skip
    return note, (*reading.problems, *body.problems, *_ids_twice(note))


def _ids_twice(note: Note) -> Iterator[Problem]:
    """A problem for each id that a comment gives a second time."""
    first: dict[str, int] = {}
    for line, name, _ in note.named:
        if first.setdefault(name, line) != line:
            said = f"the id `{name}` stands in line {first[name]} too"
            yield Problem(note.path, line, said, "give one of the two another id", "steering")


def _opts_in(line: Line) -> bool:
    """Whether *line* is nothing but tags, and `#flashcards` is one: the note has cards written as cards."""
    return line.kind == "markup" and bool(re.search(r"(?:^|\s)#flashcards?(?=[\s/]|$)", line.text, re.IGNORECASE))


def _scenario_parts(parts: list[Section], *, stated: bool) -> set[int]:
    """The indexes of the headings that open a scenario part. *stated*: the note says that it makes cards.

    `Quiz` and `Questions` stand over talk of all kinds. In a note of another form they open one only above an answer
    that is marked as in an exam.
    """
    titled = [at for at, part in enumerate(parts) if part.headings and not part.commented]
    quizzes = [at for at in titled if scenario.only_asks(parts[at].headings[-1])]
    opening = {at for at in titled if at not in quizzes and _opens(parts, at, quoted=stated)}
    marked = not (opening or stated)
    return opening | {at for at in quizzes if _opens(parts, at, quoted=stated, marked=marked)}


def _opens(parts: list[Section], at: int, *, quoted: bool, marked: bool = False) -> bool:
    part = parts[at]
    heading = part.headings[-1]
    if scenario.is_title(heading, part.level):
        return True
    if not scenario.may_be_title(heading):
        return False
    below = next((end for end in range(at + 1, len(parts)) if parts[end].level <= part.level), len(parts))
    if marked:
        return any(map(scenario.marked, parts[at:below]))
    return any(scenario.answered(one, quoted=quoted) for one in parts[at:below])


def _named(parts: list[Section], path: str) -> str:
    """A title for a note without one: its only heading of level 1, else its file's name without date and ending."""
    heads = [part.headings[0] for part in parts if part.level == 1 and part.headings]
    if len(heads) == 1:
        return heads[0]
    name = re.sub(r"(?:\s[0-9a-f]{32})?\.[A-Za-z]+$", "", path.replace("\\", "/").rsplit("/", 1)[-1])
    return re.sub(r"^_?\d{4}-\d{2}-\d{2}-", "", name)


class _Body:
    """What the sections of a note come to, one after the other."""

    def __init__(self, path: str, opening: set[int], *, quizzed: bool) -> None:
        self.path = path
        self.points: list[Point] = []
        self.tables: list[Table] = []
        self.scenarios: list[Scenario] = []
        self.remarks: list[Remark] = []
        self.problems: list[Problem] = []
        self.pictures: list[Block] = []  # that hang at no point
        self.only_asked = False  # nothing is drafted from the feature part
        self._quizzed = quizzed  # the note may ask much that is no question of an exam
        self._opening = opening  # the sections that open a scenario part
        self._level = 0  # of the heading of the scenario part, while inside it
        self._off: int | None = None  # the level of the heading from which all is switched off

    def add(self, at: int, section: Section, why_not: str) -> None:
        if section.line and not section.commented:
            self._remark(section.line, section.line, "context", "heading")
        self._loose(section)
        self._switch(section)
        self._place(at, section)
        if why_not or self._off is not None:
            self._all(section, why_not or "switched off in the note")
        elif self._level:
            self._scenario_part(section)
        elif self.only_asked:
            self._all(section, ONLY_ASKED)
        else:
            self._feature_part(section)

    def _remark(self, line: int, end: int, fate: str, why: str) -> None:
        self.remarks.append(Remark(line, end, fate, why))  # type: ignore[arg-type]  # a literal at every call

    def _problem(self, line: int, message: str, hint: str) -> None:
        self.problems.append(Problem(self.path, line, message, hint, "steering"))

    def _switch(self, section: Section) -> None:
        if self._off is not None and (
            (section.level <= self._off and not section.commented) or section.steering.switch == "on"
        ):
            self._off = None
        if section.steering.switch == "off" or section.steering.skip:
            self._off = section.level

    def _place(self, at: int, section: Section) -> None:
        if at in self._opening and not (self._level and section.level > self._level):
            self._level = section.level
        elif self._level and not section.commented and section.level <= self._level:
            self._level = 0

    def _loose(self, section: Section) -> None:
        whys = {
            "comment": ("skipped", "comment"),
            "markup": ("skipped", "HTML, Liquid, tags or a reference"),
            "rule": ("skipped", "a line across"),
            "underline": ("context", "heading"),
            "long": ("not_understood", "too long to read"),
        }
        for line in section.loose:
            if line.steering is not steering.NONE and not line.steering.switch:
                message = "the comment stands on a line of its own and speaks of none"
                self._problem(line.number, message, "put it at the end of the line it speaks of")
            self._remark(line.number, line.number, *whys.get(line.kind, ("skipped", line.kind)))

    def _all(self, section: Section, why: str) -> None:
        for item in section.items:
            self._remark(item.line, bullets.last_line(item), "skipped", why)
        for block in section.blocks:
            self._remark(block.line, block.line_end, "skipped", why)

    def _scenario_part(self, section: Section) -> None:
        scenarios, remarks, problems = scenario.read(section, self.path)
        self.scenarios += scenarios
        self.remarks += (_passed_over(one) for one in remarks) if self._quizzed else remarks
        self.problems += (one for one in problems if not self._quizzed or one.rule != scenario.UNANSWERED)

    def _feature_part(self, section: Section) -> None:
        if not feature.is_card(section):
            section.blocks += feature.homeless(section)
            self._blocks(section)
        self.pictures += feature.pictures(section)
        if any(answer.marked(item) for item in section.items):
            section.items = self._without_scenarios(section)
        found = feature.points(section)
        self._in_answers(section, {point.line for point in found})
        if len(self.points) + len(found) > feature.MAX_POINTS:
            kept = max(0, feature.MAX_POINTS - len(self.points))
            message = f"more than {feature.MAX_POINTS:,} points: the rest is not read"
            if len(self.points) < feature.MAX_POINTS or not any(one.rule == "too-many" for one in self.problems[-1:]):
                self.problems.append(Problem(self.path, found[kept].line, message, "split the note", "too-many"))
            for point in found[kept:]:
                self._remark(point.line, point.line_end, "not_understood", message)
            found = found[:kept]
        tables, remarks = feature.tables(section, found)
        for point in found:
            for part in explicit.missing(point):
                self._problem(
                    point.line, f'the comment hides "{part}", which is not in the line', "copy the words exactly"
                )
            if steps.stated_in_vain(point):
                hint = "it wants a numbered list of 2 to 15 steps, each of at most 25 words and with no points below it"
                self._problem(point.line, "`list=ordered` says nothing here", hint)
            if explicit.broken(point):
                self._problem(point.line, "a blank is empty or never closed", "write it as {{c1::word}}")
        self.points += found
        self.tables += tables
        self.remarks += remarks

    def _in_answers(self, section: Section, points: set[int]) -> None:
        """What comments ask for at lines that are part of an answer, and so no points."""
        for item in section.items:
            if item.steering is steering.NONE or item.line in points or not item.texts:
                continue
            if item.steering.skip:
                self._remark(item.line, bullets.last_line(item), "skipped", steering.SKIPPED)
            for word in steering.unknown_to_remarks(item.steering):
                self._problem(
                    item.line, f"`{word}` says nothing here", "the line is part of an answer, which knows skip"
                )

    def _without_scenarios(self, section: Section) -> list[Item]:
        """The items of *section* that are no part of a marked question; those become scenarios."""
        rest: list[Item] = []
        for item in nest(section.items):
            asked = any(answer.marked(child) for child in item.children)
            if asked and item.steering.skip:
                self._remark(item.line, bullets.last_line(item), "skipped", steering.SKIPPED)
                continue
            found = scenario.of(item, item.children, section.headings) if asked else None
            if found:
                self.scenarios.append(found)
            else:
                rest += _flat(item)
        return rest

    def _blocks(self, section: Section) -> None:
        whys = {"code": ("skipped", "code"), "quote": ("skipped", "quotation")}
        for block in section.blocks:
            if block.kind in whys:
                self._remark(block.line, block.line_end, *whys[block.kind])


def _passed_over(remark: Remark) -> Remark:
    """*remark*, where nobody said that it is to be understood."""
    return replace(remark, fate="skipped") if remark.fate == "not_understood" else remark


_WORD = re.compile(r"[a-z0-9][a-z0-9-]*|[가-힣]+")
_LETTERS = (chr(code).lower() if chr(code).isalnum() or chr(code) == "-" else " " for code in range(128))
_PARTED = "".join(_LETTERS).encode().ljust(256)  # bytes are translated in a tenth of the time that letters take


def frequency(points: list[Point]) -> dict[str, int]:
    """In how many of *points* each word stands, in lower case."""
    return dict(Counter(chain.from_iterable(_words(point.text) for point in points)))


def _words(text: str) -> set[str]:
    if not text.isascii():
        return {*_WORD.findall(text.lower())}
    words = {*text.encode().translate(_PARTED).decode().split()}
    return {word.lstrip("-") for word in words} - {""} if "-" in text else words


def _flat(item: Item) -> list[Item]:
    below = [one for child in item.children for one in _flat(child)]
    item.children = []
    return [item, *below]
