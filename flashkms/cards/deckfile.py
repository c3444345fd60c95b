"""Deck files: YAML text to a Deck and what is wrong with it, and a Deck to the text of a fresh file.

A deck file is a person's. Reading is forgiving entry by entry: whatever is broken is named with its line, all of it in
one run, and every other entry works. Changing a file is `splice`'s work; `render` only makes new ones.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from flashkms.cards import bodies, plainfile, values, written
from flashkms.cards.deck import Deck, Remark, Unnamed
from flashkms.cards.entry import Entry, Value
from flashkms.cards.fields import DECK_KEYS, KIND_KEYS
from flashkms.cards.identity import handwritten
from flashkms.cards.likeness import asked
from flashkms.cards.nodes import Fault, Mapping, Node, Pair, Scalar, Sequence, UnreadableError, fault, read
from flashkms.cards.rawtext import BOM, Raw, raw
from flashkms.cards.salvage import salvaged
from flashkms.cards.values import checked, unknown_keys, value
from flashkms.errors import Problem

SCHEMA_FILE = "deck.schema.json"  # in `cards/`; named by the first line of a generated file


_ASKS_TWICE = {f"`{key}` stands here a second time" for key in KIND_KEYS}


def parse(text: str, path: str) -> tuple[Deck, tuple[Problem, ...]]:
    """The deck in *text* and every problem with it, by line. Broken entries are left out; nothing raises.

    *path* is relative to the collection: it names the deck when the file does not.
    """
    return _plainly(text, path) or parse_yaml(text, path)


def parse_yaml(text: str, path: str) -> tuple[Deck, tuple[Problem, ...]]:
    """The same as `parse`, by the YAML parser alone."""
    source = raw(text)
    faults: list[Fault] = []
    header, nodes, whole = _parts(source, faults)
    late = [] if whole is None or faults else [whole]
    entries, unnamed, remarks = _entries(nodes, source, faults)
    deck = _deck(header, path, entries, faults)
    deck = replace(deck, unnamed=unnamed, remarks=remarks) if unnamed or remarks else deck
    told = [*source.faults, *late, *(fault for fault in faults if fault.line not in source.broken)]
    problems = dict.fromkeys(Problem(path, one.line, one.message, one.hint, column=one.column) for one in told)
    return deck, tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))


def default_name(path: str) -> str:
    """The deck name of a file that gives none: `cards/aws/kms.yaml` is `aws::kms`."""
    parts = path.replace("\\", "/").removeprefix("./").split("/")
    parts = parts[1:] if len(parts) > 1 and parts[0] == "cards" else parts
    return "::".join(part for part in (*parts[:-1], re.sub(r"\.ya?ml$", "", parts[-1])) if part) or "cards"


def render(deck: Deck) -> str:
    """The text of a fresh deck file: the schema's place, the deck's keys, and its entries, a blank line before each."""
    folders = max(0, deck.path.count("/") - 1)
    lines = [f"# yaml-language-server: $schema={'../' * folders}{SCHEMA_FILE}"]
    head: dict[str, Value] = {
        "deck": deck.name,
        "note": deck.note,
        "tags": deck.tags,
        "description": deck.description,
        "lint_ignore": deck.lint_ignore,
    }
    lines += [line for key, said in head.items() if said for line in written.pair(key, said, 0)]
    lines.append("cards:")
    for entry in deck.entries:
        lines += ["", *written.entry_lines(bodies.values(entry), 0, written.STEP)]
    return "\n".join(lines) + "\n"


def _plainly(text: str, path: str) -> tuple[Deck, tuple[Problem, ...]] | None:
    """The deck in *text*, without a problem, where no YAML parser is needed for its entries."""
    split = plainfile.split(text.removeprefix(BOM))
    if split is None:
        return None
    head, entries = split
    faults: list[Fault] = []
    try:
        header, found = read(head)
    except UnreadableError:
        return None
    if found or not isinstance(header, Mapping) or header.get("cards") is None:
        return None
    deck = _deck(header, path, entries, faults)
    return None if faults else (deck, ())


def _parts(source: Raw, faults: list[Fault]) -> tuple[Mapping | None, list[Node], Fault | None]:
    """The deck's own keys, and its entries; those of a broken file as far as they can be told apart, and what broke it.

    What broke the whole file is to be told where nothing else is: every part of it may be sound.
    """
    try:
        root, found = read(source.text)
    except UnreadableError as error:
        header, nodes = salvaged(source.text, faults)
        return header, nodes, error.fault
    faults += found
    if root is None or (isinstance(root, Scalar) and not root.value):
        faults.append(Fault(1, "the file is empty", "restore it from git or a backup, or delete it"))
        return None, [], None
    if not isinstance(root, Mapping):
        faults.append(fault(root.span, "a deck file holds keys, and the entries below `cards:`", "add `cards:`"))
        return None, [], None
    cards = root.get("cards")
    if cards is None:
        faults.append(fault(root.span, "the file has no `cards:`", "is it cut? restore it, or add `cards:`"))
    return root, _items(cards, faults), None


def _items(cards: Pair | None, faults: list[Fault]) -> list[Node]:
    if cards is None or (isinstance(cards.value, Scalar) and not cards.value.value):
        return []
    if isinstance(cards.value, Sequence):
        return list(cards.value.items)
    faults.append(fault(cards.value.span, "`cards:` must hold a list of entries", "start each with `- id:`"))
    return []


def _entries(
    nodes: list[Node], source: Raw, faults: list[Fault]
) -> tuple[tuple[Entry, ...], tuple[Unnamed, ...], tuple[Remark, ...]]:
    """The sound entries, those that lack nothing but an id, and the remarks in the sound ones."""
    broken = (*source.broken, *(one.line for one in faults))
    faults[:] = map(_hinted, faults)
    entries: dict[str, Entry] = {}
    unnamed: list[Unnamed] = []
    remarks: list[Remark] = []
    for node in nodes:
        if any(node.span.line <= line <= node.span.end_line for line in broken):
            continue
        found = _entry(node, faults)
        if isinstance(found, Unnamed):
            unnamed.append(found)
        elif found is not None and (first := entries.setdefault(found.id.casefold(), found)) is not found:
            said = f"the id `{found.id}` stands here a second time"
            faults.append(fault(node.span, said, f"the first is in line {first.line}"))
        elif found is not None and isinstance(node, Mapping):
            idle = bodies.idle(pair.key.value for pair in node.pairs)
            keys = ((pair.key.value, pair.key.span.line) for pair in node.pairs if pair.key.value in idle)
            remarks += (Remark(found.id, text, line) for text, line in (*values.remarks(node), *keys))
    return tuple(entries.values()), tuple(unnamed), tuple(remarks)


def _hinted(fault: Fault) -> Fault:
    """*fault* with what is likely where an entry asks twice: the line that began another one was lost."""
    hint = f"{fault.hint}; where another entry begins, its `- id:` is missing"
    return replace(fault, hint=hint) if fault.message in _ASKS_TWICE else fault


def _entry(node: Node, faults: list[Fault]) -> Entry | Unnamed | None:
    if not isinstance(node, Mapping):
        faults.append(fault(node.span, "an entry holds keys", "start it with `- id:`"))
        return None
    said = checked(node, faults)
    if said is None:
        return None
    named = bool(said.get("id"))
    try:
        if not named:
            faults.append(fault(node.span, "the entry has no `id`", "`flashkms build` gives it one"))
        entry = bodies.entry(said if named else said | {"id": "unnamed"}, node.span.line)
    except bodies.IncompleteError as error:
        blamed = node.get(error.key)
        faults.append(fault(blamed.key.span if blamed else node.span, error.message, error.hint))
        return None
    return entry if named else _unnamed(entry)


def _unnamed(entry: Entry) -> Unnamed:
    source = entry.source.key if entry.source else ""
    return Unnamed(entry.line, handwritten(entry.body), source, text=asked(entry.body))


def _deck(header: Mapping | None, path: str, entries: tuple[Entry, ...], faults: list[Fault]) -> Deck:
    said: bodies.Values = {}
    if header is not None:
        unknown_keys(header, (*DECK_KEYS, "cards"), "a deck", faults)
        for pair in header.pairs:
            field = DECK_KEYS.get(pair.key.value)
            if field and (found := value(pair.value, field, faults)) is not None:
                said[field.name] = found
    name = "::".join(part.strip() for part in str(said.get("deck", "")).split("::") if part.strip())
    return Deck(
        path,
        name or default_name(path),
        note=str(said.get("note", "")),
        tags=bodies.texts(said, "tags"),
        description=str(said.get("description", "")),
        entries=entries,
        lint_ignore=bodies.texts(said, "lint_ignore"),
    )
