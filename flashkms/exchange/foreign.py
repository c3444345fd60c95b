"""Notes of somebody else's deck as entries that a person can read, and which card here each of Anki's cards is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape

from msgspec import Struct

from flashkms.anki import sides
from flashkms.anki.guids import entry_id
from flashkms.anki.markdown import images, markdown
from flashkms.anki.read import Kind, Note, Template
from flashkms.anki.sides import Place, Sides, Values
from flashkms.cards import cloze
from flashkms.cards.card import CardId, card_id
from flashkms.cards.entry import Cloze, Entry, EntryId, Question

Picture = Callable[[str], str]  # the name of a file in a field -> the address under which it is found here

_NOTHING = "–"  # where Anki shows an empty side
_RULES = re.compile(r"\A(?:---\s*(?:\n|\Z))+|(?:(?:\n|\A)\s*---)+\s*\Z")
_SPECIAL = {"Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag"}
_SIGN = re.compile(r"\{\{c[\d,]+::|\}\}|::")
_NUMBERED = re.compile(r"\{\{\s*[#^]\s*c\d+\s*\}\}")  # what a template shows on some cards only
_NUMBER = re.compile(r"(?<=\{\{c)\d{1,3}(?=::|,)|(?<=,)\d{1,3}(?=(?:,\d{1,3}){0,20}::)")
_SEVERAL = re.compile(r"\{\{c(\d{1,3}(?:,\d{1,3}){1,20})::")
_MOST = 2**21  # characters of all cards of a note together, where each shows something else
_OCCLUSION = "image-occlusion:"
_COLON = "\ue010"  # an escaped colon, so that it opens no hint
_STATES = {"marked", "leech"}  # tags by which Anki keeps a state


class Arrival(Struct, frozen=True):
    """A note as *entries*, and *cards*: for each 0-based ordinal in Anki the card that it is here."""

    entries: tuple[Entry, ...]
    cards: tuple[tuple[int, CardId], ...]


def arrival(note: Note, ordinals: Sequence[int], picture: Picture, deck: str = "") -> Arrival:
    """*note*, of which Anki has the cards *ordinals* in *deck*; nothing when it asks nothing."""
    page = _Page(note, picture, deck)
    templates = note.kind.templates
    if note.kind.cloze:
        return _clozes(page)
    there = [ordinal for ordinal in sorted(ordinals) if ordinal < len(templates)]
    # Anki shows a card whose front is empty as a message; a note of such cards alone is not lost for that.
    wanted = [at for at in there if sides.asks(templates[at].front, page.values(templates[at]))] or there
    if wanted == [0, 1] and _mirrored(templates):
        entry = _question(page, page.id, templates[0], reverse=True)
        return Arrival((entry,), tuple((ordinal, card_id(page.id, ordinal + 1)) for ordinal in wanted))
    return _one_each(page, wanted)


def ids(note: Note) -> tuple[EntryId, ...]:
    """The ids that entries of *note* may have, of whatever kind it is: that of its first card is its own."""
    name = entry_id(note.guid)
    return (name, *(EntryId(f"{name}-{number}") for number in range(2, len(note.kind.templates) + 1)))


def unseen(note: Note) -> int:
    """How many fields of *note* say something that no template of its kind knows of."""
    known = _named(note.kind)
    fields = zip(note.kind.fields, note.fields, strict=True)
    return sum(1 for name, html in fields if name not in known and not sides.empty(html))


@lru_cache(maxsize=64)
def _special(template: Template) -> bool:
    """Whether *template* names a field that every note has, whatever its type."""
    return not _SPECIAL.isdisjoint(sides.named(template.front) | sides.named(template.back))


@lru_cache(maxsize=64)
def drawn(kind: Kind) -> tuple[str, ...]:
    """The files that the templates of *kind* show or play."""
    return images("".join(template.front + template.back for template in kind.templates))


@lru_cache(maxsize=64)
def _named(kind: Kind) -> frozenset[str]:
    return frozenset().union(*(sides.named(side) for one in kind.templates for side in (one.front, one.back)))


def tags(note: Note) -> tuple[str, ...]:
    """The tags of *note*, without those that only keep a state."""
    return tuple(tag for tag in dict.fromkeys(note.tags) if tag.casefold() not in _STATES)


class _Page(Struct, frozen=True):
    """One note's fields, in the deck *deck*."""

    note: Note
    picture: Picture
    deck: str

    def values(self, template: Template) -> dict[str, str]:
        """The HTML of each field, and of the special ones that *template* may show."""
        note = self.note
        values = dict(zip(note.kind.fields, note.fields, strict=True))
        if _special(template):
            values |= {
                "Tags": escape(" ".join(note.tags)),
                "Type": escape(note.kind.name),
                "Deck": escape(self.deck),
                "Subdeck": escape(self.deck.rpartition("::")[2]),
                "Card": escape(template.name),
                "CardFlag": "flag0",
                "FrontSide": "",
            }
        return values

    def shown(self, html: str) -> str:
        """*html* as Markdown, without a rule at its ends."""
        text = markdown(html, self.picture)
        return _RULES.sub("", text).strip() if "---" in text else text

    def joined(self, names: Iterable[str]) -> str:
        """The fields *names*, those that say something, a blank line between them."""
        fields = dict(zip(self.note.kind.fields, self.note.fields, strict=True))
        return "\n\n".join(filter(None, (markdown(fields[name], self.picture) for name in names)))

    @property
    def id(self) -> EntryId:
        return entry_id(self.note.guid)


