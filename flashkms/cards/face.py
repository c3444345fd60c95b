"""The two sides of a card as Markdown, and as the plain text that a person sees.

Blanks and answers of a cloze stand between the sentinels of `cloze`; every front end turns those into its own marks.
"""

from __future__ import annotations

import hashlib
import re

from msgspec import Struct

from flashkms.cards import cloze
from flashkms.cards.card import Card
from flashkms.cards.entry import Choice, Cloze, Question, WhyNot, WrongOption

_BLANK = re.compile(f"{cloze.BLANK_START}([^{cloze.BLANK_END}]*){cloze.BLANK_END}")
_MARKS = re.compile(f"[{cloze.BLANK_START}{cloze.BLANK_END}{cloze.ANSWER_START}{cloze.ANSWER_END}]")
_CODE = re.compile(
    r"^(`{3,}|~{3,})[^\n]*\n(.*?)(?:\n\1[`~]*[ \t]*$|\Z)|(?<!`)(`+)(?!`)(.{1,2000}?)(?<!`)\3(?!`)",
    re.DOTALL | re.MULTILINE,
)
# As Anki's cards and the terminal know maths; it is kept as written too.
_MATHS = re.compile(
    "\\$\\$[^\uf8ff]{1,2000}?\\$\\$|\\\\\\([^\uf8ff]{1,2000}?\\\\\\)|\\\\\\[[^\uf8ff]{1,2000}?\\\\\\]"
    "|\\$(?![\\s$])(?:[^$\\\\\n\uf8ff]|\\\\[^\uf8ff]){1,1000}?(?<!\\s)\\$(?!\\d)"
)
# Bounded, so that a text of nothing but signs takes no longer than its length times the bound.
_IMAGE = re.compile(r"!\[([^\]\[\n]{0,300})\]\([^)\n]{0,1000}\)")
_ADDRESS = re.compile(
    r"!\[[^\]\[\n]{0,300}\]\((?:<([^<>\n]{1,1000})>|([^()\s<>]{1,1000}(?:\([^()\s<>]{0,300}\)[^()\s<>]{0,300})?))[^)\n]{0,300}\)"
)
_LINK = re.compile(r"(?<!!)\[([^\]\[\n]{1,300})\]\([^)\n]{0,1000}\)")
_STRONG = re.compile(r"(\*\*\*|\*\*|(?<!\w)__(?=.{1,300}__(?!\w)))(?=\S)([^*]{1,1000}?)(?<=\S)\1", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![\w*])(\*|_)(?=[^\s*_])([^*_\n]{1,500}?)(?<=\S)\1(?![\w*])")
_STRIKE = re.compile(r"~~(?=\S)([^~]{1,500})(?<=\S)~~")
_HEADING = re.compile(r"^#{1,6}[ \t]+", re.MULTILINE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SIGN = re.compile(r"[`~$\\\[*_#\uf8ff]")  # without one of them a text is as it is seen
_KEPT = re.compile("\uf8ff([0-9]+)\uf8ff")  # a private-use mark around the number of a piece of code


class ShownOption(Struct, frozen=True):
    """One option of a choice as it is shown: its *text*, whether it is *correct*, and *why* not."""

    text: str
    correct: bool
    why: str = ""


def front(card: Card) -> str:
    """What is asked, in Markdown; a blank stands between sentinels."""
    match card.entry.body:
        case Cloze(text):
            return cloze.hidden(text, card.ordinal)
        case Question(question, answers):
            return _joined(answers) if card.ordinal == 2 else question
        case Choice(question):
            return question
        case WhyNot(option, need):
            asked = f"Why not **{option}**?"
            return f"{need}\n\n{asked}" if need else asked


def back(card: Card) -> str:
    """What is told: the answer first, then the extra, then the wrong options with their reasons; in Markdown."""
    extra = card.entry.extra
    match card.entry.body:
        case Cloze(text):
            told = [cloze.revealed(text, card.ordinal), extra]
        case Question(question, answers, wrong):
            told = [question if card.ordinal == 2 else _joined(answers), extra, _refuted(wrong)]
        case Choice(_, answers, wrong):
            told = [_joined(answers), extra, _refuted(wrong)]
        case WhyNot(_, _, reason, instead):
            told = [reason, f"Instead: {', '.join(instead)}" if instead else "", extra]
    return "\n\n".join(part for part in told if part)


def answers(card: Card) -> tuple[str, ...]:
    """What the learner has to come up with: hidden answers, right options, a reason."""
    match card.entry.body:
        case Cloze(text):
            return cloze.answers(text, card.ordinal)
        case Question(question, right):
            return (question,) if card.ordinal == 2 else right
        case Choice(_, right):
            return right
        case WhyNot(reason=reason):
            return (reason,)


def images(card: Card) -> tuple[str, ...]:
    """The addresses of all pictures that *card* shows on either side, as they are written, each once."""
    sides = [_CODE.sub("", side) for side in (front(card), back(card)) if "![" in side]
    found = (match[1] or match[2] for side in sides for match in _ADDRESS.finditer(side))
    return tuple(dict.fromkeys((*found, *card.entry.images)))


def options(card: Card, seed: int) -> tuple[ShownOption, ...]:
    """The options of a choice, in an order that *seed* alone decides; empty for the other kinds."""
    if not isinstance(card.entry.body, Choice):
        return ()
    body = card.entry.body
    shown = [ShownOption(text, correct=True) for text in body.answers]
    shown += [ShownOption(wrong.option, correct=False, why=wrong.why) for wrong in body.wrong]
    return tuple(sorted(shown, key=lambda option: hashlib.sha256(f"{seed}\n{option.text}".encode()).digest()))


def plain(markdown: str) -> str:
    """*markdown* as a person sees it, without its signs; a blank is `[…]`, or its hint in brackets."""
    text = _unsigned(markdown) if _SIGN.search(markdown) else markdown
    return _MARKS.sub("", _BLANK.sub(r"[\1]", text))


def _unsigned(markdown: str) -> str:
    """*markdown* without its signs; no expression is tried on a text that has not got its sign."""
    code: list[str] = []

    def kept(match: re.Match[str]) -> str:
        code.append(match[0] if match.re is _MATHS else match[2] if match[1] else match[4])
        return f"\uf8ff{len(code) - 1}\uf8ff"

    text = markdown.replace("\uf8ff", "")
    if "`" in text or "~" in text:
        text = _CODE.sub(kept, text)
    if "$" in text or "\\" in text:
        text = _MATHS.sub(kept, text)
    if "[" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    if "*" in text or "_" in text or "~" in text:
        for _ in range(2):  # strong within emphasis, and the other way round
            text = _EMPHASIS.sub(r"\2", _STRIKE.sub(r"\1", _STRONG.sub(r"\2", text)))
    if "#" in text or "\\" in text:
        text = _ESCAPE.sub(r"\1", _HEADING.sub("", text))
    return _KEPT.sub(lambda match: code[int(match[1])] if int(match[1]) < len(code) else "", text)


def _joined(answers: tuple[str, ...]) -> str:
    """One answer as it is, several as a list."""
    return answers[0] if len(answers) == 1 else "\n".join(f"- {_indented(answer)}" for answer in answers)


def _refuted(wrong: tuple[WrongOption, ...]) -> str:
    if not wrong:
        return ""
    lines = [f"- {_indented(option.option)}{f': {_indented(option.why)}' if option.why else ''}" for option in wrong]
    return "\n".join(["Not:", "", *lines])


def _indented(text: str) -> str:
    """*text* as the content of a list item."""
    return text.replace("\n", "\n  ")
