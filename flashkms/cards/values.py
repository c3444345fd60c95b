"""From a YAML node to the value of a key, by the key's shape; every text cleaned on its way in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from flashkms.cards.entry import Value, WrongOption
from flashkms.cards.fields import CONTEXT_MARK, ENTRY_KEYS, OPTION_KEYS, Field, Shape
from flashkms.cards.nodes import Fault, Mapping, Node, Scalar, Sequence, fault
from flashkms.cards.sentences import QUOTE_IT

MAX_TEXT = 65_536  # characters of one text

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SENTINELS = re.compile("[\ue000-\ue003]")
_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off", "")


def value(node: Node, field: Field, faults: list[Fault]) -> Value | None:  # noqa: PLR0911  # one for each shape
    """What *node* says for the key *field*; None, and a fault, when it has another shape."""
    match field.shape:
        case Shape.TEXT:
            return text(node, field.name, faults)
        case Shape.LINE:
            said = text(node, field.name, faults)
            return None if said is None else " ".join(said.split())
        case Shape.TEXTS:
            return texts(node, field.name, faults)
        case Shape.TAGS:
            return _tags(node, field.name, faults)
        case Shape.FLAG:
            return _flag(node, field.name, faults)
        case Shape.NUMBERS:
            return _numbers(node, field.name, faults)
        case Shape.OPTIONS:
            return _options(node, field.name, faults)
        case Shape.FIELDS:
            return _fields(node, field.name, faults)


def text(node: Node, name: str, faults: list[Fault]) -> str | None:
    """The text of a scalar without the line ends around it; None, and a fault, for a list or a mapping."""
    if not isinstance(node, Scalar):
        sign = "`[`" if isinstance(node, Sequence) else "`{`"
        said = f"`{name}` starts with {sign}, which is no text to YAML" if node.flow else f"`{name}` must be a text"
        faults.append(fault(node.span, said, QUOTE_IT))
        return None
    cleaned = clean(node.value)
    if control := _CONTROL.search(cleaned):
        faults.append(fault(node.span, f"`{name}` holds the control character \\x{ord(control[0]):02x}", "remove it"))
        return None
    if len(cleaned) > MAX_TEXT:
        faults.append(fault(node.span, f"`{name}` is longer than {MAX_TEXT:,} characters", "split the entry"))
        return None
    return cleaned


def clean(said: str) -> str:
    """*said* as an entry holds it: line feeds alone end lines, none stand around it, and no sentinel is in it."""
    if "\r" in said:
        said = said.replace("\r\n", "\n").replace("\r", "\n")
    return _SENTINELS.sub("", said).strip("\n").rstrip() if said else said


def texts(node: Node, name: str, faults: list[Fault]) -> tuple[str, ...] | None:
    """One text or a list of them, the empty ones left out."""
    if isinstance(node, Sequence):
        read = [text(item, name, faults) for item in node.items]
        return None if None in read else tuple(one for one in read if one)
    one = text(node, name, faults)
    return None if one is None else (one,) if one else ()


def _tags(node: Node, name: str, faults: list[Fault]) -> tuple[str, ...] | None:
    if isinstance(node, Scalar):
        line = text(node, name, faults)
        return None if line is None else tuple(dict.fromkeys(re.split(r"[,\s]+", line.strip(", \t\n")) if line else ()))
    listed = texts(node, name, faults)
    return None if listed is None else tuple(dict.fromkeys("-".join(tag.split()) for tag in listed))


def _flag(node: Node, name: str, faults: list[Fault]) -> bool | None:
    said = node.value.strip().lower() if isinstance(node, Scalar) else "?"
    if said not in _TRUE and said not in _FALSE:
        faults.append(fault(node.span, f"`{name}` must be true or false", f"write `{name}: true`, or delete the line"))
        return None
    return said in _TRUE


def _numbers(node: Node, name: str, faults: list[Fault]) -> tuple[int, ...] | None:
    read = _tags(node, name, faults)
    if read is None:
        return None
    if not all(re.fullmatch(r"[0-9]{1,3}", one) for one in read):
        faults.append(fault(node.span, f"`{name}` must be whole numbers", f"write `{name}: [1, 2]`"))
        return None
    return tuple(sorted({int(one) for one in read}))


def _options(node: Node, name: str, faults: list[Fault]) -> tuple[WrongOption, ...] | None:
    if isinstance(node, Scalar):
        one = text(node, name, faults)
        return None if one is None else (WrongOption(one),) if one else ()
    items = node.items if isinstance(node, Sequence) else (node,)
    read = [_option(item, name, faults) for item in items]
    return None if None in read else tuple(option for option in read if option and option.option)


def _option(node: Node, name: str, faults: list[Fault]) -> WrongOption | None:
    if not isinstance(node, Mapping):
        said = text(node, name, faults)
        return None if said is None else WrongOption(said)
    unknown_keys(node, OPTION_KEYS, f"an option of `{name}`", faults)
    option, why = node.get("option"), node.get("why")
    if option is None:
        hint = f"quote it: '{node.pairs[0].key.value}: …'" if node.pairs and not node.get("why") else "add `option:`"
        faults.append(fault(node.span, f"an option of `{name}` has no `option`", hint))
        return None
    said = text(option.value, "option", faults)
    reason = text(why.value, "why", faults) if why else ""
    return None if said is None or reason is None else WrongOption(said, reason)


def _fields(node: Node, name: str, faults: list[Fault]) -> tuple[tuple[str, Value], ...] | None:
    if not isinstance(node, Mapping):
        faults.append(fault(node.span, f"`{name}` must hold keys and what the note says for each", "delete the line"))
        return None
    read: list[tuple[str, Value]] = []
    for pair in node.pairs:
        field = ENTRY_KEYS.get(pair.key.value)
        if field is None or field.shape is Shape.FIELDS:
            faults.append(fault(pair.key.span, f"`{pair.key.value}` cannot be in conflict", "remove the line"))
        elif (said := value(pair.value, field, faults)) is not None:
            read.append((field.name, said))
    return tuple(read)


def checked(node: Mapping, faults: list[Fault]) -> dict[str, Value] | None:
    """The values of an entry's keys; None, and faults, when one of them has another shape."""
    unknown_keys(node, ENTRY_KEYS, "an entry", faults)
    said: dict[str, Value] = {}
    sound = True
    for pair in node.pairs:
        if (field := ENTRY_KEYS.get(pair.key.value)) is not None:
            found = value(pair.value, field, faults)
            sound = sound and found is not None
            said |= {} if found is None else {field.name: found}
    return said if sound else None


