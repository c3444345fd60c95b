"""Where stars open and close stress: as CommonMark has it, and beside a particle too, where it reads none.

CommonMark lets no stars close between a sign and a letter, so `**(CMK)**는` and `**"답"**은` would show their stars; in
Korean a particle stands there in every second sentence. Here stars that opened behind a space or a sign are closed by
the next that stand behind a word or a sign. The marks and braces of a blank count as letters: what they hold is a word.
"""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

from flashkms.cards.cloze import ANSWER_END, ANSWER_START, BLANK_END, BLANK_START

_OPENING, _CLOSING = r"(\[{«‹‘“「『【〈《（［｛", r")\]}»›’”」』】〉》）］｝"  # brackets, as in a set of characters
_JOINED = "\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"  # letters of scripts that part no words
_MARKS = f"{BLANK_START}{BLANK_END}{ANSWER_START}{ANSWER_END}"
_LETTER = f"(?:[^\\W_]|[{_MARKS}])"
_NO_LETTER_YET = f"(?<![^\\W_])(?<![{_MARKS}])"
WITHIN = r"\n(?!\n)|[^\n"  # begins a set of characters: no stress goes on in the next paragraph
_GLUED = rf"(?<=[{_JOINED}])(?=\*{{2,3}}[^\s\w*{_CLOSING}])"  # bold that begins with a sign, behind a particle
_STRICT = rf"(?P<strict>{_NO_LETTER_YET}(?<![{_CLOSING}])|{_GLUED})?"
_CLOSED = rf"(?<=\S)(?:(?<={_LETTER})(?P=stars)|(?P=stars)(?!{_LETTER})"

NO_WORD = rf"(?!(?![{_JOINED}])\w)"  # no letter follows but that of a particle

# Stress between stars as a pattern, the stars in `stars`, what they stress in `said`.
STRONG = (
    rf"{_STRICT}(?:{_NO_LETTER_YET}|(?=\*{{2,3}}{_LETTER})|{_GLUED})"
    rf"(?P<stars>\*\*\*|\*\*)(?=[^\s*])(?P<said>(?:{WITHIN}*]|\*(?!\*)){{1,1000}}?)"
    rf"{_CLOSED}|(?(strict)(?<![{_OPENING}])(?P=stars)|(?!)))"
)
EMPHASIS = (
    rf"{_STRICT}(?:{_NO_LETTER_YET}|(?=\*{_LETTER}))(?<!\*)(?P<stars>\*)(?=[^\s*])(?P<said>(?:{WITHIN}*]){{1,500}}?)"
    rf"{_CLOSED}|(?(strict)(?<![{_OPENING}])(?P=stars)(?=[{_JOINED}])|(?!)))(?!\*)"
)

_IS_JOINED = re.compile(f"[{_JOINED}]")


class Run(Struct, frozen=True):
    """Stars in a row: how many, and the characters *before* and *after* them, a space where there is none."""

    length: int
    before: str
    after: str

    @property
    def opens(self) -> bool:
        """Whether stress may begin here."""
        return not self.after.isspace() and (_letter(self.after) or not _letter(self.before) or self.glued)

    @property
    def closes(self) -> bool:
        """Whether stress may end here, whatever opened it."""
        return not self.before.isspace() and (_letter(self.before) or not _letter(self.after))

    @property
    def closes_strict(self) -> bool:
        """Whether stress that strict stars opened may end here: bold always, emphasis before a particle."""
        joined = self.length > 1 or bool(_IS_JOINED.match(self.after))
        return joined and not self.before.isspace() and self.before not in _OPENING

    @property
    def strict(self) -> bool:
        """Whether stress begins here that `closes_strict` ends: behind a space, or a sign that closes no bracket."""
        return self.glued or (self.opens and not self.closes and self.before not in _CLOSING)

    @property
    def glued(self) -> bool:
        """Whether bold begins here with a sign, behind a letter: CommonMark lets none begin."""
        signs = not _letter(self.after) and self.after not in _CLOSING
        return self.length > 1 and signs and bool(_IS_JOINED.match(self.before))


def run(text: str, start: int, end: int, last: int) -> Run:
    """The stars from *start* to *end* of *text*, which ends at *last*."""
    before = BLANK_END if text.startswith("}}", start - 2) and start > 1 else text[start - 1] if start else " "
    after = BLANK_START if text.startswith("{{c", end) else text[end] if end < last else " "
    return Run(end - start, before, after)


def closes_low(text: str, start: int, end: int, last: int) -> bool:
    """Whether the low lines from *start* to *end* stand behind words or a sign, and before a particle."""
    low = run(text, start, end, last)
    return not low.before.isspace() and low.before not in _OPENING and bool(_IS_JOINED.match(low.after))


def _letter(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char)[0] not in "PS"
