"""Right options of a choice made shorter: what only explains one is told after the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flashkms.cards.entry import WrongOption
from flashkms.cards.lint.leaning_choice import leans as stands_out
from flashkms.cards.lint.leaning_choice import lengths

_BRACKET = re.compile(r"\s*\([^()]{3,}\)(?=[.]?$)")
_REASON = re.compile(
    r"(?:,\s+(?:which|so it|as it|as they|as this|where)|,?\s+(?:because|since|so that))\s.*$|\s+(?:-{1,2}|–|—)\s.*$",
    re.DOTALL,
)
_LEAST = 2  # words that an option keeps


def leans(answers: Sequence[str], wrong: Sequence[WrongOption]) -> bool:
    """Whether *answers* give themselves away beside *wrong* options that are half as long at most."""
    return stands_out(*lengths(answers, (one.option for one in wrong)))


def shortened(answer: str) -> str:
    """*answer* without the reason behind it or the bracket at its end; as it is where little would be left."""
    if answer.count("`") % 2 or "\n" in answer:
        return answer
    short = answer
    for pattern in (_REASON, _BRACKET):
        cut = pattern.sub("", short)
        if len(cut.split()) >= _LEAST and all(cut.count(sign) % 2 == 0 for sign in ("`", "**")):
            short = cut
    return short
