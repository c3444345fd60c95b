"""The stem: all that a question says before its options, with the lists, code and pictures among its lines.

`The shop has these needs:`, bullets, and only then `Which oven fits?`: what stands before the first answer belongs to
the question as long as it has not asked yet, or speaks of such a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from flashkms.notes import answer, bullets, listed, rich
from flashkms.notes.grouping import ASKS, ENDS_ASKING, has_asked
from flashkms.notes.markdown import markdown
from flashkms.notes.outline import Block, Item
from flashkms.notes.rich import Rich

_TELLS_TO = re.compile(r"\b(?:choose|select|pick|identify|name)\b|(?:시오|하라|세요|고르기)[.\s*_]*$", re.IGNORECASE)
_BEGINS = re.compile(r"[\s*_\"'“‘(`\[]*[A-Z가-힣]")
# The number of a question: `**1)** Which …`, `Q01 Which …`; `Q2` alone is a quarter of a year.
_NUMBER = re.compile(r"(?:\d{1,3}[.)．）]|[QＱ](?:0\d{1,2}|[1-9]\d{1,2}))\s+(?=\S)(?!.*\s2[.)]\s)", re.DOTALL)
_LISTS = re.compile(
    r"\b(?:following|these|below)\s+(?:[\w-]+\s+){0,2}"
    r"(?:requirements?|conditions?|criteria|constraints?|goals?|needs?|specifications?|tasks?|facts?)\b"
    r"|(?:다음|아래)(?:의|과 같은)?\s*(?:요구|조건|사항|목표|제약)",
    re.IGNORECASE,
)

Piece = tuple[str, Rich | Block]
"""A part of the question and what stands before it: the marker of a list, or nothing for a paragraph or a block."""


def whole(question: Item, children: Sequence[Item]) -> tuple[Item, list[Item]]:
    """*question* with those of its *children* below it that belong to what it asks, and the other children."""
    first = next((at for at, child in enumerate(children) if _answers(child)), len(children))
    before = list(children[:first])
    asking = next((at for at in reversed(range(len(before))) if _asks(before[at])), None)
    if not before or (first == len(children) and asking is None):
        return question, list(children)
    if asking is not None and not has_asked(question):
        if first == len(children) and any(map(answer.likely, before[:asking])):
            return question, list(children)  # an answer stands among them
        until = asking + 1
    elif first < len(children) and (question.text.rstrip("*_ ").endswith((":", "：")) or _LISTS.search(question.text)):
        until = first
    else:
        return question, list(children)
    lead = [piece for child in before[:until] for piece in _unglued(child)]
    return replace(question, children=lead), list(children[until:])


def _answers(child: Item) -> bool:
    return answer.marked(child) or answer.told(child) or listed.opens(child)


def _asks(item: Item) -> bool:
    """Whether *item* ends by asking, in a line of its own or in one that was glued to it."""
    text = item.text.rstrip("*_ ")
    if ENDS_ASKING.search(text):
        return item.kind == "paragraph" or len(item.texts) > 1 or not item.children
    return item.kind == "paragraph" and bool(_TELLS_TO.search(text))


def _unglued(item: Item) -> Iterator[Item]:
    """*item*, and by itself the question that follows a member of a list at column 0, as if it were more of it."""
    if item.kind == "paragraph" or len(item.texts) == 1 or not ENDS_ASKING.search(item.text.rstrip("*_ ")):
        yield item
        return
    cut = next((at for at, text in enumerate(item.texts) if at and _BEGINS.match(text)), len(item.texts) - 1)
    numbers = item.numbers[cut:]
    blocks = [[block for block in item.blocks if (block.line < numbers[0]) is early] for early in (True, False)]
    yield replace(item, texts=item.texts[:cut], numbers=item.numbers[:cut], joined="", blocks=blocks[0])
    yield Item("paragraph", numbers[0], item.line_end, 0, item.texts[cut:], numbers=numbers, blocks=blocks[1])


def pieces(question: Item, *, quoted: bool) -> list[Piece]:
    """The parts of *question* in their order; *quoted* leaves its quotations out: they are the answer."""
    found = list(_pieces(question, "", quoted=quoted))
    for at, (mark, part) in enumerate(found):
        if isinstance(part, Rich):
            if label := ASKS.match(part.plain) or _NUMBER.match(part.plain):
                found[at] = (mark, part.part(label.end(), len(part.plain)))
            break
    return found


def _pieces(item: Item, marker: str, *, quoted: bool) -> Iterator[Piece]:
    blocks = [block for block in item.blocks if not (quoted and block.kind == "quote")]
    pictures = [Block("image", mark, item.line, item.line) for text in item.texts for mark in rich.image_marks(text)]
    between = [block for block in blocks if item.numbers and block.line < item.numbers[-1]]
    cuts = [0, *(sum(number < block.line for number in item.numbers) for block in between), len(item.texts)]
    for at, (start, end) in enumerate(pairwise(cuts)):
        text = " ".join(item.texts[start:end])
        if text:
            yield marker if not start else "", rich.read(text)
        yield from (("", block) for block in between[at : at + 1])
    yield from (("", block) for block in (*blocks[len(between) :], *pictures))
    indent = " " * len(marker)
    for child in item.children:
        mark = "" if child.kind == "paragraph" or _alone(child, item.children) else indent + bullets.marker(child)
        yield from _pieces(child, mark, quoted=False)


def _alone(child: Item, siblings: Sequence[Item]) -> bool:
    """Whether *child* is the bullet that asks below a list: it is no member of it."""
    return child is siblings[-1] and len(siblings) > 1 and bool(ENDS_ASKING.search(child.text.rstrip("*_ ")))


def joined(parts: Iterable[Piece]) -> Rich:
    """The texts of *parts* as one, each on a line of its own."""
    return rich.joined([part for _, part in parts if isinstance(part, Rich)], "\n")


def written(parts: Iterable[Piece], shown: Rich) -> str:
    """*parts* as Markdown, with the styles that *shown*, their `joined` text, has now."""
    text, at, in_list = "", 0, False
    for mark, part in parts:
        if isinstance(part, Block):
            said = part.text
        else:
            end = at + len(part.plain)
            said, at = mark + markdown(shown.part(at, end)), end + 1
        text += ("\n" if in_list and mark else "\n\n") * bool(text and said) + said
        in_list = bool(mark)
    return text.strip("\n")
