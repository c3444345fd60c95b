"""The cue: a long question's short first view, made of what its author stressed and of what it asks."""

from __future__ import annotations

import re
from functools import lru_cache

from flashkms.notes import rich, sentence
from flashkms.notes.markdown import markdown
from flashkms.notes.note import Scenario

LONG = 45  # words: a shorter question is shown as it is
PHRASE = 6  # words of one stressed phrase that say enough by themselves
ASIDE = 12  # words of all stressed phrases together that do
MOST = 40  # words of stressed text, or of one sentence, that are shown
GLANCE = 55  # words of two sentences that are

_CONSTRAINT = re.compile(
    r"\b(?:must|need(?:s|ed)?|requires?d?|should|without|minimi[sz]e|least|most|cost|cheap(?:est)?|only|however|noticed|ensure|prevent|avoid|"
    r"secure(?:ly)?|available|scal(?:e|able)|issue|problem|error|fail(?:s|ed|ure)?|slow|latency|durable|encrypt(?:s|ed|ion)?|comply|compliance|"
    r"automatically|immediately|want(?:s|ed)?|instructed|goal)\b|해야|필요|없이|최소|최대|비용",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b(?:[A-Z][a-z]*[A-Z0-9][A-Za-z0-9]*|(?<=[a-z,;] )[A-Z][a-z]+)\b")
_ROLE = re.compile(
    r"\b(?:(?:IT|Solutions?|Cloud|System|SysOps|DevOps|Security|Senior|Lead|Software|Network|Database|Support|Project)\s+)*"
    r"(?:Architects?|Managers?|Engineers?|Administrators?|Developers?|Director|Officer|Team|Lead|C[A-Z]O|CISO)\b"
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
    lengths = [len(part.split()) for part in stressed]
    if sum(lengths) >= ASIDE or max(lengths, default=0) >= PHRASE:
        return " · ".join(part.strip(" .,;:") for part in stressed)
    head = scenario.plain[: sentence.asking(scenario.plain)[0]]
    # A few words here and there tell no story: the sentences do that hold them, or what the task demands.
    return " ".join(_telling(head, tuple(part.strip(" .,;:") for part in stressed)))


def asked(scenario: Scenario) -> str:
    """What *scenario* needs and, where both are short enough, what it asks: all that tells its options apart."""
    said = need(scenario)
    both = f"{said}\n\n{scenario.ask}" if said else scenario.ask
    return both if not said or len(both.split()) <= LONG else said


def _within(parts: list[str], words: int) -> list[str]:
    kept: list[str] = []
    for part in parts:
        if sum(len(one.split()) for one in kept) + len(part.split()) <= words:
            kept.append(part)
    return kept


@lru_cache(maxsize=64)  # the cards of one scenario ask for the same
def _telling(text: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    """The two sentences of *text* that tell most, in its order: words of constraint and stressed *parts* count.

    The second one only where it tells anything, or names what the first one leaves unnamed, and where both are short
    enough to be read at a glance.
    """
    sentences = [text[start:end] for start, end in sentence.spans(text)]
    worth = [len(_CONSTRAINT.findall(one)) + 2 * sum(part in one for part in parts) for one in sentences]
    best = sorted(range(len(sentences)), key=lambda at: (-worth[at], -at))[:2]
    if any(worth[at] for at in best) and not all(worth[at] for at in best):
        best = best[:1] + _naming(sentences, best[0])
    if sum(min(len(sentences[at].split()), MOST) for at in best) > GLANCE:
        best = best[:1]
    return tuple(markdown(rich.Rich(_shortened(sentences[at].strip()))) for at in sorted(best))


def _naming(sentences: list[str], best: int) -> list[int]:
    """The sentence that names most of what the one at *best* speaks of without a name; none where it has names."""
    if _names(sentences[best]):
        return []
    names = [len(_names(one)) for one in sentences]
    most = max(range(len(sentences)), key=lambda at: (names[at], -at))
    return [most] if names[most] else []


def _names(text: str) -> set[str]:
    """What *text* names: words in capitals that do not begin it; who has what task is no matter."""
    return set(_NAME.findall(_ROLE.sub(" ", text)))


def _shortened(text: str) -> str:
    words = text.split()
    return text if len(words) <= MOST else " ".join(words[:MOST]) + " …"
