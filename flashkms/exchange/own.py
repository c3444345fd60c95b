"""Notes of flashkms's own types: back to entries where the collection lacks them, compared where it has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from flashkms.anki.fields import WHY_NOT
from flashkms.anki.guids import entry_id
from flashkms.anki.markdown import canonical, markdown
from flashkms.anki.notetypes import NOTE_TYPES
from flashkms.anki.read import Note
from flashkms.cards.entry import Body, Choice, Cloze, Entry, EntryId, Question, WhyNot, WrongOption
from flashkms.exchange import foreign
from flashkms.exchange.foreign import Picture
from flashkms.exchange.ledger import Exported, field_digests

_NAMES = {kind.name for kind in NOTE_TYPES.values()}
_FIXED = {"Source", "Right", "Reverse", "ID", "Spare 1", "Spare 2", "Spare 3"}  # not for a person to edit
_UNREAD = {"Source", "ID", "Spare 1", "Spare 2", "Spare 3"}  # by which no entry is told
_ITEM = re.compile(r"^((?:\d+\.|-) +)(.*(?:\n(?: {2,}.*|(?=\n)))*)", re.MULTILINE)
_REFUTED = re.compile(r"\*\*(.+?)\*\*(?::\s+(.+))?", re.DOTALL)  # a wrong option of a question, and why
_WHY_NOT = re.compile(rf"{WHY_NOT} (\d+)", re.ASCII)
_ASKED_WHY = re.compile(r"(.*)<p>Why not <strong>(.+)</strong>\?</p>\s*", re.DOTALL)
_INSTEAD = re.compile(r"(.*?)(?:\n\nInstead: ([^\n]+))?", re.DOTALL)
_LISTED = re.compile(r"<(/?)(li|[uo]l|strong)\b[^<>]*>")
_DIGEST = 5  # characters for each field in the ledger
_NO_REASON = "–"


class Edit(Struct, frozen=True):
    """A field that reads otherwise in Anki than here.

    *changed* says who moved away from what Anki last got from here, or brought here: `anki`, or `both`, which is a
    conflict. Nothing of it is taken over: the person decides.
    """

    entry: EntryId
    field: str
    here: str
    there: str
    changed: Literal["anki", "both"]


def own(note: Note) -> bool:
    """Whether *note* is of one of flashkms's own note types."""
    return note.kind.name in _NAMES


def edits(note: Note, fields: Sequence[str], exported: Exported | None) -> tuple[Edit, ...]:
    """Where *note* differs from *fields*, which an export would write today. *exported* is what the last one wrote.

    A field that Anki still has as it was exported once was not edited there, whatever happened to it here.
    """
    if len(fields) != len(note.fields):
        return ()
    return tuple(
        Edit(entry_id(note.guid), name, markdown(here), markdown(there), moved)
        for name, here, there, moved in edited(note.kind.fields, fields, note.fields, exported)
    )


def edited(
    names: Sequence[str], fields: Sequence[str], theirs: Sequence[str], exported: Exported | None
) -> Iterator[tuple[str, str, str, Literal["anki", "both"]]]:
    """As `edits`, of a note that has *theirs* in the fields of those *names*: each name, both texts, and who moved."""
    for place, (name, here, there) in enumerate(zip(names, fields, theirs, strict=True)):
        if name in _FIXED or here == there:
            continue
        known, *past = _sent(exported, place)
        sent = field_digests([there])
        if (known and known == sent) or sent in past or canonical(here) == canonical(there):
            continue
        yield name, here, there, "anki" if not known or known == field_digests([here]) else "both"


def _sent(exported: Exported | None, place: int) -> list[str]:
    """The digests of the field at *place* in the last export, empty without one, and in those before."""
    sent = (exported.fields, *exported.past) if exported else ("",)
    return [fields[place * _DIGEST : (place + 1) * _DIGEST] for fields in sent]


def tagged(note: Note, names: Sequence[str]) -> tuple[Edit, ...]:
    """Where the tags of *note* are not *names*, which is what the last export gave it; one edit or none."""
    there = foreign.tags(note)
    if {name.casefold() for name in there} == {name.casefold() for name in names}:
        return ()
    return (Edit(entry_id(note.guid), "Tags", " ".join(names), " ".join(there), "anki"),)


def entry(note: Note, picture: Picture) -> Entry | None:
    """The entry that *note* was exported from, as far as it can be told; None when it asks nothing."""
    said = {
        name: foreign.blanked(html, picture) if name == "Text" else markdown(html, picture)
        for name, html in zip(note.kind.fields, note.fields, strict=True)
        if html and not html.isspace() and name not in _UNREAD
    }
    body = _body(said, cloze=note.kind.cloze)
    if body is None:
        return None
    if isinstance(body, Question):
        body = _as_asked(note, body, said["Answer"], picture)
    refuted = said.get("Wrong", "") if isinstance(body, Question) and not body.wrong else ""  # as nobody here wrote it
    return Entry(
        entry_id(note.guid),
        body,
        extra="\n\n".join(filter(None, (said.get("Extra", ""), refuted))),
        context=tuple(part.strip() for part in said.get("Context", "").split("›") if part.strip()),
        cue=said.get("Cue", ""),
        tags=foreign.tags(note),
    )


