"""Notes of somebody else's deck as entries that a person can read, and which card here each of Anki's cards is.

An id is made of the note's guid alone, so that the same note is the same entry whichever package brings it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from flashkms.anki.markdown import images, markdown
from flashkms.anki.read import Kind, Note, Template
from flashkms.cards import cloze
from flashkms.cards.card import CardId, card_id
from flashkms.cards.entry import Cloze, Entry, EntryId, Question

Picture = Callable[[str], str]  # the name of a file in a field -> the address under which it is found here

_GUID_AS_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,60}")
_FIELD = re.compile(r"\{\{([^{}#^/]+?)\}\}")
_TYPED = re.compile(r"\{\{type:[^{}]*\}\}")  # where the front takes an answer, and shows none
_NOTHING = "–"  # where Anki shows an empty side
_SEVERAL = re.compile(r"\{\{c(\d{1,3}(?:,\d{1,3}){1,20})::")
_OCCLUSION = "image-occlusion:"
_COLON = "\ue010"  # an escaped colon, so that it opens no hint
_STATES = {"marked", "leech"}  # tags by which Anki keeps a state


class Arrival(Struct, frozen=True):
    """A note as *entries*, and *cards*: for each 0-based ordinal in Anki the card that it is here."""

    entries: tuple[Entry, ...]
    cards: tuple[tuple[int, CardId], ...]


@lru_cache(maxsize=64)  # asked for one note several times in a row
def entry_id(guid: str) -> EntryId:
    """The id of the note *guid*: the guid itself where it can be one, else made of its digest."""
    if _GUID_AS_ID.fullmatch(guid):
        return EntryId(guid)
    digest = base64.b32encode(hashlib.sha256(guid.encode()).digest()).decode().lower()
    return EntryId(f"anki-{digest[:12]}")


def arrival(note: Note, ordinals: Sequence[int], picture: Picture) -> Arrival:
    """*note*, of which Anki has the cards *ordinals*; nothing when it asks nothing."""
    page = _Page(note, picture)
    templates = note.kind.templates
    if note.kind.cloze:
        return _clozes(page)
    wanted = [ordinal for ordinal in sorted(ordinals) if ordinal < len(templates)]
    if wanted in ([0], [0, 1]) and (wanted == [0] or _mirrored(templates, note.kind)):
        return _both_ways(page, templates[0], wanted)
    return _one_each(page, templates, wanted)


def tags(note: Note) -> tuple[str, ...]:
    """The tags of *note*, without those that only keep a state."""
    return tuple(tag for tag in dict.fromkeys(note.tags) if tag.casefold() not in _STATES)


class _Page(Struct, frozen=True):
    """One note's fields as Markdown."""

    note: Note
    picture: Picture

    def field(self, name: str) -> str:
        """The field *name* as Markdown; empty when there is none."""
        for known, html in zip(self.note.kind.fields, self.note.fields, strict=True):
            if known.casefold() == name.casefold():
                return markdown(html, self.picture)
        return ""

    def joined(self, names: Iterable[str]) -> str:
        """The fields *names*, those that say something, a blank line between them."""
        return "\n\n".join(filter(None, (self.field(name) for name in names)))

    @property
    def id(self) -> EntryId:
        return entry_id(self.note.guid)


def _clozes(page: _Page) -> Arrival:
    note = page.note
    asked = next((name for name, html in zip(note.kind.fields, note.fields, strict=True) if "{{c" in html), "")
    html = note.fields[note.kind.fields.index(asked)] if asked else ""
    occluded = _OCCLUSION in html
    text = _alone(html if occluded else blanked(html, page.picture))
    ordinals = cloze.ordinals(text)
    if not ordinals:
        return Arrival((), ())
    rest = page.joined(name for name in note.kind.fields if name != asked)
    pictures = images("".join(note.fields)) if occluded else ()
    entry = Entry(page.id, Cloze(text), extra=rest, tags=tags(note), images=tuple(map(page.picture, pictures)))
    return Arrival((entry,), tuple((ordinal - 1, card_id(page.id, ordinal)) for ordinal in ordinals))


