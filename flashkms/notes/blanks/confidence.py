"""Which blanks a reader would keep as they are; of the others a person judges first.

The score ranks the blanks of one text. Whether the best of them makes a good card hangs at what else the front tells,
and at the shape of what is hidden: so it is asked apart, of the few blanks that were chosen.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from flashkms.notes.blanks import filters, pieces, score
from flashkms.notes.blanks.candidates import Candidate
from flashkms.notes.blanks.scene import DENIALS, Scene
from flashkms.notes.blanks.words import (
    ADVERB,
    ARTICLE,
    BARE,
    COPULA,
    EVERYDAY,
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

LITTLE = 1  # words that tell something, beside a blank that is neither stressed nor a number
FEW = 2  # words that are no function words, beside one that is stressed
ENOUGH = 3  # such words beside a blank: they lead to one answer
PLENTY = 4
LONG = 4  # words of a blank that is no name
MANY = 2  # signs between members: so many are a list
YEAR = 4  # digits
LEAST_ROOT = 3  # letters that forms of one word have in common
ENDING = 2  # letters in which they may differ
_KO_CLAUSE = re.compile(r"[가-힣]지 않|[고아어]도$|[으이]?면$")
WEAK = -0.2
GOOD = 1.0  # the score of what is stressed, or a number, and has enough beside it
# What stands behind one of these, and in front of no subject, is one of many.
_OPEN = frozenset(
    ("allow", "allows", "can", "create", "creates", "enable", "enables", "give", "gives", "handle", "handles", "help",
     "helps", "improve", "improves", "include", "includes", "make", "makes", "need", "needs", "offer", "offers",
     "provide", "provides", "require", "requires", "support", "supports", "use", "used", "uses")
)  # fmt: skip


_SPANS = ("-", "~", "–", "=", "±")  # beside a figure that others lead to
_FIGURE = re.compile(r"[\d,.~–-]+")


def sure(scene: Scene, one: Candidate, traits: Collection[str], points: float) -> bool:
    """Whether the blank *one*, of these *traits* and *points*, may be studied unread."""
    good = points >= score.CONFIDENT or _leads_to(scene, one, traits, points)
    return good and not doubtful(scene, one, traits)


def doubtful(scene: Scene, one: Candidate, traits: Collection[str]) -> bool:
    """Whether *one*, however stressed, is of a kind that readers would not keep."""
    return _tells_little(scene, one, traits) or _of_doubtful_shape(scene, one, traits)


def poor(scene: Scene, one: Candidate, traits: Collection[str], points: float) -> bool:
    """Whether the blank *one*, which is not sure, is of a kind that readers would write anew rather than mend."""
    if "code" in traits or 0 <= one.end <= scene.colon:
        return False
    general = one.last - one.first == 1 and scene.tokens.classes[one.first] & GENERIC
    if general or points < WEAK or not _POOR.isdisjoint(traits) or one.last - one.first >= LONG:
        return True
    said = scene.shown.plain[one.start : one.end]
    return (
        said.count(",") + said.count("/") > 0
        or _says_only_whether(scene, one)
        or _half_told(scene, one)
        or _plain(scene, one, traits)
    )


_POOR = frozenset(("one of a list", "half of a twin", "cuts name", "example", "lone verb", "noun and verb"))


def _leads_to(scene: Scene, one: Candidate, traits: Collection[str], points: float) -> bool:
    """Whether a blank of few points has so much beside it that it is found all the same."""
    if 0 <= one.end <= scene.colon:
        denied = any(bits & NEGATION for bits in scene.tokens.classes[one.first : one.last])
        return one.start <= 1 and one.end >= scene.colon - 1 and not denied
    told = beside(scene, one)
    if "bold" in traits or "number with unit" in traits:
        return told >= ENOUGH and points >= GOOD
    return told >= PLENTY and "name" in traits and points >= GOOD and not scene.korean


def beside(scene: Scene, one: Candidate) -> int:
    """How many words beside *one* tell something."""
    told = scene.sums.telling
    return told[-1] - (told[one.last] - told[one.first])


def behind(scene: Scene, one: Candidate) -> int:
    """How many words behind *one* tell something."""
    return scene.sums.telling[-1] - scene.sums.telling[one.last]


def _said(scene: Scene, one: Candidate) -> int:
    """How many words beside *one* are no function words; of the term of a text, those of its text."""
    content = scene.sums.content
    if 0 <= one.end <= scene.colon:
        first = next((at for at, start in enumerate(scene.tokens.starts) if start >= scene.body), one.last)
        return content[-1] - content[first]
    return content[-1] - content[one.last] + content[one.first]


def _tells_little(scene: Scene, one: Candidate, traits: Collection[str]) -> bool:
    """Whether what stands beside *one* would lead to many answers as well."""
    said = _said(scene, one)
    if 0 <= one.end <= scene.colon:
        return said < ENOUGH - scene.korean or behind(scene, one) < FEW or _echoed(scene, one) or labels(scene, one)
    if _half_told(scene, one):
        return True
    if scene.sums.number[one.last] > scene.sums.number[one.first]:
        return said < 1
    if said <= PLENTY and _is_open(scene, one):
        return True
    names = scene.sums.name[-1] - scene.sums.name[one.last] + scene.sums.name[one.first]
    if "bold" in traits:
        return said < (LITTLE if names else FEW)
    return beside(scene, one) <= LITTLE


def _echoed(scene: Scene, one: Candidate) -> bool:
    """Whether a word of a term, or most of it, comes back in its text, which may be no more than an address."""
    lowers = scene.tokens.lowers
    behind = [
        part
        for word, start in zip(lowers, scene.tokens.starts, strict=True)
        if start >= scene.body
        for part in word.split("-")
        if part
    ]
    words = [part for word in lowers[one.first : one.last] for part in word.split("-") if part]
    back = [word for word in words if _stands_in(behind, word)]
    told = [word for word in back if word not in scene.context and len(word) >= LEAST_ROOT]
    return bool(told) or 2 * len(back) >= len(words) or bool(pieces.HOST.match(scene.shown.plain, scene.body))


def _stands_in(others: Iterable[str], word: str) -> bool:
    """Whether *word*, or another form of it, is one of *others*."""
    near = [other for other in others if other[0] == word[0]]
    return bool(near) and any(_alike(word, other) for other in near)


def _alike(word: str, other: str) -> bool:
    """Whether *word* and *other*, of one first letter, begin as forms of one word do: `weighted` and `weights`."""
    if word == other or (word.isascii() and len(word) >= LEAST_ROOT and other.startswith(word)):
        return True
    root = max(LEAST_ROOT + 1, min(len(word), len(other)) - ENDING)
    return word.isascii() and word[:root] == other[:root]


def labels(scene: Scene, one: Candidate) -> bool:
    """Whether a term is one that several texts could stand below: a plain word, or Korean words without a name."""
    name = scene.shown.plain[one.start : one.end]
    plain = name.islower() and one.last - one.first == 1 and scene.shown.plain[: scene.colon].strip() == name
    return plain or not any(char.isascii() and char.isalpha() for char in name)


def _half_told(scene: Scene, one: Candidate) -> bool:
    """Whether most words of *one*, or forms of them, stand beside it: `recovery … to recover`."""
    tokens, first, last = scene.tokens, one.first, one.last
    told = (tokens.lowers[at] for at in range(first, last) if not tokens.classes[at] & STOP)
    words = [word for word in told if word not in filters.TAILS]
    others = (*tokens.lowers[:first], *tokens.lowers[last:])
    back = sum([_stands_in(others, word) for word in words])
    return 0 < 2 * len(words) <= 3 * back or (last - first <= FEW and not first and back > 0)


def _is_open(scene: Scene, one: Candidate) -> bool:
    """Whether *one* is all that `provides …` or `can be used for …` says."""
    tokens = scene.tokens
    at = one.first - 1
    while at > 0 and tokens.classes[at] & (ARTICLE | STOP) and tokens.lowers[at] not in _OPEN:
        at -= 1
    return at >= 0 and tokens.lowers[at] in _OPEN and not any(tokens.classes[before] & NAME for before in range(at))


def _of_doubtful_shape(scene: Scene, one: Candidate, traits: Collection[str]) -> bool:
    if "code" in traits:
        return False
    text = scene.shown.plain[one.start : one.end]
    if (
        _mapped(scene, one)
        or text.count(",") + text.count("/") >= MANY
        or "example" in traits
        or pieces.SHOWN_BY.match(scene.shown.plain, one.end)
    ):
        return True
    if scene.sums.number[one.last] > scene.sums.number[one.first]:
        return _bare_figure(scene, one, traits) or _open_figure(scene, one, traits)
    if not _DOUBTS.isdisjoint(traits) or (one.last - one.first > ENOUGH and "and inside" in traits):
        return True
    return (
        _clause(scene, one, traits)
        or _plain(scene, one, traits)
        or _says_only_whether(scene, one)
        or _cut(scene, one, traits)
        or _kind(scene, one)
        or _glossed(scene, one)
    )


def _mapped(scene: Scene, one: Candidate) -> bool:
    """Whether *one* is a side of `rye -> north door`: an example, or a step whose others are not told."""
    text = scene.shown.plain
    return text[: one.start].rstrip().endswith(_ARROWS) or text[one.end :].lstrip().startswith(_ARROWS)


_ARROWS = ("->", "→", "=>")
_DOUBTS = frozenset(
    ("one of a list", "half of a twin", "Korean clause", "in context", "lone verb", "noun and verb", "crosses bold",
     "cuts name", "lone negation")
)  # fmt: skip


def _bare_figure(scene: Scene, one: Candidate, traits: Collection[str]) -> bool:
    """Whether *one* is a number that nothing says the unit of."""
    led = "starts body" in traits or "at start" in traits
    return "number" in traits and led and len(scene.tokens.lowers[one.first]) != YEAR


_IN_CLAUSES = COPULA | PRONOUN | ARTICLE | NEGATION


def _open_figure(scene: Scene, one: Candidate, traits: Collection[str]) -> bool:
    """Whether nothing says what is counted, or the figure follows from others: `= 6 copies`, `any of 3 ovens`."""
    text, tokens = scene.shown.plain, scene.tokens
    before, behind = text[: one.start].rstrip(), text[one.end :].lstrip()
    led = tokens.classes[one.first - 1] if one.first else 0
    if before.endswith(_SPANS) or behind.startswith(_SPANS) or (before.endswith("(") and led & NAME):
        return True
    if (
        one.first > 1
        and tokens.lowers[one.first - 1] == "of"
        and tokens.lowers[one.first - 2] in ("all", "any", "each")
    ):
        return True
    ends = "at end" in traits and "cuts left" in traits and not (scene.korean or led & GENERIC)
    return ends or bare(scene, one)


def opens_bare(scene: Scene) -> bool:
    """Whether the text of a term starts with a figure without a unit."""
    if scene.colon < 0 or not scene.numbers or not scene.tokens.text[scene.body].isdigit():
        return False
    at = next(at for at, start in enumerate(scene.tokens.starts) if start >= scene.body)
    return bool(_FIGURE.fullmatch(scene.tokens.lowers[at]))


def bare(scene: Scene, one: Candidate) -> bool:
    """Whether *one* is a figure without a unit at the start of a text: `Rack oven : 250, feast days`."""
    opens = not one.first or scene.tokens.starts[one.first] == scene.body
    return opens and bool(_FIGURE.fullmatch(scene.shown.plain[one.start : one.end]))


def _cut(scene: Scene, one: Candidate, traits: Collection[str]) -> bool:
    """Whether *one* is the plain end of what a word before it belongs to: `templates` of `Rye templates`."""
    names = scene.sums.name[one.last] - scene.sums.name[one.first]
    if scene.tokens.classes[one.first] & (STOP | NEGATION):
        return False
    coded = any(run.start <= one.start and one.end <= run.end for run in scene.shown.styled("code"))
    return "cuts left" in traits and not names and not coded


def _kind(scene: Scene, one: Candidate) -> bool:
    """Whether *one* is the kind of thing that what is spoken of is, and bears no name."""
    return scene.sums.name[one.last] == scene.sums.name[one.first] and pieces.kind(scene, one)


def _glossed(scene: Scene, one: Candidate) -> bool:
    """Whether all that stands beside *one* stands in brackets behind it."""
    behind = scene.shown.plain[one.end :].strip(" .")
    return not one.first and behind.startswith("(") and behind.endswith(")") and behind.count("(") == 1


def _clause(scene: Scene, one: Candidate, traits: Collection[str]) -> bool:
    """Whether *one* tells what happens, and names nothing."""
    tokens, first, last = scene.tokens, one.first, one.last
    count, names = last - first, scene.sums.name[last] - scene.sums.name[first]
    head = tokens.classes[first]
    if count > LONG and names < count and "twin" not in traits:
        return True
    if names < count and not head & NEGATION and any(bits & _IN_CLAUSES for bits in tokens.classes[first + 1 : last]):
        return True
    if count == 1 or head & NAME:
        return False
    if head & HANGUL:
        ends = _KO_CLAUSE.search(scene.shown.plain[one.start : one.end])
        return bool(ends) or any(bits & KO_VERB for bits in tokens.classes[first:last])
    return _begins_with_verb(scene, one)


def _begins_with_verb(scene: Scene, one: Candidate) -> bool:
    """Whether *one*, of several words, begins with a verb; `masked modelling` and `Connect pool :` do not."""
    tokens, first = scene.tokens, one.first
    word, head = tokens.lowers[first], tokens.classes[first]
    if 0 <= one.end <= scene.colon:
        return bool(head & VERB) and scene.shown.plain[one.start].islower()
    if word.endswith("ed") and word != "used":
        return bool(tokens.classes[first + 1] & STOP or tokens.lowers[first + 1].endswith(("ly", "twice", "once")))
    return bool(word.endswith("ing") or (head & VERB and (first or word not in BARE)))


def _plain(scene: Scene, one: Candidate, traits: Collection[str]) -> bool:
    """Whether *one* is a lone word of every day, or what a verb needs."""
    if one.last - one.first > 1:
        return False
    word, bits = scene.tokens.lowers[one.first], scene.tokens.classes[one.first]
    if bits & NAME or ("bold" in traits and beside(scene, one) >= PLENTY):
        return False
    return bool(bits & (GENERIC | ADVERB | VERB)) or word in EVERYDAY or (bits & HANGUL > 0 and one.origin == "phrase")


def _says_only_whether(scene: Scene, one: Candidate) -> bool:
    """Whether *one* denies, and does not say what: a reader guesses it one time in two."""
    bits = scene.tokens.classes[one.first : one.last]
    words = scene.tokens.lowers[one.first : one.last]
    if words[0] in DENIALS and len(bits) > 1 and bits[1] & VERB and not words[1].endswith("ed"):
        return True
    return bool(bits[0] & NEGATION) and all(each & (STOP | VERB | NEGATION | GENERIC | NUMBER) for each in bits)
