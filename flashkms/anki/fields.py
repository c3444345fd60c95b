"""An entry as the fields of its note in Anki, or the reason why Anki would lose or break it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from html import escape

from msgspec import Struct

from flashkms.anki import blanks
from flashkms.anki.html import MediaName, rendered
from flashkms.anki.notetypes import CHOICE, CLOZE, QUESTION, NoteType
from flashkms.cards.entry import Choice, Cloze, Entry, Question, WhyNot, WrongOption
from flashkms.safe import safe

LONGEST = 64 * 1024  # characters of one text; beyond it Anki's editor and a phone's web view stall

# Anki splits fields at U+001F and drops NUL; UTF-8 has no surrogates. Each is spelled out instead.
_BREAKING = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_OCCLUSION = "image-occlusion:"
_NO_REASON = "–"
WHY_NOT = "why_not"  # in a spare field: of which kind the entry is, and how many options are right instead


class Fields(Struct, frozen=True):
    """A note's content: its type, its fields in order, the 0-based ordinals of its cards, ascending."""

    kind: NoteType
    values: tuple[str, ...]
    ordinals: tuple[int, ...]


class Refusal(Struct, frozen=True):
    """Why an entry is not exported, in words that say what to mend."""

    why: str


def fields(entry: Entry, media: MediaName, *, source: str = "") -> Fields | Refusal:
    """The note that *entry* becomes; *source* is HTML that names where it came from."""
    if too_long(entry):
        return Refusal(f"a text is longer than {LONGEST // 1024} KiB")
    made = _filled(entry, _Page(media), source)
    if isinstance(made, Refusal):
        return made
    if not made.ordinals:
        return Refusal("it makes no card")
    return made


def too_long(entry: Entry) -> bool:
    """Whether a text of *entry* is longer than `LONGEST`, which no deck file may hold either."""
    return max(map(len, _texts(entry))) > LONGEST


def tags(names: Iterable[str]) -> tuple[str, ...]:
    """*names* as Anki takes them: no blanks within, each once, in order."""
    clean = ("_".join(_plain(name).split()) for name in names)
    return tuple(dict.fromkeys(name for name in clean if name))


class _Page(Struct, frozen=True):
    """What turns one entry's texts into HTML."""

    media: MediaName

    def block(self, markdown: str) -> str:
        return rendered(_plain(markdown), self.media).strip()

    def line(self, markdown: str) -> str:
        return rendered(_plain(markdown), self.media, inline="\n" not in markdown.strip()).strip()

    def listed(self, texts: tuple[str, ...]) -> str:
        if len(texts) == 1:
            return self.block(texts[0])
        return _list("ul", (self.line(text) for text in texts))


def _filled(entry: Entry, page: _Page, source: str) -> Fields | Refusal:
    extra = "\n".join(filter(None, (page.block(entry.extra), *_pictures(entry, page))))
    context = escape(_plain(" › ".join(entry.context)), quote=False)
    cue = page.line(entry.cue)
    tail = (extra, context, cue, source)
    match entry.body:
        case Question() as body:
            return _question(entry, body, page, tail)
        case WhyNot() as body:
            return _question(entry, as_question(body), page, tail, f"{WHY_NOT} {len(body.instead)}")
        case Choice() as body:
            return _choice(entry, body, page, tail)
        case Cloze(text) if _OCCLUSION in text:
            return Refusal("an image occlusion is asked in Anki alone, by the note that it came with")
        case Cloze(text):
            filled = blanks.field(_plain(text), page.media)
            if isinstance(filled, str):
                return Refusal(filled)
            values = (filled.html, *tail, entry.id, "", "", "")
            return Fields(CLOZE, values, tuple(ordinal - 1 for ordinal in filled.ordinals))


def as_question(body: WhyNot) -> Question:
    """The question that asks why an option is wrong; its answer is the reason, then what is right instead."""
    need = f"{body.need}\n\n" if body.need else ""
    instead = f"\n\nInstead: {', '.join(body.instead)}" if body.instead else ""
    return Question(f"{need}Why not **{body.option}**?", (body.reason + instead,))


def _question(
    entry: Entry, body: Question, page: _Page, tail: tuple[str, str, str, str], spare: str = ""
) -> Fields | Refusal:
    question, answer = page.block(body.question), page.listed(body.answers)
    if not question or not answer:
        return Refusal("a question without a text or an answer has no card in Anki")
    extra, context, cue, source = tail
    reverse = "1" if body.reverse else ""
    wrong = _list("ul", (_wrong(page, option) for option in body.wrong))
    values = (question, answer, wrong, extra, context, cue, source, reverse, entry.id, spare, "", "")
    return Fields(QUESTION, values, (0, 1) if body.reverse else (0,))


def _wrong(page: _Page, option: WrongOption) -> str:
    why = f": {page.line(option.why)}" if option.why else ""
    return f"<strong>{page.line(option.option)}</strong>{why}"


def _choice(entry: Entry, body: Choice, page: _Page, tail: tuple[str, str, str, str]) -> Fields | Refusal:
    question = page.block(body.question)
    if not question or not body.answers:
        return Refusal("a choice without a text or an answer has no card in Anki")
    options = [(page.line(answer), "", True) for answer in body.answers]
    options += [(page.line(wrong.option), page.line(wrong.why), False) for wrong in body.wrong]
    # Where no script runs, the field's own order is what shows: it must not give the answer away.
    options.sort(key=lambda option: hashlib.sha256(f"{entry.id}\n{option[0]}".encode()).digest())
    right = ",".join(str(place) for place, option in enumerate(options, 1) if option[2])
    reasons = _list("ol", (why or _NO_REASON for _, why, _ in options)) if any(why for _, why, _ in options) else ""
    values = (
        question,
        _list("ol", (text for text, _, _ in options)),
        page.listed(body.answers),
        reasons,
        right,
        *tail,
        entry.id,
        "",
        "",
        "",
    )
    return Fields(CHOICE, values, (0,))


def _list(tag: str, items: Iterable[str]) -> str:
    inside = "\n".join(f"<li>{item}</li>" for item in items)
    return f"<{tag}>\n{inside}\n</{tag}>" if inside else ""


def _pictures(entry: Entry, page: _Page) -> Iterable[str]:
    return (page.block(f"![]({image})") for image in entry.images)


def _plain(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _BREAKING.search(text):
        text = _BREAKING.sub(lambda match: safe(match[0]), text)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _texts(entry: Entry) -> tuple[str, ...]:
    own = (entry.extra, entry.cue, *entry.context)
    match entry.body:
        case Question(question, answers, wrong) | Choice(question, answers, wrong):
            return (*own, question, *answers, *(text for option in wrong for text in (option.option, option.why)))
        case Cloze(text):
            return (*own, text)
        case WhyNot(option, need, reason, instead):
            return (*own, option, need, reason, *instead)
