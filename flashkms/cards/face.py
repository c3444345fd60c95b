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
_BLOCK = re.compile(r"[-*+] |\d{1,3}[.)] |`{3}|~{3}|\||!\[")  # begins what stands on lines of its own
_SIGN = re.compile(r"[`~$\\\[*_#&<\uf8ff]|[ \t]\n")  # without one of them a text is as it is seen


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
    sides = [side for side in (front(card), back(card)) if "![" in side or "<img" in side]
    if not sides:
        return tuple(dict.fromkeys(card.entry.images))
    from flashkms.cards.unsigned import addresses  # noqa: PLC0415  # as in `plain`

    return tuple(dict.fromkeys((*(address for side in sides for address in addresses(side)), *card.entry.images)))


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
    text = markdown
    if _SIGN.search(text):
        from flashkms.cards.unsigned import unsigned  # noqa: PLC0415  # its patterns take a while, and a count needs none

        text = unsigned(text)
    return _MARKS.sub("", _BLANK.sub(r"[\1]", text))


def _joined(answers: tuple[str, ...]) -> str:
    """One answer as it is, several as a list."""
    return answers[0] if len(answers) == 1 else "\n".join(f"- {_indented(answer)}" for answer in answers)


def _refuted(wrong: tuple[WrongOption, ...]) -> str:
    if not wrong:
        return ""
    return "\n".join(["Not:", "", *map(_ruled_out, wrong)])


def _ruled_out(option: WrongOption) -> str:
    """*option* and its reason as a list item; a reason that is a list or code stands below it."""
    between = ":\n  " if _BLOCK.match(option.why) else ": "
    return f"- {_indented(option.option)}{between if option.why else ''}{_indented(option.why)}"


def _indented(text: str) -> str:
    """*text* as the content of a list item."""
    return text.replace("\n", "\n  ")
