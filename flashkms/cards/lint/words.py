"""Words as the lint rules count and compare them: Markdown set aside, case folded, English endings cut off.

Hangul words are compared whole: the rules that need stems or stop words say nothing about them rather than guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

FUNCTION_WORDS = frozenset(
    """a about after all also although am an and another any are as at be because been before being between both but by
    can could did do does during each either etc every for from had has have having he her here him his how however i
    if in into is it its just many may might more most much must neither nor of off on one onto or other our out over
    own shall she should since so some such than that the their them then there these they this those though through
    thus to too toward under until up upon us very was we were what when where whether which while who whom whose why
    will with within without would you your""".split()  # noqa: SIM905  # a list of quoted words hides the words
)
"""Words that carry no fact. *not*, *no*, *never* and *only* are left out: to hide one of them can be a good card."""

_WORD = re.compile(r"[^\W_]+(?:[-.'’/+_][^\W_]+)*")
_LINK = re.compile(r"!?\[([^\]\n]{0,200})\]\([^)\n]{0,500}\)")
_FENCE = re.compile(r"^[ \t]*(?:```|~~~).*?(?:^[ \t]*(?:```|~~~)[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(?<!`)(`+)(?!`)[^\n]+?(?<!`)\1(?!`)")
_MARKS = re.compile(r"[*`~]+|==|(?<!\w)_+|_+(?!\w)")
_PUNCTUATION = ".,;:!?…\"'“”‘’()"
_ENDINGS = (
    *("izations", "ization", "ations", "ation", "ments", "ment", "ions", "ings", "ness", "able", "ible", "ers", "ing"),
    *("ion", "ies", "ied", "ed", "er", "es", "ly"),
)
_SENTENCE_END = re.compile(r"(?<=[.!?。])[\"'”’)*]*\s+|\n\s*\n")


def closes_brackets(text: str) -> bool:
    """Whether every bracket of *text* has its other half in it."""
    return text.count("(") == text.count(")") and text.count("[") == text.count("]")


def bare(text: str) -> str:
    """*text* without Markdown marks, links shown as their text, code as it is, white space run together."""
    if "[" in text:
        text = _LINK.sub(r"\1", text)
    return " ".join(("".join(_unmarked(text)) if "`" in text else _MARKS.sub("", text)).split())


def _unmarked(text: str) -> Iterator[str]:
    at = 0
    for code in _CODE.finditer(text):
        yield _MARKS.sub("", text[at : code.start()])
        yield text[code.end(1) : code.end() - len(code[1])]
        at = code.end()
    yield _MARKS.sub("", text[at:])


def prose(text: str) -> str:
    """*text* without its code: an ellipsis for each fence and span."""
    return _CODE.sub("…", _FENCE.sub("…", text)) if "`" in text or "~~~" in text else text


def words(text: str) -> tuple[str, ...]:
    """The words and numbers of *text* in order, lower case; `envelope-encryption` and `10.5` are one word each."""
    return tuple(_WORD.findall(text.casefold()))


def spelt(text: str) -> tuple[str, ...]:
    """*text* as it is told from another one: without case and punctuation, but `C++` is not `C`, nor `=` nothing."""
    return tuple(word.strip(_PUNCTUATION) or word for word in text.casefold().split())


def content_words(text: str) -> tuple[str, ...]:
    """The words of *text* that are no function words."""
    return tuple([word for word in words(text) if word not in FUNCTION_WORDS])


@lru_cache(maxsize=8192)  # the words of a deck come back
def stem(word: str) -> str:
    """*word* without its English ending, at least three letters; a word of another script unchanged."""
    if not word.isascii() or len(word) < 4:
        return word
    cut = next((word[: -len(end)] for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= 4), word)
    if cut.endswith("s") and not cut.endswith("ss"):
        cut = cut[:-1]
    return cut[:-1] if len(cut) > 4 and cut[-1] in "eyi" else cut


def last_sentence(text: str) -> str:
    """The last sentence of *text*, which is the actual question of a long one; empty when *text* is."""
    return _SENTENCE_END.split(text.strip())[-1]


def quoted(text: str) -> str:
    """*text* as a message quotes it: on one line, in quotation marks, at most 60 characters."""
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= 60 else f'"{line[:59]}…"'
