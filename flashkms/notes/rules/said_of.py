"""Facts without a blank worth keeping: they ask what they are said of.

Of several things that the note tells apart, which one; else, of what opens a section, what its heading names.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from flashkms.cards.entry import Question
from flashkms.cards.lint.words import content_words, stem
from flashkms.notes import context, kinds, subject
from flashkms.notes.blanks import tokens
from flashkms.notes.blanks.scene import term_end
from flashkms.notes.blanks.words import ADVERB, ARTICLE, COPULA, GENERIC, HANGUL, NAME, NEGATION, PRONOUN, STOP, VERB
from flashkms.notes.markdown import markdown
from flashkms.notes.note import Note, Point
from flashkms.notes.rules import making
from flashkms.notes.rules.outcome import Outcome
from flashkms.notes.subject import Subject

LEAST, LONGEST = 3, 45  # words of a fact
MANY = 4  # words of a fact that tell something: they lead to what a note is about, or to what no other fact opens
TELLING = 2  # words of a fact that tell something
MOST_NAMES = 70  # letters of the things that are told apart
_BACK = re.compile(
    r"(?:but|and|so|then|this|these|those|also|however|therefore|otherwise|both|same)\b|또한|이는|이를", re.IGNORECASE
)
_HIDDEN = "…"
_DULL = STOP | GENERIC | VERB | ADVERB
_ARTICLES = ("a", "an", "the")
_ACTS = frozenset(("can", "cannot", "could", "does", "has", "have", "may", "must", "need", "needs", "should", "will"))
_RELATIVE = frozenset(("designed", "that", "used", "where", "which", "who", "whose"))
_BRACKETS = re.compile(r"\([^()]*\)")


def outcome(note: Note, point: Point, *, rivals: bool, alone: bool = False) -> Outcome | None:
    """The question what *point* is said of; None when it leads to no one name, or with *rivals* to none of several.

    *alone* says that it is this question or none.
    """
    if not kinds.may_ask(note):
        return None
    found = _subject(note, point)
    if found is None:
        return None
    if found.rivals:
        return _which(note, point, found)
    ask = "무엇?" if _korean(point.text) else "What is this?"
    asks = not rivals and (_opens(note, point) or (alone and _tells_of_one(point.text)))
    term = _term(note, point, found) if asks else None
    return _asked(note, point, f"**{ask}**\n\n{markdown(point.rich)}", *term) if term else None


def term(note: Note, point: Point) -> tuple[str, tuple[str, ...]] | None:
    """What the section that *point* opens is about, where the point says what that is, and what stands above it."""
    found = _subject(note, point) if _opens(note, point) else None
    if found is None or found.rivals:
        return None
    titled = found.at < 0 or subject.same(found.name, note.title)
    if titled and not _many(tokens.split(point.text)):
        return None
    return _term(note, point, found)


def _opens(note: Note, point: Point) -> bool:
    """Whether *point* is the first below its heading."""
    return point.line in note.opening and not point.parents


def _subject(note: Note, point: Point) -> Subject | None:
    if point.kind != "bullet" or point.children or point.steering.hint or not _is_fact(point):
        return None
    return subject.of(note, point)


def _is_fact(point: Point) -> bool:
    """Whether *point* says something of a thing that it need not name: no `term : text`, no example, nothing long."""
    text = point.text
    open_end = "->" in text or text.endswith(("?", ":", ",")) or _BACK.match(text)
    return term_end(text)[0] < 0 and not open_end and len(text.split()) <= LONGEST and _tells(text)


def _tells(text: str) -> bool:
    classes = tokens.split(_BRACKETS.sub("", text)).classes
    return len(classes) >= LEAST and sum(not bits & (STOP | GENERIC) for bits in classes) >= TELLING


def _which(note: Note, point: Point, found: Subject) -> Outcome | None:
    path = (*point.headings, *point.parents)
    own = subject.telling(found.name, found.rivals)
    others = {word for name in found.rivals for word in subject.telling(name, found.rivals)} - {*own}
    said = _masked(markdown(point.rich), found)
    seen = {stem(word) for word in content_words(said)}
    given = {stem(word) for word in (*own, *others) if len(word) > 1} & seen
    if given or _shortens(point.text, found.name) or not _tells(said.replace(_HIDDEN, "")):
        return None
    names = "" if found.listed else _listed(found)
    headings = len(point.headings)
    above = context.line(note, path[: min(found.at, headings)], path[headings : found.at])
    ask = "어느 것" if _korean(point.text) else "Which one"
    return _asked(note, point, f"**{ask}{': ' * bool(names)}{names}?**\n\n{said}", context.named(found.name), above)


def _term(note: Note, point: Point, found: Subject) -> tuple[str, tuple[str, ...]] | None:
    name = context.named(found.name)
    if not _is_term(name):
        return None
    own = {stem(word) for word in content_words(name)}
    said = {stem(word) for word in content_words(point.text)}
    if 2 * len(own & said) > len(own) or _shortens(point.text, name) or not _subjectless(point.text):
        return None
    above = context.line(note, point.headings[: found.at]) if found.at >= 0 else ()
    return name, tuple(part for part in above if not own <= {stem(word) for word in content_words(part)})


def _asked(note: Note, point: Point, question: str, name: str, above: tuple[str, ...]) -> Outcome:
    made = making.draft(note, point, Question(question, (name,)), reasons=(f"{name}: what is spoken of",), points=1.5)
    return Outcome((replace(made, context=above),))


def _masked(text: str, found: Subject) -> str:
    """*text* with its subject hidden."""
    sides = [side for side in found.rivals if subject.same(found.name, side)]
    names = sorted({found.name, context.named(found.name), *sides}, key=len, reverse=True)
    either = "|".join(re.escape(subject.unmade(name)) for name in names if len(name) > 1)
    name = rf"(?<![^\W_])(?:(?:AWS|Amazon) )?(?:{either})(?:s|'s)?(?![A-Za-z0-9_])"
    return re.sub(name, _HIDDEN, text)


def _listed(found: Subject) -> str:
    names = [" ".join(_words(name, found)) for name in found.rivals]
    return f"{', '.join(names[:-1])} or {names[-1]}" if sum(map(len, names)) <= MOST_NAMES else ""


def _words(name: str, found: Subject) -> list[str]:
    """The words of *name*, as they are written, that not all names share."""
    own = subject.telling(name, found.rivals)
    return [word for word in context.named(name).split() if {*content_words(word)} & {*own}] or [context.named(name)]


def _shortens(text: str, name: str) -> bool:
    """Whether *text* spells out the letters of *name*."""
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", text)).lower()
    short = re.sub(r"[\W\d]", "", name).lower()
    return len(short) > 1 and short in initials


def _is_term(name: str) -> bool:
    """Whether *name* is more than one plain word."""
    words = name.split()
    return len(words) > 1 or sum(map(str.isupper, name)) > 1 or any(map(str.isdigit, name))


def _subjectless(text: str) -> bool:
    """Whether *text* leaves its subject out and says what it is or does: `a stone that …`, `keeps rye warm`."""
    words = tokens.split(text)
    head, word = words.classes[0], words.lowers[0]
    if head & (PRONOUN | NEGATION) or word.endswith("ed") or (head & ARTICLE and word not in _ARTICLES):
        return False
    if head & (COPULA | ADVERB) or (head & VERB and not head & NAME) or word in ("to", "helps"):
        return True
    acts = next(
        (at for at in range(1, len(words)) if words.classes[at] & (VERB | COPULA) or words.lowers[at] in _ACTS), 0
    )
    return not _RELATIVE.isdisjoint(words.lowers[: acts or None])


def _tells_of_one(text: str) -> bool:
    """Whether *text* says enough of what one thing is or does, and bids nobody do it, as `Keep rye warm` does."""
    words = tokens.split(text)
    word, does = words.lowers[0], words.classes[0] & (VERB | COPULA) > 0
    says = word in _ARTICLES or (does and word.endswith("s") and not word.endswith("ss"))
    return says and _many(words)


def _many(words: tokens.Tokens) -> bool:
    """Whether so many of *words* tell something that they lead to one name."""
    return sum(not bits & _DULL for bits in words.classes) >= MANY


def _korean(text: str) -> bool:
    classes = tokens.split(text).classes
    return 3 * sum(bits & HANGUL > 0 for bits in classes) > len(classes)
