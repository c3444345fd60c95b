"""What is true of a candidate: the named traits that its score is the sum of.

A note has some ten thousand candidates: those of a text are looked at together, one kind of trait after the other, what
hangs at words and signs alone is remembered, and a trait without points is not looked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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

# A candidate, its first and last token, the classes of all its words together, those of each, and its traits so far.
_Each = tuple[Candidate, int, int, int, int, list[str]]


def of(scene: Scene, ones: Sequence[Candidate]) -> list[list[str]]:
    """The traits of each of the candidates *ones*.

    Each is a key of `score.WEIGHTS`, and they always stand in the same order: so their sum is the same, too.
    """
    every = [_each(scene.tokens.classes, one) for one in ones]
    if scene.stressed:
        for one, _, _, _, _, found in every:
            _stress(scene, one, found)
    for look in (_edges, _inside, _belonging, _words, _place, _syntax):
        look(scene, every)
    return [each[-1] for each in every]


def _each(classes: list[int], one: Candidate) -> _Each:
    union = every = classes[one.first]
    for bits in classes[one.first + 1 : one.last]:
        union, every = union | bits, every & bits
    return one, one.first, one.last, union, every, [one.origin] if one.origin in _ORIGINS else []


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


def _edges(scene: Scene, every: Sequence[_Each]) -> None:
    tokens, text, count = scene.tokens, scene.shown.plain, len(scene.tokens)
    before, classes, lowers = tokens.before, tokens.classes, tokens.lowers
    bracketed = "(" in text
    for one, first, last, _, _, found in every:
        # `X(Y)` says the same twice: one half of it alone is given away by the other.
        if bracketed and one.start > 1 and text[one.start - 1] == "(" and text[one.start - 2] not in " (,;:":
            found.append("half of a twin")
        if first:
            word = lowers[first - 1]
            found.extend(_left(before[first], classes[first - 1], word if word in _AFTER else ""))
        else:
            found.append("at start")
        found.append(_right(before[last], classes[last]) if last < count else "at end")
        if bracketed and first and text.startswith(")", one.end) and before[first].endswith("("):
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


def _inside(scene: Scene, every: Sequence[_Each]) -> None:  # noqa: C901, PLR0912  # a line or two a trait
    tokens, stop, shouted = scene.tokens, scene.sums.stop, scene.sums.shouted
    classes, lowers = tokens.classes, tokens.lowers
    for _, first, last, union, each, found in every:
        count, head = last - first, classes[first]
        found.append(_WORDS[count] if count < 6 else "6+ words")
        if union & NUMBER:
            _numbers(tokens, first, last, found)
        elif scene.numbers:
            found.append("misses number")
        if union & NAME:
            found.append("name" if each & NAME else "partly name")
            if union & ACRONYM:
                found.append("acronym")
        if union & STOP and stop[last] > stop[first] and "several numbers" not in found:  # `90 to 2,560 days`
            found.append("stop inside")
            if count > 2 and not _PAIRING.isdisjoint(lowers[first:last]):
                found.append("and inside")
        if union & NEGATION:
            if head & NEGATION:
                found.append("lone negation" if count == 1 else "negation first")
        elif scene.negates:
            found.append("misses negation")
        if union & NAME and shouted[last] > shouted[first]:
            found.append("shouted")
        if head & VERB and (count > 1 or "bold" not in found):
            found.append("verb first" if count > 1 else "lone verb")
        if count > 1 and scene.verbs[last - 1] and not _named(classes[last - 1], found):
            found.append("verb last" if head & (VERB | NEGATION) else "noun and verb")


def _named(tail: int, found: list[str]) -> bool:
    """Whether a candidate is named by its author: `Permission Set` is no noun with its verb."""
    return tail & NAME > 0 or "bold" in found or "code" in found


def _belonging(scene: Scene, every: Sequence[_Each]) -> None:
    """The traits for what the candidates are parts of."""
    classes, joined, members, count = scene.tokens.classes, scene.joined, scene.members, len(scene.tokens)
    for _, first, last, union, each, found in every:
        if joined[first] or (last < count and joined[last]):
            found.append("cuts name")
        if members and any(start <= first and last <= end for start, end in members):
            found.append("one of a list")
        if union & GENERIC:
            tail = classes[last - 1]
            found.append("generic" if each & GENERIC else "generic last" if tail & GENERIC else "partly generic")
        if union & HANGUL:
            found.append("Korean" if each & HANGUL else "mixed script")
            if classes[last - 1] & KO_VERB:
                found.append("Korean clause")
        elif scene.korean:
            found.append("English in Korean")


def _words(scene: Scene, every: Sequence[_Each]) -> None:
    """The traits that candidates have for the letters of their words."""
    classes, lowers, count = scene.tokens.classes, scene.tokens.lowers, len(scene.tokens)
    for one, first, last, _, _, found in every:
        head = lowers[first]
        if last - first > 1:
            found.extend(_phrase(head, lowers[last - 1]))
            placed = last - first == 3 and classes[first + 1] & PREPOSITION and lowers[first + 1] != "to"
            if placed and head.endswith("ed"):
                found.append("manner")
        elif not _named(classes[first], found):  # a state may be called `Disabled`
            found.extend(_word(head))
            if head in EVERYDAY and not 0 <= one.end <= scene.colon:  # a term may be any word
                found.append("everyday")
            if first and last < count and lowers[last] == "of" and not classes[first] & NUMBER:
                found.append("before of")


_WORDS = ("0 words", "1 words", "2 words", "3 words", "4 words", "5 words")


def _numbers(tokens: Tokens, first: int, last: int, found: list[str]) -> None:
    numbers = [at for at in range(first, last) if tokens.classes[at] & NUMBER]
    count = last - first
    if len(numbers) > 1:
        found.append("several numbers")
    elif count == 1:
        plain = tokens.lowers[first].replace(",", "").isdigit()
        found.append("number" if plain else "number with unit")
    elif count == 2 and numbers[0] == first:
        found.append("number and noun")
    else:
        found.append("holds number")
    if count == 1 and first and "." in tokens.lowers[first] and tokens.classes[first - 1] & NAME:
        found.append("version")


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


def _place(scene: Scene, every: Sequence[_Each]) -> None:  # noqa: C901, PLR0912  # a line or two a trait
    lowers, letters, colon = scene.tokens.lowers, scene.letters, scene.colon
    repeated, known = scene.sums.repeated, scene.sums.known
    pairing = {at for at, word in enumerate(lowers) if word in _PAIRING}
    for one, first, last, _, _, found in every:
        start, end = one.start, one.end
        if repeated[last] > repeated[first]:
            found.append("repeated")
        if known[last] > known[first]:
            found.append("in context" if known[last] - known[first] == last - first else "partly in context")
        if colon >= 0:
            if start <= 1 and abs(end - colon) <= 1:
                found.append("term")
            elif end <= colon:
                found.append("in term")
            else:
                found.append("in body")
                if start - scene.body <= 2:
                    found.append("starts body")
        share = (end - start) / letters
        if share > 0.75:
            found.append("nearly all")
        elif share > 0.45:
            found.append("half of all")
        elif share < 0.06:
            found.append("sliver")
        where = start / letters
        if where >= 0.33:
            found.append("last third" if where > 0.66 else "middle")
            if where > 0.5 and letters > 200:
                found.append("late in long")
        if pairing and (first - 1 in pairing or last in pairing):
            found.append("half of a pair")


_PAIRING = frozenset(("and", "or"))


def _syntax(scene: Scene, every: Sequence[_Each]) -> None:  # noqa: C901  # a line or two a trait
    verb, intro, elsewhere, often = scene.first_verb, scene.intro, scene.sums.elsewhere, scene.sums.often
    for one, first, last, _, _, found in every:
        start = one.start
        if intro:
            found.append("in introduction" if start < intro else "after introduction")
        if start > scene.example:
            found.append("example")
        if start > scene.first_end:
            found.append("second sentence")
        elif start > scene.clause:
            found.append("in clause")
        if verb >= 0 and start < scene.first_end:
            if last <= verb:
                found.append("subject")
            elif verb < first <= verb + 2:
                found.append("object")
        if elsewhere[last] == elsewhere[first]:
            found.append("once in note")
        elif often[last] - often[first] == last - first:
            found.append("often in note")
