"""A text as the scorer sees it: tokens, stress, clauses and counts, computed once and asked for every candidate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache, reduce
from itertools import accumulate
from operator import or_

from msgspec import Struct

from flashkms.notes.blanks import listed, shortened
from flashkms.notes.blanks import tokens as tokens_of
from flashkms.notes.blanks.tokens import Tokens
from flashkms.notes.blanks.words import (
    ADVERB,
    ARTICLE,
    COPULA,
    GENERIC,
    HANGUL,
    NAME,
    NEGATION,
    NUMBER,
    PRONOUN,
    STOP,
    VERB,
)
from flashkms.notes.clued import Clued
from flashkms.notes.context import MAKERS
from flashkms.notes.rich import Rich, Style

DENIALS = frozenset(("not", "cannot", "never", "only", "no", "can't"))
STOP_ONLY = STOP | NEGATION
_PLAIN = STOP | VERB | GENERIC | NEGATION
LONGEST_SHORT = 7  # letters of an acronym
_TELLS = NUMBER | NEGATION
_UNTOLD = STOP | VERB | GENERIC | ADVERB
# From the start of a run of letters alone: else one that is thousands long is tried again from each of them.
_SEVERAL = re.compile(r"\w\s+/\s+\w")
_PARTED = re.compile(r"(?<![a-z0-9])[a-z0-9]+(?:[-/.][a-z0-9]+)+")
_SHORT = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Z0-9]{1,5}s?(?![A-Za-z0-9])")
_WORD = re.compile(r"[\w가-힣]+")
_LATIN = re.compile(r"[A-Za-z]+")
LONGEST_TERM = 4  # words: what is bold for longer is a stressed clause, not a term
OFTEN = 5  # points
LONGEST_STRESS = 7  # words of one that is a list, or a name


class Scene(Struct):
    """A text as the scorer sees it: computed once, asked for every candidate."""

    shown: Rich
    tokens: Tokens
    context: frozenset[str]
    path: tuple[str, ...]  # the context as it is written
    bold: list[tuple[int, int]]  # short bold runs
    stressed: list[tuple[int, int]]  # all bold runs
    colon: int  # where the term of `term : text` ends; -1 when it has none
    body: int  # where its text starts
    numbers: int
    letters: int
    korean: bool
    intro: int  # where an introducing clause ("If …,") ends; 0 when there is none
    clause: int  # where the first subordinate clause ("… that …") starts; the text's length when there is none
    example: int  # where examples ("such as …") start; the text's length when there are none
    first_end: int  # where the first sentence ends
    first_verb: int  # the first token that is a verb, or copula; -1 when there is none
    sums: Sums
    negates: bool
    joined: list[bool]  # of each token, whether it goes on with the name before it
    verbs: list[bool]  # of each token, whether a phrase that ends in it ends in a verb
    members: frozenset[tuple[int, int]]  # first and last token of each member of an enumeration
    spelled: tuple[tuple[int, int, int], ...]  # first and last token of words in full, and the token that shortens them


class Above(Struct, frozen=True):
    """What a context tells in short: its short forms in lower case, and the first letters of its words in a row."""

    shorts: frozenset[str]
    initials: str


class Sums(Struct):
    """Running counts over the tokens, so that a stretch of them is counted by one subtraction."""

    stop: list[int]
    name: list[int]
    hangul: list[int]
    number: list[int]
    repeated: list[int]
    known: list[int]
    shouted: list[int]
    elsewhere: list[int]  # words that stand in other points of the note, too
    often: list[int]  # words that stand in more than `OFTEN` points
    content: list[int]  # words that are no function words
    telling: list[int]  # words that a reader can go by: no function words, no verbs of all work, nothing generic


def of(shown: Rich, context: tuple[str, ...], frequency: Mapping[str, int]) -> Scene:
    """The scene of *shown* below *context*, in a note whose points hold words as often as *frequency* says."""
    tokens = tokens_of.split(shown.plain)
    # An author who makes nothing bold may stress in italics.
    style: Style = "bold" if shown.styled("bold") else "italic"
    stressed = [(run.start, run.end) for run in shown.styled(style)]
    if shown.wholly(style):
        stressed = []
    bold = [run for run in stressed if _is_term(shown.plain[run[0] : run[1]])]
    colon, body = term_end(shown.plain)
    context_words = _words(context)
    sums = _sums(tokens, context_words, frequency)
    return Scene(
        shown, tokens, context_words, context, bold, stressed, colon, body, sums.number[-1],
        len(shown.plain), sums.hangul[-1] * 3 > len(tokens), *_clauses(shown.plain), _first_verb(tokens),
        sums, not DENIALS.isdisjoint(tokens.lowers), *_phrase_ends(tokens), listed.members(tokens),
        shortened.of(tokens),
    )  # fmt: skip


_ENDS_PHRASE, _OPENS_PHRASE = STOP | VERB, ARTICLE | PRONOUN


def _is_term(text: str) -> bool:
    """Whether the bold *text* names one thing, or a few, and is no clause."""
    words = text.split()
    listed = "," in text or "and" in words or "&" in words
    named = not any(word[0].islower() for word in words)
    return len(words) <= (LONGEST_STRESS if listed or named else LONGEST_TERM)


def _phrase_ends(tokens: Tokens) -> tuple[list[bool], list[bool]]:
    """Of each token: whether it goes on with a name (its maker may stand apart), and whether it ends as a verb.

    A word in -s is a verb only where its object follows: `the guild keeps rye`, but `the ovens it keeps`.
    """
    joined: list[bool] = []
    verbs: list[bool] = []
    before_bits, before_word = 0, ""
    for bits, word, gap in zip(tokens.classes, tokens.lowers, tokens.before, strict=True):
        joined.append(bits & before_bits & NAME > 0 and gap == " " and before_word not in MAKERS)
        if before_bits & VERB and before_word[-1] == "s":
            verbs[-1] = gap == " " and (not bits & _ENDS_PHRASE or bits & _OPENS_PHRASE > 0)
        verbs.append(word[-1] != "s" if bits & VERB else word[-2:] == "ed" and len(word) > 4)
        before_bits, before_word = bits, word
    return joined, verbs


@lru_cache(maxsize=64)  # siblings stand below the same context
def _words(context: tuple[str, ...]) -> frozenset[str]:
    return frozenset[str]().union(*map(_words_of, context))


@lru_cache(maxsize=256)  # a title and a heading are a part of many contexts
def _words_of(part: str) -> frozenset[str]:
    # A heading that names several things tells none of them away: which one it is, is what is asked.
    if _SEVERAL.search(part):
        return frozenset()
    text = part.lower()
    return frozenset((*_WORD.findall(text), *_PARTED.findall(text)))


@lru_cache(maxsize=64)  # siblings stand below the same context
def above(context: tuple[str, ...]) -> Above:
    """What *context* tells in short."""
    parts = [told for told in map(_above, context) if told is not None]
    return Above(frozenset[str]().union(*(told.shorts for told in parts)), " ".join([told.initials for told in parts]))


@lru_cache(maxsize=256)
def _above(part: str) -> Above | None:
    """What one *part* of a context tells in short; None where it names several things."""
    if _SEVERAL.search(part):
        return None
    shorts = frozenset(short.rstrip("s").lower() for short in _SHORT.findall(part))
    return Above(shorts, "".join(word[0] for word in _LATIN.findall(part)).lower())


def _sums(tokens: Tokens, context: frozenset[str], frequency: Mapping[str, int]) -> Sums:
    classes, lowers = tokens.classes, tokens.lowers
    points = [frequency.get(word, 0) for word in lowers]
    again = _again(lowers)
    union = reduce(or_, classes, 0)
    none = [0] * (len(classes) + 1)

    def running(flags: Iterable[bool]) -> list[int]:
        return list(accumulate(flags, initial=0))

    def of_class(wanted: int) -> list[int]:
        # Most texts hold no word of most classes.
        return running([bits & wanted > 0 for bits in classes]) if union & wanted else none

    return Sums(
        running([bits & STOP_ONLY == STOP for bits in classes]) if union & STOP else none,
        of_class(NAME),
        of_class(HANGUL),
        of_class(NUMBER),
        running([word in again and not bits & STOP for word, bits in zip(lowers, classes, strict=True)])
        if again
        else none,
        none if context.isdisjoint(lowers) else running([word in context for word in lowers]),
        running(_shouted(tokens)) if union & NAME else none,
        running([many > 1 for many in points]),
        running([many > OFTEN for many in points]),
        running([not bits & STOP for bits in classes]),
        running([bits & _TELLS > 0 or not bits & _UNTOLD for bits in classes]),
    )


def _again(words: list[str]) -> frozenset[str]:
    """Those of *words* that stand there more than once."""
    if len({*words}) == len(words):
        return frozenset()
    once: set[str] = set()
    again: set[str] = set()
    for word in words:
        (again if word in once else once).add(word)
    return frozenset(again)


def _shouted(tokens: Tokens) -> list[bool]:
    """Of each token, whether it is in capitals without being an acronym: the author's stress."""
    text = tokens.text
    return [
        bits & NAME > 0 and (bits & _PLAIN > 0 or end - start > LONGEST_SHORT) and _in_capitals(text[start:end])
        for start, end, bits in zip(tokens.starts, tokens.ends, tokens.classes, strict=True)
    ]


