"""Hints: what is told of a blank where others would do as well: its words by their letters, or what is counted."""

from __future__ import annotations

import re

from flashkms.notes.blanks import listed
from flashkms.notes.blanks.candidates import Candidate
from flashkms.notes.blanks.scene import DENIALS, Scene

ENOUGH = 2  # words that tell something beside a blank: with more of them it needs no hint
LEAST = 3  # letters of a word, or one syllable fewer: of a shorter one, the first tells it
SHOWN = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "per",
     "than", "that", "the", "to", "with", "within", "&", "/", "및", "또는")
)  # fmt: skip
_GLOSS = re.compile(r"\s?\([^()]*\)")
_COUNT = re.compile(r"\d[\d,.]*(?:\s?[~–-]\s?\d[\d,.]*)?\s?(?P<what>%|[A-Za-z가-힣][A-Za-z가-힣 ]*)?")
_COMMA = re.compile(r",\s|、|\s/\s")  # `a/b/c` may be a path
_LETTER = re.compile(r"[^\W\d_]")


def of(scene: Scene, one: Candidate) -> str:
    """The hint at *one*; empty where the text leads to it.

    Beside few words others would do as well; beside more, how a blank begins only gives it away. Code needs no hint,
    and what is denied would be told by how it begins. Of a list it tells how many are asked for.
    """
    coded = any(run.start < one.end and one.start < run.end for run in scene.shown.styled("code"))
    many = 0 if coded else _members(scene.shown.plain[one.start : one.end])
    if many:
        return f"{many}가지 모두" if scene.korean else f"all {many}"
    denied = not DENIALS.isdisjoint(scene.tokens.lowers[one.first : one.last])
    return (
        spelled(scene.shown.plain[one.start : one.end]) if _open_ended(scene, one) and not coded and not denied else ""
    )


def _members(text: str) -> int:
    """How many members *text* lists, if so many that a reader must be told when to stop; else 0."""
    members = len(_COMMA.findall(text)) + 1
    return members if members >= listed.LEAST else 0


def _open_ended(scene: Scene, one: Candidate) -> bool:
    """Whether hardly anything is left beside *one* to go by."""
    content = scene.sums.content
    return content[-1] - content[one.last] + content[one.first] <= ENOUGH


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
