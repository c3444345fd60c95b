"""The items of a scenario part, grouped: which of them ask, and which hang at the question above.

People write a question as a bullet, a paragraph, a numbered line or a heading, and answer it with a bullet below, a
paragraph `Answer: B`, a line `A: …`, or behind a toggle. A paragraph is cut where such a line begins.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from msgspec import Struct, field
from msgspec.structs import replace

from flashkms.notes import answer, listed, marks, solution
from flashkms.notes.outline import Item

ODD_INDENT = 2  # columns by which a question's bullet may be off
ASKS = re.compile(
    r"[*_]*(?:Q(?:uestion)?\s*#?\d{0,3}\s*[.:)]|문제\s*\d{0,3}\s*[.:)]|No\.\s?\d{1,3}\s*(?:[.:)]|(?=\s)))[*_]*\s*(?=\S)",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?:questions?|scenarios?|q|problem|문제|시나리오)\s*#?\d{1,3}\s*[.:)]?", re.IGNORECASE)
_SAYS = re.compile(
    r"[*_]*(?:(?:the\s+)?(?:correct\s+|right\s+)?(?:answers?|ans|solutions?)|explanations?|rationale|reasons?|정답|답|해설|설명)"
    r"\s*\d{0,2}\s*(?:[*_]*\s*(?:is|are)?\s*[:：]|\.[*_]+\s|[*_]*$)",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(r"[*_]*(?:explanations?|rationale|해설)\s*[*_]*\s*[:：]", re.IGNORECASE)
_LABEL = re.compile(
    r"[*_]*(?:(?:show|see|reveal|view|click (?:here )?(?:for|to see))\s+)?(?:the\s+)?(?:correct\s+|right\s+)?"
    r"(?:answers?|ans|solutions?|정답|답)\s*[:：]?[*_]*\s*$",
    re.IGNORECASE,
)
_SHORT_ANSWER = re.compile(r"[*_]*A\d{0,2}\s*[:.][*_]*\s+(?=\S)")
_BOLD_ANSWER = re.compile(r"(?:\*\*|__)\s*A\s?\d{0,2}\s*[)）]")
_BOLD_OPTION = re.compile(r"(?:\*\*|__)\s*(?:\(?[A-Ha-h]\s?[).．]|[①-⑧])")
_OPTION_B = re.compile(r"[*_]*\(?B\s*[.:)][*_]*\s*(?=\S)")
ENDS_ASKING = re.compile(r"[?？][*_\"'”’)\]]*(?:\s*\([^()]*\)[*_.]*)?$")


class Group(Struct):
    """A question's item and the items below it, not nested yet."""

    question: Item
    rest: list[Item]
    answered: bool = False  # something in *rest*, or a line of the question, looks like an answer
    level: bool = False  # what hangs at it stands in the question's own column
    column: int = sys.maxsize  # the leftmost of the bullets in *rest*
    numbered: bool = False  # a list with numbers in the question's own column hangs at it
    letters: dict[int, str] = field(default_factory=dict)  # of the last option of a list, by its column


def has_asked(question: Item) -> bool:
    """Whether *question* asks already: it has a question mark, and ends in no colon that something must follow."""
    text = question.text.rstrip("*_ ")
    return ("?" in text or "？" in text) and not text.endswith((":", "："))


def says_both(item: Item) -> bool:
    """Whether *item* is a pair of lines `Q: …` and `A: …`."""
    return len(item.texts) > 1 and bool(ASKS.match(item.texts[0]) and _SHORT_ANSWER.match(item.texts[1]))


def unlettered(group: Group) -> None:
    """Marks a remark `A: …` below a question `Q: …` as its answer, unless another one `B: …` makes an option of it."""
    asked = group.question
    said = [*asked.texts[1:], *(item.texts[0] for item in group.rest if item.texts)]
    if not ASKS.match(asked.text) or any(map(_OPTION_B.match, said)):
        return
    for item in group.rest:
        if item.texts and (mark := _SHORT_ANSWER.match(item.texts[0])):
            item.texts[0] = f"A) {item.texts[0][mark.end() :]}"
            item.joined = ""


def labels(item: Item) -> bool:
    """Whether a line of *item* is nothing but the label of an answer."""
    return any(_LABEL.match(line) for line in item.texts)


def grouped(items: Sequence[Item], *, headed: bool = False) -> tuple[list[Group], list[Item]]:
    """*items* of a scenario part as questions with what follows them, and the items that belong to no question.

    *headed* says that the first of them is a heading that asks, and all others hang at it.
    """
    groups: list[Group] = []
    lost: list[Item] = []
    base = min((item.indent for item in items if item.kind == "bullet"), default=0)
    pieces = [piece for item in items for piece in _pieces(item, base)]
    for item, following in zip_longest(pieces, pieces[1:]):
        group = groups[-1] if groups else None
        if (not headed or group is None) and _opens(item, group, following, base):
            groups.append(Group(item, [], answered=_shows(item.texts[1:])))
        elif group is None:
            lost.append(item)
        else:
            _add(item, group, base)
    return groups, lost


