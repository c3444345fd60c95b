"""Which stretches of a text may be hidden at all: stressed words, numbers, and phrases that a reader would name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from flashkms.notes.blanks.tokens import Tokens
from flashkms.notes.blanks.words import (
    ARTICLE,
    COPULA,
    GENERIC,
    HANGUL,
    KO_VERB,
    NAME,
    NEGATION,
    NUMBER,
    PRONOUN,
    STOP,
    VERB,
)
from flashkms.notes.clued import Clued
from flashkms.notes.rich import Rich, Run

MAX_WORDS = 4
MAX_CHARS = 70
MAX_TOKENS = 120  # of one text: a blank behind them would stand in a text too long to be a card


class Candidate(Struct, frozen=True, order=True):
    """Characters *start* to *end*, tokens *first* to *last* (exclusive), and how it was found."""

    start: int
    end: int
    first: int
    last: int
    origin: str


_HARD = re.compile(r"[^\s\-'’/&+_.]|\.\s|\s-|-\s|\s/\s|/\s")
_LIST_BREAK = re.compile(r"\s*(?:,|/|및)\s*(?:and\s+|or\s+)?$")
IDIOM = re.compile(
    r"\b(?:on the fly|at least once|exactly once|at rest|on[- ]premises|in transit|on demand|"
    r"in real[- ]time|per (?:hour|second|minute|month|day|user|account)|"
    r"by the (?:hour|second|minute)|across (?:multiple )?(?:regions?|AZs?|accounts?)|within (?:a |"
    r"the )?(?:single |same )?(?:region|AZ|VPC|account)|"
    r"turned (?:on|off)|at the same time|up to \d[\w,.]*(?: \w+)?|at least \d[\w,.]*(?: \w+)?|"
    r"more than \d[\w,.]*(?: \w+)?)\b",
    re.IGNORECASE,
)
_IDIOMS = Clued(IDIOM, (
    "on the fly", "at least", "exactly once", "at rest", "premises", "in transit", "on demand", "in real",
    "per ", "by the ", "across ", "within ", "turned o", "same time", "up to ", "more than ",
))  # fmt: skip
_BRACKETS = re.compile(r"\(([^()]{2,70})\)")
# From the start of a word alone: else one that is thousands long is tried again from each of its letters.
_TWIN = re.compile(
    r"((?<![\w가-힣/+-])\d{0,9}[A-Za-z가-힣][\w가-힣/+-]*(?: [A-Z][\w가-힣/+-]*){0,4}) ?\(([^(),;]{2,60})\)"
)


def of(shown: Rich, tokens: Tokens) -> list[Candidate]:
    """The candidates of a text, without repeats, in the order of their start."""
    stated: dict[tuple[int, int], Candidate] = {}
    for one in _stated(shown, tokens):
        if one.end - one.start <= MAX_CHARS or one.origin in ("bold", "mark", "code", "italic"):
            stated.setdefault((one.start, one.end), one)
    found = _phrases(tokens)
    if stated:
        found = sorted([*stated.values(), *(one for one in found if (one.start, one.end) not in stated)])
    if formulas := shown.styled("math"):
        return [one for one in found if not any(run.start < one.end and one.start < run.end for run in formulas)]
    return found


def _stated(shown: Rich, tokens: Tokens) -> Iterator[Candidate]:
    for run in shown.runs:
        if run.style in ("bold", "code", "mark", "italic"):
            yield from _styled(run, tokens)
    text = shown.plain
    for start, end in _colon_parts(text):
        yield from _aligned(tokens, start, end, "part")
    for match in _IDIOMS.finditer(text):
        yield from _aligned(tokens, match.start(), match.end(), "idiom")
    if "(" in text:
        for match in _BRACKETS.finditer(text):
            yield from _aligned(tokens, match.start(1), match.end(1), "bracket")
        for match in _TWIN.finditer(text):
            yield from _aligned(tokens, match.start(), match.end(), "twin", exact=True)


def _styled(run: Run, tokens: Tokens) -> Iterator[Candidate]:
    for candidate in _aligned(tokens, run.start, run.end, run.style, exact=True):
        yield candidate
        first, last = candidate.first, candidate.last
        while (
            last - first > 1
            and tokens.classes[first] & (ARTICLE | COPULA | PRONOUN)
            and not tokens.classes[first] & NEGATION
        ):
            first += 1
        if first != candidate.first:
            yield Candidate(tokens.starts[first], candidate.end, first, last, run.style)


def _aligned(tokens: Tokens, start: int, end: int, origin: str, *, exact: bool = False) -> Iterator[Candidate]:
    """The tokens between *start* and *end* as one candidate; *exact* keeps signs at its edges."""
    first = last = -1
    for at, begin in enumerate(tokens.starts):
        if begin >= end:
            break
        if tokens.ends[at] > start:
            first = at if first < 0 else first
            last = at + 1
    if first < 0:
        return
    if not exact or start > tokens.starts[first]:
        start = tokens.starts[first]
    if not exact or end < tokens.ends[last - 1]:
        end = max(tokens.ends[last - 1], end if exact else 0)
    yield Candidate(start, end, first, last, origin)


def _colon_parts(text: str) -> Iterator[tuple[int, int]]:
    colon = text.find(" : ")
    width = 3
    if colon < 0:
        colon, width = text.find(": "), 2
    if 0 < colon <= MAX_CHARS:
        yield 0, colon
        if len(text) - colon - width <= MAX_CHARS:
            yield colon + width, len(text)


def _phrases(tokens: Tokens) -> list[Candidate]:  # noqa: C901  # a line or two a condition
    """Stretches of up to four words inside one clause that begin and end as a phrase does, in the order of a text."""
    count = min(len(tokens), MAX_TOKENS)
    classes, starts, ends = tokens.classes, tokens.starts, tokens.ends
    breaks, lists, bounds, inner, parts = _seams(tokens)
    found: list[Candidate] = []
    for first in range(count):
        head = union = classes[first]
        if head & STOP and not head & _SAYS:
            continue
        start, cut, commas = starts[first], not bounds[first], 0
        for at in range(first, min(first + MAX_WORDS + 2, count)):
            tail = classes[at]
            if at > first:
                if parts[at]:
                    break
                commas += breaks[at]
                union |= tail
            if ends[at] - start > MAX_CHARS or (at - first >= MAX_WORDS and not commas):
                break
            if tail & STOP and not tail & NUMBER and (at > first or not tail & NEGATION):
                continue
            if commas and not (
                _whole_list(tokens, lists, bounds, first, at) and (commas > 1 or _two_members(tokens, lists, first, at))
            ):
                continue
            if tail & KO_VERB and at - first > 2:
                continue
            if cut and inner[at + 1] and not union & NUMBER:
                fits = tail & head & NAME > 0  # of what is cut on both sides, only a name
            else:
                fits = at > first or tail & NUMBER > 0 or not tail & GENERIC
            if fits:
                found.append(Candidate(start, ends[at], first, at + 1, "list" if commas else "phrase"))
    return found


def _seams(tokens: Tokens) -> tuple[list[bool], ...]:
    """What a phrase meets at each token, as flags.

    In order: a sign that breaks it off, one of a list, a seam at which it begins whole, none, that it never goes on.
    """
    classes, before = tokens.classes, tokens.before
    signs = [_NO_SIGN if gap == " " else _sign(gap) for gap in before]
    breaks, lists = [hard for hard, _ in signs], [listed for _, listed in signs]
    bounds = [hard or bits & _BINDS > 0 for hard, bits in zip(breaks, (STOP, *classes), strict=False)]
    inner = [not (bound or bits & _BINDS) for bound, bits in zip(bounds, classes, strict=True)]
    parts = [
        bits & _NEW > 0 or word in _NEW_CLAUSE or (hard and not listed)
        for bits, word, hard, listed in zip(classes, tokens.lowers, breaks, lists, strict=True)
    ]
    return breaks, lists, bounds, [*inner, False], parts


_NO_SIGN = (False, False)


@lru_cache(maxsize=256)  # the same few signs come back
def _sign(gap: str) -> tuple[bool, bool]:
    """Whether what stands between two words breaks a phrase off, and whether it is a sign of a list."""
    hard = bool(_HARD.search(gap))
    return hard, hard and bool(_LIST_BREAK.match(gap))


_BINDS = STOP | VERB  # behind such a word, and before it, no phrase is cut
_NEW = COPULA | PRONOUN
_SAYS = NEGATION | NUMBER
_NEW_CLAUSE = frozenset(
    ("can", "could", "may", "might", "must", "shall", "should", "will", "would", "do", "does",
     "although", "because", "if", "then", "though", "unless", "until", "when", "where", "whether", "while")
)  # fmt: skip


def _whole_list(tokens: Tokens, lists: list[bool], bounds: list[bool], first: int, at: int) -> bool:
    """Whether the tokens *first* to *at* are all members of their list, and none is cut."""
    ends = at + 1 >= len(bounds)
    closed = ends or bounds[at + 1] or bool(tokens.classes[at + 1] & _BINDS)
    if not ends and tokens.before[at + 1].lstrip().startswith((":", "：")):
        return False  # the last one begins another `term : text`
    return bounds[first] and closed and not lists[first] and (ends or not lists[at + 1])


def _two_members(tokens: Tokens, lists: list[bool], first: int, at: int) -> bool:
    """Whether one comma between *first* and *at* joins two members of a list, and not two clauses."""
    comma = next(place for place in range(first + 1, at + 1) if lists[place])
    if tokens.before[comma].strip() != "," or any(word in ("and", "or") for word in tokens.lowers[comma : at + 1]):
        return not tokens.classes[comma] & (ARTICLE | PRONOUN)
    return bool(tokens.classes[first] & tokens.classes[comma] & (NAME | HANGUL | NUMBER))