def _body(said: dict[str, str], *, cloze: bool) -> Body | None:
    if cloze:
        return Cloze(said["Text"]) if "Text" in said else None
    question, answer = said.get("Question", ""), said.get("Answer", "")
    if not question or not answer:
        return None
    if "Right" in said:
        return _choice(question, answer, said)
    return Question(question, _answers(answer), _refuted(said.get("Wrong", "")), reverse="Reverse" in said)


def _as_asked(note: Note, body: Question, answer: str, picture: Picture) -> Question | WhyNot:
    """*body* as the HTML of *note* tells it: in Markdown no bold words stand within bold ones."""
    html = dict(zip(note.kind.fields, note.fields, strict=True))
    spare, wrong = html.get("Spare 1", ""), html.get("Wrong", "")
    if not spare and not wrong:
        return body
    kind = _WHY_NOT.fullmatch(spare)
    asked = _ASKED_WHY.fullmatch(html.get("Question", "")) if kind else None
    if kind and asked:
        need, option = (markdown(words, picture) for words in asked.groups())
        return _why_not(option, need, answer, int(kind[1]))
    return replace(body, wrong=_listed_refuted(wrong, picture) or body.wrong)


def _why_not(option: str, need: str, answer: str, several: int) -> WhyNot:
    """The entry that an export asked so; *several* options are right instead, which a comma alone may not tell."""
    told = _INSTEAD.fullmatch(answer)
    reason, instead = (told[1], told[2] or "") if told and several else (answer, "")
    options = tuple(instead.split(", ")) if instead.count(", ") == several - 1 else (instead,)
    return WhyNot(option, need, reason, options if instead else ())


def _answers(answer: str) -> tuple[str, ...]:
    items = _items(answer) if answer.startswith("-") else []
    return tuple(items) if len(items) > 1 else (answer,)  # an export lists no single answer, and numbers none


def _refuted(wrong: str) -> tuple[WrongOption, ...]:
    """The options that *wrong* lists as an export does; none when one of them stands there otherwise."""
    found = [_REFUTED.fullmatch(item) for item in _items(wrong)]
    options = tuple(WrongOption(match[1], match[2] or "") for match in found if match)
    return options if len(options) == len(found) else ()


def _listed_refuted(html: str, picture: Picture) -> tuple[WrongOption, ...]:
    """As `_refuted`, of the HTML of the field: an option of several paragraphs is no bold text in Markdown."""
    found: list[WrongOption] = []
    for item in _between(html, "li"):
        option = next(_between(item, "strong"), "")
        head = f"<strong>{option}</strong>"
        if not option or not item.startswith(head) or item[len(head) :][:2] not in {"", ": "}:
            return ()
        found.append(WrongOption(markdown(option, picture), markdown(item[len(head) + 2 :], picture)))
    return tuple(found)


def _between(html: str, tag: str) -> Iterator[str]:
    """What stands in each outermost *tag* of *html*."""
    depth = begin = 0
    for sign in _LISTED.finditer(html):
        if sign[2] != tag:
            continue
        depth += -1 if sign[1] else 1
        if not sign[1] and depth == 1:
            begin = sign.end()
        elif sign[1] and depth == 0:
            yield html[begin : sign.start()]


def _choice(question: str, answer: str, said: dict[str, str]) -> Choice | Question:
    options, reasons = _items(said.get("Options", "")), _items(said.get("Reasons", ""))
    right = {int(number) - 1 for number in said["Right"].replace("\\", "").split(",") if number.strip().isdecimal()}
    wrong = tuple(
        WrongOption(option, reasons[place] if place < len(reasons) and reasons[place] != _NO_REASON else "")
        for place, option in enumerate(options)
        if place not in right
    )
    answers = tuple(option for place, option in enumerate(options) if place in right)
    listed = _answers(answer)  # in the order of the deck file, where the options are shuffled
    answers = listed if not answers or sorted(listed) == sorted(answers) else answers
    return Choice(question, answers, wrong) if wrong else Question(question, answers)


def _items(listed: str) -> list[str]:
    """The items of a Markdown list; empty when *listed* is none from end to end."""
    if not listed or _ITEM.sub("", listed).strip():
        return []
    return [re.sub(rf"\n {{1,{len(sign)}}}", "\n", item).strip() for sign, item in _ITEM.findall(listed)]
