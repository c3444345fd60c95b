"""Pieces: stretches that leave the rest of what they belong to in view, and so ask for a word that any would do for."""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec.structs import replace

from flashkms.notes.blanks.candidates import Candidate
from flashkms.notes.blanks.scene import Scene
from flashkms.notes.blanks.words import ARTICLE, BARE, COPULA, HANGUL, MAKERS, NAME, NEGATION, NUMBER, STOP, VERB
from flashkms.notes.clued import Clued

_OPENS = frozenset(("including", "using"))
_DENIES = frozenset(("can't", "cannot", "doesn't", "don't", "isn't", "never", "won't", "wouldn't"))
MODALS = frozenset(("can", "could", "may", "might", "must", "shall", "should", "will", "would"))
_JOINS = frozenset(("and", "or"))
SHORT = 2  # words
LONGEST = 80  # letters in which an address is looked for
MANY = 6  # members of one text, of which none is asked for by itself
MEMBERS = 4  # commas: so many members are asked for one by one
_EXAMPLE = re.compile(r"(?:ex|e\.g|eg|for example|such as|예)[.):,\s]", re.IGNORECASE)
_LED = re.compile(r"(?:\be\.g\.|\bex[).]|\bfor example,?|예[):])\s*$", re.IGNORECASE)
_LEADS = (".", ")", ",", "e", "E", ":")  # the last sign of what leads to an example
SHOWN_BY = re.compile(r",? (?:such as|like|including|e\.g\.) ")
_FIXED_PHRASES = (
    "on the fly", "by default", "at rest", "in transit", "at least", "up to", "in advance", "in place", "in turn",
    "at once",
)  # fmt: skip
_FIXED = Clued(re.compile(rf"\b(?:{'|'.join(_FIXED_PHRASES)})\b", re.IGNORECASE), _FIXED_PHRASES)
HOST = re.compile(r"\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|edu|gov|kr|dev|info)\b")
_KO_FINITE = re.compile(r"(?:다|니다|때문|했었기|세요|일|될|할|하는|되는|있지|하지|되지)$")
_KO_SENTENCE = re.compile(r"[가-힣](?:다|니다|세요)$")
_TELLING = frozenset(("that", "which", "for", "to", "used", "designed", "who"))
_KO_TRIED = re.compile(r"[가-힣][해아어] (?:본|볼|준|줄|둔|둘|놓은) ")  # `사용해 본 경험`
_KO_ANY = frozenset(("다른", "모든", "여러", "다양한", "각종", "일부", "어떤"))
_KO_ADVERB = re.compile(r"(?:하게|쉽게|르게|롭게|맞게|있게|없게|적으로)$")


def reason(scene: Scene, one: Candidate) -> str:
    """Why *one*, which no author stressed, is a piece of something longer; empty when it is whole."""
    for rule in (_kind, _of_many, _participle, _clause, _korean, _list, _example):
        if said := rule(scene, one):
            return said
    return ""


def _clause(scene: Scene, one: Candidate) -> str:
    tokens, first, last = scene.tokens, one.first, one.last
    if first == 1 and lettered(scene, replace(one, start=tokens.starts[0], first=0)):
        return "a name without the letter that it begins with"
    if tokens.lowers[first] in _OPENS and last - first > 1:
        return "a means, with the word that leads to it"
    if tokens.lowers[first] in MODALS and last - first <= SHORT and tokens.classes[last - 1] & VERB:
        return "only that something has to happen"
    if _denies(scene, first, last) or any(word in _DENIES for word in tokens.lowers[first + 1 : last]):
        return "what is denied without all that it is denied of"
    if _two_clauses(scene, one) or any(_turns(scene, first, at) for at in range(first + 1, last - 1)):
        return "a noun, what it does, and to what"
    return _ends(scene, first, last) if last - first > 1 else ""


def kind(scene: Scene, one: Candidate) -> bool:
    """Whether *one* is the kind of thing that what is spoken of is: `A […] that …`, where its name would be asked."""
    tokens, first, last = scene.tokens, one.first, one.last
    if last >= len(tokens) or tokens.lowers[last] not in _TELLING:
        return False
    opens = first == 1 or (first > 1 and tokens.starts[first - 1] == scene.body)
    return opens and bool(tokens.classes[first - 1] & ARTICLE)


