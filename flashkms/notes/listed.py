"""Options in a list: which of them are the answers, told by bold, a tick, a verdict, or a line that names letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from flashkms.notes import marks, option, rich, solution
from flashkms.notes.markdown import markdown
from flashkms.notes.marks import Answers
from flashkms.notes.note import Option
from flashkms.notes.outline import Item
from flashkms.notes.rich import Rich
from flashkms.notes.solution import CIRCLED

Shown = list[tuple[Item, Rich]]

_LETTER = re.compile(r"(?:\(?([A-Ha-h])\s?[).）．]|([①-⑧]))\s*(?=\S)")
_COLON = re.compile(r"([A-H])\s?[:：]\s+(?=\S)")  # marks a reason as well, unless a line names letters
_TICK = re.compile(r"\[([ xX✓✔])\]\s+")
LONGEST = 40  # words of an option


def letter(item: Item) -> str:
    """The letter, in upper case, behind which *item* stands as an option of a list; empty when it has none."""
    mark = _LETTER.match(item.texts[0].lstrip("*_ ")) if item.texts else None
    return _named(mark).upper() if mark else ""


def _named(mark: re.Match[str]) -> str:
    """The letter of the *mark* of an option; a circled number stands for one."""
    return mark[mark.lastindex or 0].translate(CIRCLED)


def boxed(item: Item) -> bool:
    """Whether *item* stands behind a box to tick."""
    return bool(item.texts) and bool(_TICK.match(item.texts[0]))


def opens(item: Item) -> bool:
    """Whether *item* is the first option of a list with letters."""
    return letter(item) == "A" and not item.texts[0].lstrip("*_ (").startswith("a")


def tells(line: str) -> bool:
    """Whether *line* names the letters of the right options, or is a right option by its tick or verdict."""
    tick = _TICK.match(line)
    named = solution.letters(line) or solution.numbers(line)
    return bool(named or (tick and tick[1] != " ") or marks.RIGHT.search(line) or _signed_right(line))


def _signed_right(line: str) -> bool:
    said = marks.SIGNED.match(line)
    return bool(said and said["sign"][0] in marks.RIGHT_SIGNS)


def ticked(shown: Shown) -> Answers | None:
    """The boxes that are ticked among `- [ ]` and `- [x]`."""
    found = [(item, text, tick) for item, text in shown if (tick := _TICK.match(text.plain))]
    if all(tick[1] == " " for _, _, tick in found):
        return None
    return _sorted([_offered(item, text, tick.end(), right=tick[1] != " ") for item, text, tick in found])


def judged(shown: Shown) -> Answers | None:
    """The options with a verdict of their own: `✅ Rye`, `Oat ❌`, `Rye (correct)`."""
    told = [(item, text) for item, text in shown if text.plain and not item.children]
    signs = {id(item): said["sign"][0] for item, text in told if (said := marks.SIGNED.match(text.plain))}
    good = {one for one, sign in signs.items() if sign in marks.RIGHT_SIGNS}
    right = good | {id(item) for item, text in told if marks.RIGHT.search(text.plain)}
    wrong = (signs.keys() - good) | {id(item) for item, text in told if marks.WRONG.search(text.plain)}
    if not right:
        return None
    names = {_offered(None, text, right=True).text for item, text in told if id(item) in right}
    fit = [(item, text) for item, text in told if id(item) in right | wrong
           or (not wrong and _is_option(text) and marks.bare(text) not in names)]  # fmt: skip
    return _sorted([_offered(item, text, right=id(item) in right) for item, text in fit])


def keyed_numbers(shown: Shown) -> Answers | None:
    """An ordered list of options, of which a remark `Answer: 2` names the right ones."""
    options = [(item, text) for item, text in shown if item.ordered]
    key = next((item for item, _ in shown if item.texts and solution.numbers(item.texts[0])), None)
    if key is None or len(options) < 2:
        return None
    right = solution.numbers(key.texts[0])
    if not right <= set(range(1, len(options) + 1)):
        return None
    told = _sorted([_offered(item, text, right=at in right) for at, (item, text) in enumerate(options, 1)])
    return replace(told, items=(*told.items, key), remainders=tuple(key.texts[1:]))


def numbered(shown: Shown) -> Answers | None:
    """An ordered list of options, of which those that are bold from end to end are right."""
    return _stressed([(item, text) for item, text in shown if item.ordered], least=2)


def stressed(shown: Shown) -> Answers | None:
    """A list of plain options among which some are bold from end to end; a paragraph below the list is none of them.

    Where some are called wrong, those and the bold ones are the options, and the others are remarks.
    """
    if any(refuted := [option.explicit(text) for _, text in shown]):
        shown = [one for one, wrong in zip(shown, refuted, strict=True) if wrong or one[1].wholly("bold")]
        return _stressed(shown, least=2)
    listed = [(item, text) for item, text in shown if item.kind != "paragraph"]
    shown = listed if len(listed) >= 3 else shown
    return _stressed(shown, least=3) if all(not item.children and not item.blocks for item, _ in shown) else None


def _stressed(shown: Shown, *, least: int) -> Answers | None:
    if len(shown) < least or not all(_is_option(text) or option.explicit(text) for _, text in shown):
        return None
    options = [_offered(item, text, right=text.wholly("bold") and not option.explicit(text)) for item, text in shown]
    right = sum(one.right for one in options)
    return _sorted(options) if 0 < right < len(options) else None


def _is_option(text: Rich) -> bool:
    plain = bool(text.plain) and (text.wholly("bold") or not text.styled("bold"))
    return plain and len(text.plain.split()) <= LONGEST and not re.search(r"\s:\s", text.plain)


class _Offer(Struct, frozen=True):
    """One option of a list: its *text* and the reason behind it as Markdown, and the *item* that holds it."""

    text: str
    right: bool
    why: str = ""
    item: Item | None = None
    refuted: bool = False  # in so many words


def _offered(item: Item | None, text: Rich, start: int = 0, *, right: bool) -> _Offer:
    """The option in *text* from *start*; what calls a wrong one wrong is its reason."""
    said = None if right else option.explicit(text.part(start, len(text.plain)))
    if said:
        return _Offer(said.text, right, said.why, item, refuted=True)
    if signed := marks.SIGNED.match(text.plain, start):
        why = markdown(text.part(signed.end(), len(text.plain)), links=True)
        return _Offer(marks.bare(text.part(*signed.span("option"))), right, why, item, refuted=not right)
    return _Offer(marks.bare(text, start), right, "", item)


def _sorted(offers: list[_Offer]) -> Answers:
    # What hangs at the last option alone is said of all of them.
    each = any(one.item and one.item.children for one in offers[:-1])
    wrong = [(one, one.item if one.item and (each or one.refuted) else None) for one in offers if not one.right]
    return Answers(
        tuple(one.text for one in offers if one.right),
        tuple(one.item for one in offers if one.item),
        tuple(_ruled_out(one, item) for one, item in wrong),
        tuple(one.why for one in offers if one.right and one.why),
        refuted=tuple(item for _, item in wrong if item),
    )


def _ruled_out(offer: _Offer, item: Item | None) -> Option:
    one = Option(offer.text, offer.why, explicit=True)
    return option.with_below(one, item) if item else one


def lettered(shown: Shown) -> Answers | None:
    """Remarks `A. …`, `B. …`: right are the bold ones, or those that a remark `Answer: B` or `✅ B` names."""
    texts = [text for _, text in shown]
    key = next((named for item, _ in shown if item.texts and (named := solution.letters(item.texts[0]))), "")
    letters = _run_of_letters(texts) or _run_behind_colons(texts, key)
    if not letters or any(
        marks.bold_mark(texts[at]) and letter != "A" for at, letter, _ in letters if letter.islower()
    ):
        return None
    again = {} if key else _restated(texts, letters)
    offers = _options(texts, letters, key or "".join(again.values()))
    told = _sorted([replace(one, item=shown[at][0]) for at, one in offers.items()])
    if not told.texts or (letters[0][1].islower() and not (key or again) and not told.options):
        return None
    return replace(
        told,
        items=(*told.items, *_told(shown), *(shown[at][0] for at in again)),
        remainders=(*told.remainders, *_behind(shown, told.texts)),
        letters={letter.upper(): offers[at].text for at, letter, _ in letters if at in offers},
    )


def lettered_in(question: Item, shown: Shown) -> Answers | None:
    """Options that stand as lines of the question itself; they are taken out of it."""
    if len(question.texts) < 3:
        return None
    texts = [rich.read(line) for line in question.texts]
    lines = [*question.texts, *(item.texts[0] for item, _ in shown if item.texts)]
    key = next((named for line in lines if (named := solution.letters(line))), "")
    run = _run_of_letters(texts[1:]) or _run_behind_colons(texts[1:], key)
    if not run:
        return None
    letters = [(at + 1, letter, end) for at, letter, end in run]
    again = {} if key else _restated(texts, letters)
    offers = _options(texts, letters, key or "".join(again.values()))
    told = _sorted(list(offers.values()))
    if not told.texts:
        return None
    taken = {at for at, _, _ in letters} | again.keys()
    praised = tuple(marks.bare(texts[at]) for at in sorted(taken - offers.keys() - again.keys()))
    question.drop({at for at, line in enumerate(question.texts) if at in taken or (at and solution.letters(line))})
    return replace(
        told,
        items=_told(shown),
        remainders=(*told.remainders, *praised, *_behind(shown, told.texts)),
        letters={letter.upper(): offers[at].text for at, letter, _ in letters if at in offers},
    )


def _run_of_letters(texts: Sequence[Rich], mark: re.Pattern[str] = _LETTER) -> list[tuple[int, str, int]]:
    """Index, letter and length of the *mark* of every text of the first run A, B, C … of at least two."""
    found: list[tuple[int, str, int]] = []
    for at, text in enumerate(texts):
        marker = mark.match(text.plain, marks.verdict_end(text.plain))
        if not marker:
            continue
        letter = _named(marker)
        if letter.upper() == chr(ord("A") + len(found)):
            if found and found[0][1].isupper() != letter.isupper():
                continue
            found.append((at, letter, marker.end()))
    return found if len(found) >= 2 else []


def _run_behind_colons(texts: Sequence[Rich], key: str) -> list[tuple[int, str, int]]:
    """As `_run_of_letters` of `A: …`, where a *key* names letters or some of them, but never A, are bold.

    A bold `A: …` is an answer, and what stands below it may be said of other options.
    """
    run = _run_of_letters(texts, _COLON)
    bold = {letter for at, letter, end in run if texts[at].part(end, len(texts[at].plain)).wholly("bold")}
    return run if key or (bold and "A" not in bold and len(bold) < len(run)) else []


def _restated(texts: Sequence[Rich], letters: list[tuple[int, str, int]]) -> dict[int, str]:
    """The places of those *texts* that say an option of the list again behind a tick, `✔ A. Rye`, and their letters."""
    run = {letter.upper(): texts[at].plain[end:].strip().lower() for at, letter, end in letters}
    places = {at for at, _, _ in letters}
    found: dict[int, str] = {}
    for at, text in enumerate(texts):
        said = marks.RIGHT.out_of(text.plain)
        mark = _LETTER.match(said) if said != text.plain and at not in places else None
        if mark and said[mark.end() :].strip().lower() == run.get(_named(mark).upper()):
            found[at] = _named(mark).upper()
    return found


def _options(texts: Sequence[Rich], letters: list[tuple[int, str, int]], key: str) -> dict[int, _Offer]:
    """The options by their place in *texts*.

    Right are those the *key* names; else the bold ones, those that are called correct, those whose name alone is bold,
    or the one that is left where all others are called wrong. One that is called correct beside bold ones is no option.
    """
    parts = {at: texts[at].part(end, len(texts[at].plain)) for at, _, end in letters}
    refuted = {at for at, part in parts.items() if option.explicit(part) or marks.WRONG.search(texts[at].plain)}
    if key:
        right = {at for at, letter, _ in letters if letter.upper() in key}
        return {at: _split(part, right=at in right) for at, part in parts.items()}
    praised = {at for at, part in parts.items() if at not in refuted and option.right(part)}
    ways = (
        {at for at, part in parts.items() if part.wholly("bold") or marks.RIGHT.search(texts[at].plain)},
        praised,
        {at for at, part in parts.items() if _bold_name(part)},
        parts.keys() if len(refuted) == len(parts) - 1 else set[int](),
    )
    right = next((found for way in ways if (found := {*way} - refuted) and len(found) < len(parts)), set[int]())
    if not right and not refuted:
        right = {*ways[0]}
    return {at: _split(part, right=at in right) for at, part in parts.items() if at in right or at not in praised}


def _bold_name(part: Rich) -> bool:
    """Whether what stands before the colon of *part*, and nothing else, is bold."""
    colon = re.search(r"\s*[:：]\s", part.plain)
    return bool(colon) and part.part(0, colon.start()).wholly("bold")  # type: ignore[union-attr]  # bool(colon)


def _split(part: Rich, *, right: bool) -> _Offer:
    """The option in *part* without the reason behind it."""
    if right and (said := option.right(part)):
        return _Offer(said[0], right, said[1])
    offer = _offered(None, part, right=right)
    if not offer.refuted and not part.wholly("bold") and (named := option.headed(part)):
        return _Offer(named[0], right, named[1])
    return offer


def _told(shown: Shown) -> tuple[Item, ...]:
    """The remarks that name the letters."""
    return tuple(item for item, _ in shown if solution.names(item))


def _behind(shown: Shown, answers: tuple[str, ...]) -> tuple[str, ...]:
    """What else the remarks that name the letters say: behind them, but for the *answers*, and in the lines below."""
    lines = [line for item in _told(shown) for line in (solution.behind(item.texts[0]), *item.texts[1:])]
    said = (markdown(rich.read(line), links=True) for line in lines)
    return tuple(line for line in said if line and line.rstrip(".") not in {one.rstrip(".") for one in answers})
