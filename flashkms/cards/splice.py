"""Changing a deck file that a person owns: only the lines of what changes, and nothing when that cannot be done.

Each change becomes patches of the text. The patched text is read again and compared with what was wanted; a change
whose outcome differs in anything is dropped and told, and the text stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from flashkms.cards import patches, written
from flashkms.cards.bodies import Values
from flashkms.cards.entry import Value, WrongOption
from flashkms.cards.nodes import Mapping, Node, Scalar, Sequence, UnreadableError, read
from flashkms.cards.page import Page, Patch, RefusedError
from flashkms.cards.rawtext import BOM, raw
from flashkms.cards.values import clean


class SetField(Struct, frozen=True):
    """Give the *key* of an *entry* the *value*, or of the deck itself when *entry* is empty; an empty value removes."""

    entry: str
    key: str
    value: Value


class AddEntry(Struct, frozen=True):
    """A new entry after the one with the id *after*, or after the last."""

    values: tuple[tuple[str, Value], ...]
    after: str = ""


class RemoveEntry(Struct, frozen=True):
    """Take an entry out, with the comments that belong to it."""

    entry: str


class NameEntry(Struct, frozen=True):
    """Give the entry at *line*, which has none, the id *entry*."""

    line: int
    entry: str


Edit = SetField | AddEntry | RemoveEntry | NameEntry


class Refusal(Struct, frozen=True):
    """An *edit* that was dropped, and why; *line* counts from 1, 0 for the file."""

    edit: Edit
    line: int
    message: str


def apply(text: str, edits: tuple[Edit, ...]) -> tuple[str, tuple[Refusal, ...]]:
    """*text* with all *edits* that can be made, in order, and those that cannot: for each entry all of them or none.

    A file that is not YAML from end to end is left as it is: all its edits are refused.
    """
    if not edits:
        return text, ()
    mark = BOM if text.startswith(BOM) else ""
    body = text.removeprefix(BOM)
    try:
        return mark + _made(body, edits), ()
    except RefusedError:
        pass
    refused: list[Refusal] = []
    for together in _by_entry(edits):  # those that can be made are made
        try:
            body = _made(body, together)
        except RefusedError as error:
            refused += [Refusal(edit, error.line, error.message) for edit in together]
    return mark + body, tuple(refused)


def entry_of(edit: Edit) -> str:
    """The id of the entry that *edit* is about; empty for the deck's own keys."""
    return str(dict(edit.values)["id"]) if isinstance(edit, AddEntry) else edit.entry


def _by_entry(edits: tuple[Edit, ...]) -> Iterable[tuple[Edit, ...]]:
    """*edits* as they belong together: half of a merge would pass for a person's own words later."""
    together: dict[str, tuple[Edit, ...]] = {}
    for edit in edits:
        together[entry_of(edit)] = (*together.get(entry_of(edit), ()), edit)
    return together.values()


class _File(Struct, frozen=True):
    """The tree of a deck file, and the place of each entry in it by its id; of two with one id, the first."""

    root: Mapping
    places: dict[str, int]


def _made(text: str, edits: tuple[Edit, ...]) -> str:
    """*text* with *edits*. Raises `RefusedError` unless exactly what is wanted comes out."""
    root = _tree(text)
    file = _File(root, _places(root))
    page = Page(text, "\r\n" if "\r\n" in text else "\n")
    found: list[Patch] = []
    wanted = _plain(root)
    assert isinstance(wanted, dict)
    entries = _by_id(wanted)
    added: dict[str, str] = {}
    for edit in edits:
        found += _patches(page, file, edit, added)
        _want(wanted, entries, edit, root)
    after = _patched(text, _beside(page, found))
    if _plain(_tree(after)) != wanted:
        raise RefusedError("the file is written in a way that this change would upset; make it by hand")
    return after


def _tree(text: str) -> Mapping:
    if raw(text).faults:
        raise RefusedError("the file has problems; mend them first (`flashkms check` names them)")
    try:
        root, faults = read(text)
    except UnreadableError as error:
        raise RefusedError(f"the file cannot be read: {error.fault.message}", error.fault.line) from error
    if faults or not isinstance(root, Mapping) or root.flow:
        line = faults[0].line if faults else 1
        raise RefusedError(faults[0].message if faults else "the file holds no keys of a deck", line)
    return root


def _patches(page: Page, file: _File, edit: Edit, added: dict[str, str]) -> list[Patch]:
    match edit:
        case SetField(entry, key, value):
            mapping = _entry(file, entry) if entry else file.root
            return patches.set_key(page, mapping, key, value) if value else patches.remove_key(page, mapping, key)
        case AddEntry(values, after):
            anchor = added.get(after, after)
            added[entry_of(edit)] = anchor
            return _added(page, file, dict(values), anchor)
        case RemoveEntry(entry):
            return patches.remove_item(page, _sequence(file.root), _place(file, entry))
        case NameEntry(line, entry):
            return patches.set_first(page, _unnamed(file.root, line), "id", entry)