def _kind(scene: Scene, one: Candidate) -> str:
    opens = one.first == 1 and kind(scene, one) and scene.tokens.lowers[one.last] in ("that", "which")
    return "the kind of thing, for its name" if opens else ""


def _of_many(scene: Scene, one: Candidate) -> str:
    many = len(scene.members) >= MANY
    within = many and any(start <= one.first and one.last <= end for start, end in scene.members)
    return "one of many, for which any other would do" if within else ""


def _participle(scene: Scene, one: Candidate) -> str:
    """Why *one* may not begin as `initiated` of `user initiated backups` does, or `used` of `can be used as`."""
    tokens, first = scene.tokens, one.first
    word = tokens.lowers[first]
    if one.last - first < SHORT or not word.endswith("ed") or tokens.classes[first] & NAME or one.origin == "idiom":
        return ""
    led = first > 0 and tokens.before[first] == " " and not tokens.classes[first - 1] & (STOP | VERB | NAME | HANGUL)
    return "what a noun did, without the noun" if led or word == "used" else ""


def _turns(scene: Scene, first: int, at: int) -> bool:
    """Whether token *at*, within a stretch from *first*, is a verb that the words before it are the subject of."""
    tokens = scene.tokens
    bits, word = tokens.classes[at], tokens.lowers[at]
    named = bits & (STOP | NAME) or word in BARE or word.endswith(("ed", "ing", "en")) or tokens.before[at] != " "
    led = tokens.classes[at - 1] & (STOP | VERB | NEGATION) or any(bits & VERB for bits in tokens.classes[first:at])
    return bool(bits & VERB) and not named and not led


def _ends(scene: Scene, first: int, last: int) -> str:
    tokens = scene.tokens
    if tokens.lowers[last - 1] in MAKERS and not tokens.classes[last - 2] & STOP:
        return "a maker's name without the product"
    if tokens.lowers[last - 1].endswith("ly") and not _acts(scene, first, last):
        return "a noun and an adverb that belongs to a verb before it"
    return ""


def _denies(scene: Scene, first: int, last: int) -> bool:
    """Whether a stretch says `not support` and what is not supported goes on behind it."""
    tokens = scene.tokens
    if not tokens.classes[first] & NEGATION or last >= len(tokens) or last - first < 2:
        return False
    noun = tokens.before[last] == " " and not tokens.classes[last] & (STOP | VERB)
    if noun and tokens.lowers[first] == "not" and not tokens.classes[last - 1] & STOP:
        return True
    goes_on = tokens.before[last] == " " and (last - first == SHORT or not tokens.classes[last] & (STOP | VERB))
    return bool(tokens.classes[first + 1] & VERB) and goes_on


def _korean(scene: Scene, one: Candidate) -> str:
    tokens, first, last = scene.tokens, one.first, one.last
    if scene.sums.hangul[last] - scene.sums.hangul[first] > 1 and _KO_TRIED.search(" ".join(tokens.lowers[first:last])):
        return "a Korean verb, with what it is said of"
    if tokens.lowers[first] in _KO_ANY and last - first > 1:
        return "any of several, which no name tells apart"
    if last - first == 1:
        return "a Korean verb that ends its sentence" if _KO_SENTENCE.search(tokens.lowers[first]) else ""
    if tokens.classes[last - 1] & HANGUL and _KO_FINITE.search(tokens.lowers[last - 1]):
        return "the end of a Korean clause"
    if tokens.classes[first] & HANGUL and _KO_ADVERB.search(tokens.lowers[first]):
        return "a Korean adverb and a piece of what follows"
    return ""


def _list(scene: Scene, one: Candidate) -> str:
    if one.origin in ("list", "part") and _mixed(scene, one):
        return "a number and a word, which ask two things"
    if _labelled(scene, one):
        return "a number with what it is the number of"
    if one.last - one.first > MEMBERS and sum("," in gap for gap in _gaps(scene, one)) >= MEMBERS:
        return "a list of more members than one answer holds"
    if _cuts_pair(scene, one):
        return "one of a pair, and a piece of the other"
    if scene.members and ((one.origin != "list" and _opens_list(scene, one)) or _some_members(scene, one)):
        return "some members of a list, or what stands before them with the first"
    return ""


def _gaps(scene: Scene, one: Candidate) -> list[str]:
    """What stands between the words of *one*."""
    return scene.tokens.before[one.first + 1 : one.last]