def _in_capitals(word: str) -> bool:
    return len(word) > 2 and word.isupper() and word.isalpha()


_INTRO = re.compile(
    r"(?:if|when|while|to|based on|with|for|using|instead of|because|as|provided|once|after|before|in|"
    r"on|by|however|although|since|unless|given|"
    r"from|during|depending on)\b[^,.;]{3,140},\s", re.IGNORECASE,
)  # fmt: skip
_INTRO_LETTERS = frozenset("abdfghiopstuwABDFGHIOPSTUW")  # with which one of its words begins
_CLAUSE = re.compile(
    r"\b(?:th(?:at|ough)|wh(?:ich|en|ere|ile|ose|o)|if|because|s(?:o|ince)|un(?:less|til)|a(?:s|lthough)|even)\b",
    re.IGNORECASE,
)
_EXAMPLE = Clued(
    re.compile(r"\b(?:such as|e\.g|for example|for instance\b|ex\)|cf\.?|like|including)|\(ex|예를 들", re.IGNORECASE),
    ("such as", "e.g", "for ex", "for in", "ex)", "cf", "like", "including", "(ex", "예를 들"),
)
_MAPPED = re.compile(r"(?<=:\s)[^:>]{2,40}?\s?(?:->|→)[^>→]{2,40}/[^>→]{2,40}(?:->|→)")  # `term : a -> b / c -> d`
_STOP = re.compile(r"[.!?]\s+(?=[A-Z가-힣])")


