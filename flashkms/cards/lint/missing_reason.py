"""A wrong option without a reason: a lure that is not explained can be learned as a fact."""

from __future__ import annotations

from collections.abc import Iterator

from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import quoted


def _judge(reading: Reading) -> Iterator[str]:
    bare_options = [wrong.option for wrong in reading.wrong if not wrong.why.strip()]
    if len(bare_options) == 1:
        yield f"the wrong option {quoted(bare_options[0])} has no reason"
    elif bare_options:
        yield f"{len(bare_options)} of {len(reading.wrong)} wrong options have no reason"


RULE = Rule("missing-reason", "add why: it does not fit", each(_judge))
