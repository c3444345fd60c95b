"""Questions that lean on options: "Which statement is false …", "Which of the following …", "(Choose 2)"."""

from __future__ import annotations

import re

from flashkms.cards.lint.missing_options import FOLLOWING, NAMED, STORY
from flashkms.notes import sentence
from flashkms.notes.clued import Clued
from flashkms.notes.note import Scenario

# What is true of a thing has no end: it is one of those that were shown.
_STATEMENTS = Clued(re.compile(
    r"\b(?:which|what)\b[^.?]{0,80}\b(?:statements?|(?:is|are) (?:\W*)?(?:not |in)?(?:true|false|correct))\b|"
    r"(?:옳은|옳지 않은|맞는|틀린|올바른|올바르지 않은) (?:것|설명)",
    re.IGNORECASE,
), ("statement", "true", "false", "correct", "것", "설명"))  # fmt: skip
_ASKS = re.compile(
    r"[?？]|\b(?:which|what|how|why|when|where|who|choose|select|pick|name|list|describe|explain|identify|find)\b|"
    r"(?:시오|하라|세요|까|고르|무엇|어떤|어느)[.\s]*",
    re.IGNORECASE,
)
ASKS_NOTHING = "asks nothing"


def why(scenario: Scenario) -> str:
    """Why *scenario* has more right answers than its own while no option is shown; empty when it has one."""
    if "?" not in scenario.plain and not _ASKS.search(scenario.plain):
        return ASKS_NOTHING
    if _STATEMENTS.search(scenario.ask):
        return "asks for a statement, and shows none"
    several = sentence.declared(scenario.plain) > 1 or len(scenario.answers) > 1
    if several and not all(len(answer.split()) <= NAMED for answer in scenario.answers):
        return "asks for some of many, and shows none"
    if len(scenario.plain.split()) < STORY and FOLLOWING.search(scenario.plain):
        return "asks which of the following, and shows none"
    return ""


def wants_options(scenario: Scenario) -> bool:
    """Whether *scenario* is better asked with its options, where there are some: it leans on them, or counts."""
    return why(scenario) not in ("", ASKS_NOTHING) or sentence.declared(scenario.plain) > 1
