"""A question that is turned around by one small word, which a reader in a hurry overlooks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashkms.cards.entry import Choice, Question
from flashkms.cards.lint.reading import Reading
from flashkms.cards.lint.rule import Rule, each
from flashkms.cards.lint.words import last_sentence, quoted

_NEGATION = re.compile(
    r"\b(?:not|never|except|cannot|false|incorrect|isn't|aren't|doesn't|don't|won't|unsuitable|invalid)\b"
    r"|(?:않는|않은|아닌|없는|틀린|잘못된)\s*것"
)
_EMPHASISED = re.compile(r"\*\*.*?\*\*|__.*?__|==.*?==|`.*?`", re.DOTALL)
_ASKING = re.compile(r"\b(?:which|what|who|where|when|why|how|choose|select|identify)\b|[?？]|것은|무엇", re.IGNORECASE)
_CONDITION = re.compile(
    r"[,;]?\s+\b(?:if|when|while|that|so that|and|but|because|without|who)\b.*", re.IGNORECASE | re.DOTALL
)


def _judge(reading: Reading) -> Iterator[str]:
    body = reading.entry.body
    if not isinstance(body, Question | Choice) or not _NEGATION.search(reading.ask):
        return
    ask = last_sentence(body.question)
    asked = _CONDITION.sub("", _EMPHASISED.sub("", ask), count=1)
    if _ASKING.search(asked) and (negation := _NEGATION.search(asked)):
        yield f"the question turns on a plain {quoted(negation[0])}"


RULE = Rule("hidden-negation", "write the word in bold or capitals, or ask the positive", each(_judge))
