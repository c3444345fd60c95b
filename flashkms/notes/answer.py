"""Which children of a question are its answers: marked, listed, labelled, pointed at, quoted, or bold and first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec.structs import replace

from flashkms.notes import listed, marks, rich
from flashkms.notes.listed import Shown
from flashkms.notes.markdown import markdown
from flashkms.notes.marks import Answers
from flashkms.notes.outline import Block, Item
from flashkms.notes.rich import Rich

__all__ = ["Answers", "likely", "marked", "read", "told", "unbolded"]

_LABEL = re.compile(r"(?:correct\s+)?(?:answers?|solutions?|정답|답)\s*[:：]?$", re.IGNORECASE)
_MAY_BE_MARKED = re.compile(r"[\s*_\\`=]*(?:<\w+>)?[\s*_]*(?:(?-i:A)(?![A-Za-z])|Solution|Ans|정답|답)", re.IGNORECASE)
_POINTS = re.compile(r"\s+(?:->|=>|→|⇒)\s+")
_STEP = re.compile(r"\**\d{1,2}[.)]\s")


def marked(item: Item) -> bool:
    """Whether *item* is an answer beyond doubt: a bold one behind an answer's mark."""
    return _is_marked(item.text)


def likely(item: Item) -> bool:
    """Whether *item* looks like an answer where one is expected: marked, or bold from end to end."""
    return marked(item) or (("**" in item.text or "__" in item.text) and rich.read(item.text).wholly("bold"))


@lru_cache(maxsize=256)  # whatever stands below a question is asked several times
def _is_marked(text: str) -> bool:
    return bool(_MAY_BE_MARKED.match(text)) and marks.bold_mark(rich.read(text)) is not None


def unbolded(item: Item) -> bool:
    """Whether *item* stands behind an answer's mark without being bold."""
    return bool(item.texts) and bool(marks.PLAIN.match(item.texts[0]))


def told(item: Item) -> bool:
    """Whether *item* says in so many words what is right: by a mark, a tick, a verdict, or letters."""
    return any(marks.PLAIN.match(line) or listed.tells(line) for line in item.texts)


def read(question: Item, children: Sequence[Item]) -> Answers | None:
    """The answers of *question* among its *children*; None when there are none, or none says a word."""
    answers = _read(question, children)
    said = tuple(text for text in answers.texts if text) if answers else ()
    return replace(answers, texts=said) if answers and said else None


def _read(question: Item, children: Sequence[Item]) -> Answers | None:
    shown = [(child, rich.read(child.text)) for child in children]
    return (
        listed.lettered_in(question, shown)
        or listed.lettered(shown)
        or listed.keyed_numbers(shown)
        or _labelled(shown)
        or _marked(shown)
        or listed.numbered(shown)
        or _leading(shown)
        or _arrow(question, shown)
        or listed.ticked(shown)
        or _unbolded(shown)
        or listed.judged(shown)
        or listed.stressed(shown)
        or _quoted(question)
        or _alone(question, shown)
    )


def _marked(shown: Shown) -> Answers | None:
    texts: list[str] = []
    items: list[Item] = []
    remainders: list[str] = []
    blocks: list[Block] = []
    for item, text in shown:
        mark = marks.bold_mark(text)
        if mark and mark.end() == len(text.plain) and (below := _below(item)):
            texts += below.texts
            items += below.items
            blocks += below.blocks
        elif mark and mark.end() < len(text.plain):
            answer, remainder = _without_reason(text, mark.end())
            texts.append(_written(item, answer))
            items.append(item)
            remainders += [remainder] if remainder else []
    return Answers(tuple(texts), tuple(items), (), tuple(remainders), blocks=tuple(blocks)) if texts else None


def _below(item: Item) -> Answers | None:
    """What stands below the bare mark or label of an answer: each bullet, or else code, a table or a picture."""
    said = [child for child in item.children if child.text]
    if said:
        return Answers(tuple(_written(child, rich.read(child.text)) for child in said), (item, *said))
    shown = tuple(block for block in item.blocks if block.kind != "quote")
    return Answers(("\n\n".join(block.text for block in shown),), (item,), blocks=shown) if shown else None


