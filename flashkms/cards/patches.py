"""Where a change to a deck file goes: replacements of stretches of text, made from the places of YAML nodes.

Every function leaves alone what is not the changed value: comments, order, quotes, indentation, line ends.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from flashkms.cards import written
from flashkms.cards.entry import Value, WrongOption
from flashkms.cards.fields import DECK_ORDER, ENTRY_ORDER
from flashkms.cards.nodes import Mapping, Node, Pair, Scalar, Sequence
from flashkms.cards.page import Page, Patch, Patches, RefusedError, own_comments, skip_blank, trailing_comments
from flashkms.cards.values import clean

_HEADER = re.compile(r"[|>][-+0-9]*")


def set_key(page: Page, mapping: Mapping, key: str, value: Value) -> Patches:
    """What gives *key* the *value*, whether it is there or not."""
    pair = _pair(mapping, key)
    if pair is None:
        return _added_key(page, mapping, key, value)
    if isinstance(pair.value, Scalar):
        if (text := _one_text(value)) is not None:
            return _text(page, pair.value, text, _Room(mapping.flow, mapping.span.column + 1, key))
        return _scalar_to_list(page, mapping, pair, value)
    if isinstance(pair.value, Sequence) and isinstance(value, tuple):
        return _items(page, pair.value, value)
    return _whole(page, mapping, pair, value)


def set_first(page: Page, mapping: Mapping, key: str, value: str) -> Patches:
    """What gives *key* the *value*, as the first of *mapping* where it is not there."""
    if mapping.get(key) is not None or not mapping.pairs:
        return set_key(page, mapping, key, value)
    start = mapping.pairs[0].key.span.start
    if mapping.flow:
        return [Patch(start, start, f"{written.flow_pair(key, value)}, ")]
    column = mapping.span.column - 1
    return [Patch(start, start, page.newline.join([*written.pair(key, value, 0), " " * column]))]


def remove_key(page: Page, mapping: Mapping, key: str) -> Patches:
    """What takes *key* and its value out of *mapping*; nothing when it is not there.

    Raises `RefusedError` where nothing else is there.
    """
    pair = _pair(mapping, key)
    if pair is None:
        return []
    if len(mapping.pairs) == 1:
        raise RefusedError(f"`{key}` is all there is in this entry", pair.key.span.line)
    start, end = pair.key.span.start, _end(pair)
    place = mapping.pairs.index(pair)
    if mapping.flow:
        return [_from_flow([_pair_span(one) for one in mapping.pairs], place, page)]
    if not page.text[page.line_start(start) : start].strip():
        return [Patch(page.line_start(start), page.next_line(max(start, end - 1)), "")]
    following = mapping.pairs[place + 1] if place + 1 < len(mapping.pairs) else None
    if following is None or page.text[end : following.key.span.start].strip():
        raise RefusedError(f"`{key}` cannot be taken out from beside a comment", pair.key.span.line)
    return [Patch(start, following.key.span.start, "")]


def remove_item(page: Page, sequence: Sequence, place: int) -> Patches:
    """What takes one item out of a list, with the comments above it."""
    if sequence.flow:
        return [_from_flow([(item.span.start, item.span.end) for item in sequence.items], place, page)]
    start, end = _item_lines(page, sequence, place)
    column = sequence.span.column - 1
    start = own_comments(page, start, column)
    end = trailing_comments(page, end, column)
    if place + 1 < len(sequence.items):
        end = skip_blank(page, end)
    elif start > 0:
        while (above := page.line_start(start - 1)) < start and not page.text[above:start].strip() and above:
            start = above
    return [Patch(start, end, "")]


def add_item(
    page: Page, sequence: Sequence, after: int, lines: Callable[[int, int], list[str]], *, apart: bool
) -> Patches:
    """What puts a block item after the item *after*; *lines* makes it for the columns of the dash and the keys.

    *apart* asks for a blank line above where the file has them between its items.
    """
    item = sequence.items[after]
    dash = sequence.span.column - 1
    column = item.span.column - 1 if isinstance(item, Mapping) and not item.flow else dash + written.STEP
    end = trailing_comments(page, page.next_line(max(item.span.end - 1, item.span.start)), dash)
    at = max(item.span.start, end - 1) if end > item.span.end else item.span.end
    while at > item.span.end and page.text[at - 1 : at] in ("\n", "\r"):
        at -= 1
    blank = [""] if apart and _airy(page, sequence) else []
    return [page.below(max(at, item.span.end), [*blank, *lines(dash, max(column, dash + 2))])]


class _Room(Struct, frozen=True):
    """Where a text goes: in brackets or braces (*flow*), with the *column* (from 0) for a block, below which *key*."""

    flow: bool
    column: int
    key: str


def _text(page: Page, node: Scalar, text: str, room: _Room) -> Patches:  # noqa: PLR0911  # one for each way to write
    """What puts *text* in the place of a scalar, in the scalar's own manner where that can hold it."""
    if clean(node.value) == text:
        return []
    start, end = node.span.start, node.span.end
    if start == end:  # nothing stands after the key
        first, *rest = [written.inline(text, flow=True)] if room.flow else written.scalar(text, room.column)
        return [Patch(start, end, f" {first}"), *([page.below(end, rest)] if rest else [])]
    if node.style in ("|", ">"):
        return _block(page, node, text, room)
    if node.style == "'" and not re.search(r"[^ -~\xa0-\u2027\u202a-\ud7ff\uf900-\ufefe\uff00-\ufffd]", text):
        return [Patch(start, end, "'" + text.replace("'", "''") + "'")]
    if node.style == '"' and ("\n" not in text or room.flow):
        return [Patch(start, end, written.quoted(text))]
    if room.flow:
        return [Patch(start, end, written.inline(text, flow=True))]
    first, *rest = written.scalar(text, room.column, prose=room.key in written.PROSE and "\n" in text)
    return [Patch(start, end, first), *([page.below(end, rest)] if rest else [])]


