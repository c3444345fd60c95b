"""Cards for other hands than Anki's: a table for a spreadsheet, Markdown to read, a sheet of HTML to print."""

from __future__ import annotations

import csv
import io
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path

from flashkms.anki.html import from_marked
from flashkms.anki.notetypes import style
from flashkms.cards import card as cards
from flashkms.cards import cloze, face
from flashkms.cards.card import Card
from flashkms.cards.deck import Deck
from flashkms.cards.unsigned import portable
from flashkms.exchange.pictures import DeckPictures
from flashkms.store import files

COLUMNS = ("card", "deck", "context", "front", "back", "tags")

# What a spreadsheet would run as a formula; an apostrophe before it makes it text, there and on the way back.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARKS = str.maketrans({cloze.BLANK_START: "[", cloze.BLANK_END: "]"})
_BOLD_ANSWER = re.compile(rf"\*\*{cloze.ANSWER_START}([^{cloze.ANSWER_END}]*){cloze.ANSWER_END}\*\*")
_SPANS = {
    cloze.BLANK_START: '<span class="cloze">[',
    cloze.BLANK_END: "]</span>",
    cloze.ANSWER_START: '<span class="cloze">',
    cloze.ANSWER_END: "</span>",
}
_PICTURE = re.compile(r'(?<=<img )src="(?P<name>[0-9a-f]{16}\.[a-z]{3,4})"')
_SOUND = re.compile(r"\[sound:[0-9a-f]{16}\.\w{3,4}\]")
_TYPES = {"jpg": "image/jpeg", "svg": "image/svg+xml"}
_RESERVED = re.compile("[\ue004-\ue01f]")  # what the renderer uses for itself
_PRINT = """\
body { margin: 0; }
h1 { font: 700 1.3em sans-serif; margin: 20px; break-after: avoid; }
.pair { display: flex; border-top: 1px solid var(--line); break-inside: avoid; }
.pair > .fk { flex: 1; width: 50%; max-width: none; margin: 0; padding: 12px 20px; font-size: 14px; }
.pair > .fk + .fk { border-left: 1px dashed var(--line); }
.pair img { max-height: 90mm; }
.pair table { display: table; font-size: 0.8em; }
.pair th, .pair td { padding: 3px 6px; }
.pair td { overflow-wrap: anywhere; }
.pair pre { white-space: pre-wrap; overflow-wrap: anywhere; overflow: visible; }
@page { margin: 12mm 12mm 16mm; @bottom-center { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
@media print { .card { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""
_LARGEST = 4 * 2**20  # bytes of a picture within a page; a larger one is only named
_MOST = 96 * 2**20  # bytes of all pictures of a page, each as often as it is shown; a browser still opens it


def table(decks: Iterable[Deck], delimiter: str) -> str:
    """One line for each card, the names of the columns first; texts as a person sees them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(COLUMNS)
    for card in _cards(decks):
        front, back = face.plain(_front(card)), face.plain(face.back(card))
        context = " › ".join(card.entry.context)
        row = (card.id, card.deck, context, front, back, " ".join(card.tags))
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return out.getvalue()


def markdown(decks: Iterable[Deck]) -> str:
    """A chapter for each deck, and in it each card: what is asked, a line, what is told."""
    parts: list[str] = []
    for deck in decks:
        parts.append(f"# {deck.name}")
        for card in cards.cards(deck):
            parts += [_portable(_front(card)), "---", _portable(face.back(card)), "***"]
    return "\n\n".join(parts) + "\n"


def _portable(text: str) -> str:
    """*text* as any reader of Markdown shows it: a blank in brackets, an answer in bold."""
    text = _BOLD_ANSWER.sub(r"**\1**", text)
    opening, closing = ("<b>", "</b>") if "*" in text else ("**", "**")
    text = text.replace(cloze.ANSWER_START, opening).replace(cloze.ANSWER_END, closing)
    return portable(text).translate(_MARKS)


def page(decks: Iterable[Deck], pictures: Callable[[Deck], DeckPictures]) -> str:
    """One HTML page that needs nothing beside it: fronts on the left, backs on the right, no pair torn by a page.

    Pictures of the collection stand in the page itself, up to 4 MiB each and 96 MiB in all, as text.
    """
    parts = ['<!doctype html>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">']
    parts.append(f"<title>flashkms</title>\n<style>\n{style()}{_PRINT}</style>\n<body class=card>")
    room = _MOST
    for deck in decks:
        parts.append(f"<h1>{escape(deck.name)}</h1>")
        drawn = _Drawn(pictures(deck), room)
        for card in cards.cards(deck):
            above = escape(" › ".join(card.entry.context))
            context = f'<div class="fk-context">{above}</div>' if above else ""
            front, back = drawn.html(_front(card)), drawn.html(face.back(card))
            parts.append(f'<div class="pair"><div class="fk">{context}{front}</div><div class="fk">{back}</div></div>')
        room = drawn.room
    return "\n".join(parts) + "\n"


Writer = Callable[[Sequence[Deck], Callable[[Deck], DeckPictures]], str]

WRITERS: dict[str, Writer] = {
    ".csv": lambda decks, _: table(decks, ","),
    ".tsv": lambda decks, _: table(decks, "\t"),
    ".md": lambda decks, _: markdown(decks),
    ".html": page,
}


def write(decks: Sequence[Deck], path: Path, pictures: Callable[[Deck], DeckPictures]) -> int:
    """Write *decks* to *path*, in the form that its ending names; how many cards. Raises `OSError` as the disk does."""
    files.make_folders(path.parent)
    try:
        before = files.read(path, limit=2**30)
    except FileNotFoundError:
        before = None
    content = WRITERS[path.suffix.lower()](decks, pictures).encode("utf-8", "replace")
    files.replace(path, content, expected=before)
    return sum(1 for _ in _cards(decks))


def _cards(decks: Iterable[Deck]) -> Iterable[Card]:
    return (card for deck in decks for card in cards.cards(deck))


def _front(card: Card) -> str:
    """What is asked; of a choice the options too, in an order that gives nothing away."""
    shown = face.options(card, cards.number(card.id))
    options = "\n".join("- " + option.text.replace("\n", "\n  ") for option in shown)
    return f"{face.front(card)}\n\n{options}" if options else face.front(card)


class _Drawn:
    """Texts of one deck as HTML, with the pictures that they name as far as there is *room*, in bytes."""

    def __init__(self, pictures: DeckPictures, room: int) -> None:
        self._pictures = pictures
        self.room = room
        self._addresses: dict[str, str] = {}

    def html(self, text: str) -> str:
        html = from_marked(_RESERVED.sub("", text), self._pictures.name)
        for sign, span in _SPANS.items():
            html = html.replace(sign, span)
        html = _SOUND.sub("♪", html)
        return _PICTURE.sub(self._with_content, html) if "<img" in html else html

    def _with_content(self, image: re.Match[str]) -> str:
        name = image["name"]
        if name not in self._addresses:
            self._addresses[name] = self._address(name)
        address = self._addresses[name]
        if len(address) > self.room:
            return ""
        self.room -= len(address)
        return address

    def _address(self, name: str) -> str:
        content = files.read(self._pictures.used[name], limit=2**30) if name in self._pictures.used else b""
        if not 0 < len(content) <= _LARGEST:
            return ""  # what the picture shows is told in words
        ending = name.rpartition(".")[2]
        return f'src="data:{_TYPES.get(ending, f"image/{ending}")};base64,{b64encode(content).decode()}"'
