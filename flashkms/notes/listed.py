"""Options in a list: which of them are the answers, told by bold, a tick, a verdict, or a line that names letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flashkms.notes import marks, rich
from flashkms.notes.marks import Answers
from flashkms.notes.outline import Item
from flashkms.notes.rich import Rich

Shown = list[tuple[Item, Rich]]

CIRCLED = {ord("①") + at: chr(ord("A") + at) for at in range(8)}  # the signs stand for letters
_LETTER = re.compile(r"(?:\(?([A-Ha-h])\s?[).）．]|([①-⑧]))\s*(?=\S)")
_TICK = re.compile(r"\[([ xX✓✔])\]\s+")
_KEY = re.compile(
    r"\**\s*(?:The\s+)?(?:Correct\s+)?(?:Answers?|Ans|정답|답)\s*\**\s*(?:is|are|[:：])\s*\**\s*"
    r"(?:options?\s+)?\(?((?:(?:[A-Ha-h]\b|[①-⑧])\)?(?:\s*(?:,|&|/|and|와|과)\s*\(?)?)+)",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"\**\s*(?:The\s+)?(?:Correct\s+)?(?:Answers?|Ans|정답|답)\s*\**\s*(?:is|are|[:：])\s*\**\s*"
    r"(?:options?\s+)?\(?(\d(?:\)?\s*(?:,|&|/|and|와|과)\s*\(?\d)*)\)?\s?번?(?:[.,:：]\s|[\s.*]*$)",
    re.IGNORECASE,
)
LONGEST = 40  # words of an option


def keyed(item: Item) -> bool:
    """Whether *item* names the letters of the right options."""
    return bool(item.texts) and bool(_KEY.match(item.texts[0]))


def tells(line: str) -> bool:
    """Whether *line* names the letters of the right options, or is a right option by its tick or verdict."""
    tick = _TICK.match(line)
    return bool(_KEY.match(line) or _NUMBERS.match(line) or (tick and tick[1] != " ") or marks.RIGHT.search(line))


def ticked(shown: Shown) -> Answers | None:
    """The boxes that are ticked among `- [ ]` and `- [x]`."""
    found = [(item, text, tick) for item, text in shown if (tick := _TICK.match(text.plain))]
    if all(tick[1] == " " for _, _, tick in found):
        return None
    options = [(item, marks.bare(text, tick.end()), tick[1] != " ") for item, text, tick in found]
    return _sorted(options)


def judged(shown: Shown) -> Answers | None:
    """The options with a verdict of their own: `✅ Rye`, `Oat ❌`, `Rye (correct)`."""
    told = [(item, text) for item, text in shown if text.plain and not item.children]
    right = {id(item) for item, text in told if marks.RIGHT.search(text.plain)}
    wrong = {id(item) for item, text in told if marks.WRONG.search(text.plain)}
    if not right:
        return None
    fit = [(item, text) for item, text in told if id(item) in right | wrong or (not wrong and _is_option(text))]
    return _sorted([(item, marks.bare(text), id(item) in right) for item, text in fit])


def keyed_numbers(shown: Shown) -> Answers | None:
    """An ordered list of options, of which a remark `Answer: 2` names the right ones."""
    options = [(item, text) for item, text in shown if item.ordered]
    key = next(((item, match) for item, _ in shown if item.texts and (match := _NUMBERS.match(item.texts[0]))), None)
    if key is None or len(options) < 2:
        return None
    right = {int(number) for number in re.findall(r"\d", key[1][1])}
    if not right <= set(range(1, len(options) + 1)):
        return None
    told = _sorted([(item, marks.bare(text), at in right) for at, (item, text) in enumerate(options, 1)])
    return Answers(told.texts, (*told.items, key[0]), told.options, tuple(key[0].texts[1:]))


def numbered(shown: Shown) -> Answers | None:
    """An ordered list of options, of which those that are bold from end to end are right."""
    return _stressed([(item, text) for item, text in shown if item.ordered], least=2)


def stressed(shown: Shown) -> Answers | None:
    """A list of plain options among which some are bold from end to end; a paragraph below the list is none of them."""
    listed = [(item, text) for item, text in shown if item.kind != "paragraph"]
    shown = listed if len(listed) >= 3 else shown
    return _stressed(shown, least=3) if all(not item.children and not item.blocks for item, _ in shown) else None


def _stressed(shown: Shown, *, least: int) -> Answers | None:
    if len(shown) < least or not all(_is_option(text) for _, text in shown):
        return None
    options = [(item, marks.bare(text), text.wholly("bold")) for item, text in shown]
    right = sum(bold for *_, bold in options)
    return _sorted(options) if 0 < right < len(options) else None


def _is_option(text: Rich) -> bool:
    plain = bool(text.plain) and (text.wholly("bold") or not text.styled("bold"))
    return plain and len(text.plain.split()) <= LONGEST and not re.search(r"\s:\s", text.plain)


def _sorted(options: list[tuple[Item, str, bool]]) -> Answers:
    right = tuple(text for _, text, told in options if told)
    return Answers(
        right, tuple(item for item, *_ in options), tuple(text for _, text, told in options if not told)
    )  # fmt: skip


def lettered(shown: Shown) -> Answers | None:
    """Remarks `A. …`, `B. …`: right are the bold ones, or those that a remark `Answer: B` names."""
    texts = [text for _, text in shown]
    letters = _run_of_letters(texts)
    if not letters or any(
        marks.bold_mark(texts[at]) and letter != "A" for at, letter, _ in letters if letter.islower()
    ):
        return None
    key = next((match for item, _ in shown if item.texts and (match := _KEY.match(item.texts[0]))), None)
    right, wrong = _options(texts, letters, _named(key))
    if not right or (letters[0][1].islower() and not key and not wrong):
        return None
    items = [shown[at][0] for at, _, _ in letters]
    return Answers(
        tuple(right.values()), (*items, *_told(shown)), tuple(wrong.values()), _behind(shown), {**right, **wrong}
    )


def lettered_in(question: Item, shown: Shown) -> Answers | None:
    """Options that stand as lines of the question itself; they are taken out of it."""
    if len(question.texts) < 3:
        return None
    texts = [rich.read(line) for line in question.texts]
    letters = [(at + 1, letter, end) for at, letter, end in _run_of_letters(texts[1:])]
    if not letters:
        return None
    lines = [*question.texts, *(item.texts[0] for item, _ in shown if item.texts)]
    key = next((match for line in lines if (match := _KEY.match(line))), None)
    right, wrong = _options(texts, letters, _named(key))
    if not right:
        return None
    taken = {at for at, _, _ in letters}
    question.texts = [line for at, line in enumerate(question.texts) if at not in taken and not _KEY.match(line)]
    question.joined = ""
    return Answers(tuple(right.values()), _told(shown), tuple(wrong.values()), _behind(shown), {**right, **wrong})


def _run_of_letters(texts: Sequence[Rich]) -> list[tuple[int, str, int]]:
    """Index, letter and length of the marker of every text of the first run A, B, C … of at least two."""
    found: list[tuple[int, str, int]] = []
    for at, text in enumerate(texts):
        marker = _LETTER.match(text.plain)
        if not marker:
            continue
        letter = marker[1] or marker[2].translate(CIRCLED)
        if letter.upper() == chr(ord("A") + len(found)):
            if found and found[0][1].isupper() != letter.isupper():
                continue
            found.append((at, letter, marker.end()))
    return found if len(found) >= 2 else []


def _named(key: re.Match[str] | None) -> str:
    """The letters that a key names, in upper case."""
    return "".join(re.findall(r"\b[A-H]\b", key[1].upper().translate(CIRCLED))) if key else ""


def _options(
    texts: Sequence[Rich], letters: list[tuple[int, str, int]], key: str
) -> tuple[dict[str, str], dict[str, str]]:
    """The right and the wrong options by letter: right are the bold ones, or those the *key* names."""
    right: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for at, letter, end in letters:
        text = texts[at]
        named = letter.upper() in key
        bold = text.part(end, len(text.plain)).wholly("bold") or bool(marks.RIGHT.search(text.plain))
        (right if (named if key else bold) else wrong)[letter.upper()] = marks.bare(text, end)
    return right, wrong


def _told(shown: Shown) -> tuple[Item, ...]:
    """The remarks that name the letters."""
    return tuple(item for item, _ in shown if keyed(item))


def _behind(shown: Shown) -> tuple[str, ...]:
    """What else the remarks that name the letters say: the lines below them."""
    return tuple(line for item in _told(shown) for line in item.texts[1:])