def _clozes(page: _Page) -> Arrival:
    note = page.note
    if any(_OCCLUSION in html for html in note.fields):
        return _occlusion(page)
    template = next(iter(note.kind.templates), None)
    by_card = _by_card(page, template) if template else {}
    if len(set(by_card.values())) > 1:
        return _one_by_one(page, by_card)
    text, extra = next(iter(by_card.values())) if by_card else ("", "")
    if template and not by_card:
        text, extra = _cloze_sides(page, template)
    if not cloze.ordinals(text):
        asked = next((name for name, html in zip(note.kind.fields, note.fields, strict=True) if "{{c" in html), "")
        text = _alone(blanked(note.fields[note.kind.fields.index(asked)], page.picture)) if asked else ""
        extra = page.joined(name for name in note.kind.fields if name != asked)
    return _cloze(page, Entry(page.id, Cloze(text), extra=extra, tags=tags(note)), text)


def _by_card(page: _Page, template: Template) -> dict[int, tuple[str, str]]:
    """What each card of a note shows where *template* has something for some of them; else nothing."""
    if not _NUMBERED.search(template.front + template.back):
        return {}
    numbers = {int(number) for html in page.note.fields for number in _NUMBER.findall(html)} - {0}
    if len(numbers) * sum(map(len, page.note.fields)) > _MOST:
        return {}
    shown = {ordinal: _cloze_sides(page, template, ordinal) for ordinal in sorted(numbers)}
    return {ordinal: sides for ordinal, sides in shown.items() if ordinal in cloze.ordinals(sides[0])}


def _one_by_one(page: _Page, by_card: Mapping[int, tuple[str, str]]) -> Arrival:
    """An entry for each card, the first with the id of the note: their template shows something else on each."""
    entries: list[Entry] = []
    for ordinal, (text, extra) in by_card.items():
        name = EntryId(f"{page.id}-{ordinal}") if entries else page.id
        entries.append(Entry(name, Cloze(_only(text, ordinal)), extra=extra, tags=tags(page.note)))
    cards = zip(by_card, entries, strict=True)
    return Arrival(tuple(entries), tuple((ordinal - 1, card_id(entry.id, ordinal)) for ordinal, entry in cards))


def _only(text: str, ordinal: int) -> str:
    """*text* with the blanks of *ordinal*, and the answers of all others in the open."""

    def blank(found: cloze.Blank) -> str:
        answer = _only(found.answer, ordinal)
        return _written(found, answer) if found.ordinal == ordinal else answer

    return cloze.replaced(text, blank)


def _cloze(page: _Page, entry: Entry, text: str) -> Arrival:
    ordinals = cloze.ordinals(text)
    entries = (entry,) if ordinals else ()
    return Arrival(entries, tuple((ordinal - 1, card_id(page.id, ordinal)) for ordinal in ordinals))


