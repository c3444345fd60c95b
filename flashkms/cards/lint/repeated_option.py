"""An option that stands twice, or is right and wrong at once."""

from __future__ import annotations

from collections.abc import Iterator

from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import bare, quoted, spelt


def _judge(reading: Reading) -> Iterator[str]:
    if not reading.wrong:
        return
    right = {spelt(answer) for answer in reading.answers}
    seen: set[tuple[str, ...]] = set()
    for wrong in reading.wrong:
        shown = bare(wrong.option)
        option = spelt(shown)
        if option in right:
            yield f"{quoted(shown)} is an answer and a wrong option"
        elif option in seen:
            yield f"the option {quoted(shown)} stands twice"
        seen.add(option)


RULE = Rule("repeated-option", "drop one of the two", each(_judge))
