"""The sides of a card: templates of Anki's, and what they show once they are filled with the fields of a note.

Anki's rules hold: `{{X}}`, filters before a colon, `{{#X}}` and `{{^X}}`. What nobody sees is left out: scripts,
styles, comments, elements that are not displayed. A template comes from a stranger: its words, and how often it shows a
field, are bounded, since every note pays for them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

_MOST_WORDS = 8 * 1024  # characters of a side that no field has; beyond them only its fields are shown
_MOST_TIMES = 4  # that a side shows one field
_DEEPEST = 20  # conditions within one another

_ALTERNATIVE = "{{=<% %>=}}"  # at the start of a template that writes `<%X%>` for `{{X}}`
_UNSEEN = (
    ("<!--", "-->"),
    (r"<script\b", r"</script\s*>"),
    (r"<style\b", r"</style\s*>"),
    (r"<svg\b", r"</svg\s*>"),
)
_HIDDEN = re.compile(r"<(span|div|p)\b[^<>]{0,500}?\bdisplay\s*:\s*none[^<>]{0,500}>", re.IGNORECASE)
_REVEALING = re.compile(r"<script\b|<button\b|\bonclick\s*=", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"<(?!(?:a|img|ol|td|th|code)\b)([a-zA-Z][\w-]*)\s[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")
_RULE = re.compile(r"<hr\b", re.IGNORECASE)
_NEW_LINE = re.compile(r"\s*<(?:br|hr|/?div|/?p|h[1-6])\b", re.IGNORECASE)
_IDLE = re.compile(r"(?:\s|<[bh]r ?/?>)*", re.IGNORECASE)
_EMPTY = re.compile(r"(?:\s|</?(?:br|div) ?/?>)*", re.IGNORECASE)  # what Anki takes for an empty field
_FURIGANA = re.compile(r" ?([^ >]+?)\[(?!sound:)(.+?)\]")


class Words(Struct, frozen=True):
    """HTML that stands in the template."""

    html: str


class Place(Struct, frozen=True):
    """Where the field *name* is shown, after its *filters*, the first to be applied first."""

    name: str
    filters: tuple[str, ...] = ()


class Condition(Struct, frozen=True):
    """What is shown only when the field *name* says something, or, not *wanted*, nothing."""

    name: str
    wanted: bool
    inside: tuple[Node, ...]


Node = Words | Place | Condition
Values = Mapping[str, str]  # the HTML of each field, the special ones among them


class Sides(Struct, frozen=True):
    """One template: what its *front* asks, and what its back *told* beyond the front, which it may repeat."""

    front: tuple[Node, ...]
    told: tuple[Node, ...]
    hints: tuple[Place, ...]  # what the front shows only to who clicks, and the back not at all


@lru_cache(maxsize=256)
def sides(front: str, back: str) -> Sides:
    """The sides that the templates *front* and *back* make."""
    asked = parsed(_seen(front, hidden=False))
    whole = parsed(_seen(back, hidden=bool(_REVEALING.search(back))))
    told = _bounded(_beyond(whole, asked))
    known = {place.name for place in places(told)}
    hints = tuple(place for place in places(asked) if "hint" in place.filters and place.name not in known)
    return Sides(_trimmed(_bounded(asked)), _trimmed(told), hints)


@lru_cache(maxsize=256)
def parsed(source: str) -> tuple[Node, ...]:
    """The template *source* as nodes. A condition that nothing ends goes on to the end."""
    if source.lstrip().startswith(_ALTERNATIVE):
        source = source.replace(_ALTERNATIVE, "", 1).replace("<%", "{{").replace("%>", "}}")
    first, *rest = source.split("{{")
    levels: list[tuple[str, bool, list[Node]]] = [("", True, [Words(first)])]
    for part in rest:
        said, closed, words = part.partition("}}")
        if closed:
            _tag(said.strip("{ \t\n"), levels)
        levels[-1][2].append(Words(words if closed else "{{" + part))
    while len(levels) > 1:
        _end(levels)
    return tuple(levels[0][2])


def _tag(said: str, levels: list[tuple[str, bool, list[Node]]]) -> None:
    sign, name = said[:1], said[1:].strip()
    if sign in {"#", "^"}:
        if len(levels) <= _DEEPEST:
            levels.append((name, sign == "#", []))
    elif sign == "/":
        if levels[-1][0] == name:
            _end(levels)
    elif said:
        *filters, name = said.split(":")
        levels[-1][2].append(Place(name.strip(), tuple(one.strip() for one in reversed(filters))))


def _end(levels: list[tuple[str, bool, list[Node]]]) -> None:
    name, wanted, inside = levels.pop()
    levels[-1][2].append(Condition(name, wanted, tuple(inside)))


def asks(front: str, values: Values) -> bool:
    """Whether Anki makes a card of the template *front*: one of its fields says something, hidden or not."""
    return _asks(parsed(front), values)


def _asks(nodes: Iterable[Node], values: Values) -> bool:
    for node in nodes:
        match node:
            case Place(name):
                if not empty(values.get(name, "")):
                    return True
            case Condition(name, wanted, inside):
                if wanted and not empty(values.get(name, "")) and _asks(inside, values):
                    return True
            case Words():
                continue
    return False


def empty(html: str) -> bool:
    """Whether a field says nothing, to Anki."""
    return not html or bool(_EMPTY.fullmatch(html))


def filled(nodes: Sequence[Node], values: Values, show: Callable[[Place, str], str]) -> str:
    """The HTML of *nodes*, each field of *values* as *show* has it."""
    if len(nodes) == 1 and isinstance(nodes[0], Place):
        return show(nodes[0], values.get(nodes[0].name, ""))
    shown: Counter[str] = Counter()

    def pieces(nodes: Iterable[Node]) -> Iterator[str]:
        for node in nodes:
            match node:
                case Words(html):
                    yield html
                case Place(name):
                    shown[name] += 1
                    if shown[name] <= _MOST_TIMES:
                        yield show(node, values.get(name, ""))
                case Condition(name, wanted, inside):
                    if empty(values.get(name, "")) != wanted:
                        yield from pieces(inside)

    return "".join(pieces(nodes))


def asked(place: Place, html: str) -> str:
    """The field *html* as a front shows it: neither what is to be typed, nor what a click would show."""
    return "" if {"type", "type-nc", "type-cloze", "hint"} & set(place.filters) else told(place, html)


def told(place: Place, html: str) -> str:
    """The field *html* as a back shows it."""
    for name in place.filters:
        html = _FILTERS[name](html) if name in _FILTERS else html
    return html


_FILTERS: Mapping[str, Callable[[str], str]] = {
    "text": lambda html: _TAG.sub("", html),
    "furigana": lambda html: _FURIGANA.sub(r"<ruby>\1<rt>\2</rt></ruby>", html),
    "kana": lambda html: _FURIGANA.sub(r"\2", html),
    "kanji": lambda html: _FURIGANA.sub(r"\1", html),
}


def mirrored(one: Sides, other: Sides) -> bool:
    """Whether what each of the two asks is what the other tells, field for field, no word beside them."""
    return _bare(one.front) == _bare(other.told) != () and _bare(one.told) == _bare(other.front) != ()


def named(source: str) -> frozenset[str]:
    """The fields that a template knows of, seen or not."""
    return frozenset(_names(parsed(source)))


def _names(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if not isinstance(node, Words):
            yield node.name
        if isinstance(node, Condition):
            yield from _names(node.inside)


def places(nodes: Iterable[Node]) -> Iterator[Place]:
    """Where *nodes* show a field, conditions or not."""
    for node in nodes:
        if isinstance(node, Place):
            yield node
        elif isinstance(node, Condition):
            yield from places(node.inside)


def _bare(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """*nodes* without tags, what is typed as it is told, and what one condition holds without the condition."""
    found = tuple(node for node in nodes if _says(node) and not (isinstance(node, Place) and "type" in node.filters))
    if len(found) == 1 and isinstance(found[0], Condition) and found[0].wanted:
        return _bare(found[0].inside)
    return found or tuple(Place(node.name) for node in nodes if isinstance(node, Place))


def _says(node: Node) -> bool:
    return not isinstance(node, Words) or bool(_TAG.sub("", node.html).strip())


def _beyond(back: tuple[Node, ...], front: tuple[Node, ...]) -> tuple[Node, ...]:
    """*back* without the front at its beginning: above a rule, or in lines of its own."""
    back = tuple(node for node in back if not (isinstance(node, Place) and node.name == "FrontSide"))
    known = [_wording(node) for node in front if _says(node)]
    for at, node in enumerate(back):
        if isinstance(node, Words) and (rule := _RULE.search(node.html)):
            above = [*back[:at], Words(node.html[: rule.start()])]
            if all(_wording(one) in known for one in above if _says(one)):
                return (Words(node.html[rule.start() :]), *back[at + 1 :])
            break
    said = [at for at, node in enumerate(back) if _says(node)]
    if not known or [_wording(back[at]) for at in said[: len(known)]] != known:
        return back
    rest = back[said[len(known) - 1] + 1 :]
    between = "".join(node.html for node in rest[:1] if isinstance(node, Words))
    return rest if len(said) == len(known) or _NEW_LINE.match(between) else back


def _wording(node: Node) -> Node:
    return Words(_TAG.sub("", node.html).strip()) if isinstance(node, Words) else node


def _bounded(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    nodes = tuple(_unspoken(nodes, {place.name for place in places(nodes) if not _spoken(place)}))
    words = sum(len(html) for html in _words(nodes))
    return nodes if words <= _MOST_WORDS else tuple(_unworded(nodes))


def _unspoken(nodes: Iterable[Node], seen: set[str]) -> Iterator[Node]:
    """*nodes* that do not say aloud what is *seen* too."""
    for node in nodes:
        if isinstance(node, Condition):
            yield Condition(node.name, node.wanted, tuple(_unspoken(node.inside, seen)))
        elif not (isinstance(node, Place) and _spoken(node) and node.name in seen):
            yield node


def _spoken(place: Place) -> bool:
    return any(name.startswith("tts ") for name in place.filters)


def _trimmed(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """*nodes* without breaks and rules at their ends, so that a side of one field is as quick as the field."""
    found = [node for node in nodes if not isinstance(node, Words) or node.html]
    for end in (0, -1):
        while found and isinstance(words := found[end], Words) and _IDLE.fullmatch(words.html):
            found.pop(end)
    return tuple(found)


def _words(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Words):
            yield node.html
        elif isinstance(node, Condition):
            yield from _words(node.inside)


def _unworded(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Condition):
            yield Condition(node.name, node.wanted, tuple(_unworded(node.inside)))
        else:
            yield Words("<br>") if isinstance(node, Words) else node


def _seen(source: str, *, hidden: bool) -> str:
    """The template *source* without what nobody sees, and, unless *hidden* is asked for, what is not displayed."""
    for opening, closing in _UNSEEN:
        source = _without(source, re.compile(opening, re.IGNORECASE), re.compile(closing, re.IGNORECASE))
    if not hidden:
        source = _displayed(source)
    return _ATTRIBUTES.sub(r"<\1>", source)


def _without(html: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    """*html* without what stands between the two; what nothing closes stays."""
    parts, at = [], 0
    while (start := opening.search(html, at)) and (end := closing.search(html, start.end())):
        parts.append(html[at : start.start()])
        at = end.end()
    return "".join([*parts, html[at:]])


def _displayed(html: str) -> str:
    """*html* without its elements that are not displayed, as far as their own style says so."""
    parts, at = [], 0
    while start := _HIDDEN.search(html, at):
        depth, end = 1, None
        for end in re.finditer(rf"<(/?){start[1]}\b[^<>]*>", html[start.end() :], re.IGNORECASE):
            depth += -1 if end[1] else 1
            if not depth:
                break
        if depth or end is None:
            break
        parts.append(html[at : start.start()])
        at = start.end() + end.end()
    return "".join([*parts, html[at:]])
