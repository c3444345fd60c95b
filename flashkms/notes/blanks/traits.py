"""What is true of a candidate: the named traits that its score is the sum of.

A note has some ten thousand candidates: what hangs at words and signs alone is remembered, and a trait without points
is not looked for.
"""

from __future__ import annotations

import re
from functools import lru_cache

from flashkms.notes.blanks.candidates import Candidate
from flashkms.notes.blanks.scene import Scene
from flashkms.notes.blanks.tokens import Tokens
from flashkms.notes.blanks.words import (
    ACRONYM,
    ARTICLE,
    COPULA,
    EVERYDAY,
    GENERIC,
    HANGUL,
    KO_VERB,
    NAME,
    NEGATION,
    NUMBER,
    PREPOSITION,
    STOP,
    USE,
    VERB,
)  # fmt: skip


def of(scene: Scene, one: Candidate) -> list[str]:
    """The traits of candidate *one*, each a key of `score.WEIGHTS`, always in the same order: so their sum is, too."""
    found = [one.origin] if one.origin in _ORIGINS else []
    if scene.stressed:
        _stress(scene, one, found)
    _edges(scene, one, found)
    _inside(scene, one, found)
    _place(scene, one, found)
    _syntax(scene, one, found)
    return found


_ORIGINS = frozenset(("code", "idiom", "bracket", "twin", "list"))
_AFTER = frozenset(("for", "on", "to"))


def _stress(scene: Scene, one: Candidate, found: list[str]) -> None:  # noqa: C901  # a line or two a trait
    start, end = one.start, one.end
    for run in scene.bold:
        if abs(run[0] - start) <= 1 and abs(run[1] - end) <= 1:
            found.append("bold")
            if len(scene.stressed) == 1:
                found.append("only bold")
            if run == scene.bold[0]:
                found.append("first bold")
            if scene.colon >= 0 and run[1] <= scene.colon + 1:
                found.append("bold term")
            return
    for run in scene.stressed:
        if run[0] < end and start < run[1]:
            if not (run[0] <= start and end <= run[1]):
                found.append("wider than bold" if start <= run[0] and run[1] <= end else "crosses bold")
            elif run not in scene.bold:
                found.append("in bold sentence")
            return
    if scene.bold:
        found.append("bold elsewhere")


def _edges(scene: Scene, one: Candidate, found: list[str]) -> None:
    tokens, first, last = scene.tokens, one.first, one.last
    text = scene.shown.plain
    # `X(Y)` says the same twice: one half of it alone is given away by the other.
    if one.start > 1 and text[one.start - 1] == "(" and text[one.start - 2] not in " (,;:":
        found.append("half of a twin")
    if first:
        word = tokens.lowers[first - 1]
        found += _left(tokens.before[first], tokens.classes[first - 1], word if word in _AFTER else "")
    else:
        found.append("at start")
    found.append(_right(tokens.before[last], tokens.classes[last]) if last < len(tokens.starts) else "at end")
    if first and text.startswith(")", one.end) and tokens.before[first].endswith("("):
        found.append("in brackets")


@lru_cache(maxsize=1024)
def _left(gap: str, bits: int, word: str) -> tuple[str, ...]:
    """The traits of what follows a word of the classes *bits*, with *gap* between them; *word* if it has a trait."""
    if gap.strip(" \"'“‘"):
        return ("after sign",)
    if bits & STOP:
        return ("after stop", *_after(bits, word))
    if bits & VERB:
        return ("after use" if bits & USE else "after verb",)
    return ("cuts number" if bits & NUMBER else "cuts left",)


@lru_cache(maxsize=1024)
def _right(gap: str, bits: int) -> str:
    """The trait of what precedes a word of the classes *bits*, with *gap* between them."""
    if gap.strip(" \"'”’"):
        return "before particle" if re.match(r"[가-힣]", gap) else "before sign"
    if bits & (STOP | VERB):
        return "before stop"
    return "before generic" if bits & GENERIC else "cuts right"


def _after(bits: int, word: str) -> tuple[str, ...]:
    kind = ("after is",) if bits & COPULA else ("after use",) if bits & USE else ()
    if bits & ARTICLE and not kind:
        kind = ("after article",)
    return (*kind, f"after {word}") if word else kind


def _inside(scene: Scene, one: Candidate, found: list[str]) -> None:  # noqa: C901, PLR0912  # a line or two a trait
    tokens, sums, first, last = scene.tokens, scene.sums, one.first, one.last
    classes = tokens.classes[first:last]
    count, head, tail, union, every = last - first, classes[0], classes[-1], 0, -1
    for bits in classes:
        union, every = union | bits, every & bits
    found.append(_WORDS[count] if count < 6 else "6+ words")
    if union & NUMBER:
        _numbers(tokens, one, found)
        if count == 1 and first and "." in tokens.lowers[first] and tokens.classes[first - 1] & NAME:
            found.append("version")
    elif scene.numbers:
        found.append("misses number")
    if union & NAME:
        found.append("name" if every & NAME else "partly name")
        if union & ACRONYM:
            found.append("acronym")
    if union & STOP and sums.stop[last] > sums.stop[first] and "several numbers" not in found:  # `90 to 2,560 days`
        found.append("stop inside")
        if count > 2 and ("and" in tokens.lowers[first:last] or "or" in tokens.lowers[first:last]):
            found.append("and inside")
    if union & NEGATION:
        if head & NEGATION:
            found.append("lone negation" if count == 1 else "negation first")
    elif scene.negates:
        found.append("misses negation")
    if union & NAME and sums.shouted[last] > sums.shouted[first]:
        found.append("shouted")
    if head & VERB and (count > 1 or "bold" not in found):
        found.append("verb first" if count > 1 else "lone verb")
    named = tail & NAME or "bold" in found or "code" in found  # `Permission Set` is no noun with its verb
    if count > 1 and scene.verbs[last - 1] and not named:
        found.append("verb last" if head & (VERB | NEGATION) else "noun and verb")
    _belonging(scene, one, union, every, found)
    found += _words(scene, one, named=bool(named))