# The keys whose text is a person's, in which a `#` may be meant.
_WORDS = {name for name, field in ENTRY_KEYS.items() if field.shape in (Shape.TEXT, Shape.TEXTS, Shape.OPTIONS)}
_WORDS -= {"images", "also_in"}


def remarks(entry: Mapping) -> Iterator[tuple[str, int]]:
    """The comments that end a person's text in *entry*, each with its line: they may be meant as words of the text."""
    for pair in entry.pairs:
        if pair.key.value in _WORDS:
            yield from _remarks(pair.value)


def _remarks(node: Node) -> Iterator[tuple[str, int]]:
    match node:
        case Scalar(value, _, span, remark):
            yield from ((remark, span.end_line),) if value and remark else ()
        case Sequence(items):
            for item in items:
                yield from _remarks(item)
        case Mapping(pairs):
            for pair in pairs:
                yield from _remarks(pair.value)


def unknown_keys(mapping: Mapping, known: Iterable[str], where: str, faults: list[Fault]) -> None:
    """A fault for every key of *mapping* that is not *known*, naming the one that was probably meant."""
    known = tuple(known)
    for pair in mapping.pairs:
        name = pair.key.value
        if name not in known:
            meant = likely(name, known)
            shown = name if len(name) <= 40 else f"{name[:40]}…"
            hint = f"did you mean `{meant}`?" if meant else "`flashkms help deck-file` lists them"
            faults.append(fault(pair.key.span, f"`{shown}` is no key of {where}", hint))


def likely(name: str, known: Iterable[str]) -> str:
    """The *known* key that a person who wrote *name* probably meant, or nothing."""
    import difflib  # noqa: PLC0415  # only for a misspelt key

    aliases = {"front": "question", "q": "question", "back": "answer", "a": "answer", "text": "cloze", "tag": "tags"}
    known = tuple(known)
    if aliases.get(name.lower()) in known:
        return aliases[name.lower()]
    close = difflib.get_close_matches(name[:40].lower().replace("-", "_"), known, n=1, cutoff=0.7)
    return close[0] if close else ""


@lru_cache(maxsize=4096)  # the entries of a note share their contexts
def context_of(line: str) -> tuple[str, ...]:
    """The parts of a `context:` line."""
    return tuple(part.strip() for part in line.split(CONTEXT_MARK.strip()) if part.strip())
