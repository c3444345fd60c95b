"""Words in full and their short form in one text: `Elastic Block Store … EBS`; each leads to the other."""

from __future__ import annotations

import re

from flashkms.notes.blanks.tokens import Tokens
from flashkms.notes.blanks.words import ACRONYM

_TIMES = re.compile(r"([A-Z])([2-5])")
PLURAL = re.compile(r"(?<=[A-Z0-9])s$")  # of a short form
LEAST = 3  # letters: of two, too many pairs of words begin so
MOST = 120  # tokens that are looked at: no blank stands behind them
_PASSED = frozenset(("of", "and", "the", "for", "to", "in", "&"))


def of(tokens: Tokens) -> tuple[tuple[int, int, int], ...]:
    """First and last (exclusive) token of each row of words that another token gives the letters of, and that one."""
    shorts = {
        at: letters(tokens.text[tokens.starts[at] : tokens.ends[at]])
        for at, bits in enumerate(tokens.classes[:MOST])
        if bits & ACRONYM
    }
    found: list[tuple[int, int, int]] = []
    for at, short in shorts.items():
        if len(short) >= LEAST and short.isalpha():
            found += [(start, end, at) for start, end in rows(tokens, short) if not start <= at < end]
    return tuple(found)


def letters(short: str) -> str:
    """The letters of *short*, a digit as so many of the letter before it: `EC2` is `ECC`, `S3` is `SSS`."""
    if short.endswith("s"):
        short = PLURAL.sub("", short)
    return short if short.isalpha() else _TIMES.sub(lambda times: times[1] * int(times[2]), short)


def rows(tokens: Tokens, short: str) -> list[tuple[int, int]]:
    """Where words in a row begin with the letters of *short*, one each; small words between them may be passed over."""
    wanted = short.lower()
    lowers, before, count = tokens.lowers, tokens.before, len(tokens)
    rows: list[tuple[int, int]] = []
    for start in [at for at, word in enumerate(lowers[:MOST]) if word[0] == wanted[0]]:
        at, met = start, 0
        while at < count and met < len(wanted) and (at == start or before[at] in (" ", "-")):
            spelled = _spelled(lowers[at])
            if wanted.startswith(spelled, met):
                met += len(spelled)
            elif spelled[0] == wanted[met]:
                met += 1
            elif lowers[at] not in _PASSED:
                break
            at += 1
        if met == len(wanted):
            rows.append((start, at))
    return rows


def _spelled(word: str) -> str:
    """The letters that *word* gives a short form: `real-time` is `rt`."""
    return "".join(part[0] for part in word.split("-") if part) if "-" in word else word[0]
