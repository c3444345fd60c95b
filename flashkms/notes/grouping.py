"""The items of a scenario part, grouped: which of them ask, and which hang at the question above.

People write a question as a bullet, a paragraph, a numbered line or a heading, and answer it with a bullet below, a
paragraph `Answer: B`, a line `A: …`, or behind a toggle. A paragraph is cut where such a line begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from flashkms.notes import answer, listed
from flashkms.notes.outline import Item

ODD_INDENT = 2  # columns by which a question's bullet may be off
ASKS = re.compile(r"[*_]*(?:Q(?:uestion)?\s*#?\d{0,3}\s*[.:)]|문제\s*\d{0,3}\s*[.:)])[*_]*\s*(?=\S)", re.IGNORECASE)
NUMBER = re.compile(r"(?:questions?|scenarios?|q|problem|문제|시나리오)\s*#?\d{1,3}\s*[.:)]?", re.IGNORECASE)
_SAYS = re.compile(
    r"[*_]*(?:(?:the\s+)?(?:correct\s+|right\s+)?(?:answers?|ans|solutions?)|explanations?|rationale|reasons?|정답|답|해설|설명)"
    r"\s*\d{0,2}\s*(?:[*_]*\s*(?:is|are)?\s*[:：]|[*_]*$)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"[*_]*(?:(?:show|see|reveal|view|click (?:here )?(?:for|to see))\s+)?(?:the\s+)?(?:correct\s+|right\s+)?"
    r"(?:answers?|ans|solutions?|정답|답)\s*[:：]?[*_]*\s*$",
    re.IGNORECASE,
)
_SHORT_ANSWER = re.compile(r"[*_]*A\d{0,2}\s*[:.][*_]*\s+(?=\S)")


_OPTION_B = re.compile(r"[*_]*\(?B\s*[.:)][*_]*\s*(?=\S)")


class Group(Struct):
    """A question's item and the items below it, not nested yet."""

    question: Item
    rest: list[Item]
    answered: bool = False  # something in *rest* looks like an answer
    level: bool = False  # what hangs at it stands in the question's own column


def has_asked(question: Item) -> bool:
    """Whether *question* asks already: it has a question mark, and ends in no colon that something must follow."""
    text = question.text.rstrip("*_ ")
    return ("?" in text or "？" in text) and not text.endswith((":", "："))


def says_both(item: Item) -> bool:
    """Whether *item* is a pair of lines `Q: …` and `A: …`."""
    return len(item.texts) > 1 and bool(ASKS.match(item.texts[0]) and _SHORT_ANSWER.match(item.texts[1]))


def unlettered(group: Group) -> None:
    """Marks a remark `A: …` below a question `Q: …` as its answer, unless another one `B: …` makes an option of it."""
    if not ASKS.match(group.question.text) or any(item.texts and _OPTION_B.match(item.texts[0]) for item in group.rest):
        return
    for item in group.rest:
        if item.texts and (said := _SHORT_ANSWER.match(item.texts[0])):
            item.texts[0] = f"A) {item.texts[0][said.end() :]}"
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
    for at, item in enumerate(pieces):
        group = groups[-1] if groups else None
        if (not headed or group is None) and _opens(
            item, group, pieces[at + 1] if at + 1 < len(pieces) else None, base
        ):
            groups.append(Group(item, []))
        elif group is None:
            lost.append(item)
        else:
            _hang(item, group)
            group.answered = group.answered or _answers(group.rest)
            level = any(other.indent == base for other in group.rest[-1:])
            group.level = group.level or (level and (item.kind != "paragraph" or group.answered))
    return groups, lost


def _pieces(item: Item, base: int) -> Iterator[Item]:
    """*item*, cut before every line that says an answer or asks anew."""
    if len(item.texts) < 2 or (item.kind == "bullet" and item.indent > base + ODD_INDENT) or answer.marked(item):
        yield item
        return
    short = bool(ASKS.match(item.texts[0]))
    cuts = [at for at, line in enumerate(item.texts) if at and _cuts(line, short=short)]
    key = next((at for at, line in enumerate(item.texts) if listed.keys(line)), len(item.texts))
    cuts = sorted({*cuts, *(at for at in range(key + 1, len(item.texts)) if listed.reasons(item.texts[at]))})
    starts = [0, *cuts]
    for start, end in zip(starts, [*cuts, len(item.texts)], strict=True):
        texts, numbers = item.texts[start:end], item.numbers[start:end]
        if short and start and (said := _SHORT_ANSWER.match(texts[0])):
            texts[0] = f"A) {texts[0][said.end() :]}"
        until = numbers[-1] if end < len(item.texts) else max(item.line_end, numbers[-1])
        blocks = [block for block in item.blocks if (not start or block.line >= numbers[0])
                  and (end == len(item.texts) or block.line < item.numbers[end])]  # fmt: skip
        yield replace(
            item, kind=item.kind if not start else "paragraph", line=numbers[0], line_end=until, texts=texts,
            numbers=numbers, joined="", blocks=blocks, spaced=item.spaced and not start,
            indent=item.indent + (2 * ODD_INDENT if start else 0),
        )  # fmt: skip


def _cuts(line: str, *, short: bool) -> bool:
    marked = short and (ASKS.match(line) or _SHORT_ANSWER.match(line))
    return bool(marked or _SAYS.match(line) or _LABEL.match(line))


def _opens(item: Item, group: Group | None, following: Item | None, base: int) -> bool:  # noqa: PLR0911  # a way each
    """Whether *item* is a question, seen from the *group* that is open and the item that follows it."""
    if item.kind == "callout" or item.called or answer.marked(item) or (item.texts and _SAYS.match(item.texts[0])):
        return False
    if group is None:
        return True
    indent = item.indent - base
    if item.kind != "paragraph" and indent > ODD_INDENT:
        return False
    if item.texts and ASKS.match(item.texts[0]) and ASKS.match(group.question.text):
        return True
    if item.kind != "paragraph" and indent == 0:
        return _asks(item, following) or not (group.level or group.question.kind == "paragraph")
    if not (item.spaced and group.answered) or (item.kind == "paragraph" and _waits(group)):
        return False
    return (item.kind == "paragraph" and "?" in item.text) or _asks(item, following)


def _waits(group: Group) -> bool:
    """Whether the question of *group* ends in a colon, and a list of bold things stands below it, but no answer yet."""
    marked = any(answer.marked(item) or _is_answer(item) for item in group.rest)
    return group.question.text.rstrip("*_ ").endswith((":", "：")) and not marked


def _asks(item: Item, following: Item | None) -> bool:
    """Whether what follows *item* looks like its answer."""
    return following is not None and following.indent >= item.indent and answer.likely(following)


def _answers(rest: list[Item]) -> bool:
    """Whether the last of *rest* looks like an answer."""
    return any(answer.likely(item) or listed.keyed(item) or _is_answer(item) for item in rest[-1:])


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
    if _is_answer(item) or answer.likely(item) or answer.unbolded(item):
        return True
    if listed.reasons(item.texts[0]) and any(map(listed.keyed, group.rest)):
        return True
    return bool(group.rest) and item.spaced


def _continue(target: Item, item: Item) -> None:
    target.texts += item.texts
    target.numbers += item.numbers
    target.joined = ""
    target.line_end = max(target.line_end, item.line_end)
    target.blocks += item.blocks
