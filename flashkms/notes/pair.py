"""A question and its answer, or a term and its definition, in one text: `left :: right`, `Question?::Answer`."""

from __future__ import annotations

import re

_CODE = re.compile(r"(`+)(?:(?!\1).)*\1")
_BOTH = re.compile(
    r"^(?P<left>.{2,300}?)(?P<sign>\s:::?\s+|(?<=[?？])\s*:::?\s*|(?<=[\w)\]가-힣*]):::?(?:\s|(?=[^\s:])))(?P<right>\S.*)$",
    re.DOTALL,
)
# What may stand glued to `::`: text does, `std::move` and `Foo::Bar` do not.
_SPACES = frozenset(("std", "self", "super", "crate", "core", "boost", "aws", "alexa", "custom"))
_USING = frozenset(("call", "calls", "use", "uses", "using", "via", "type", "namespace", "class", "function", "method"))
# What a name of code does, as the second word behind `::`.
_DOES = frozenset(
    ("is", "are", "was", "has", "have", "can", "does", "may", "must", "will", "should", "needs", "returns", "holds",
     "takes", "makes", "gives", "adds", "calls", "creates", "reads", "writes", "throws", "uses", "works", "appends",
     "copies", "moves", "converts", "checks", "stores", "wraps", "owns", "yields", "blocks", "waits", "prints")
)  # fmt: skip
_WORD = re.compile(r"[A-Za-z][a-z'-]*,?|[가-힣]+,?")
_PROSE = re.compile(r"(?:[a-z]+|an?|the|it|[A-Z]|[\d가-힣]\S*)[,.]?(?:\s|$)", re.IGNORECASE)


def find(text: str) -> re.Match[str] | None:
    """The groups `left`, `sign` and `right` of *text*, by their places; None where no `::` parts a text of prose."""
    if "::" not in text:
        return None
    found = _BOTH.match(_CODE.sub(lambda match: "x" * len(match[0]), text))
    return found if found and not re.search(r"https?$", found["left"]) and _is_prose(found) else None


_ASKS = re.compile(r"Q\d{0,3}\s?[:.)]\s+\S")


def asks(line: str) -> bool:
    """Whether *line* begins a question that is called one by its letter: `Q: …`."""
    return line[:1] == "Q" and bool(_ASKS.match(line))


def glued(found: re.Match[str]) -> bool:
    """Whether no space stands beside the sign of the pair *found*."""
    return bool(found["sign"].strip() == found["sign"])


def _is_prose(found: re.Match[str]) -> bool:
    """Whether `::` stands between a question and an answer, and not inside a name of code or an address."""
    if not glued(found) or found["left"].endswith(("?", "？")):
        return True
    left, right = found["left"].split(), found["right"].split()
    name, rest = left[-1], right[0]
    if "::" in rest or ":" in name or name.lower() in _SPACES or re.fullmatch(r"[\da-fA-F]+", name):
        return False
    if len(left) > 1:
        return left[-2].lower() not in _USING
    if name.islower():
        return _defines(right)
    return bool(_PROSE.match(found["right"])) and not re.match(r"[A-Z][A-Za-z]+$", rest)


def _defines(right: list[str]) -> bool:
    """Whether *right* says what a word in lower case is, `rye::dark grain`, and no code, `fs::path holds`."""
    plain = len(right) > 1 and all(_WORD.fullmatch(word) for word in right[:2])
    return plain and right[1].lower() not in _DOES
