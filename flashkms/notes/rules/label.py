"""Labels, stubs and notes to self: points that are no fact, and make no card."""

from __future__ import annotations

import re
from functools import lru_cache

from flashkms.notes import context as context_of
from flashkms.notes.blanks import tokens
from flashkms.notes.blanks.scene import term_end
from flashkms.notes.blanks.words import (
    ACRONYM,
    ARTICLE,
    COPULA,
    HANGUL,
    KO_VERB,
    NAME,
    NEGATION,
    NUMBER,
    PREPOSITION,
    STOP,
    VERB,
)
from flashkms.notes.clued import Clued
from flashkms.notes.note import Note, Point
from flashkms.notes.rules.outcome import Outcome, context, skipped

_TO_SELF = Clued(re.compile(
    r"^!{2,}|\b(?:todo|to do|fixme|read (?:the )?.{0,30}\bfaqs?\b|look (?:this )?up|check (?:this|"
    r"again|later)|(?:able to|draw|recite|repeat|explain)\b.{0,60}\bfrom memory|tbd|study (?:this|more)|"
    r"review (?:this|again)|must read|know your)\b|^know (?:what|the|how|your)\b.{0,40}$|(?:더|"
    r"다시) ?(?:공부|찾아|확인)(?:하기|할 것|하자|보기|볼 것)",
    re.IGNORECASE,
), (
    "!!", "todo", "to do", "fixme", "faq", "look", "check", "memory", "tbd", "study", "review", "must read", "know",
    "하기", "할 것", "하자", "보기", "볼 것",
))  # fmt: skip
# What a hand does with a program changes with its next version, and none of it is asked.
_SCREEN = Clued(re.compile(
    r"(?:^|[>→:]\s*)(?:(?:then|next|first),?\s+)?(?:right[- ]|double[- ]|left[- ])?(?:click|tick|untick|uncheck)\b|"
    r"\b(?:click|press|hit)\b.{0,40}\b(?:button|tab|link|icon|menu)\b|"
    r"\b(?:drop-?down|check ?box|left[- ](?:hand )?(?:menu|pane)|navigation (?:bar|pane))\b|"
    r"(?:^|[:>→=]\s*)(?:go ?to|navigate to)\b.{2,60}(?:->|→|>|click)|"
    r"(?:^|->\s*|→\s*)(?:(?:then|next|first),?\s+)?"
    r"(?:go ?to|paste|select (?:the|a|an|your|all|create|new|scheme|role))\b|"
    r"(?:^|\s)(?:클릭|버튼|체크박스|왼쪽 (?:\S{1,20} )?메뉴|오른쪽 상단|새로고침)|"
    r"메뉴\s*(?:>|→|->)|(?:탭|메뉴|버튼)(?:을|를|에서)?\s*(?:클릭|선택|누)",
    re.IGNORECASE,
), (
    "click", "tick", "press", "hit ", "check", "drop", "menu", "pane", "go to", "goto", "navigat", "paste", "select",
    "클릭", "버튼", "체크박스", "메뉴", "오른쪽 상단", "새로고침", "탭",
))  # fmt: skip
_TASK = re.compile(r"\[[ xX]\]\s")
_VERSUS = re.compile(r"^[^:]{1,60}?\s(?:vs\.?|versus|v\.s\.?)\s[^:]{1,60}$", re.IGNORECASE)
_OPEN = (":", ",", ";", "..", "…", "->", "→")
_PURPOSE = re.compile(r"^(?:for|to|on|in|when|if|with|how to)\b", re.IGNORECASE)
_FOLLOWING = re.compile(
    r"\b(?:the following|as follows)\b|(?:다음|아래)(?:을|를|과|와|의|은|는|에|이|가)? ", re.IGNORECASE
)
_COUNTS = re.compile(r"\d\s?(?:가지|개|종류)$")  # of the points below
_PARTED = re.compile(r"\s:\s|:\s|\s[-–]\s")
_SIGNS = re.compile(r"[():,\d]")
_TOPIC = re.compile(r"[가-힣A-Za-z0-9)](?:은|는)(?= )")
_NOUNS = frozenset(
    ("access", "block", "build", "call", "change", "control", "copy", "display", "help", "launch", "monitor", "move",
     "need", "point", "process", "read", "return", "route", "run", "scale", "serve", "set", "share", "start", "stop",
     "store", "update", "use", "work", "write")
)  # fmt: skip
_KIND_OF = re.compile(r"(?:types?|kinds?|options?|methods?|modes?|종류|유형|방법|방식|옵션)", re.IGNORECASE)
_PRAISE = frozenset(
    ("convenient", "ease", "easier", "easily", "easy", "efficient", "efficiently", "fast", "faster", "flexibility",
     "flexible", "powerful", "quickly", "seamless", "seamlessly", "secure", "securely", "simple", "simpler",
     "simplicity", "smoothly")
)  # fmt: skip
_MNEMONIC = re.compile(r"[A-Z](?<!\w.)\s(?:[A-Z]\s){4}")
_ENDING = frozenset(("in", "on", "over", "through", "same", "all", "other"))  # of a verb, or in the place of a noun
_ADDRESS = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+){1,4}(?:/\S*)?\s*(?:\([^()]*\))?")
_MAPPED = re.compile(r"[^<>→]{1,40}(?:->|→)[^<>→]{1,40}")
MOST_MAPPED = 6  # words of an example
MAX_LABEL = 9  # words
SHORT_LABEL = 3  # words: without a whole sentence they only lead to what is below
MOST_PRAISE = 7  # words
FEW = 2  # words of a stub
UNREAD = "in a script in which no blank is looked for: mark the ==word== you want"


