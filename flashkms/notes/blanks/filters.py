"""Blanks that are never made, whatever their score."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from flashkms.cards.lint.words import FUNCTION_WORDS, stem
from flashkms.notes.blanks import halves, pieces, twins, words
from flashkms.notes.blanks.candidates import IDIOM, Candidate
from flashkms.notes.blanks.scene import Scene, above
from flashkms.notes.blanks.tokens import Tokens
from flashkms.notes.blanks.words import (
    ACRONYM,
    ARTICLE,
    COPULA,
    GENERIC,
    HANGUL,
    KO_VERB,
    MAKERS,
    NAME,
    NEGATION,
    NUMBER,
    PREDICATE,
    PREPOSITION,
    PRONOUN,
    STOP,
    USE,
    VERB,
)
from flashkms.notes.clued import Clued

MAX_SHARE = 0.92  # of a text's letters; what remains of it would ask nothing
MAX_WORDS = 7
MAX_KOREAN_CLAUSE = 14  # letters
MIN_SHORT = 2  # letters: two stand in too many names by chance
FEW_WORDS = 9  # of a text that spells out a short form and says little else
_ADDRESS = Clued(re.compile(r"https?:|www\.|\d{1,3}(?:\.\d{1,3}){3}|::|\}\}|[\w.-]+@[\w-]+\.\w"), (":", ".", "}}"))
KOREAN_TERM = 3  # words: with more, and a verb among them, it is a clause
_EMPTY = FUNCTION_WORDS - {"one"}  # which is a number where it is stressed
_FIGURES = re.compile(r"(?:[\s\d.,~–%/-]*\d[\s\d.,~–%/-]*|\s*[a-z0-9-]+(?:\.[a-z0-9-]+){1,4}\s*)(?:\([^()]*\)\s*)?")
MAX_GLOSS = 60  # letters of a translation in brackets
_AFTER_HANGUL = re.compile(r"[가-힣]\s?\([^()]*$")
_EXAMPLE = re.compile(r"\b(?:ex\)|e\.g\.|for example|such as)|예\)|예를 들", re.IGNORECASE)
_SHOWS = Clued(re.compile(r"(?:^|[\s(])(?:ex\b|e\.g\b|예\))", re.IGNORECASE), ("ex", "e.g", "예"))
_SHARES = re.compile(r"\(\d+ ?%?(?:[ ,/]+\d+ ?%?)+\)")  # `(20% 80%)`
_SENTENCE_END = re.compile(r"[.;?!]\s")
_CONDITIONS = frozenset(("because", "ex", "how", "if", "when", "whenever", "why", "with"))
# What any thing has: its name heads a text, and no text leads back to it.
_ASPECT = re.compile(
    r"(?:ideal |common |typical )?(?:usage )?patterns?|anti[- ]?patterns?|(?:common )?use[- ]?cases?|pros|cons|"
    r"(?:dis)?advantages?|benefits?|drawbacks?|limitations?|caveats?|best practices?|prerequisites?|requirements?|"
    r"pricing|costs?(?: model)?|(?:for )?examples?|when (?:not )?to use(?: it)?|how it works|goals?|purpose|usage|"
    r"장점|단점|한계|제한 ?사항|비용|요금|가격|주의(?: ?사항)?|목적|용도|예시?",
    re.IGNORECASE,
)
TAILS = frozenset(("capabilities", "capability", "purposes", "scenario", "scenarios", "service", "services"))
# What services are made of: behind the name of one, they say no more than it does.
_HOLDERS = frozenset(
    ("bucket", "buckets", "cluster", "clusters", "console", "database", "databases",
     "function", "functions", "group", "groups", "instance", "instances", "message", "messages", "queries",
     "query", "queue", "queues", "stream", "streams", "table", "tables", "topic", "topics",
     "volume", "volumes")
) | TAILS  # fmt: skip
_UNTELLING = FUNCTION_WORDS | TAILS
_PLAINEST = frozenset(("instance", "instances"))  # those that even an author's stress makes no term of
_MERELY = frozenset(("just", "only", "merely", "simply"))
# Words that are half a preposition: what stands before them belongs to another phrase.
_WANTED = {
    "according": ("to",), "apart": ("from",), "because": ("of",), "depending": ("on", "upon"), "due": ("to",),
    "instead": ("of",), "irrespective": ("of",), "prior": ("to",), "rather": ("than",), "regardless": ("of",),
    "thanks": ("to",), "together": ("with",), "along": ("with",), "such": ("as",), "other": ("than",),
    "soon": ("as",), "long": ("as",), "well": ("as",), "far": ("as",),
}  # fmt: skip
_PARTICLES = frozenset(("in", "out", "up", "down", "off", "on", "over", "back"))  # `log in to`, `run out of`


def refusal(scene: Scene, one: Candidate, *, stressed: bool) -> str:  # noqa: C901, PLR0911  # a line a reason
    """Why candidate *one* must not be hidden; empty when it may. *stressed*: the author marked exactly it."""
    text = scene.shown.plain[one.start : one.end]
    classes = scene.tokens.classes[one.first : one.last]
    signs = not text.replace(" ", "").isalnum()
    if half := "an address" if signs and _ADDRESS.search(text) else halves.reason(scene, one):
        return half
    if _says_nothing(scene, one, stressed=stressed) and not IDIOM.fullmatch(text):
        return "function words"
    if (signs and ("->" in text or _SENTENCE_END.search(text))) or _SHOWS.search(text):
        return "more than one statement"
    if len(text) >= MAX_SHARE * scene.letters:
        return "the whole text"
    if text.casefold() == "only" or (not stressed and _names_nothing(scene, one, classes)):
        return "a word that names nothing, or a figure of an example"
    if len(text.split()) > MAX_WORDS and not ("," in text or "/" in text or " and " in text):
        return "a clause"
    opens = classes[0] & (ARTICLE | PREPOSITION | COPULA) and not classes[0] & NEGATION
    if opens and not IDIOM.fullmatch(text) and not pieces.lettered(scene, one):
        return "begins with a function word"
    if classes[-1] & (ARTICLE | PREPOSITION) and not IDIOM.fullmatch(text):
        return "ends with a function word"
    if not stressed and any(bits & PREDICATE for bits in classes[1:]):
        return "a noun and what it does"
    if not stressed and _cuts_idiom(scene, one):
        return "a piece of `not just` or of `regardless of`"
    hangul = scene.sums.hangul
    if not stressed and hangul[one.last] > hangul[one.first] and _korean_clause(text, classes):
        return "a Korean clause"
    if not stressed and (piece := pieces.reason(scene, one)):
        return piece
    return "visible elsewhere" if _visible(scene, one, stressed=stressed) else ""


def _names_nothing(scene: Scene, one: Candidate, classes: list[int]) -> bool:
    generic = len(classes) == 1 and classes[0] & GENERIC > 0 and not classes[0] & NUMBER
    return generic or _illustrates(scene, one) or _only_holds(scene, one)


def _only_holds(scene: Scene, one: Candidate) -> bool:
    """Whether *one* is `volumes` of `EBS volumes`."""
    tokens, first = scene.tokens, one.first
    alone = one.last - first == 1 and tokens.lowers[first] in _HOLDERS
    return alone and first > 0 and bool(tokens.classes[first - 1] & NAME) and tokens.before[first].strip() in ("", ")")


def _cuts_idiom(scene: Scene, one: Candidate) -> bool:
    """Whether *one* begins as `not only A but B` does, or ends before the preposition that its last word wants."""
    lowers = scene.tokens.lowers
    if lowers[one.first] == "not" and one.last - one.first > 1 and lowers[one.first + 1] in _MERELY:
        return True
    after = lowers[one.last] if one.last < len(lowers) and scene.tokens.before[one.last] == " " else ""
    if after in _PARTICLES and one.last + 1 < len(lowers) and lowers[one.last + 1] in ("to", "of"):
        return True
    acts = lowers[one.last - 1].endswith(("ed", "ing")) and after in ("as", "to")
    return acts or after in _WANTED.get(lowers[one.last - 1], ())


def _says_nothing(scene: Scene, one: Candidate, *, stressed: bool) -> bool:
    """Whether *one* is made of function words; an author may mean one in capitals (`ALL`), or one that denies."""
    if stressed:
        shouted = scene.shown.plain[one.start : one.end].isupper()
        return not shouted and _EMPTY.issuperset(scene.tokens.lowers[one.first : one.last])
    classes = scene.tokens.classes[one.first : one.last]
    return all(bits & (STOP | PRONOUN) and not bits & (NUMBER | NEGATION) for bits in classes)


def _illustrates(scene: Scene, one: Candidate) -> bool:
    """Whether *one* is a figure in an example, or one of several in brackets: any other would do."""
    number, text = scene.sums.number, scene.shown.plain
    if number[one.last] == number[one.first]:
        return False
    shares = "(" in text and any(
        found.start() < one.end and one.start < found.end() for found in _SHARES.finditer(text)
    )
    return shares or bool(_EXAMPLE.search(text, 0, one.start))


def _korean_clause(text: str, classes: list[int]) -> bool:
    """Whether *text* is a Korean sentence in short, or what one clause says with the start of the next."""
    if any(bits & KO_VERB for bits in classes[:-1]):
        return True
    return bool(classes[-1] & HANGUL and words.KO_ENDING.search(text)) and len(text) > MAX_KOREAN_CLAUSE


def _visible(scene: Scene, one: Candidate, *, stressed: bool) -> bool:
    return (
        given_away(scene, one, stressed=stressed)
        or _term_again(scene, one)
        or twins.half_told(scene, one)
        or _in_short(scene, one)
        or _told_by_stems(scene, one)
        or (not stressed and (_translates(scene, one) or _abbreviated(scene, one)))
    )


def _term_again(scene: Scene, one: Candidate) -> bool:
    """Whether *one*, in the text of a term, holds all words of that term: `night mode` of `Mode : in night mode …`."""
    if scene.colon < 0 or one.start < scene.body:
        return False
    lowers = scene.tokens.lowers
    term = {word.rstrip("s") for word, start in zip(lowers, scene.tokens.starts, strict=True) if start < scene.colon}
    inside = {part.rstrip("s") for word in lowers[one.first : one.last] for part in word.split("/")}
    return bool(term) and term <= inside


def _translates(scene: Scene, one: Candidate) -> bool:
    """Whether *one* says in brackets, in another script, what stands before them."""
    text = scene.shown.plain
    whole = text[one.start - 1 : one.start] == "(" and text.startswith(")", one.end)
    return (
        bool(_AFTER_HANGUL.search(text, max(0, one.start - MAX_GLOSS), one.start))
        and text[one.start : one.end].isascii()
        and (whole or not any(bits & ACRONYM for bits in scene.tokens.classes[one.first : one.last]))
        and scene.sums.number[one.last] == scene.sums.number[one.first]
    )


def _abbreviated(scene: Scene, one: Candidate) -> bool:
    """Whether *one* touches words whose short form stands beside it, or is the short form of words that do.

    Where the text says little but the two, one of them is asked for by the other.
    """
    short_text = len(scene.tokens) <= FEW_WORDS
    for start, end, short in scene.spelled:
        inside = start < one.last and one.first < end
        holds = one.first <= short < one.last
        if holds and not inside:
            told = [at for at in range(one.first, one.last) if scene.tokens.lowers[at] not in MAKERS]
            if len(told) == 1 and not short_text:
                return True
        elif inside and not holds and not (short_text and (one.first, one.last) == (start, end)):
            return True
    return False


def given_away(scene: Scene, one: Candidate, *, stressed: bool) -> bool:
    """Whether all that *one* says stands on the card beside it as well. *stressed*: every word of it counts."""
    tokens = scene.tokens
    lowers, inside = tokens.lowers, tokens.lowers[one.first : one.last]
    told = [
        (word, bits)
        for word, bits in zip(inside, tokens.classes[one.first : one.last], strict=True)
        if not bits & (STOP | USE) or bits & NEGATION
    ]
    # A maker's name before a product's tells nothing, and whether a thing is so or not is guessed one time in two.
    telling = [word for word, bits in told if word not in MAKERS and (stressed or not bits & NEGATION)]
    telling = telling or [word for word, _ in told]
    stems = _stems(scene.context)

    def seen(word: str) -> bool:
        other = word[:-1] if word.endswith("s") else f"{word}s"  # `SLOs` of `SLO`
        beside = lowers.count(word) > inside.count(word) or lowers.count(other) > inside.count(other)
        return beside or word in scene.context or _stem(word) in stems

    named = [word for word in telling if word not in (_PLAINEST if stressed else _HOLDERS)]
    return bool(telling) and (all(map(seen, named or telling)) or _compounded(scene, named))


def _compounded(scene: Scene, named: list[str]) -> bool:
    """Whether the context writes *named* as one word: `AutoScaling` above `Auto Scaling`."""
    return len(named) > 1 and "".join(named) in scene.context


def _in_short(scene: Scene, one: Candidate) -> bool:
    """Whether the context shortens *one*, is shortened by it, or has it within a name (`HSM` of `CloudHSM`)."""
    tokens = scene.tokens
    if one.last - one.first == 1 and not tokens.classes[one.first] & (ACRONYM | HANGUL):
        return False
    said = [at for at in range(one.first, one.last) if not tokens.classes[at] & STOP]
    shorts = above(scene.path).shorts if len(tokens) > FEW_WORDS else None
    if shorts and ((len(said) > 1 and _initials(tokens, said) in shorts) or _completes(scene, one, shorts)):
        return True
    told = [at for at in said if not tokens.classes[at] & (VERB | GENERIC) and tokens.lowers[at] not in MAKERS]
    if len(told) != 1:
        return False
    word, bits = tokens.lowers[told[0]], tokens.classes[told[0]]
    if bits & ACRONYM and len(word) > MIN_SHORT:
        return word in above(scene.path).initials or _within_names(scene, one, word)
    return bool(bits & HANGUL) and len(word) > 1 and _within_hangul(scene, one, word)


def _initials(tokens: Tokens, places: Iterable[int]) -> str:
    return "".join([tokens.lowers[at][0] for at in places])


def _completes(scene: Scene, one: Candidate, shorts: frozenset[str]) -> bool:
    """Whether *one*, with the word before it or behind it, spells out what the context has in *shorts*."""
    tokens = scene.tokens
    for first, last in ((one.first - 1, one.last), (one.first, one.last + 1)):
        if last - first <= 2 or first < 0 or last > len(tokens) or set(tokens.before[first + 1 : last]) != {" "}:
            continue
        if _initials(tokens, range(first, last)) in shorts:
            return True
    return False


def _within_names(scene: Scene, one: Candidate, word: str) -> bool:
    tokens = scene.tokens
    beside = [tokens.lowers[at] for at in range(len(tokens)) if not one.first <= at < one.last]
    return any(other != word and other.endswith(word) for other in (*beside, *scene.context))


def _within_hangul(scene: Scene, one: Candidate, word: str) -> bool:
    """Whether another word begins with *word*: a particle, or more of a compound, stands behind it there."""
    tokens = scene.tokens
    beside = (tokens.lowers[at] for at in range(len(tokens)) if not one.first <= at < one.last)
    return any(other.startswith(word) for other in (*beside, *scene.context))


def _told_by_stems(scene: Scene, one: Candidate) -> bool:
    """Whether each word that *one* hides shows on the card with another ending, as lint's rule `given-away` sees it."""
    lowers = scene.tokens.lowers
    hidden = [word for word in lowers[one.first : one.last] if word not in _UNTELLING]
    if not hidden or not all(word.isascii() and word.isalpha() and len(word) > 4 for word in hidden):
        return False
    untold = {stem(word) for word in hidden} - _endless(scene.context)
    return not untold or untold.issubset(map(stem, (*lowers[: one.first], *lowers[one.last :])))


