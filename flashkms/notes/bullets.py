"""Items written back as Markdown: a list nested as it is, with what hangs at its bullets."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flashkms.notes import rich
from flashkms.notes.markdown import markdown
from flashkms.notes.outline import Block, Item


def remarks(items: Iterable[Item], depth: int = 0, without: Collection[int] = ()) -> list[str]:
    """*items* as the lines of a Markdown list, nested as they are from *depth*, save those with an id in *without*."""
    lines: list[str] = []
    for item in items:
        if id(item) in without:
            continue
        text = markdown(rich.read(item.text), links=True)
        marks = [mark for part in item.texts for mark in rich.image_marks(part)]
        if text:
            lines.append("  " * depth + f"- {text}")
        lines += [f"\n{mark}\n" for mark in marks]
        lines += [f"\n{block.text}\n" for block in item.blocks]
        lines += remarks(item.children, depth + 1, without)
    return lines


def body(items: Iterable[Item], blocks: Iterable[Block] = ()) -> str:
    """*items* as Markdown, paragraphs as paragraphs, and *blocks* where they stand among them."""
    parts: list[tuple[int, str]] = [(block.line, block.text) for block in blocks]
    for item in items:
        if item.kind == "bullet":
            parts.append((item.line, "\n".join(remarks([item]))))
        else:
            text = markdown(rich.read(item.text), links=True)
            parts.append((item.line, "\n\n".join([text, *(block.text for block in item.blocks)])))
    parts.sort()
    out = ""
    for _, text in parts:
        listed = text.startswith("- ") and out.rpartition("\n")[2].lstrip().startswith("- ")
        out += ("\n" if listed else "\n\n") * bool(out) + text.strip("\n")
    return out


def last_line(item: Item) -> int:
    """The last line of *item*, its blocks and all items below it."""
    ends = [item.line_end, *(block.line_end for block in item.blocks)]
    return max([*ends, *map(last_line, item.children)])
