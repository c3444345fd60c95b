"""The marks of an answer: `A)`, `Solution 2 :`, `정답:`, a verdict, an arrow; and what is left without them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field

from flashkms.notes.clued import Clued
from flashkms.notes.markdown import markdown
from flashkms.notes.note import Option
from flashkms.notes.outline import Block, Item
from flashkms.notes.rich import Rich

_MARK = re.compile(
    r"(?:(?-i:A)\s?\d{0,2}\s*[).:）．：]|(?:Solutions?|Answers?|Ans|정답|답)\s*\d{0,2}\s*[:.)：）])\s*(?=\S|$)",
    re.IGNORECASE,
)
PLAIN = re.compile(
    r"(?:A\s?\d{0,2}[)）]|(?:Solution|Answer)\.(?=\s)"
    r"|(?:Solutions?|(?:Correct\s+)?[Aa]nswers?|Ans|정답|답)\s*\d{0,2}\s*[:：])\s*(?=\S)"
)
ARROW = re.compile(r"(?:-+>|=+>|→|⇒)\s*")
RIGHT = Clued(re.compile(
    r"^(?:✅|✓|✔\ufe0f?|☑\ufe0f?)\s*|\s*(?:\((?:correct(?: answer)?|answer|정답)\)|✓|✔\ufe0f?|✅)\s*$", re.IGNORECASE
), ("✅", "✓", "✔", "☑", "correct)", "answer)", "정답)"))  # fmt: skip
WRONG = Clued(re.compile(
    r"^(?:❌|✗|✘|❎|✖\ufe0f?)\s*|\s*(?:\((?:incorrect|wrong|오답)\)|❌|✗|✘|❎)\s*$", re.IGNORECASE
), ("❌", "✗", "✘", "❎", "✖", "correct)", "wrong)", "오답)"))  # fmt: skip
SIGNED = Clued(re.compile(
    r"(?P<option>[^\s✅✓✔❌✗✘❎✖].{0,300}?)\s*(?P<sign>✅|✓|✔\ufe0f?|❌|✗|✘|❎|✖\ufe0f?)\s*[:：–—-]?\s*(?=\S)"
), ("✅", "✓", "✔", "❌", "✗", "✘", "❎", "✖"))  # fmt: skip
"""An option, the sign of its verdict, and, where the match ends, the reason."""
RIGHT_SIGNS = frozenset("✅✓✔")
_SIGNS = frozenset("✅✓✔☑❌✗✘❎✖")  # that stand before what they judge
_TAIL = Clued(re.compile(r"\s*:\s*$"), (":",))


class Answers(Struct, frozen=True):
    """*texts* are Markdown without marker and bold; *items* are the children that held them or an option.

    *options* are the other options where all stand as a list, with the reasons that stand at them, *refuted* the
    children that held those, *letters* the texts of all by their letter. *remainders* are reasons written behind an
    answer, as Markdown; *quoted* says that the question's quotations were read as answers, and *blocks* are those at
    *items* that were.
    """

    texts: tuple[str, ...]
    items: tuple[Item, ...] = ()
    options: tuple[Option, ...] = ()
    remainders: tuple[str, ...] = ()
    letters: Mapping[str, str] = field(default_factory=dict)
    quoted: bool = False
    refuted: tuple[Item, ...] = ()
    blocks: tuple[Block, ...] = ()


def verdict_end(text: str) -> int:
    """Where the sign of a verdict ends that *text* begins with; 0 where it begins with none."""
    verdict = RIGHT.match(text) or WRONG.match(text) if text[:1] in _SIGNS else None
    return verdict.end() if verdict else 0


def bold_mark(shown: Rich) -> re.Match[str] | None:
    """The mark at the start of *shown*, when what follows it is bold."""
    mark = _MARK.match(shown.plain)
    if not mark:
        return None
    bold = shown.styled("bold")
    return mark if bold and bold[0].start <= mark.end() + 1 else None


def alone(shown: Rich) -> bool:
    """Whether *shown* is nothing but the bold mark of an answer."""
    mark = bold_mark(shown)
    return mark is not None and mark.end() == len(shown.plain)


def bare(answer: Rich, start: int = 0) -> str:
    """*answer* from *start* as Markdown without its stress, an arrow before it and a verdict or colon behind it."""
    answer = answer.part(start, len(answer.plain)).without("bold", "mark")
    begin = 0
    for sign in (ARROW, RIGHT, WRONG):
        found = sign.match(answer.plain[begin:])
        begin += found.end() if found else 0
    end = len(answer.plain)
    for sign in (RIGHT, WRONG, _TAIL):
        end = begin + len(sign.out_of(answer.plain[begin:end]))
    return markdown(answer.part(begin, end))