def _clauses(text: str) -> tuple[int, int, int, int]:
    intro = _INTRO.match(text) if text[:1] in _INTRO_LETTERS else None
    start = intro.end() if intro else 0
    clause = _CLAUSE.search(text, max(start, 8))
    example = _EXAMPLE.search(text, 4) or ("/" in text and _MAPPED.search(text))
    stop = _STOP.search(text)
    length = len(text)
    return (
        start,
        clause.start() if clause else length,
        example.start() if example else length,
        stop.start() if stop else length,
    )


def _first_verb(tokens: Tokens) -> int:
    for at, bits in enumerate(tokens.classes):
        if bits & (VERB | COPULA) and at:
            return at
    return -1


_COLON = re.compile(r"\s+:\s+|(?<=[\w)*\]]):\s+|\s+::\s+")
_NO_TERM = re.compile(r"^(?:(?:ex|e\.g|cf|note|tip)\b|[qa]\s?\d*\s?:)", re.IGNORECASE)


@lru_cache(maxsize=64)  # several rules ask the same point
def term_end(text: str) -> tuple[int, int]:
    """Where the term of `term : text` ends and its text starts; (-1, 0) when *text* has another form."""
    colon = _COLON.search(text[:120]) if ":" in text else None
    if not colon or colon.start() < 2 or colon.end() >= len(text):
        return -1, 0
    if _NO_TERM.match(text) or text[: colon.start()].count("(") != text[: colon.start()].count(")"):
        return -1, 0
    return colon.start(), colon.end()
