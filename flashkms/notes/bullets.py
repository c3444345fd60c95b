"""Items written back as Markdown: a list nested as it is, with what hangs at its bullets."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from flashkms.notes import rich
from flashkms.notes.markdown import markdown
from flashkms.notes.outline import Block, Item

_LISTED = re.compile(r"- |\d{1,3}\. ")


def remarks(items: Iterable[Item], without: Collection[int] = (), indent: str = "") -> list[str]:
    """*items* as the lines of a Markdown list below *indent*, save those with an id in *without*.

    They are nested, and numbered, as they are.
    """
    lines: list[str] = []
    for item in items:
        if id(item) in without:
            continue
        text = markdown(rich.read(item.text), links=True)
        pictures = [picture for part in item.texts for picture in rich.image_marks(part)]
        mark = marker(item)
        if text:
            lines.append(indent + mark + text)
        lines += [f"\n{picture}\n" for picture in pictures]
        lines += [f"\n{block.text}\n" for block in item.blocks]
        lines += remarks(item.children, without, indent + " " * len(mark))
    return lines


def marker(item: Item) -> str:
    """What stands before the text of *item* in a list: `- `, or its number."""
    return f"{item.number}. " if item.number else "- "


def body(items: Iterable[Item], blocks: Iterable[Block] = (), without: Collection[int] = ()) -> str:
    """*items* as Markdown, paragraphs as paragraphs, and *blocks* where they stand among them; as in `remarks`."""
    parts: list[tuple[int, str]] = [(block.line, block.text) for block in blocks]
    for item in items:
        if item.kind == "bullet":
            parts.append((item.line, "\n".join(remarks([item], without))))
        elif id(item) not in without:
            text = markdown(rich.read(item.text), links=True)
            parts.append((item.line, "\n\n".join([text, *(block.text for block in item.blocks)])))
    parts.sort()
    out = ""
    for _, text in parts:
        listed = _LISTED.match(text) and _LISTED.match(out.rpartition("\n")[2].lstrip())
        out += ("\n" if listed else "\n\n") * bool(out) + text.strip("\n")
    return out


def last_line(item: Item) -> int:
    """The last line of *item*, its blocks and all items below it."""
    if not item.blocks and not item.children:
        return item.line_end
    ends = [item.line_end, *(block.line_end for block in item.blocks)]
    return max([*ends, *map(last_line, item.children)])