def outcome(note: Note, point: Point) -> Outcome | None:  # noqa: C901, PLR0911, ARG001  # a return a reason
    """Why *point* makes no card; None when it may be a fact."""
    text = point.text
    if not text[:1].isalnum() and not any(char.isalnum() for char in text):
        return skipped("no words")
    if point.steering.force or point.steering.term:
        return None
    if _MNEMONIC.search(text):
        return skipped("a mnemonic")
    if _TO_SELF.search(text):
        return skipped("a note to oneself")
    if _TASK.match(text):
        return skipped("a task")
    if not point.rich.styled("bold") and any(map(_on_screen, (text, *point.parents, *point.headings))):
        return context("steps on a screen") if point.children else skipped("steps on a screen: bold the word you want")
    if context_of.generic(text.rstrip(" :.")):
        return context("label") if point.children else skipped("a label with nothing below it")
    if point.children and _labels(point):
        return context("label of the points below it")
    if _VERSUS.match(text) and not any(bits & NUMBER for bits in tokens.split(text).classes):
        return context("names a comparison") if point.children else skipped("a heading without text")
    if not tokens.split(text).lowers:
        return skipped(UNREAD)
    return None if point.children else _stub(point)


@lru_cache(maxsize=256)  # points stand below the same ones
def _on_screen(text: str) -> bool:
    """Whether *text* says what a hand does with a program."""
    return bool(_SCREEN.search(text))


def _labels(point: Point) -> bool:
    """Whether a point with children only names what they speak of."""
    text = point.text
    if text.endswith((*_OPEN, "?", "？")):
        return True
    words = tokens.split(text)
    if _FOLLOWING.search(text) or (len(words) and _leads_on(words)):
        return True
    if not _PARTED.search(text):
        korean = sum(bool(bits & HANGUL) for bits in words.classes) * 2 > len(words)
        return _korean_title(point, words) if korean else _english_title(point, words)
    return False


def _english_title(point: Point, words: tokens.Tokens) -> bool:
    """Whether a short text names a thing or a purpose and says nothing of it."""
    text = point.text
    count = len(text.split())
    finite = any(bits & COPULA or bits & KO_VERB or (bits & STOP and bits & VERB) for bits in words.classes)
    verbs = any(_is_verb(words, at) for at in range(len(words)))
    if count > MAX_LABEL or finite:
        return False
    if count <= SHORT_LABEL and not point.rich.styled("bold") and not any(bits & NUMBER for bits in words.classes):
        return True
    if _PURPOSE.match(text):
        return True
    return (
        (point.rich.wholly("bold") and not verbs)
        or (not verbs and count <= 5)
        or (not verbs and not point.rich.styled("bold"))
    )