def _alone(text: str) -> str:
    """*text* in which a blank that belongs to several cards, `{{c1,2::…}}`, is one within the other."""
    shared: dict[int, tuple[int, ...]] = {}

    def opened(match: re.Match[str]) -> str:
        spare = cloze.MAX_ORDINAL - len(shared)
        shared[spare] = tuple(dict.fromkeys(int(number) for number in match[1].split(",")))
        return f"{{{{c{spare}::"

    def blank(found: cloze.Blank) -> str:
        said = cloze.replaced(found.answer, blank)
        hint = f"::{found.hint}" if found.hint else ""
        for ordinal in reversed(shared.get(found.ordinal, (found.ordinal,))):
            said = f"{{{{c{ordinal}::{said}{hint}}}}}"
        return said

    marked = _SEVERAL.sub(opened, text)
    return cloze.replaced(marked, blank) if shared else text


def blanked(html: str, picture: Picture) -> str:
    """The cloze text *html* as Markdown, its blanks as they are written here."""
    return _hinted(markdown(html.replace("&#58;", _COLON), picture))


def _hinted(text: str) -> str:
    """*text* with the escaped colons back; an answer that has two of them in a row says that it has no hint."""

    def blank(found: cloze.Blank) -> str:
        answer = _hinted(found.answer)
        hint = f"::{found.hint}" if found.hint or "::" in answer else ""
        return f"{{{{c{found.ordinal}::{answer}{hint}}}}}"

    return cloze.replaced(text, blank).replace(_COLON, ":")


def _both_ways(page: _Page, template: Template, wanted: Sequence[int]) -> Arrival:
    asked, told = _sides(template, page.note.kind)
    entry = _question(page, page.id, asked, told, reverse=wanted == [0, 1])
    return Arrival((entry,), tuple((ordinal, card_id(page.id, ordinal + 1)) for ordinal in wanted))


def _one_each(page: _Page, templates: Sequence[Template], wanted: Sequence[int]) -> Arrival:
    """An entry for each template: their sides are no mirror of one another."""
    entries: list[Entry] = []
    cards: list[tuple[int, CardId]] = []
    for ordinal in wanted:
        name = page.id if ordinal == 0 else EntryId(f"{page.id}-{ordinal + 1}")
        entries.append(_question(page, name, *_sides(templates[ordinal], page.note.kind), reverse=False))
        cards.append((ordinal, card_id(name, 1)))
    return Arrival(tuple(entries), tuple(cards))


def _question(page: _Page, name: EntryId, asked: list[str], told: list[str], *, reverse: bool) -> Entry:
    question, answer = page.joined(asked) or _NOTHING, page.joined(told) or _NOTHING
    unsaid = [field for field in page.note.kind.fields if field not in (*asked, *told)]
    extra = page.joined(field for field in unsaid if not field.casefold().startswith("add reverse"))
    return Entry(name, Question(question, (answer,), reverse=reverse), extra=extra, tags=tags(page.note))


def _sides(template: Template, kind: Kind) -> tuple[list[str], list[str]]:
    """The fields that the front of *template* shows, and those that only its back does."""
    asked = _shown(_TYPED.sub("", template.front), kind)
    return asked, [field for field in _shown(template.back, kind) if field not in asked]


def _shown(side: str, kind: Kind) -> list[str]:
    known = {field.casefold(): field for field in kind.fields}
    named = (match.rpartition(":")[2].strip().casefold() for match in _FIELD.findall(side))
    return list(dict.fromkeys(known[name] for name in named if name in known))


def _mirrored(templates: Sequence[Template], kind: Kind) -> bool:
    (asked, told), (other_asked, other_told) = _sides(templates[0], kind), _sides(templates[1], kind)
    return bool(asked and told) and set(asked) == set(other_told) and set(told) == set(other_asked)