def _block(page: Page, node: Scalar, text: str, room: _Room) -> Patches:
    """What puts *text* in the place of a block: its header's comment stays, and its indentation."""
    start, end = node.span.start, node.span.end
    header = _HEADER.match(page.text, start)
    assert header is not None
    content = page.next_line(start)
    has_content = content < end
    if not written.blockable(text):
        quoted = Patch(start, header.end(), written.quoted(text))
        return [quoted, Patch(page.line_end(start), end, "")] if has_content else [quoted]
    sign = header[0] if re.fullmatch(r"\|[-+]?", header[0]) else "|-"
    column = _block_column(page.text[content:end]) if has_content else room.column
    lines = [" " * (column or room.column) + line if line else "" for line in text.split("\n")]
    patches = [Patch(start, header.end(), sign)]
    if has_content:
        return [*patches, Patch(content, end, page.joined(lines))]
    return [*patches, page.below(start, lines)]


def _block_column(content: str) -> int:
    first = next((line for line in content.split("\n") if line.strip()), "")
    return len(first) - len(first.lstrip(" "))


def _added_key(page: Page, mapping: Mapping, key: str, value: Value) -> Patches:
    if not mapping.pairs:
        raise RefusedError("an empty `{}` stands here", mapping.span.line)
    order = DECK_ORDER if mapping.get("cards") else ENTRY_ORDER
    before = [pair for pair in mapping.pairs if order.get(pair.key.value, -1) < order.get(key, len(order))]
    anchor = before[-1] if before else mapping.pairs[0]
    if mapping.flow:
        return [Patch(_end(anchor), _end(anchor), f", {written.flow_pair(key, value)}")]
    lines = written.pair(written.plural(key, value), value, mapping.span.column - 1)
    return [page.below(max(_end(anchor) - 1, anchor.key.span.end), lines)]


def _whole(page: Page, mapping: Mapping, pair: Pair, value: Value) -> Patches:
    """What writes a key anew with all that stands below it; refused where a comment stands in between."""
    start, end = pair.key.span.start, _end(pair)
    _refuse_comments(page, pair.value, start, end)
    if mapping.flow:
        return [Patch(start, end, written.flow_pair(pair.key.value, value))]
    column = mapping.span.column - 1
    lines = written.pair(pair.key.value, value, column)
    return [Patch(start, end, page.joined([lines[0][column:], *lines[1:]]))]


def _scalar_to_list(page: Page, mapping: Mapping, pair: Pair, value: Value) -> Patches:
    if isinstance(value, bool) or not isinstance(value, tuple):
        return _text(page, _scalar(pair.value), "true" if value else "false", _Room(mapping.flow, 0, pair.key.value))
    if mapping.flow or pair.value.span.line != pair.value.span.end_line or pair.key.value == "conflict":
        return _whole(page, mapping, pair, value)
    colon = page.text.index(":", pair.key.span.end) + 1
    lines = written.pair(pair.key.value, value, mapping.span.column - 1)
    if len(lines) == 1:
        return [Patch(colon, max(colon, pair.value.span.end), lines[0].partition(":")[2])]
    end = max(colon, pair.value.span.end)
    return [Patch(colon, end, ""), page.below(end, lines[1:])]


def _items(page: Page, sequence: Sequence, value: tuple[object, ...]) -> Patches:
    """What makes the items of a list those of *value*, touching only the ones that differ."""
    old = [repr(_item(item)) for item in sequence.items]
    new = [repr(_item_value(item)) for item in value]
    if old == new:
        return []
    if sequence.flow:
        _refuse_comments(page, sequence, sequence.span.start, sequence.span.end)
        return [
            Patch(sequence.span.start, sequence.span.end, f"[{', '.join(written.flow_item(item) for item in value)}]")
        ]
    patches: Patches = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        paired = min(i2 - i1, j2 - j1)
        for step in range(paired):
            patches += _changed_item(page, sequence, i1 + step, value[j1 + step])
        for place in range(i1 + paired, i2):
            patches += remove_item(page, sequence, place)
        patches += _new_items(page, sequence, i1 + paired, value[j1 + paired : j2])
    return patches


