"""The scenario part: bullets grouped into questions, and each question read with answers, reasons and wrong options."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from flashkms.errors import Problem
from flashkms.notes import answer, bullets, option, rich, rivals, sentence, steering, stem
from flashkms.notes.clued import Clued
from flashkms.notes.grouping import NUMBER, Group, grouped, labels, says_both, unlettered
from flashkms.notes.markdown import markdown
from flashkms.notes.note import Remark, Scenario
from flashkms.notes.outline import Block, Item, Section, nest
from flashkms.notes.rich import Rich

_TITLE = re.compile(r"s[ce]{0,2}na?rios?|시나리오", re.IGNORECASE)
_LIKE_TITLE = re.compile(
    r"(?:(?:exam|sample|practice|test|review|mock)\s+)+(?:s[ce]{0,2}na?rios?|questions?|quiz(?:zes)?|exams?|tests?|problems?)"
    r"(?:\s+(?:and|&)\s+\w+)?|s[ce]{0,2}na?rios?\s+questions?|s[ce]{0,2}na?rios?\s*(?:(?:&|and|/|\+|:|-|–|\(|\d).{0,40})"
    r"|시나리오\s?문제|(?:연습|기출|예상|모의|실전)\s?(?:문제|시험)",
    re.IGNORECASE,
)
_ASKING_TITLE = re.compile(
    r"questions?(?:\s+(?:and|&)\s+\w+)?|q\s?(?:&|and)\s?a|(?:self[- ]?)?(?:quiz(?:zes)?|tests?)|problems?|"
    r"(?:knowledge|check)\s+(?:your\s+\w+|checks?)|문제|퀴즈",
    re.IGNORECASE,
)


_EARLY = "stands before the first question"
UNANSWERED = "answer"  # the rule of the problem that a question has none


def is_title(heading: str, level: int) -> bool:
    """Whether *heading* by itself opens a scenario part: `Scenario`, at level 1 or 2."""
    return 0 < level <= 2 and bool(_TITLE.fullmatch(heading.strip(" :")))


def may_be_title(heading: str) -> bool:
    """Whether *heading* opens a scenario part where answered questions stand below it."""
    name = heading.strip(" :")
    return bool(_TITLE.fullmatch(name) or _LIKE_TITLE.fullmatch(name) or _ASKING_TITLE.fullmatch(name))


def only_asks(heading: str) -> bool:
    """Whether *heading* stands over questions in any kind of text, as `Quiz` and `Q&A` do."""
    return bool(_ASKING_TITLE.fullmatch(heading.strip(" :")))


def answered(section: Section, *, quoted: bool) -> bool:
    """Whether a question with an answer beyond doubt stands in *section*; *quoted* takes a quotation for one."""
    items = section.items
    for at, item in enumerate(items):
        above = items[at - 1] if at else None
        asked = above is not None and above.text.rstrip("*_ ").endswith(("?", "？", ")", ":"))
        if answer.marked(item) or answer.told(item) or says_both(item) or labels(item) or (quoted and _quotes(item)):
            return True
        if any(map(_MARK.match, item.texts[1:])):
            return True
        if asked and answer.likely(item):
            return True
    return bool(items) and section.headings[-1].endswith(("?", "？")) and answer.likely(items[0])


_MARK = re.compile(
    r"[*_]*(?:(?-i:A)\s?\d{0,2}\s*[)）]|(?:correct\s+)?(?:answers?|solutions?|정답|답)\s*\d{0,2}\s*[:：)])",
    re.IGNORECASE,
)


def marked(section: Section) -> bool:
    """Whether an answer in *section* is marked as people do it in exams: `A) …`, `Answer: …`, a label above it."""
    return any(labels(item) or any(map(_MARK.match, item.texts)) for item in section.items)


def _quotes(item: Item) -> bool:
    """Whether *item* asks, and a quotation hangs below it."""
    return item.text.rstrip("*_ ").endswith(("?", "？")) and any(block.kind == "quote" for block in item.blocks)


def read(section: Section, path: str) -> tuple[list[Scenario], list[Remark], list[Problem]]:
    """The scenarios of one section of the scenario part, and what is to be said of its other lines."""
    headings = section.headings
    items = section.items
    if headings and headings[-1].endswith(("?", "？")) and (items or section.blocks):
        asked = Item("paragraph", section.line, section.line, 0, [headings[-1]], numbers=[section.line])
        asked.steering, asked.heading = section.steering, True
        headings = headings[:-1]
        items = [asked, *items]
    remarks = [Remark(block.line, block.line_end, "not_understood", _EARLY) for block in _housed(section.blocks, items)]
    groups, lost = grouped(items, headed=len(items) > len(section.items))
    scenarios: list[Scenario] = []
    remarks += (Remark(item.line, item.line_end, "not_understood", _EARLY) for item in lost)
    problems: list[Problem] = []
    for group in groups:
        end = max(map(bullets.last_line, (group.question, *group.rest)))
        if group.question.steering.skip:
            remarks.append(Remark(group.question.line, end, "skipped", steering.SKIPPED))
            continue
        unlettered(group)
        if len(group.question.texts) > 1 and NUMBER.fullmatch(group.question.texts[0].strip("*_ ")):
            group.question.drop({0})
        children, skipped = _without_skipped(list(_unquoted(nest(group.rest))))
        remarks += (Remark(one.line, bullets.last_line(one), "skipped", steering.SKIPPED) for one in skipped)
        scenario = of(group.question, children, headings)
        problems += _steered(group, path)
        if scenario is None:
            remarks.append(Remark(group.question.line, end, "not_understood", "question without an answer"))
            problems.append(Problem(path, group.question.line, "no answer found", "mark it: - **A) …**", UNANSWERED))
            continue
        scenarios.append(scenario)
        problems += _counted(scenario, path)
    return scenarios, remarks, problems


def _housed(blocks: list[Block], items: list[Item]) -> list[Block]:
    """Hangs *blocks*, as tables at column 0 behind a blank line, at the *items* above; those above all are left."""
    left: list[Block] = []
    for block in blocks:
        host = next((item for item in reversed(items) if item.line < block.line), None)
        if host is None:
            left.append(block)
        else:
            host.blocks = sorted((*host.blocks, block), key=lambda one: one.line)
    return left


def _unquoted(items: list[Item]) -> Iterator[Item]:
    """*items*, and as remarks of their own the lines of their quotations that call an option wrong."""
    for item in items:
        item.children = list(_unquoted(item.children))
        remarks: list[Item] = []
        for block in item.blocks:
            said = _quoted_lines(block) if block.kind == "quote" else []
            if any(option.explicit(rich.read(text)) for _, text in said):
                remarks += (Item("bullet", at, at, item.indent, [text], numbers=[at]) for at, text in said)
                item.blocks = [one for one in item.blocks if one is not block]
        yield item
        yield from remarks


def _quoted_lines(block: Block) -> list[tuple[int, str]]:
    """The lines of a quotation that say something, without their mark, each with its number."""
    lines = ((at, line.lstrip("> \t")) for at, line in enumerate(block.text.split("\n"), block.line))
    return [(at, text.removeprefix("- ")) for at, text in lines if text]


def _without_skipped(items: list[Item]) -> tuple[list[Item], list[Item]]:
    """The nested *items* that the note does not skip, and those that it does with all that stands below them."""
    skipped = [item for item in items if item.steering.skip]
    left = [item for item in items if not item.steering.skip]
    for item in left:
        item.children, below = _without_skipped(item.children)
        skipped += below
    return left, skipped


def _steered(group: Group, path: str) -> list[Problem]:
    """What comments at a question and its remarks ask for that a question does not know."""
    found = [
        (group.question.line, word, "a question knows skip, force, q, a, cue, mcq, whynot, id, tags")
        for word in steering.unknown_to_questions(group.question.steering)
    ]
    found += [
        (item.line, word, "put it at the question; a remark knows skip")
        for item in group.rest
        for word in steering.unknown_to_remarks(item.steering)
    ]
    return [Problem(path, line, f"`{word}` says nothing here", hint, "steering") for line, word, hint in found]


def _counted(scenario: Scenario, path: str) -> list[Problem]:
    wanted = sentence.declared(scenario.plain)
    found = len(scenario.answers)
    if not wanted or wanted == found or _services(scenario.answers) == wanted:
        return []
    noun = "answer" if found == 1 else "answers"
    return [
        Problem(
            path, scenario.line, f"asks for {wanted} answers, {found} {noun} marked", "correct one of the two", "count"
        )
    ]


def _services(answers: tuple[str, ...]) -> int:
    """How many things a single answer names, separated by commas, slashes or "and"."""
    return (
        len(re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*/\s*|\s*&\s*|\s+\+\s+|\s*<?->\s*", answers[0]))
        if len(answers) == 1
        else 0
    )


def of(question: Item, children: list[Item], headings: tuple[str, ...]) -> Scenario | None:
    """The scenario that *question* asks with its nested *children*; None when it has no answer."""
    question, children = stem.whole(question, children)
    answers = answer.read(question, children)
    asked = question.steering
    if asked.answer:
        answers = replace(answers or answer.Answers(()), texts=(asked.answer,))
    if answers is None:
        return None
    if asked.question:
        question = replace(question, texts=[asked.question], numbers=[question.line], joined="", children=[])
    parts = stem.pieces(question, quoted=answers.quoted)
    shown = stem.joined(parts)
    if shown.wholly("bold"):
        shown = shown.without("bold")
    start, end = sentence.asking(shown.plain)
    shown = _negated(shown, start, end)
    wrong, taken = rivals.of(children, answers, shown.plain)
    said = stem.written(parts, shown)
    if not said:
        return None
    bold = (run for run in shown.styled("bold") if not start <= run.start < end)
    return Scenario(
        question.line,
        max(map(bullets.last_line, (question, *children))),
        said,
        shown.plain,
        markdown(shown.part(start, end)),
        tuple(shown.plain[run.start : run.end] for run in bold),
        answers.texts,
        _explanation(children, answers, taken),
        wrong,
        headings,
        question.steering,
        bool(answers.options),
    )


_ASKS_WHICH = re.compile(r"\b(?:which|what|whom?|who)\b|다음|것", re.IGNORECASE)
_NEGATION = Clued(re.compile(
    r"\b(?:is|are|does|do|can|would|will|should|has|have|was|were)\s*(not|n't|false|incorrect)\b|"
    r"\b(except|not (?=suitable|available|true|correct|valid|supported|possible|an?\b))|(않는|않은|아닌|없는|"
    r"틀린|잘못된)(?= ?것)",
    re.IGNORECASE,
), ("not", "n't", "false", "incorrect", "except", "것"))  # fmt: skip


def _negated(shown: Rich, start: int, end: int) -> Rich:
    """*shown* with the negation of what it asks from *start* to *end* made bold, so that nobody reads over it."""
    ask = shown.plain[start:end]
    found = _NEGATION.search(ask)
    if not found or not _ASKS_WHICH.search(ask):
        return shown
    group = next(index for index in (1, 2, 3) if found[index])
    a, b = start + found.start(group), start + found.start(group) + len(found[group].rstrip())
    if any(run.start <= a and b <= run.end for run in shown.styled("bold")):
        return shown
    return shown.emphasised(a, b)


def _explanation(children: list[Item], answers: answer.Answers, taken: set[int]) -> str:
    """What remains to be said on the back, as Markdown bullets in the note's order."""
    lines = [f"- {text}" for text in answers.remainders]
    return "\n".join([*lines, *_left(children, answers, taken)]).strip("\n")


def _left(items: list[Item], answers: answer.Answers, taken: set[int]) -> list[str]:
    """The lines of *items* that are neither answers nor *taken*."""
    lines: list[str] = []
    for item in items:
        if item not in answers.items:
            lines += bullets.remarks([item], taken)
        elif id(item) not in taken:
            lines += _left(item.children, answers, taken)
            lines += [f"\n{block.text}\n" for block in item.blocks if block not in answers.blocks]
    return lines
