r"""Cloze text: finding, hiding and showing `{{c1::answer::hint}}` blanks.

The syntax is Anki's, because people know it. Blanks may nest; `::` inside an answer is part of it unless it opens
the hint, which is the last `::` part at the top level of a blank (`{{c1::std::sort::}}` has none). A code span in an
answer is one piece: braces and colons in it mean nothing. Braces that pair up in an answer belong to it, as in
`{{c1::\frac{a}{b}}}`: the blank ends at the `}}` that is left over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

MAX_ORDINAL = 499  # beyond it Anki makes an empty card
MAX_NESTING = 8  # levels of blanks within blanks; what encloses more is text

_A_BLANK = -1  # among the places of open braces: a blank
_BRACE = "\x1f"  # in the place of a brace that only belongs to an answer

# Private-use characters that mark a blank and an answer in face Markdown; text is rid of them when it is read.
BLANK_START, BLANK_END, ANSWER_START, ANSWER_END = "\ue000", "\ue001", "\ue002", "\ue003"

_SIGN = re.compile(r"\{\{c([0-9]{1,3})::|\}\}|(?<!`)(`+)(?!`)")
_BRACES = re.compile(r"\{\{c[0-9]{1,3}::|\{|\}|(?<!`)(`+)(?!`)")
_SIMPLE = re.compile(r"\{\{c[1-9][0-9]?::[^{}`:\s][^{}`:]*\}\}")  # a blank, where nothing around it weighs
_WEIGHTY = re.compile(r"[{}`]")
_INSIDE = re.compile(r"\{\{c[0-9]{1,3}::|\}\}|::|(?<!`)(`+)(?!`)")


class Blank(Struct, frozen=True):
    """One `{{cN::answer::hint}}`: its *ordinal*, its parts, and where it stands in the text (start, end)."""

    ordinal: int
    answer: str
    hint: str
    start: int
    end: int


def blanks(text: str) -> tuple[Blank, ...]:
    """The top-level blanks of *text* in order; an unclosed, empty or misnumbered one is no blank."""
    found: list[Blank] = []
    opened: list[_Opened] = []
    signs = _paired(text)
    for match in _pieces(_SIGN, signs):
        if match[0] != "}}":
            opened.append(_Opened(int(match[1]), match.start(), match.end()))
        elif opened:
            last = opened.pop()
            if opened:
                opened[-1].levels = max(opened[-1].levels, last.levels + 1)
            if last.levels > MAX_NESTING or not 1 <= last.ordinal <= MAX_ORDINAL:
                continue
            end = last.inside + _hint(signs[last.inside : match.start()])
            answer, hint = text[last.inside : end], text[end + 2 : match.start()]
            if not answer.strip():
                continue
            while found and found[-1].start > last.start:  # those within are found in the answer
                found.pop()
            found.append(Blank(last.ordinal, answer, hint, last.start, match.end()))
    return tuple(found)


def all_blanks(text: str) -> tuple[Blank, ...]:
    """Every blank, an outer one before those in its answer; places are those within the answer it stands in."""
    return tuple(inner for blank in blanks(text) for inner in (blank, *all_blanks(blank.answer)))


def has_blank(text: str) -> bool:
    """Whether *text* has a blank at all: most texts tell at the first look."""
    rest = _SIMPLE.sub("", text)
    if len(rest) < len(text) and not _WEIGHTY.search(rest):
        return True
    return bool(ordinals(text))


def ordinals(text: str) -> tuple[int, ...]:
    """The distinct ordinals of *text*'s blanks, nested ones too, ascending."""
    return tuple(sorted({blank.ordinal for blank in all_blanks(text)}))


def without_blanks(text: str) -> str:
    """*text* as a reader sees it once everything is known: every blank replaced by its answer."""
    return replaced(text, lambda blank: without_blanks(blank.answer))


def hidden(text: str, ordinal: int) -> str:
    """*text* with the blanks of *ordinal* hidden behind sentinels and all others filled in."""
    return replaced(
        text,
        lambda blank: (
            f"{BLANK_START}{blank.hint or '…'}{BLANK_END}"
            if blank.ordinal == ordinal
            else hidden(blank.answer, ordinal)
        ),
    )


