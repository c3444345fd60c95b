"""The cue: a long question's short first view, made of what its author stressed and of what it asks."""

from __future__ import annotations

import re
from functools import lru_cache

from flashkms.notes import rich, sentence
from flashkms.notes.markdown import markdown
from flashkms.notes.note import Scenario

LONG = 45  # words: a shorter question is shown as it is
ASIDE = 6  # words of stressed text that say enough by themselves
MOST = 40  # words of stressed text that are shown

_CONSTRAINT = re.compile(
    r"\b(?:must|need(?:s|ed)?|requires?d?|should|without|minimi[sz]e|least|most|cost|cheap(?:est)?|only|however|noticed|ensure|prevent|avoid|"
    r"secure(?:ly)?|available|scal(?:e|able)|issue|problem|error|fail(?:s|ed|ure)?|slow|latency|durable|encrypt(?:s|ed|ion)?|comply|compliance|"
    r"automatically|immediately|want(?:s|ed)?|instructed|goal)\b|해야|필요|없이|최소|최대|비용",
    re.IGNORECASE,
)


def of(scenario: Scenario) -> str:
    """The cue of *scenario* as Markdown; empty when the question is short enough to be read whole."""
    if len(scenario.plain.split()) <= LONG:
        return ""
    said = need(scenario)
    cue = f"{said}\n\n{scenario.ask}" if said else scenario.ask
    return cue if len(cue.split()) < len(scenario.plain.split()) else ""


def need(scenario: Scenario) -> str:
    """What *scenario* needs, without what it asks: its stressed phrases, or its most demanding sentences."""
    stressed = _within([part for part in scenario.stressed if part.strip(" .,")], MOST)
    if sum(len(part.split()) for part in stressed) >= ASIDE:
        return " · ".join(part.strip(" .,;:") for part in stressed)
    head = scenario.plain[: sentence.asking(scenario.plain)[0]]
    return " ".join(
        [*(part.strip(" .,;:") + " ·" for part in stressed), *_demanding(head, 2 if not stressed else 1)]
    ).strip(" ·")


def _within(parts: list[str], words: int) -> list[str]:
    kept: list[str] = []
    for part in parts:
        if sum(len(one.split()) for one in kept) + len(part.split()) <= words:
            kept.append(part)
    return kept


@lru_cache(maxsize=64)  # the cards of one scenario ask for the same
def _demanding(text: str, count: int) -> tuple[str, ...]:
    """The *count* sentences of *text* with the most words of constraint, in the order of the text."""
    sentences = [text[start:end] for start, end in sentence.spans(text)]
    ranked = sorted(range(len(sentences)), key=lambda at: (-len(_CONSTRAINT.findall(sentences[at])), -at))
    return tuple(markdown(rich.Rich(_shortened(sentences[at]))) for at in sorted(ranked[:count]))


def _shortened(text: str) -> str:
    words = text.split()
    return text if len(words) <= MOST else " ".join(words[:MOST]) + " …"