@lru_cache(maxsize=64)  # siblings stand below the same context
def _endless(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(stem, words))


@lru_cache(maxsize=64)
def _stems(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(_stem, words))


def _stem(word: str) -> str:
    return word[:6] if len(word) >= 6 and word.isascii() else word.rstrip("s")


def names_nothing(scene: Scene, end: int) -> bool:
    """Whether the words up to *end*, before a colon, are no term: a clause, a label, or a sentence with its verb."""
    tokens = scene.tokens
    before = [at for at, start in enumerate(tokens.starts) if start < end]
    classes = [tokens.classes[at] for at in before]
    if not classes or len(classes) > MAX_WORDS:
        return True
    if classes[0] & (PREPOSITION | PRONOUN) or tokens.lowers[0] in _CONDITIONS:
        return True
    return (
        heads_only(scene)
        or any(bits & COPULA or (bits & STOP and bits & VERB) for bits in classes)
        or _counts_only(scene)
    )


def heads_only(scene: Scene) -> bool:
    """Whether what stands before the colon only heads its text: a condition, a side of any thing, or a slogan."""
    term = scene.shown.plain[: scene.colon].strip()
    return scene.tokens.lowers[0] in _CONDITIONS or bool(_ASPECT.fullmatch(term)) or _is_slogan(scene)


def _is_slogan(scene: Scene) -> bool:
    """Whether what stands before the colon is a Korean clause: it heads a text that no reader could lead back to it."""
    classes = [
        bits for bits, start in zip(scene.tokens.classes, scene.tokens.starts, strict=True) if start < scene.colon
    ]
    return len(classes) > KOREAN_TERM and any(bits & KO_VERB for bits in classes)


def _counts_only(scene: Scene) -> bool:
    """Whether behind the colon there is nothing but numbers or an example's address, and a remark in brackets."""
    if _FIGURES.fullmatch(scene.shown.plain[scene.body :]):
        return True
    tokens = scene.tokens
    behind = [bits for bits, start in zip(tokens.classes, tokens.starts, strict=True) if start >= scene.body]
    return bool(behind) and all(bits & (NUMBER | STOP) for bits in behind)
