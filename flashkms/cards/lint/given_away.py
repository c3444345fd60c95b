"""A blank whose answer stands elsewhere on the card: in full, by its initials, or by its stem."""

from __future__ import annotations

from collections.abc import Iterator

from flashkms.cards.lint.reading import HiddenBlank, Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import content_words, quoted, stem, words

LONGEST = 20
"""Words from which a blank is a clause, which `long-blank` is about."""


def _judge(reading: Reading) -> Iterator[str]:
    context = words(reading.context)
    for blank in reading.blanks:
        shown = (*context, "\n", *words(blank.shown))
        for answer in blank.answers:
            yield from (f"the answer {quoted(answer)} {how}" for how in _given(answer, blank, reading.context, shown))


def _given(answer: str, blank: HiddenBlank, context: str, shown: tuple[str, ...]) -> Iterator[str]:
    hidden = words(answer)
    if not 0 < len(hidden) <= LONGEST or all(len(word) < 3 and word.isascii() for word in hidden):
        return
    if _within(hidden, shown) and answer.casefold() in f"{context} {blank.shown}".casefold():
        yield "stands on the card as well"
    elif any(_within(hidden, words(hint)) for hint in blank.hints):
        yield "stands in its own hint"
    elif initials := _initials(answer, hidden, shown):
        yield f"is given away by {quoted(initials)}"
    elif _stems_shown(answer, shown):
        yield "is given away by words of the same stem"


def _within(phrase: tuple[str, ...], text: tuple[str, ...]) -> bool:
    if phrase[0] not in text:
        return False
    size = len(phrase)
    return any(text[at : at + size] == phrase for at, word in enumerate(text) if word == phrase[0])


def _initials(answer: str, hidden: tuple[str, ...], shown: tuple[str, ...]) -> str:
    """The abbreviation of *answer*, or the long form that *answer* abbreviates, where the card shows it; or empty."""
    if len(hidden) >= 3:
        short = "".join(word[0] for word in hidden)
        return short.upper() if short in shown else ""
    if len(hidden) > 1 or not (answer.isupper() and 3 <= len(answer) <= 6):
        return ""
    size, letters = len(answer), answer.casefold()
    starts = (at for at, word in enumerate(shown) if word[0] == letters[0])
    spelt = (shown[at : at + size] for at in starts if "".join(word[0] for word in shown[at : at + size]) == letters)
    return " ".join(next(spelt, ()))


def _stems_shown(answer: str, shown: tuple[str, ...]) -> bool:
    hidden = content_words(answer)
    if not hidden or not all(word.isascii() and word.isalpha() and len(word) > 4 for word in hidden):
        return False
    stems = {stem(word) for word in shown}
    return all(stem(word) in stems for word in hidden)


RULE = Rule("given-away", "hide both with the same number, reword the rest, or hide another word", each(_judge))
