"""Enumerations: `X : a, b, c` asks for a few members with the rest in view, and a counted label for all of its list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from flashkms.cards.entry import Question
from flashkms.cards.lint.words import content_words
from flashkms.notes import key, kinds
from flashkms.notes.blanks.choose import Blank
from flashkms.notes.blanks.hint import spelled
from flashkms.notes.blanks.scene import term_end
from flashkms.notes.markdown import markdown
from flashkms.notes.note import Note, Point
from flashkms.notes.rich import Rich
from flashkms.notes.rules import making
from flashkms.notes.rules.outcome import Outcome, skipped

_COMMA = re.compile(r"\s*(?:,\s*(?:and|or)\s+|,(?!\d)\s*|\s+/\s+|、\s*)")
_USES = re.compile(r"(?:\S+\s)?use\s?cases?", re.IGNORECASE)
_COUNT = re.compile(
    r"^(?:\W*|the |there are )([0-9]|(?a:two|three|four|five|six|seven))\s+(?!vs)[A-Za-z가-힣]", re.IGNORECASE
)
_HANGUL = re.compile("[가-힣]")
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
LEAST, MOST = 3, 7  # members: fewer are no list, more are not learned as one
LONGEST = 45  # characters of a member
SHORT = 4  # members of a list that is asked for as a whole
ALL = 1.0  # the score of a whole list
MEMBER = 1.3  # the score of a member: its neighbours leave one answer


def outcome(note: Note, point: Point) -> Outcome | None:
    """What is asked of an enumeration; None when *point* is none."""
    if point.children:
        return _counted(note, point) or _members(note, point)
    if _examples(point):
        return skipped("examples of use: bold the word you want")
    return _members(note, point)


@lru_cache(maxsize=64)  # siblings stand below the same heading
def _heads_uses(text: str) -> bool:
    return bool(_USES.fullmatch(text.strip(" :")))


def _examples(point: Point) -> bool:
    """Whether a point below `Use cases` only lists some, with nothing stressed among them."""
    above = (*point.headings, *point.parents)[-1:]
    return (
        bool(above)
        and _heads_uses(above[0])
        and len(_COMMA.findall(point.text)) + 1 >= LEAST
        and not re.search(r"[.!?](?:\s|$)", point.text)
        and not any(run.start > point.text.find(":") for run in point.rich.runs)
    )


def _members(note: Note, point: Point) -> Outcome | None:
    text = point.text
    colon, start = term_end(text)
    listed = point.rich.part(start, len(text))
    if colon < 0 or not _COMMA.search(text, start) or (listed.styled("bold") and not listed.wholly("bold")):
        return None
    members = _split(text, start)
    if not len(members) >= LEAST or any(not _short(text[at:end]) for at, end in members):
        return None
    words = [key.folded(text[at:end]) for at, end in members]
    if any(len(word.split()) > 4 for word in words) or re.search(r"[.;]\s", text[start:]):
        return None
    closed = members[-1][1] == len(text.rstrip(" ."))
    if closed and len(members) <= SHORT and kinds.may_ask(note):
        return _all_asked(note, point, point.rich.part(0, colon), [text[at:end] for at, end in members])
    asked = next(((place, *span) for place, span in enumerate(members, 1) if not _told(text, *span)), None)
    if asked is None:
        return None
    place, at, end = asked
    blanks = [Blank(at, end, MEMBER, f"member {place} of {len(members)}", spelled(text[at:end]))]
    return Outcome((making.cloze(note, point, point.rich, blanks, tags=("list",)),))


def _short(member: str) -> bool:
    """Whether *member* is short, and more than a letter."""
    return len(member) <= LONGEST and (len(member) > 1 or not member.isascii())


def _told(text: str, start: int, end: int) -> bool:
    """Whether every word of the member from *start* to *end* stands in the rest of *text*."""
    beside = set(content_words(f"{text[:start]} {text[end:]}"))
    return all(word in beside for word in content_words(text[start:end]))


def _split(text: str, start: int) -> list[tuple[int, int]]:
    members: list[tuple[int, int]] = []
    for comma in _COMMA.finditer(text, start):
        if text.count("(", start, comma.start()) > text.count(")", start, comma.start()):
            continue  # what is parted within brackets is one member
        members.append((start, comma.start()))
        start = comma.end()
    end = len(text.rstrip(" ."))
    aside = re.search(r"\s*\((?:etc|cf|ex|e\.g)[^()]*\)$|\s+etc\.?$", text[start:end])
    members.append((start, start + aside.start() if aside else end))
    return [(at, stop) for at, stop in members if at < stop]


def _counted(note: Note, point: Point) -> Outcome | None:
    """`3 kinds of X` over three bullets: one card that asks for all three, beside the cards of the bullets."""
    count = _COUNT.match(point.text)
    if not count or re.search(r"\s:\s|:\s\S", point.text):
        return None
    wanted = int(count[1]) if count[1].isdigit() else _NUMBERS[count[1].lower()]
    heads = [_head(child) for child in point.children]
    if wanted != len(heads) or not 2 <= wanted <= MOST or any(not head or len(head) > LONGEST for head in heads):
        return None
    if kinds.may_ask(note):
        return _all_asked(note, point, point.rich, heads)
    shown = Rich(f"{point.rich.plain.rstrip(' :')}: {', '.join(heads)}")
    blank = Blank(len(shown.plain) - len(", ".join(heads)), len(shown.plain), ALL, f"all {wanted} members")
    return Outcome((making.cloze(note, point, shown, [blank], tags=("list",)),))


def _all_asked(note: Note, point: Point, label: Rich, members: Sequence[str]) -> Outcome:
    """The question for all *members* of what *label* names."""
    name = markdown(label.without("bold")).rstrip(" :")
    ask = f"{len(members)}가지를 모두 대시오." if _HANGUL.search(name) else f"Name all {len(members)}."
    reason = f"all {len(members)} members of {name}"
    body = Question(f"**{ask}**\n\n{name}", tuple(members))
    return Outcome((making.draft(note, point, body, tags=("list",), points=ALL, reasons=(reason,)),))


def _head(child: Point) -> str:
    """What a member of a list is called: its bold start, its term, or all of it."""
    bold = child.rich.styled("bold")
    if bold and bold[0].start == 0:
        return child.text[: bold[0].end].strip(" :.")
    colon, _ = term_end(child.text)
    return (child.text[:colon] if colon > 0 else child.text).strip(" :.")