def _leads_on(words: tokens.Tokens) -> bool:
    """Whether a text stops before what it is about: `can be used to`, `supports it by either`."""
    bits, word = words.classes[-1], words.lowers[-1]
    return bool(bits & (PREPOSITION | ARTICLE) or word in ("and", "or", "either")) and word not in _ENDING


def _korean_title(point: Point, words: tokens.Tokens) -> bool:
    """Whether Korean text names a thing and says nothing of it: no verb ends it, and no topic stands in it."""
    return (
        not words.classes[-1] & (KO_VERB | STOP)
        and (not any(bits & NUMBER for bits in words.classes) or bool(_COUNTS.search(point.text)))
        and (not point.rich.styled("bold") or point.rich.wholly("bold"))
        and not _TOPIC.search(point.text)
    )


def _is_verb(words: tokens.Tokens, at: int) -> bool:
    """Whether token *at* is a verb; `access for users` and `the update of keys` have none."""
    bits = words.classes[at]
    if not bits & (VERB | NEGATION) or bits & NAME:
        return False
    noun = words.lowers[at] in _NOUNS and at and (at + 1 == len(words) or words.classes[at + 1] & PREPOSITION)
    return not noun


def _praises(point: Point, words: tokens.Tokens) -> bool:
    """Whether a short text only says that something is good: `Roles are more secure`."""
    return (
        len(words) <= MOST_PRAISE
        and words.lowers[-1] in _PRAISE
        and not point.rich.runs
        and not any(bits & (NUMBER | NEGATION) for bits in words.classes)
        and any(bits & (VERB | COPULA) for bits in words.classes)
    )


def _stub(point: Point) -> Outcome | None:  # noqa: PLR0911  # a return a reason
    text = point.text
    if text.endswith(("?", "？")) and len(text.split()) > 1:
        return skipped("a question without an answer")
    if text.endswith(_OPEN) and len(text.split()) <= MAX_LABEL:
        return skipped("breaks off")
    words = tokens.split(text)
    if _names_kinds(words, text):
        return skipped("a label with nothing below it")
    if _shows_only(point, words):
        return skipped("only an example: bold the word you want")
    if _praises(point, words):
        return skipped("praise: bold the word you want")
    telling = [bits for bits in words.classes if not bits & STOP]
    if len(words) > FEW or "(" in text or ":" in text:
        return None
    if any(bits & (NUMBER | ACRONYM) for bits in telling) and len(words) > 1:
        return None
    if any(bits & (VERB | NEGATION) for bits in words.classes) and len(words) > 1:
        return None
    if len(words) == FEW and point.rich.styled("bold") and not point.rich.wholly("bold"):
        return None
    return skipped("a member of a list" if point.parents else "a stub: too short for a card")


def _shows_only(point: Point, words: tokens.Tokens) -> bool:
    """Whether all that *point* says of its term is an address, or made-up names: `Alias : rye mill -> old mill`."""
    colon, start = term_end(point.text)
    if colon < 0 or any(run.start >= start for run in point.rich.styled("bold")):
        return False
    if _ADDRESS.fullmatch(point.text, start):
        return True
    behind = [bits for bits, at in zip(words.classes, words.starts, strict=True) if at >= start]
    mapped = bool(_MAPPED.fullmatch(point.text, start))
    return mapped and len(behind) <= MOST_MAPPED and not any(bits & (NAME | NUMBER | HANGUL | VERB) for bits in behind)


def _names_kinds(words: tokens.Tokens, text: str) -> bool:
    """Whether *text* is the name of a list, such as `Storage types`, and no more."""
    plain = len(words) <= 4 and not _SIGNS.search(text)
    return (
        plain and bool(_KIND_OF.fullmatch(words.lowers[-1])) and not any(bits & (STOP | VERB) for bits in words.classes)
    )
