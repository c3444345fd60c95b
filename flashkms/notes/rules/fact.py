"""Facts: a sentence with its best blanks; a long text is cut to the sentences that hold them."""

from __future__ import annotations

import re

from msgspec.structs import replace

from flashkms.cards.draft import Draft
from flashkms.notes import context, sentence
from flashkms.notes.blanks import choose
from flashkms.notes.blanks.choose import Blank
from flashkms.notes.markdown import markdown
from flashkms.notes.note import Note, Point
from flashkms.notes.rich import Rich
from flashkms.notes.rules import making, said_of
from flashkms.notes.rules.outcome import Outcome, skipped

DEFINES = " : "
_DEFINES = re.compile(r"\s:\s")
TERM = 1.5  # the score of what a section is about
_HANGUL = re.compile("[가-힣]")
LONG = 45  # words: a longer front is cut to a sentence
SYLLABLES = 90  # so is one of so many in Korean
OPENS, LEANS = 0.4, 0.6  # points for the sentence that names what is spoken of, and off for one that leans on another
_LEANS = re.compile(
    r"(?:it|they|this|these|those|then|also|however|but|so|and|therefore)\b|"
    r"(?:또한|그리고|그러나|하지만|따라서|그런 다음|반면에?|이는|이를|이에|이러한|이렇게|이 때|이때|그래서|즉)[ ,]",
    re.IGNORECASE,
)
MOST_CUTS = 2  # cards of one long text
NO_BLANK = "no good blank: bold the word you want"
NO_TERM = "no good blank: what is bold is told by the rest of the line, or is no term; bold another word"
NO_MARK = "a paragraph: make it a bullet, or bold the word you want"


def outcome(note: Note, point: Point) -> Outcome:
    """Cloze drafts of *point*, or why there is none; this rule always answers."""
    above = context.of(note, point)
    if point.kind != "bullet" and not _stressed(point) and not point.steering.force:
        return skipped(NO_MARK)
    words = note.words
    if _long(point.text) and (made := _cut(note, point, above)):
        return Outcome(made)
    blanks = choose.choose(point.rich, above, words, most=note.max_blanks or choose.MOST)
    poor = not blanks or blanks[0].poor
    open_ended = not poor and not blanks[0].sure and bool(blanks[0].hint)
    if (
        (poor or open_ended)
        and not point.steering.force
        and (asked := said_of.outcome(note, point, rivals=not poor, alone=not blanks))
    ):
        return asked
    blanks = blanks or _forced(point)
    if not blanks:
        return skipped(NO_TERM if any(point.rich.styled("bold")) else NO_BLANK)
    if len(blanks) < (note.max_blanks or choose.MOST) and (defined := said_of.term(note, point)):
        return Outcome((_defining(note, point, blanks, *defined),))
    tags = ("definition",) if ":" in point.text and _DEFINES.search(point.text) else ()
    return Outcome((making.cloze(note, point, point.rich, blanks, tags=tags),))


def _defining(note: Note, point: Point, blanks: tuple[Blank, ...], term: str, above: tuple[str, ...]) -> Draft:
    """A cloze of *point* behind the *term* that it defines, which is asked for as well."""
    lead = len(term) + len(DEFINES)
    moved = [replace(blank, start=blank.start + lead, end=blank.end + lead) for blank in blanks]
    shown = Rich(f"{term}{DEFINES}{point.text}", tuple(run.moved(lead) for run in point.rich.runs))
    blank = Blank(0, len(term), TERM, "what is spoken of", sure=True)
    return replace(making.cloze(note, point, shown, [*moved, blank], tags=("definition",)), context=above)


def _forced(point: Point) -> tuple[Blank, ...]:
    """What is hidden of a text that its author wants asked, whatever it is: what is bold first, else all of it."""
    bold = point.rich.styled("bold")
    start, end = (bold[0].start, bold[0].end) if bold else (0, len(point.text))
    return (Blank(start, end, making.SURE, "asked for in a comment", sure=True),) if point.steering.force else ()


def _long(text: str) -> bool:
    """Whether *text* is too long to be read at a glance; Korean says in a word what takes English two."""
    return len(text.split()) > LONG or (not text.isascii() and len(_HANGUL.findall(text)) > SYLLABLES)


def _stressed(point: Point) -> bool:
    """Whether a paragraph's author marked a term in it."""
    return any(
        len(point.text[run.start : run.end].split()) <= 7 for run in point.rich.styled("bold")
    ) and not point.rich.wholly("bold")


def _cut(note: Note, point: Point, above: tuple[str, ...]) -> tuple[Draft, ...]:
    """Drafts of the best sentences of a long point, in its order, with the whole text on the back."""
    spans = sentence.spans(point.text)
    if len(spans) < 2:
        return ()
    most = making.most(note, MOST_CUTS)
    parts = [(at, point.rich.part(start, end)) for at, (start, end) in enumerate(spans)]
    found: list[tuple[int, Rich, tuple[Blank, ...]]] = []
    for at, part in parts:
        telling = len(part.plain.split()) > 3 and not part.plain.endswith(("?", "？"))
        blanks = choose.choose(part, above, note.words, most=most) if telling else ()
        if blanks:
            found.append((at, part, blanks))
    found.sort(key=lambda each: LEANS * bool(_LEANS.match(each[1].plain)) - OPENS * (not each[0]) - each[2][0].score)
    best = sorted(found[:most], key=lambda each: -each[2][0].score)
    whole = "\n\n".join(part for part in (markdown(point.rich, links=True), making.below(point)) if part)
    kept = [each for each in best if each is best[0] or each[2][0].score > 1.0]
    return tuple(
        making.cloze(note, point, part, blanks, slot=str(place) if place > 1 else "", extra=whole)
        for place, (_, part, blanks) in enumerate(kept, 1)
    )