def _two_clauses(scene: Scene, one: Candidate) -> bool:
    """Whether *one* is `rye, and millers` of `bakers knead rye, and millers grind it`."""
    tokens, last = scene.tokens, one.last
    if last >= len(tokens) or not tokens.classes[last] & (VERB | NEGATION | COPULA):
        return False
    return any("," in tokens.before[at] and tokens.lowers[at] in _JOINS for at in range(one.first + 1, last))


def _some_members(scene: Scene, one: Candidate) -> bool:
    """Whether *one* is `rye and spelt` of `wheat, rye and spelt`: how many are asked for, nothing shows."""
    inside = [end for start, end in scene.members if one.first <= start and end <= one.last]
    beside = any(end == one.first or start in (one.last, one.last + 1) for start, end in scene.members)
    return len(inside) > 1 and beside


def _example(scene: Scene, one: Candidate) -> str:
    text = scene.shown.plain
    touched = [fixed for fixed in _FIXED.finditer(text) if fixed.start() < one.end and one.start < fixed.end()]
    if any(one.start > fixed.start() or fixed.end() > one.end for fixed in touched):
        return "a piece of a fixed phrase"
    if text[: one.start].rstrip().endswith(_LEADS) and _LED.search(text, 0, one.start):
        return "an example: any other would do"
    lone = all(bits & VERB for bits in scene.tokens.classes[one.first : one.last - 1])
    if lone and SHOWN_BY.match(text, one.end):
        return "a word that any such examples could stand behind"
    shows = _EXAMPLE.match(text, one.start) or (
        "." in text[one.start : one.end] and HOST.search(text, one.start, min(one.end, one.start + LONGEST))
    )
    return "an example: any other would do" if shows else ""


def lettered(scene: Scene, one: Candidate) -> bool:
    """Whether *one* is a term such as `A Record`, which no article opens."""
    text = scene.shown.plain
    return one.first == 0 and text.startswith("A ") and text[2:3].isupper() and 0 <= scene.colon <= one.end + 1


def _mixed(scene: Scene, one: Candidate) -> bool:
    tokens = scene.tokens
    commas = [at for at, gap in enumerate(_gaps(scene, one), one.first + 1) if "," in gap]
    edges = [one.first, *commas, one.last]
    numbered = [any(bits & NUMBER for bits in tokens.classes[start:end]) for start, end in pairwise(edges)]
    return any(numbered) and not all(numbered)


def _acts(scene: Scene, first: int, last: int) -> bool:
    """Whether a verb that the adverb at the end can belong to stands within."""
    tokens = scene.tokens
    before = tokens.lowers[last - 2]
    return bool((tokens.classes[first] | tokens.classes[last - 2]) & VERB) or before.endswith("ed")


def _labelled(scene: Scene, one: Candidate) -> bool:
    """Whether *one* is `MAX IOPS 16,000`: nothing shows that a number is asked for, and which."""
    if one.last - one.first <= SHORT or not scene.tokens.classes[one.last - 1] & NUMBER:
        return False
    return all(bits & NAME and not bits & NUMBER for bits in scene.tokens.classes[one.first : one.last - 1])


def _cuts_pair(scene: Scene, one: Candidate) -> bool:
    """Whether *one* is `key & secret` of `key & secret key`: of the two that it names it leaves a word in view."""
    tokens, first, last = scene.tokens, one.first, one.last
    if last - first < SHORT:
        return False
    joins = "&" in [gap.strip() for gap in _gaps(scene, one)]
    if not joins and _JOINS.isdisjoint(tokens.lowers[first + 1 : last - 1]):
        return False
    if last < len(tokens) and tokens.before[last] == " " and tokens.lowers[last] in tokens.lowers[first:last]:
        return True
    before = first > 0 and tokens.before[first] == " " and not tokens.classes[first - 1] & (STOP | VERB)
    after = last < len(tokens) and tokens.before[last] == " " and not tokens.classes[last] & (STOP | VERB)
    return before or after


def _opens_list(scene: Scene, one: Candidate) -> bool:
    """Whether *one* is `distribution of static` of `distribution of static, dynamic or streaming content`."""
    if one.last >= len(scene.tokens) or "," not in scene.tokens.before[one.last]:
        return False
    return any(end == one.last and one.first < start for start, end in scene.members)