def _add(item: Item, group: Group, base: int) -> None:
    """Hangs *item* at *group*, and says what the group has now."""
    asked = group.question
    if item.kind != "paragraph":
        group.column = min(group.column, item.indent)
        group.numbered = group.numbered or (item.ordered and item.indent <= asked.indent + 1)
    if letter := listed.letter(item):
        group.letters[item.indent] = letter
    lines = len(asked.texts)
    _hang(item, group)
    group.answered = group.answered or _answers(group.rest) or _shows(asked.texts[lines:])
    level = any(other.indent == base for other in group.rest[-1:])
    group.level = group.level or (level and (item.kind != "paragraph" or group.answered))


def _shows(lines: Sequence[str]) -> bool:
    """Whether one of *lines* of a question, below its first, is the right one of its options."""
    return any(_BOLD_OPTION.match(line) or marks.RIGHT.search(line) for line in lines)


def _pieces(item: Item, base: int) -> Iterator[Item]:
    """*item*, cut before every line that says an answer or asks anew."""
    if len(item.texts) < 2 or (item.kind == "bullet" and item.indent > base + ODD_INDENT) or answer.marked(item):
        yield item
        return
    replies = _replies(item.texts)
    cuts = sorted(replies | _cuts(item.texts))
    for start, end in pairwise([0, *cuts, len(item.texts)]):
        texts, numbers = item.texts[start:end], item.numbers[start:end]
        if start in replies and (said := _SHORT_ANSWER.match(texts[0])):
            texts[0] = f"A) {texts[0][said.end() :]}"
        until = numbers[-1] if end < len(item.texts) else max(item.line_end, numbers[-1])
        blocks = [block for block in item.blocks if (not start or block.line >= numbers[0])
                  and (end == len(item.texts) or block.line < item.numbers[end])]  # fmt: skip
        part = replace(item, line_end=until, texts=texts, numbers=numbers, joined="", blocks=blocks)
        if start:
            part = replace(
                part, kind="paragraph", line=numbers[0], number=0, spaced=False, indent=item.indent + 2 * ODD_INDENT
            )
        yield part


def _replies(texts: Sequence[str]) -> set[int]:
    """The places of the lines `A: …` that answer a line `Q: …` above; beside a line `B: …` they are options."""
    if not ASKS.match(texts[0]):
        return set()
    found: set[int] = set()
    starts = [at for at, line in enumerate(texts) if ASKS.match(line)]
    for start, end in pairwise([*starts, len(texts)]):
        if not any(map(_OPTION_B.match, texts[start:end])):
            found |= {at for at in range(start, end) if _SHORT_ANSWER.match(texts[at])}
    return found


def _cuts(texts: Sequence[str]) -> set[int]:
    """The places of the lines of *texts* that say an answer, speak of an option below one, or ask anew."""
    asks = bool(ASKS.match(texts[0]))
    options = any(map(_OPTION_B.match, texts))
    key = next((at for at, line in enumerate(texts) if solution.letters(line) or _EXPLAINS.match(line)), len(texts))
    return {
        at
        for at, line in enumerate(texts)
        if at
        and (
            _SAYS.match(line)
            or _LABEL.match(line)
            or (asks and ASKS.match(line))
            or (not options and _BOLD_ANSWER.match(line))
            or (at > key and solution.reasons(line))
        )
    }


def _opens(item: Item, group: Group | None, following: Item | None, base: int) -> bool:  # noqa: PLR0911  # a way each
    """Whether *item* is a question, seen from the *group* that is open and the item that follows it."""
    if _tells(item) or (group and (_begins_options(item, group, following) or _replies_to(item, group))):
        return False
    if group is None:
        return True
    indent = item.indent - base
    if item.kind == "paragraph":
        if ASKS.match(item.text) and ASKS.match(group.question.text):
            return True
        return item.spaced and group.answered and not _waits(group) and ("?" in item.text or _asks(item, following))
    if indent > ODD_INDENT or _is_option(item, group, following):
        return False
    if (ASKS.match(item.text) and ASKS.match(group.question.text)) or _counts_on(item, group):
        return True
    if indent == 0:
        sibling = not (group.level or group.question.kind == "paragraph")
        return sibling or _asks(item, following) or (group.answered and _asks_anew(item, following))
    if not group.answered:
        return False
    outer = item.indent < group.column
    if item.spaced and _asks(item, following):
        return True
    return outer and _asks_anew(item, following)


def _tells(item: Item) -> bool:
    """Whether *item* says an answer, or what stands in a callout, whatever stands around it."""
    said = bool(item.texts) and bool(_SAYS.match(item.texts[0]))
    return said or item.kind == "callout" or item.called or answer.marked(item)