def _new_items(page: Page, sequence: Sequence, place: int, items: tuple[object, ...]) -> Patches:
    """What puts *items* before the item *place*, or after the last."""
    if not items:
        return []
    dash = sequence.span.column - 1
    lines = [line for item in items for line in written.item_lines(item, dash)]
    if place == 0:
        start, _ = _item_lines(page, sequence, 0)
        return [Patch(start, start, "".join(line + page.newline for line in lines))]
    return [page.below(max(sequence.items[place - 1].span.end - 1, sequence.items[place - 1].span.start), lines)]


def _changed_item(page: Page, sequence: Sequence, place: int, value: object) -> Patches:
    node = sequence.items[place]
    if isinstance(node, Scalar) and isinstance(value, str):
        return _text(page, node, value, _Room(flow=False, column=sequence.span.column + 1, key=""))
    if isinstance(node, Mapping) and isinstance(value, WrongOption):
        patches = set_key(page, node, "option", value.option)
        return patches + (set_key(page, node, "why", value.why) if value.why else remove_key(page, node, "why"))
    start, end = _item_lines(page, sequence, place)
    _refuse_comments(page, node, node.span.start, end)
    lines = written.item_lines(value, sequence.span.column - 1)
    return [Patch(start, page.line_end(max(node.span.end - 1, node.span.start)), page.joined(lines))]


def _item_lines(page: Page, sequence: Sequence, place: int) -> tuple[int, int]:
    """Where the lines of an item begin and end; refused when its dash does not start its line."""
    item = sequence.items[place]
    dash = page.text.rfind("-", 0, item.span.start + (item.span.start == item.span.end))
    start = page.line_start(dash)
    if page.text[start:dash].strip() or dash - start != sequence.span.column - 1:
        raise RefusedError("this list item does not start its line", item.span.line)
    return start, page.next_line(max(item.span.end - 1, item.span.start))


def _airy(page: Page, sequence: Sequence) -> bool:
    """Whether a blank line parts most of the items."""
    blank = 0
    for before, after in zip(sequence.items, sequence.items[1:], strict=False):
        between = page.text[before.span.end : after.span.start]
        blank += bool(re.search(r"\n[ \t]*\r?\n", between))
    return len(sequence.items) < 2 or blank * 2 >= len(sequence.items) - 1


def _from_flow(spans: list[tuple[int, int]], place: int, page: Page) -> Patch:
    """What takes one of several from between commas."""
    if place > 0:
        gap = (spans[place - 1][1], spans[place][1])
    else:
        gap = (spans[0][0], spans[1][0] if len(spans) > 1 else spans[0][1])
    if "#" in page.text[gap[0] : spans[place][0]]:
        raise RefusedError("a comment stands here", page.text.count("\n", 0, gap[0]) + 1)
    return Patch(*gap, "")


def _refuse_comments(page: Page, node: Node, start: int, end: int) -> None:
    """Raise `RefusedError` when a comment stands between *start* and *end* outside of the texts of *node*."""
    at = start
    for scalar in _scalars(node):
        if "#" in page.text[at : scalar.span.start]:
            break
        at = max(at, scalar.span.end)
        if scalar.style in ("|", ">") and "#" in page.text[scalar.span.start : page.line_end(scalar.span.start)]:
            break
    else:
        if "#" not in page.text[at:end]:
            return
    raise RefusedError("a comment stands within the lines to change", node.span.line)


def _scalars(node: Node) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Sequence(items):
            for item in items:
                yield from _scalars(item)
        case Mapping(pairs):
            for pair in pairs:
                yield pair.key
                yield from _scalars(pair.value)


def _scalar(node: Node) -> Scalar:
    assert isinstance(node, Scalar)
    return node


def _pair(mapping: Mapping, key: str) -> Pair | None:
    """The pair of *key*; `answer` and `answers` are one."""
    return mapping.get(key) or (mapping.get("answers") if key == "answer" else None)


def _end(pair: Pair) -> int:
    return max(pair.key.span.end, pair.value.span.end)


def _pair_span(pair: Pair) -> tuple[int, int]:
    return pair.key.span.start, _end(pair)


def _one_text(value: Value) -> str | None:
    """*value* when one scalar can say it."""
    if isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], str):
        return value[0]
    return value if isinstance(value, str) else None


def _item(node: Node) -> object:
    if isinstance(node, Scalar):
        return clean(node.value)
    if isinstance(node, Mapping):
        said = {pair.key.value: _item(pair.value) for pair in node.pairs}
        return said["option"] if list(said) == ["option"] else said
    return [_item(item) for item in node.items]


def _item_value(item: object) -> object:
    if isinstance(item, WrongOption):
        return {"option": item.option, "why": item.why} if item.why else item.option
    return str(item)
