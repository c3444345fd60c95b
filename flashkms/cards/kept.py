"""Studied blanks that stay in a text that was reworded elsewhere: their words stand in it as they stood."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from flashkms.cards import cloze
from flashkms.cards.cloze import Blank

_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_LETTER = r"[^\W_]"


def kept(old: str, new: str, ordinals: Collection[int]) -> tuple[str, frozenset[int]]:
    """*new* with those blanks of *old* among *ordinals* whose words stand open in it once, and which these are.

    None is where the author stressed other words of *old* in *new*: that is followed.
    """
    found: set[int] = set()
    if not ordinals or _stressed_anew(cloze.without_blanks(old), cloze.without_blanks(new)):
        return new, frozenset()
    for blank in _single(old, ordinals):
        at = _place(new, blank.answer)
        if at is not None and _bold(old, blank.start) == _bold(new, at):
            end = at + len(blank.answer)
            new = f"{new[:at]}{_written(blank)}{new[end:]}"
            found.add(blank.ordinal)
    return new, frozenset(found)


def _written(blank: Blank) -> str:
    hint = f"::{blank.hint}" if blank.hint or "::" in blank.answer else ""
    return f"{{{{c{blank.ordinal}::{blank.answer}{hint}}}}}"


def _single(text: str, ordinals: Collection[int]) -> Iterator[Blank]:
    """The blanks of *ordinals* that stand alone: no other has their number, and none stands in them."""
    every = [blank.ordinal for blank in cloze.all_blanks(text)]
    for blank in cloze.blanks(text):
        if blank.ordinal in ordinals and every.count(blank.ordinal) == 1 and not cloze.blanks(blank.answer):
            yield blank


def _place(text: str, answer: str) -> int | None:
    """Where the only *answer* of *text* begins, if it stands in no blank and cuts no word."""
    word = re.compile(rf"(?<!{_LETTER}){re.escape(answer)}(?!{_LETTER})")
    if len(word.findall(cloze.without_blanks(text))) != 1:
        return None
    found = word.search(text)
    inside = found and any(blank.start < found.end() and found.start() < blank.end for blank in cloze.blanks(text))
    return found.start() if found and not inside else None


def _bold(text: str, at: int) -> bool:
    return text.count("**", 0, at) % 2 == 1


def _stressed_anew(old: str, new: str) -> bool:
    """Whether words that stand plain in *old* are bold in *new*."""
    plain, bold = old.replace("**", ""), {run.casefold() for run in _BOLD.findall(old)}
    return any(run.casefold() not in bold and run in plain for run in _BOLD.findall(new))