def _belonging(scene: Scene, one: Candidate, union: int, every: int, found: list[str]) -> None:
    """The traits for what *one* is a part of; its words have the classes *union* together, each those of *every*."""
    first, last = one.first, one.last
    tail = scene.tokens.classes[last - 1]
    if scene.joined[first] or (last < len(scene.joined) and scene.joined[last]):
        found.append("cuts name")
    if scene.members and any(start <= first and last <= end for start, end in scene.members):
        found.append("one of a list")
    if union & GENERIC:
        found.append("generic" if every & GENERIC else "generic last" if tail & GENERIC else "partly generic")
    if union & HANGUL:
        found.append("Korean" if every & HANGUL else "mixed script")
        if tail & KO_VERB:
            found.append("Korean clause")
    elif scene.korean:
        found.append("English in Korean")


def _words(scene: Scene, one: Candidate, *, named: bool) -> tuple[str, ...]:
    """The traits that *one*, which is *named* by its author or not, has for the letters of its words."""
    tokens, first, last = scene.tokens, one.first, one.last
    head, tail = tokens.lowers[first], tokens.lowers[last - 1]
    if last - first > 1:
        placed = last - first == 3 and tokens.classes[first + 1] & PREPOSITION and tokens.lowers[first + 1] != "to"
        placed = placed and head.endswith("ed")
        return (*_phrase(head, tail), *(("manner",) if placed else ()))
    if named:  # a state may be called `Disabled`
        return ()
    term = 0 <= one.end <= scene.colon  # it may be any word
    everyday = ("everyday",) if head in EVERYDAY and not term else ()
    heads = first and last < len(tokens.lowers) and tokens.lowers[last] == "of" and not tokens.classes[first] & NUMBER
    return (*_word(head), *everyday, *(("before of",) if heads else ()))


_WORDS = ("0 words", "1 words", "2 words", "3 words", "4 words", "5 words")


def _numbers(tokens: Tokens, one: Candidate, found: list[str]) -> None:
    numbers = [at for at in range(one.first, one.last) if tokens.classes[at] & NUMBER]
    count = one.last - one.first
    if len(numbers) > 1:
        found.append("several numbers")
    elif count == 1:
        plain = tokens.lowers[numbers[0]].replace(",", "").isdigit()
        found.append("number" if plain else "number with unit")
    elif count == 2 and numbers[0] == one.first:
        found.append("number and noun")
    else:
        found.append("holds number")


@lru_cache(maxsize=4096)
def _word(word: str) -> tuple[str, ...]:
    """The traits that a candidate of one *word* has for its letters."""
    hyphen = ("hyphen",) if "-" in word else ()
    ending = ("adverb",) if word.endswith("ly") else ("participle",) if word.endswith("ed") else ()
    length = ("short word",) if len(word) <= 3 else ("long word",) if len(word) >= 9 else ()
    return hyphen + ending + length


@lru_cache(maxsize=4096)
def _phrase(head: str, tail: str) -> tuple[str, ...]:
    """The traits that a candidate has for the letters of its first word and its last."""
    hyphen = ("hyphen",) if "-" in head or "-" in tail else ()
    first = ("gerund first",) if head.endswith("ing") else ("participle first",) if head.endswith("ed") else ()
    last = ("plural",) if tail.endswith("s") and not tail.endswith("ss") else ()
    return hyphen + first + last


def _place(scene: Scene, one: Candidate, found: list[str]) -> None:  # noqa: C901, PLR0912  # a line or two a trait
    lowers, first, last = scene.tokens.lowers, one.first, one.last
    sums = scene.sums
    if sums.repeated[last] > sums.repeated[first]:
        found.append("repeated")
    known = sums.known[last] - sums.known[first]
    if known:
        found.append("in context" if known == last - first else "partly in context")
    if scene.colon >= 0:
        if one.start <= 1 and abs(one.end - scene.colon) <= 1:
            found.append("term")
        elif one.end <= scene.colon:
            found.append("in term")
        else:
            found.append("in body")
            if one.start - scene.body <= 2:
                found.append("starts body")
    share = (one.end - one.start) / scene.letters
    if share > 0.75:
        found.append("nearly all")
    elif share > 0.45:
        found.append("half of all")
    elif share < 0.06:
        found.append("sliver")
    where = one.start / scene.letters
    if where >= 0.33:
        found.append("last third" if where > 0.66 else "middle")
        if where > 0.5 and scene.letters > 200:
            found.append("late in long")
    if (first and lowers[first - 1] in _PAIRING) or (last < len(lowers) and lowers[last] in _PAIRING):
        found.append("half of a pair")


_PAIRING = frozenset(("and", "or"))


def _syntax(scene: Scene, one: Candidate, found: list[str]) -> None:
    start = one.start
    if scene.intro:
        found.append("in introduction" if start < scene.intro else "after introduction")
    if start > scene.example:
        found.append("example")
    if start > scene.first_end:
        found.append("second sentence")
    elif start > scene.clause:
        found.append("in clause")
    verb = scene.first_verb
    if verb >= 0 and start < scene.first_end:
        if one.last <= verb:
            found.append("subject")
        elif verb < one.first <= verb + 2:
            found.append("object")
    often = scene.often[one.first : one.last]
    if max(often) <= 1:
        found.append("once in note")
    elif min(often) > 5:
        found.append("often in note")