def _cloze_sides(page: _Page, template: Template, ordinal: int = 0) -> tuple[str, str]:
    """What *template* asks, its blanks as they are written here, and what its back tells beside the blanks.

    Of what it shows on some of its cards only, the card *ordinal* has its own; 0 has none.
    """
    values = page.values(template) | {f"c{ordinal}": "1"}
    made = sides.sides(template.front, template.back)
    asked = {place.name for place in sides.places(made.front) if "cloze" in place.filters}

    def told(place: Place, html: str) -> str:
        known = place.name in asked and {"cloze", "cloze-only"} & set(place.filters)
        return "" if known else sides.told(place, html)

    text = page.shown(_with_colons(sides.filled(made.front, values, sides.asked)))
    return _alone(_hinted(text)), _told(page, made, values, told)


def _occlusion(page: _Page) -> Arrival:
    note = page.note
    asked = next(name for name, html in zip(note.kind.fields, note.fields, strict=True) if _OCCLUSION in html)
    text = _alone(note.fields[note.kind.fields.index(asked)])
    rest = page.joined(name for name in note.kind.fields if name != asked)
    pictures = tuple(map(page.picture, images("".join(note.fields))))
    return _cloze(page, Entry(page.id, Cloze(text), extra=rest, tags=tags(note), images=pictures), text)


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
    return _hinted(markdown(_with_colons(html), picture))


def _with_colons(html: str) -> str:
    """The cloze text *html* in which two colons in a row open a hint and nothing else.

    In Anki the first of a blank do, here the last: those behind them are escaped, as are those that Anki has escaped.
    """
    html = html.replace("&#58;", _COLON)
    if html.count("::") <= html.count("{{c"):
        return html
    opened: list[int] = []  # how many stood so far in each blank around

    def sign(found: re.Match[str]) -> str:
        if found[0] == "}}":
            del opened[-1:]
        elif found[0] != "::":
            opened.append(0)
        elif opened:
            opened[-1] += 1
            return _COLON * 2 if opened[-1] > 1 else found[0]
        return found[0]

    return _SIGN.sub(sign, html)


def _hinted(text: str) -> str:
    """*text* with the escaped colons back; an answer that has two of them in a row says that it has no hint."""

    def blank(found: cloze.Blank) -> str:
        return _written(found, _hinted(found.answer))

    return cloze.replaced(text, blank).replace(_COLON, ":")


def _written(blank: cloze.Blank, answer: str) -> str:
    said = blank.hint.replace(_COLON * 2, "&#58;&#58;")
    hint = f"::{said}" if blank.hint or "::" in answer else ""
    return f"{{{{c{blank.ordinal}::{answer}{hint}}}}}"


def _one_each(page: _Page, wanted: Sequence[int]) -> Arrival:
    """An entry for each template: their sides are no mirror of one another."""
    entries: list[Entry] = []
    cards: list[tuple[int, CardId]] = []
    for ordinal in wanted:
        name = page.id if ordinal == 0 else EntryId(f"{page.id}-{ordinal + 1}")
        entries.append(_question(page, name, page.note.kind.templates[ordinal], reverse=False))
        cards.append((ordinal, card_id(name, 1)))
    return Arrival(tuple(entries), tuple(cards))


def _question(page: _Page, name: EntryId, template: Template, *, reverse: bool) -> Entry:
    values = page.values(template)
    made = sides.sides(template.front, template.back)
    question = page.shown(sides.filled(made.front, values, sides.asked)) or _NOTHING
    answer = page.shown(sides.filled(made.told, values, sides.told)) or _NOTHING
    extra = _hints(page, made, values)
    return Entry(name, Question(question, (answer,), reverse=reverse), extra=extra, tags=tags(page.note))


def _told(page: _Page, made: Sides, values: Values, told: Callable[[Place, str], str]) -> str:
    said = page.shown(sides.filled(made.told, values, told))
    return "\n\n".join(filter(None, (said, _hints(page, made, values))))


def _hints(page: _Page, made: Sides, values: Values) -> str:
    """What the front shows in Anki only to who clicks, as far as the back does not tell it anyway."""
    if not made.hints:
        return ""
    hints = (sides.told(place, values.get(place.name, "")) for place in made.hints)
    return "\n\n".join(filter(None, map(page.shown, hints)))


def _mirrored(templates: Sequence[Template]) -> bool:
    return sides.mirrored(*(sides.sides(template.front, template.back) for template in templates[:2]))
