"""A text as tokens: words, numbers with their unit, and Hangul without its particle."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from flashkms.notes.blanks import words
from flashkms.notes.blanks.words import (
    ACRONYM,
    ARTICLE,
    BARE,
    CLASSES,
    COPULA,
    GENERIC,
    HANGUL,
    KO_VERB,
    NAME,
    NUMBER,
    PARTICLE,
    PREDICATE,
    PREPOSITION,
    PRONOUN,
    STOP,
    USE,
    VERB,
)

_UNITS = words.UNIT.pattern
_TOKEN = re.compile(
    r"(?!\s)(?:"  # what stands most between tokens is passed over at once
    r"(?P<word>(?:(?<![\w.)\]])\.)?[A-Za-zÀ-ɏ][A-Za-z0-9À-ɏ²³¹₀-₉]*(?:[-'’/_.@+][A-Za-z0-9À-ɏ²³¹₀-₉]+)*[+#]*)"
    r"|(?P<number>(?i:(?:(?<!\S)/(?=\d{1,3}(?!\d))|(?<![\w.)\]%+–−-])[−-](?=\d)|(?<![가-힣])제(?=\d))?[$€£₩]?\d+(?:,\d+)*(?:\.\d+)*(?:\s?[~–]\s?\d[\d,.]*\d|\s?[~–-]\s?\d+(?:\.\d+)*|/\d+)?[만억조]?"
    rf"(?:\s?[%°]|\s(?:thousand|million|billion|trillion)\b|\s?{_UNITS}(?![A-Za-z])|[A-Za-z]{{1,6}}(?![A-Za-z])|(?:주일|개월|시간|분|초|일|개|배|번|회|년|자|명|가지|주|건)|-(?:second|minute|hour|day|week|month|year|GB|TB|bit|byte)s?(?![A-Za-z]))?(?:\+?/(?:s|sec|second|min|minute|h|hour|day|week|month|year|[KMGT]i?B)(?![A-Za-z]))?(?:\s?\+(?!\s?\w))?))"
    r"|(?P<ko>[가-힣]+))",
)


class Tokens(Struct):
    """Parallel lists: where each token starts and ends, its lower-case text, its classes, and what stands before it."""

    text: str
    starts: list[int]
    ends: list[int]
    lowers: list[str]
    classes: list[int]
    before: list[str]  # the characters between the preceding token and this one

    def __len__(self) -> int:
        return len(self.starts)


@lru_cache(maxsize=64)  # the label rule and the scorer look at the same text
def split(text: str) -> Tokens:
    """*text* as tokens. A Hangul token ends before its particle; the particle then stands in `before` of the next."""
    found: list[tuple[int, int, str, int, str]] = []
    at = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if start < at:
            continue
        kind, gap = match.lastgroup, text[at:start]
        if kind == "word":
            begins = gap != " " and (not start or text[start - 2 : start] in _SENTENCE_STARTS)
            lower, bits = _opening(match[0]) if begins else _read(match[0])
        elif kind == "ko":
            length, bits = _korean(match[0])
            end = start + length
            lower = text[start:end]
        else:
            end += _counted(text, end)
            lower, bits = text[start:end].lower(), NUMBER
        found.append((start, end, lower, bits, gap))
        at = end
    tokens = Tokens(text, *map(list, zip(*found, strict=True))) if found else Tokens(text, [], [], [], [], [])
    _nouns(tokens)
    _main_verbs(tokens)
    return tokens


def _counted(text: str, at: int) -> int:
    """How many letters of the Hangul that stands right behind a number, as `단계` in `3단계는`, are no particle."""
    glued = _GLUED.match(text, at)
    if glued is None or words.KO_ENDING.search(glued[0]):
        return 0
    particle = words.PARTICLES.search(glued[0])
    return particle.start() if particle else len(glued[0])


def _nouns(tokens: Tokens) -> None:
    """A bare verb form is a noun behind an article, a verb or a preposition: `the route`, `set access`, `on request`.

    So it is before another word in capitals where it has one itself: `Route Tables`.
    """
    classes, text = tokens.classes, tokens.text
    if BARE.isdisjoint(tokens.lowers):
        return
    for at, word in enumerate(tokens.lowers):
        if not classes[at] & VERB or classes[at] & (STOP | USE) or word not in BARE:
            continue
        before = classes[at - 1] if at and tokens.before[at] == " " else 0
        led = before & ARTICLE or (before & VERB and not before & STOP)
        led = led or (before & PREPOSITION and tokens.lowers[at - 1] != "to")
        named = text[tokens.starts[at]].isupper() and at + 1 < len(tokens) and text[tokens.starts[at + 1]].isupper()
        if led or (named and tokens.before[at + 1] == " "):
            classes[at] &= ~VERB


def _main_verbs(tokens: Tokens) -> None:
    """A word behind a noun, of no list, is the verb of its sentence where none stands before it.

    So are one in -s before what it acts upon (`the proxy pools connections`, `a filter passes the rest`) and a bare one
    between a plural and a name or an article (`cyclins activate CDKs`).
    """
    classes, lowers, before, text = tokens.classes, tokens.lowers, tokens.before, tokens.text
    seen, start = False, 0
    for at in range(1, len(lowers) - 1):
        gap = before[at]
        if gap != " " and _ENDS.search(gap):
            seen, start = False, at
        if seen or at == start:
            continue
        bits, word = classes[at], lowers[at]
        if bits & (VERB | COPULA | HANGUL) or word in _FINITE:
            seen = True
        elif bits & (STOP | NAME | NUMBER) or classes[at - 1] & (STOP | HANGUL | NUMBER) or gap != " ":
            continue
        elif before[at + 1] == " " and text[tokens.starts[at]].islower() and _acts(tokens, at):
            classes[at] = bits & ~GENERIC | VERB | PREDICATE
            seen = True


def _acts(tokens: Tokens, at: int) -> bool:
    """Whether the words around token *at* make it a verb."""
    word, behind, bits = tokens.lowers[at], tokens.lowers[at + 1], tokens.classes[at + 1]
    if word.isalpha() and len(word) > 3 and _plural(word):
        if word.endswith(("ises", "izes", "ifies")) or (bits & (ARTICLE | PRONOUN) and behind not in _RELATIVE):
            return True
        if behind in _JOINING:
            return True
        acted_on = bits & (NAME | ACRONYM) or _plural(behind) or behind.endswith("ing")
        return bool(acted_on) and not bits & (STOP | VERB | NUMBER)
    return (
        len(word) > 2
        and _plural(tokens.lowers[at - 1])
        and not word.endswith(("ed", "ing", "ly"))
        and bool(bits & (ARTICLE | NAME) and not bits & NUMBER)
    )


def _plural(word: str) -> bool:
    return word[-1] == "s" and word[-2:] not in ("ss", "us", "is", "cs")


_GLUED = re.compile("[가-힣]+")
_ENDS = re.compile(r"[.;:?!(]|->|→|\s[-–]\s")  # of a clause
_JOINING = frozenset(("because", "if", "unless", "until", "when", "while"))
_RELATIVE = frozenset(("that", "what", "which", "who", "whom", "whose", "such"))
_FINITE = frozenset(
    ("can", "cannot", "can't", "could", "did", "do", "does", "don't", "doesn't", "get", "gets", "got", "had", "has",
     "have", "let", "lets", "may", "might", "must", "shall", "should", "will", "would")
)  # fmt: skip
_SENTENCE_STARTS = frozenset((". ", ": ", "? ", "! "))


@lru_cache(maxsize=4096)  # the words of a note come back
def _read(word: str) -> tuple[str, int]:
    """*word* in lower case, and its classes."""
    lower = word.lower()
    return lower, CLASSES.get(lower, 0) | _cased(word, first=False)


@lru_cache(maxsize=1024)
def _opening(word: str) -> tuple[str, int]:
    """As `_read`, of the first *word* of a sentence: it is no name for its capital alone."""
    lower = word.lower()
    return lower, CLASSES.get(lower, 0) | _cased(word, first=True)


def _cased(word: str, *, first: bool) -> int:
    if word.islower() and word.isalpha():
        return 0
    upper = sum(map(str.isupper, word))
    if not upper:
        return NAME if any(char.isdigit() for char in word) else 0
    if upper >= 2 and upper * 2 >= len(word) and len(word) <= 12:
        return ACRONYM | NAME
    if upper >= 2 or any(char.isdigit() for char in word):
        return NAME
    return 0 if first else NAME


@lru_cache(maxsize=4096)
def _korean(word: str) -> tuple[int, int]:
    """How many letters of *word* stand before its particle, and its classes."""
    length, bits = _without_particle(word)
    return length, bits | (GENERIC if word[:length] in words.KO_GENERIC else 0)


def _without_particle(word: str) -> tuple[int, int]:
    if words.KO_ENDING.search(word) and not words.KO_NOUN.search(word):
        return len(word), HANGUL | (STOP if len(word) <= 2 else KO_VERB)
    particle = words.PARTICLES.search(word)
    if particle and (particle.start() >= 2 or (particle.start() == 0 or len(word) == 1)):
        if particle.start() == 0:
            return len(word), HANGUL | STOP | PARTICLE
        return particle.start(), HANGUL
    return len(word), HANGUL
