"""What a question asks when no options stand below it: `Which of the following is …?` has nothing that follows."""

from __future__ import annotations

import re

_OF = r"\b(?P<which>which) (?:one |two |ones )?(?:of|from|among) (?:the|these) (?:following|below|options below)"
# What any answer may be called: to name it again says nothing.
_ANY = r"options?|choices?|items?|answers?|alternatives?|statements?|ones?"
_VERBS = (
    "is are was were will would can could should must may might do does did has have had "
    "allows lets helps enables provides describes explains meets satisfies fulfills solves gives offers makes supports"
)
_VERB = rf"(?:\*\*)?(?:{'|'.join(_VERBS.split())})\b"
_PLAIN = re.compile(rf"{_OF}(?: (?:{_ANY}))? (?={_VERB})", re.IGNORECASE)
_NAMED = re.compile(
    rf"{_OF} (?P<noun>(?:[\w*'-]+ ){{0,3}}?[\w*'-]+?s) (?=(?:\*\*)?(?:is|was|does|has)\b)", re.IGNORECASE
)
_OTHER = re.compile(rf"{_OF} (?=[\w*])", re.IGNORECASE)
_TRUE = re.compile(
    r"\b(what|What) are (?=(?:\*\*)?(?:true|false|(?:in)?correct|(?:in)?valid|possible|available|supported|suitable|"
    r"appropriate|required|needed|necessary|recommended|acceptable|allowed)\b)"
)


def of(ask: str) -> str:
    """*ask* as one asks who shows no options; as it is where it speaks of none."""
    if "following" not in (lower := ask.casefold()) and "below" not in lower:
        return ask
    if _PLAIN.search(ask):
        return _TRUE.sub(r"\1 is ", _PLAIN.sub(lambda found: f"{_cased('what', found['which'])} ", ask, count=1))
    named = _NAMED.search(ask)
    if named:
        return f"{ask[: named.start()]}{named['which']} {_one(named['noun'])} {ask[named.end() :]}"
    return _OTHER.sub(lambda found: f"{found['which']} ", ask, count=1)


def _cased(word: str, like: str) -> str:
    return word.capitalize() if like[0].isupper() else word


def _one(noun: str) -> str:
    """*noun*, of many, as of one."""
    return re.sub(r"s(\**)$", r"\1", re.sub(r"ies(\**)$", r"ys\1", noun))
