"""A card that is answered by yes or no: half of the guesses are right."""

from __future__ import annotations

from collections.abc import Iterator

from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import quoted, words

_GUESSES = frozenset(
    {
        *("yes", "no", "true", "false", "correct", "incorrect"),
        *("예", "네", "아니오", "아니요", "참", "거짓", "맞다", "틀리다"),
    }
)


def _judge(reading: Reading) -> Iterator[str]:
    for answer in reading.answers:
        start = words(answer[:40])[:1]
        if (
            start
            and start[0] in _GUESSES
            and (len(words(answer)) == 1 or answer[len(start[0]) :].lstrip()[:1] in ",.;:!-")
        ):
            yield f"the answer is {quoted(start[0])}"


RULE = Rule("yes-no", "ask for the thing itself, or for the reason", each(_judge))