def _begins_options(item: Item, group: Group, following: Item | None) -> bool:
    """Whether *item* stands in a list of options that begins anew at 1, in the column of a numbered question."""
    if not (item.ordered and group.question.ordered) or any(map(ENDS_ASKING.search, item.texts)):
        return False
    last = group.rest[-1] if group.rest else None
    if last is None:
        more = following is not None and following.ordered and following.number == 2
        return item.number == 1 and more and has_asked(group.question)
    return last.ordered and last.indent == item.indent and item.number == last.number + 1


def _replies_to(item: Item, group: Group) -> bool:
    """Whether *item* is the bullet `A: …` right below the question `Q: …` of *group*."""
    replies = item.kind == "bullet" and not group.rest and item.texts and _SHORT_ANSWER.match(item.texts[0])
    return bool(replies and ASKS.match(group.question.text))


def _is_option(item: Item, group: Group, following: Item | None) -> bool:
    """Whether *item* stands in a list of options `A.`, `B.` below the question of *group*."""
    if listed.boxed(item) and any(listed.boxed(other) and other.indent == item.indent for other in group.rest[-1:]):
        return True
    letter = listed.letter(item)
    if letter == "A":
        return following is not None and following.indent == item.indent and listed.letter(following) == "B"
    return bool(letter) and group.letters.get(item.indent) == chr(ord(letter) - 1)


def _counts_on(item: Item, group: Group) -> bool:
    """Whether *item* is the next one in the list with numbers in which the question of *group* stands."""
    asked = group.question
    if not (asked.ordered and item.ordered) or item.indent > asked.indent + 1:
        return False
    if item.number == asked.number + 1 and not group.numbered:
        return True
    return group.answered and any(map(ENDS_ASKING.search, item.texts))


def _asks_anew(item: Item, following: Item | None) -> bool:
    """Whether *item*, below an answer, asks by itself: options or an answer stand in it or below it."""
    if not any(map(ENDS_ASKING.search, item.texts)):
        return False
    if _shows(item.texts[1:]) or any(map(_OPTION_B.match, item.texts)):
        return True
    return following is not None and (following.indent > item.indent or answer.told(following) or _is_answer(following))


def _waits(group: Group) -> bool:
    """Whether the question of *group* ends in a colon, and a list of bold things stands below it, but no answer yet."""
    marked = any(answer.marked(item) or _is_answer(item) for item in group.rest)
    return group.question.text.rstrip("*_ ").endswith((":", "：")) and not marked


def _asks(item: Item, following: Item | None) -> bool:
    """Whether what follows *item* looks like its answer, and not like a bold question."""
    if following is None or following.indent < item.indent or not answer.likely(following):
        return False
    return answer.marked(following) or not ENDS_ASKING.search(following.text)


def _answers(rest: list[Item]) -> bool:
    """Whether the last of *rest* looks like an answer."""
    return any(
        answer.likely(item) or solution.names(item) or _is_answer(item) or any(map(listed.tells, item.texts))
        for item in rest[-1:]
    )


def _is_answer(item: Item) -> bool:
    return bool(item.texts) and bool(_SAYS.match(item.texts[0]) or _LABEL.match(item.texts[0]))


def _hang(item: Item, group: Group) -> None:
    """Puts *item* where it belongs in *group*: behind a label it is the answer, else a remark, or more of the last."""
    last = group.rest[-1] if group.rest else None
    if last is not None and last.texts and not last.blocks and len(last.texts) == 1 and _LABEL.match(last.texts[0]):
        if item.kind == "paragraph" or item.indent <= last.indent:
            group.rest.pop()
            item.texts = [f"A) {item.texts[0]}", *item.texts[1:]] if item.texts else []
            item.joined = ""
        group.rest.append(item)
        return
    if item.kind != "paragraph" or _apart(item, group):
        if len(item.texts) > 1 and _LABEL.match(item.texts[0]):
            item.texts = [f"A) {item.texts[1]}", *item.texts[2:]]
            item.joined = ""
        group.rest.append(item)
        return
    _continue(last or group.question, item)


def _apart(item: Item, group: Group) -> bool:
    """Whether a paragraph is a remark of its own, and no more of what stands above it."""
    options = any(map(_OPTION_B.match, item.texts[1:]))
    if _is_answer(item) or answer.likely(item) or (answer.unbolded(item) and not options):
        return True
    if group.question.heading and not options:
        return True
    if solution.reasons(item.texts[0]) and any(map(solution.names, group.rest)):
        return True
    return bool(group.rest) and item.spaced


def _continue(target: Item, item: Item) -> None:
    target.texts += item.texts
    target.numbers += item.numbers
    target.joined = ""
    target.line_end = max(target.line_end, item.line_end)
    target.blocks += item.blocks