def _without_reason(text: Rich, start: int) -> tuple[Rich, str]:
    """The answer in *text* from *start*, and the reason that follows its bold after a colon or a dash."""
    bold = text.styled("bold")
    end = bold[-1].end if bold else len(text.plain)
    rest = text.plain[end:]
    if len(bold) == 1 and end > start and re.match(r"\s*(?::|-{1,2}|–|—)\s+\S", rest):
        cut = len(rest) - len(re.sub(r"^\s*(?::|-{1,2}|–|—)\s+", "", rest))
        return text.part(start, end), markdown(text.part(end + cut, len(text.plain)), links=True)
    return text.part(start, len(text.plain)), ""


def _written(item: Item, answer: Rich) -> str:
    """*answer* as Markdown without its bold; ordered steps keep their lines."""
    if len(item.texts) > 1 and sum(bool(_STEP.match(line)) for line in item.texts) >= 2:
        return "\n".join(marks.bare(rich.read(line)) for line in item.texts)
    return marks.bare(answer)


def _leading(shown: Shown) -> Answers | None:
    found: list[tuple[Item, Rich]] = []
    for item, text in shown:
        if (not text.plain and item.blocks) or marks.alone(text):
            continue
        if not text.wholly("bold"):
            break
        found.append((item, text))
    if not found:
        return None
    return Answers(tuple(_written(item, text) for item, text in found), tuple(item for item, _ in found))


def _labelled(shown: Shown) -> Answers | None:
    for item, text in shown:
        if _LABEL.match(text.plain) and (below := _below(item)):
            return below
    return None


def _arrow(question: Item, shown: Shown) -> Answers | None:
    for at, line in enumerate(question.texts):
        if at and (arrow := marks.ARROW.match(line)):
            question.drop({at})
            return Answers((_written(question, rich.read(line[arrow.end() :])),))
    if question.texts and (on_line := _pointed(question.texts[-1])):
        question.texts[-1], said = on_line
        question.joined = ""
        return Answers((said,))
    pointed = [(item, text, arrow) for item, text in shown if (arrow := marks.ARROW.match(text.plain))]
    if not pointed:
        return None
    texts = tuple(marks.bare(text, arrow.end()) for _, text, arrow in pointed)
    return Answers(texts, tuple(item for item, _, _ in pointed))


def _pointed(line: str) -> tuple[str, str] | None:
    """What *line* asks, and the answer behind its only arrow: all that is bold, or that follows a question mark."""
    arrows = list(_POINTS.finditer(line))
    if len(arrows) != 1:
        return None
    asked, said = line[: arrows[0].start()], rich.read(line[arrows[0].end() :])
    points = asked and said.plain and (said.wholly("bold") or asked.endswith(("?", "？")))
    return (asked, marks.bare(said)) if points else None


def _unbolded(shown: Shown) -> Answers | None:
    found = [(item, text, mark) for item, text in shown if (mark := marks.PLAIN.match(text.plain))]
    if not found:
        return None
    texts = tuple(marks.bare(text, mark.end()) for _, text, mark in found)
    return Answers(texts, tuple(item for item, _, _ in found))


def _alone(question: Item, shown: Shown) -> Answers | None:
    """What alone stands below a heading or a numbered line that asks: a paragraph, or lines behind a blank one."""
    if not question.heading and not question.ordered:
        return None
    if question.heading and shown:
        item, text = shown[0]
        return Answers((marks.bare(text),), (item,)) if item.kind == "paragraph" and "?" not in text.plain else None
    cut = next((at for at, (one, other) in enumerate(pairwise(question.numbers), 1) if other > one + 1), 0)
    said = " ".join(question.texts[cut:])
    if not cut or "?" in said or not question.texts[cut - 1].rstrip("*_ ").endswith(("?", "？")):
        return None
    question.drop(range(cut, len(question.texts)))
    return Answers((marks.bare(rich.read(said)),))


def _quoted(question: Item) -> Answers | None:
    """The first line of a quotation below the question; the rest of it is the reason."""
    lines = [
        line.lstrip("> ").strip() for block in question.blocks if block.kind == "quote"
        for line in block.text.split("\n")
    ]  # fmt: skip
    lines = [line for line in lines if line]
    if not lines or not question.text.rstrip("*_ ").endswith(("?", "？", ".", ":")):
        return None
    mark = marks.PLAIN.match(lines[0])
    first = marks.bare(rich.read(lines[0][mark.end() :] if mark else lines[0]))
    return Answers((first,), remainders=tuple(lines[1:]), quoted=True)
