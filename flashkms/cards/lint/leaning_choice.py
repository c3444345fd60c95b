"""A choice whose right option is at least twice as long as every wrong one: length gives it away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flashkms.cards.entry import Choice
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import bare

SHORT = 40
"""Characters up to which a right option is short enough not to stand out."""


def lengths(answers: Iterable[str], wrong: Iterable[str]) -> tuple[int, int]:
    """Characters of the shortest of *answers* and of the longest of *wrong*, as they are seen."""
    return min((len(bare(one)) for one in answers), default=0), max((len(bare(one)) for one in wrong), default=0)


def leans(shortest: int, longest: int) -> bool:
    """Whether a right option of *shortest* characters stands out beside wrong ones of at most *longest*."""
    return shortest > SHORT and shortest >= 2 * longest > 0


def _judge(reading: Reading) -> Iterator[str]:
    if not isinstance(reading.entry.body, Choice):
        return
    shortest, longest = lengths(reading.answers, (wrong.option for wrong in reading.wrong))
    if leans(shortest, longest):
        yield f"the right option has {shortest} characters, the longest wrong one {longest}"


RULE = Rule("leaning-choice", "shorten the right option, or say more in the wrong ones", each(_judge))
