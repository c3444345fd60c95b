"""The feature part: sections as points with their parents, and tables as rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec.structs import replace

from flashkms.notes import bullets, rich
from flashkms.notes import line as lines_of
from flashkms.notes.note import Point, Remark, Steps, Table
from flashkms.notes.outline import TAG, Block, Item, Section, asks, nest
from flashkms.notes.rich import Rich

MAX_POINTS = 10_000  # of one note: as many as a very long book has


def points(section: Section) -> list[Point]:
    """The points of *section* with text, a parent before its children."""
    flat: list[Point] = []
    if is_card(section):
        _add([headed(section)], section.headings[:-1], (), flat)
    else:
        _add(nest(section.items), section.headings, (), flat)
    return flat


def _add(
    items: list[Item], headings: tuple[str, ...], parents: tuple[str, ...], flat: list[Point]
) -> tuple[Point, ...]:
    items = list(_replied(items))
    for item in items:
        _as_card(item)
    read = [(item, rich.read(item.text)) for item in items]
    steps = dict(_steps(read))
    made: list[Point] = []
    for item, shown in read:
        at = len(flat)
        below: list[Point] = []
        children = (
            _add(item.children, headings, (*parents, shown.plain) if shown.plain else parents, below)
            if item.children
            else ()
        )
        blocks = tuple(item.blocks) + _inline_images(item)
        if not shown.plain:
            flat += below
            made += children
            continue
        point = Point(
            item.kind, item.line, item.line_end, item.text, shown, headings, parents, children, blocks,
            item.steering, steps.get(item.line), item.answer, item.both,
        )  # fmt: skip
        flat[at:at] = [point]
        flat += below
        made.append(point)
    return tuple(made)


def _steps(read: list[tuple[Item, Rich]]) -> Iterator[tuple[int, Steps]]:
    """The numbered lists among the bullets *read*, each by the line of every step of it.

    Whatever stands between two numbered bullets parts them. A list of which one step has points below it, or is asked
    for by itself, is none of steps.
    """
    for ordered, run in groupby((one for one in read if one[1].plain), key=lambda one: one[0].ordered):
        found = list(run) if ordered else []
        if not found or not all(_is_step(item, shown, first=not at) for at, (item, shown) in enumerate(found)):
            continue
        steps = Steps(
            tuple(shown.plain for _, shown in found),
            found[0][0].line,
            tuple(block for item, _ in found for block in (*item.blocks, *_inline_images(item))),
            any(item.steering.ordered for item, _ in found),
        )
        yield from ((item.line, steps) for item, _ in found)


def _is_step(item: Item, shown: Rich, *, first: bool) -> bool:
    """Whether *item* asks for no card of its own; a comment at the *first* one speaks of the list."""
    asked = item.steering
    alone = asked.skip or asked.force or asked.term or asked.question or asked.answer or asked.blanks
    named = not first and (asked.id or asked.tags or asked.hint)
    written = item.answer or "::" in item.text or shown.styled("mark")
    return not (item.children or alone or named or written)


_ASKS = re.compile(r"[*_]*Q\d{0,3}\s*[.:)][*_]*\s*(?=\S)")
_REPLIES = re.compile(r"[*_]*A\d{0,3}\s*[.:)][*_]*\s*(?=\S)")


def _replied(items: list[Item]) -> Iterator[Item]:
    """*items*, of which `Q: …` has what stands behind `A: …`, in its lines or the next item, as its answer."""
    asked: Item | None = None
    for item in items:
        replies = item.texts and _REPLIES.match(item.texts[0])
        if asked and replies and item.kind != "callout":
            _answer(asked, item)
            asked = None
            continue
        asked = item if _asks_by_letter(item) else None
        yield item


def _asks_by_letter(item: Item) -> bool:
    """Whether *item* is `Q: …` that waits for its answer; one that has it in its lines gets it."""
    if not item.texts or item.answer or not _ASKS.match(item.texts[0]):
        return False
    at = next((at for at, text in enumerate(item.texts) if at and _REPLIES.match(text)), None)
    if at is not None:
        said, item.texts = item.texts[at:], item.texts[:at]
        _answer(item, replace(item, texts=said))
        return False
    if item.children and item.children[0].texts and _REPLIES.match(item.children[0].texts[0]):
        first, *rest = item.children
        first.children += rest
        _answer(item, first)
        return False
    return not item.children


def _answer(asked: Item, item: Item) -> None:
    """Makes *item*, `A: …` with what stands below it, the answer of *asked*, and takes the letters off both."""
    said = [_REPLIES.sub("", item.texts[0], count=1), *item.texts[1:]]
    asked.answer = "\n".join([*said, *bullets.remarks(item.children, skipped(item.children))])
    asked.texts, asked.joined = [_ASKS.sub("", asked.texts[0], count=1), *asked.texts[1:]], ""
    asked.blocks += [block for block in item.blocks if block not in asked.blocks]
    asked.line_end = bullets.last_line(item)
    asked.children = []


def _as_card(item: Item) -> None:
    """Takes what stands behind a line `?`, or a tag `#card`, as the answer of *item*."""
    texts = item.texts
    at = next((at for at, text in enumerate(texts) if asks(text)), None)
    if at is None or item.answer:
        return
    tag = TAG.search(texts[at])
    asked = texts[: at + 1] if tag else texts[:at]
    below = "\n".join(bullets.remarks(item.children, skipped(item.children)))
    if len(item.children) == 1 and "\n" not in below:
        below = below.removeprefix(bullets.marker(item.children[0]))
    said = "\n\n".join(part for part in ("\n".join(texts[at + 1 :]), below) if part)
    if tag:
        asked[-1] = texts[at][: tag.start()].rstrip()
    elif not said or not asked:
        return
    item.both = texts[at] == "??" or bool(tag and tag["kind"] == "-reverse")
    item.texts, item.joined, item.answer = asked, "", said
    if said:
        item.line_end = bullets.last_line(item)
        item.children = []


def is_card(section: Section) -> bool:
    """Whether the heading of *section* asks, and all that stands below it is the answer."""
    return bool(section.tag and (section.items or section.blocks))


def headed(section: Section) -> Item:
    """The heading of *section*, which bears a tag `#card`, with all that stands below it as the answer."""
    item = Item("bullet", section.line, section.line, 0, [section.headings[-1]], numbers=[section.line])
    item.answer = bullets.body(nest(section.items), section.blocks, without=skipped(section.items))
    item.both = "reverse" in section.tag
    item.steering = section.steering
    item.line_end = max(
        [section.line, *map(bullets.last_line, section.items), *(one.line_end for one in section.blocks)]
    )
    return item


def _inline_images(item: Item) -> tuple[Block, ...]:
    marks = [mark for text in item.texts if "![" in text for mark in rich.image_marks(text)]
    return tuple(Block("image", mark, item.line, item.line) for mark in marks)


def pictures(section: Section) -> list[Block]:
    """The pictures of *section* that hang at no point of it."""
    return [] if is_card(section) else [block for block in section.blocks if block.kind == "image"]


def skipped(items: Iterable[Item]) -> set[int]:
    """The ids of those of *items*, and of the items below them, that the note skips."""
    return {id(one) for item in items for one in (item, *_below(item)) if one.steering.skip}


def _below(item: Item) -> Iterator[Item]:
    for child in item.children:
        yield child
        yield from _below(child)


def homeless(section: Section) -> Iterator[Block]:
    """What hangs at bullets of *section* that are empty, or nothing but a picture, and the picture itself."""
    for item in section.items:
        if not item.text or ("![" in item.text and lines_of.is_image(item.text)):
            yield from (*item.blocks, *_inline_images(item))


def tables(section: Section, found: list[Point]) -> tuple[list[Table], list[Remark]]:
    """The tables of *section* and of its *found* points, and what is to be said of those that are none."""
    made: list[Table] = []
    remarks: list[Remark] = []
    placed = [] if is_card(section) else [(block, ()) for block in section.blocks]
    hosted = [(block, (*point.parents, point.text)) for point in found for block in point.blocks]
    for block, parents in [*placed, *hosted]:
        if block.kind != "table":
            continue
        table = _table(block, section.headings, parents if block.text.startswith((" ", "|")) else ())
        if table:
            made.append(table)
        else:
            remarks.append(Remark(block.line, block.line_end, "skipped", "table without a header row"))
    return made, remarks


_CELL = re.compile(r"(?<!\\)\|")


def cells(row: str) -> tuple[str, ...]:
    """The cells of one table row; outer pipes are optional, and an escaped pipe is part of its cell."""
    row = row.strip().removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    return tuple(cell.replace("\\|", "|").strip() for cell in _CELL.split(row))


def _table(block: Block, headings: tuple[str, ...], parents: tuple[str, ...]) -> Table | None:
    rows = block.text.split("\n")
    if len(rows) < 3 or not lines_of.is_delimiter(rows[1]):
        return None
    header = cells(rows[0])
    body = tuple((block.line + at, cells(row)) for at, row in enumerate(rows[2:], 2))
    return Table(block.line, block.line_end, header, body, headings, parents) if len(header) > 1 else None