def _added(page: Page, file: _File, values: Values, after: str) -> list[Patch]:
    root = file.root
    cards = root.get("cards")
    if cards is None:
        lines = ["cards:", "", *written.entry_lines(values, 0, written.STEP)]
        return [page.below(max(root.span.end - 1, root.span.start), lines)]
    if isinstance(cards.value, Sequence) and cards.value.items:
        if cards.value.flow:
            raise RefusedError(
                "`cards` is written in brackets; start each entry with `- ` instead", cards.value.span.line
            )
        place = _place(file, after) if after else len(cards.value.items) - 1
        return patches.add_item(
            page, cards.value, place, lambda dash, column: written.entry_lines(values, dash, column), apart=True
        )
    colon = page.text.index(":", cards.key.span.end) + 1
    end = max(colon, cards.value.span.end)
    below = page.below(end, ["", *written.entry_lines(values, 0, written.STEP)])
    return [Patch(colon, end, ""), below]


def _sequence(root: Mapping) -> Sequence:
    cards = root.get("cards")
    if cards is None or not isinstance(cards.value, Sequence):
        raise RefusedError("the file has no entries")
    return cards.value


def _places(root: Mapping) -> dict[str, int]:
    cards = root.get("cards")
    places: dict[str, int] = {}
    for place, item in enumerate(cards.value.items if cards and isinstance(cards.value, Sequence) else ()):
        pair = item.get("id") if isinstance(item, Mapping) else None
        if pair is not None and isinstance(pair.value, Scalar):
            places.setdefault(clean(pair.value.value), place)
    return places


def _place(file: _File, entry: str) -> int:
    if entry not in file.places:
        raise RefusedError(f"the entry {entry} is not in the file")
    return file.places[entry]


def _entry(file: _File, entry: str) -> Mapping:
    item = _sequence(file.root).items[_place(file, entry)]
    assert isinstance(item, Mapping)
    return item


def _unnamed(root: Mapping, line: int) -> Mapping:
    for item in _sequence(root).items:
        if isinstance(item, Mapping) and item.span.line == line:
            return item
    raise RefusedError("the entry is not in the file", line)


def _beside(page: Page, found: list[Patch]) -> list[Patch]:
    """*found*, where lines are added below one that goes, to be added below the line above it."""
    gone = [patch for patch in found if not patch.text and page.line_start(patch.start) == patch.start > 0]
    moved: list[Patch] = []
    for patch in found:
        hole = next((one for one in gone if one.start < patch.start == patch.end < one.end), None)
        end = page.line_end(page.line_start(hole.start - 1)) if hole else 0
        moved.append(Patch(end, end, patch.text) if hole else patch)
    return moved


def _patched(text: str, found: list[Patch]) -> str:
    """*text* with all patches. Raises `RefusedError` when two of them touch the same stretch."""
    ordered = sorted(found, key=lambda patch: (patch.start, patch.end))
    parts: list[str] = []
    at = 0
    for patch in ordered:
        if patch.start < at:
            raise RefusedError("two changes touch the same lines")
        parts += [text[at : patch.start], patch.text]
        at = patch.end
    return "".join([*parts, text[at:]])


Plain = str | list["Plain"] | dict[str, "Plain"]


def _plain(node: Node) -> Plain:
    """What a node says, whatever its style: a list of one text, or an option alone, is that text."""
    match node:
        case Scalar(value):
            return clean(value)
        case Sequence(items):
            said = [_plain(item) for item in items]
            return said[0] if len(said) == 1 and isinstance(said[0], str) else said
        case Mapping(pairs):
            fields = {_singular(pair.key.value): _plain(pair.value) for pair in pairs}
            return fields["option"] if list(fields) == ["option"] else fields


def _by_id(deck: dict[str, Plain]) -> dict[str, dict[str, Plain]]:
    """What each entry says, by its id; of two with one id, the first."""
    cards = deck.get("cards", [])
    entries = [one for one in cards if isinstance(one, dict)] if isinstance(cards, list) else []
    return {str(one.get("id")): one for one in reversed(entries)}


def _want(deck: dict[str, Plain], by_id: dict[str, dict[str, Plain]], edit: Edit, root: Mapping) -> None:
    """Make *edit* of the file *root* in what is wanted of its *deck*, whose entries are *by_id* as well."""
    cards = deck.get("cards", [])
    entries = cards if isinstance(cards, list) else []
    match edit:
        case SetField(entry, key, value):
            fields = by_id[entry] if entry else deck
            if value:
                fields[key] = _said(value)
            else:
                fields.pop(key, None)
        case AddEntry(values, after):
            new: Plain = {key: _said(value) for key, value in values}
            ids = [one.get("id") if isinstance(one, dict) else None for one in entries]
            place = ids.index(after) + 1 if after in ids else len(entries)
            deck["cards"] = [*entries[:place], new, *entries[place:]]
        case RemoveEntry(entry):
            left = [one for one in entries if not (isinstance(one, dict) and one.get("id") == entry)]
            deck["cards"] = left or ""
        case NameEntry(line, entry):
            plain = _plain(_unnamed(root, line))
            named = next(one for one in entries if isinstance(one, dict) and one == plain)
            named["id"] = entry


def _said(value: Value | WrongOption | int) -> Plain:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return clean(value)
        case int():
            return str(value)
        case WrongOption(option, why):
            return {"option": clean(option), "why": clean(why)} if why else clean(option)
        case tuple():
            return _said_together(value)


def _said_together(value: tuple[object, ...]) -> Plain:
    pairs = [one for one in value if isinstance(one, tuple)]
    if pairs:
        return {key: _said(inner) for key, inner in pairs}
    said = [_said(one) for one in value if isinstance(one, (str, int, WrongOption))]
    return said[0] if len(said) == 1 and isinstance(said[0], str) else said


def _singular(key: str) -> str:
    return "answer" if key == "answers" else key
