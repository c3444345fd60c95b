"""Hints: what is told of a blank where others would do as well: its words by their letters, or what is counted."""

from __future__ import annotations

import re

from flashkms.notes.blanks.candidates import Candidate
from flashkms.notes.blanks.scene import DENIALS, Scene
from flashkms.notes.blanks.words import NUMBER, STOP, VERB

ENOUGH = 2  # words that tell something beside a blank: with more of them it needs no hint
CLEAR = 5  # such words beside one word: with more of them, how it begins only gives it away
LEAST = 3  # letters of a word, or one syllable fewer: of a shorter one, the first tells it
SHOWN = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "no", "not", "of", "on", "only", "or", "per",
     "than", "that", "the", "to", "with", "within", "&", "/", "및", "또는")
)  # fmt: skip
_GLOSS = re.compile(r"\s?\([^()]*\)")
_COUNT = re.compile(r"\d[\d,.]*(?:\s?[~–-]\s?\d[\d,.]*)?\s?(?P<what>%|[A-Za-z가-힣][A-Za-z가-힣 ]*)?")
_LETTER = re.compile(r"[^\W\d_]")


def of(scene: Scene, one: Candidate, *, sure: bool) -> str:
    """The hint at *one*; empty where the text leads to it.

    A text does not where hardly anything else is left to go by, where one of a list is hidden, and behind what it
    speaks of unless the blank is *sure*: there, others would do as well. Code needs none.
    """
    tokens = scene.tokens
    subjectless = len(tokens) > 0 and bool(tokens.classes[0] & VERB)
    behind = one.end > scene.colon and one.first > (0 if subjectless else max(0, scene.first_verb))
    others = [at for at in range(len(tokens)) if not one.first <= at < one.last]
    told = sum(not tokens.classes[at] & STOP or bool(tokens.classes[at] & NUMBER) for at in others)
    number = scene.sums.number[one.last] > scene.sums.number[one.first]  # what is counted stands beside it
    unsure = behind and not (sure or number) and (told <= CLEAR or one.last - one.first > 1)
    open_ended = told <= ENOUGH or (one.first, one.last) in scene.members or unsure
    text = scene.shown.plain[one.start : one.end]
    coded = any(run.start < one.end and one.start < run.end for run in scene.shown.styled("code"))
    return spelled(text) if open_ended and not coded and text.lower() not in DENIALS else ""


def spelled(text: str) -> str:
    """How the words of *text* begin, small ones whole, or what it counts; nothing where that tells all."""
    text = _GLOSS.sub("", text).strip()
    if counted := _COUNT.fullmatch(text):
        return f"how many {counted['what'].strip()}?" if counted["what"] else "a number"
    words = text.split()
    first = next((word for word in words if word.lower() not in SHOWN), "")
    short = len(first) < LEAST - (not first.isascii())
    if short or any(word[0].isdigit() for word in words) or not _LETTER.match(first):
        return ""
    count = "1 word" if len(words) == 1 else f"{len(words)} words"
    return f"{count}: " + " ".join(map(_begun, words))


def _begun(word: str) -> str:
    if word.lower() in SHOWN:
        return word
    parts = [part[:1] + "…" for part in word.split("/") if part]
    return "/".join(parts) + ("," if word.endswith(",") else "")