def revealed(text: str, ordinal: int) -> str:
    """*text* with the answers of *ordinal* between sentinels and all other blanks filled in."""
    return replaced(
        text,
        lambda blank: (
            f"{ANSWER_START}{without_blanks(blank.answer)}{ANSWER_END}"
            if blank.ordinal == ordinal
            else revealed(blank.answer, ordinal)
        ),
    )


def answers(text: str, ordinal: int) -> tuple[str, ...]:
    """What the blanks of *ordinal* hide, in order."""
    return tuple(without_blanks(blank.answer) for blank in all_blanks(text) if blank.ordinal == ordinal)


def replaced(text: str, shown: Callable[[Blank], str]) -> str:
    """*text* with each top-level blank replaced by what *shown* makes of it."""
    parts: list[str] = []
    at = 0
    for blank in blanks(text):
        parts += [text[at : blank.start], shown(blank)]
        at = blank.end
    return "".join([*parts, text[at:]])


def renumbered(text: str, numbers: dict[int, int]) -> str:
    """*text* with every ordinal replaced by its number in *numbers*; the others stay."""

    def written(blank: Blank) -> str:
        answer = text.index("::", blank.start) + 2
        end = text[answer + len(blank.answer) : blank.end]  # an empty hint, too: it keeps a `::` in the answer
        return f"{{{{c{numbers.get(blank.ordinal, blank.ordinal)}::{renumbered(blank.answer, numbers)}{end}"

    return replaced(text, written)


class _Opened(Struct):
    """A blank whose end is still to come: where it starts, where its answer does, how many levels it holds so far."""

    ordinal: int
    start: int
    inside: int
    levels: int = 1


def _pieces(signs: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The *signs* of *text* that stand in no code span of an answer. The last group of *signs* is a run of ticks."""
    if "{{c" not in text and "::" not in text:
        return
    if "`" not in text:
        yield from signs.finditer(text)
        return
    found = list(signs.finditer(text))
    ends = _code_ends(found)
    last_close = text.rfind("}}") if signs is _SIGN else len(text)
    depth, skipped = 0, -1
    for match in found:
        if match.start() < skipped:
            continue
        if match[match.re.groups] and match[0].startswith("`"):
            end = ends.get(match.start(), -1)
            skipped = end if (depth or signs is _INSIDE) and end <= last_close else skipped
            continue
        depth = max(0, depth - 1) if match[0] == "}}" else depth + match[0].startswith("{{")
        yield match


def _code_ends(found: list[re.Match[str]]) -> dict[int, int]:
    """Where the code span that starts at a run of ticks ends; runs without a partner start none."""
    ends: dict[int, int] = {}
    partner: dict[str, int] = {}
    for match in reversed(found):
        if match[0].startswith("`"):
            if match[0] in partner:
                ends[match.start()] = partner[match[0]]
            partner[match[0]] = match.end()
    return ends


def _hint(inside: str) -> int:
    """Where in a blank's *inside* the `::` stands that opens its hint; the length of *inside* when it has none."""
    depth, cut = 0, len(inside)
    if "::" not in inside:
        return cut
    for match in _pieces(_INSIDE, inside):
        if match[0] == "}}":
            depth -= 1
        elif match[0] == "::":
            cut = match.start() if depth == 0 else cut
        else:
            depth += 1
    return cut


def _paired(text: str) -> str:
    """*text*, of the same length, in which braces that pair up within an answer are no braces any more.

    Where that would leave a blank open, no brace of *text* is taken for a part of a pair.
    """
    if text.count("{") == 2 * text.count("{{c"):
        return text
    letters, past = list(text), 0
    opened: list[int] = []
    for match in _pieces(_BRACES, text):
        at, sign = match.start(), match[0]
        if at < past or (len(sign) == 1 and not opened):
            continue
        if sign != "}":
            opened.append(at if sign == "{" else _A_BLANK)
        elif opened[-1] != _A_BLANK:
            letters[opened.pop()] = letters[at] = _BRACE
        elif text.startswith("}}", at):
            opened.pop()
            past = at + 2
    return text if opened else "".join(letters)
