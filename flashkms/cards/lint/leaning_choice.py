"""A choice whose right option is at least twice as long as every wrong one: length gives it away."""

from __future__ import annotations

from collections.abc import Iterator

from flashkms.cards.entry import Choice
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import bare

SHORT = 40
"""Characters up to which a right option is short enough not to stand out."""


def _judge(reading: Reading) -> Iterator[str]:
    if not isinstance(reading.entry.body, Choice) or not reading.wrong:
        return
    shortest = min(map(len, reading.answers), default=0)
    longest = max(len(bare(wrong.option)) for wrong in reading.wrong)
    if shortest > SHORT and shortest >= 2 * longest:
        yield f"the right option has {shortest} characters, the longest wrong one {longest}"


RULE = Rule("leaning-choice", "shorten the right option, or say more in the wrong ones", each(_judge))
