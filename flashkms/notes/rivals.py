"""What a scenario rules out: options of its list, what remarks call wrong, and what only the contrast shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from flashkms.notes import key, naming, option, rich
from flashkms.notes.markdown import markdown
from flashkms.notes.marks import Answers
from flashkms.notes.note import Option
from flashkms.notes.outline import Item
from flashkms.notes.rich import Rich
from flashkms.notes.solution import CIRCLED

_LETTERS = re.compile(
    r"(?:(?:the\s+)?(?:options?|choices?|answers?)\s+)?\(?[A-H]\)?(?:\s*(?:,|and|&|/|와|과)\s*(?:options?\s+)?\(?[A-H]\)?)*[.)]?",
    re.IGNORECASE,
)
_LETTER_FIRST = re.compile(
    r"((?:options?\s+)?\(?[A-H①-⑧]\)?(?:\s*(?:,|and|&|/|와|과)\s*\(?[A-H①-⑧]\)?)*)\s*[:：.)]\s*(?=\S)", re.IGNORECASE
)
_EXPLAINS = re.compile(r"(?:explanations?|rationale|reasons?|why|해설|설명)\b", re.IGNORECASE)
_SUBJECT = 60  # characters of a remark within which it names what it speaks of


def of(children: Sequence[Item], answers: Answers, question: str) -> tuple[tuple[Option, ...], set[int]]:
    """The wrong options among *children*, and the ids of the children that told them."""
    listed = {one.text: one for one in answers.options if one.text}
    taken = {id(item) for item in answers.refuted}
    rest = [(child, rich.read(child.text)) for child in _told(children) if child not in answers.items]
    found: list[Option] = []
    terms = [term for _, shown in rest if (term := option.term_of(shown)[0])]
    contrasted = any(naming.names(term, answers.texts) for term in terms)
    # Several names beside an answer that is a name: the author went through the alternatives.
    rivals = _rivals([shown for _, shown in rest])
    names = {term for term in rivals if naming.is_name(term)} if all(map(naming.is_name, answers.texts)) else set()
    for child, shown in rest:
        if option.heads_a_list(shown) and child.children:
            found += [option.with_below(option.listed(rich.read(one.text)), one) for one in child.children]
        elif one := option.explicit(shown) or _implied(
            child,
            shown,
            answers,
            question,
            contrasted=contrasted or (len(names) > 1 and option.term_of(shown)[0] in names),
        ):
            meant = _meant(one.text, answers)
            if meant == ():
                continue  # it speaks of the right one
            found += [option.with_below(replace(one, text=text), child) for text in meant or (one.text,)]
        elif meant := _spoken_of(shown, answers, listed):
            why = markdown(shown.part(_label_end(shown, answers, meant), len(shown.plain)), links=True)
            found += [option.with_below(Option(text, why, explicit=True), child) for text in meant]
        else:
            continue
        taken.add(id(child))
    found += _deeper(children, answers, taken)
    return tuple(_merged(list(listed.values()), found)), taken


def _rivals(remarks: Sequence[Rich]) -> list[str]:
    """The terms that may name a rival: those that are not bold, where such a one is called wrong in so many words."""
    terms = [(term, _opens_bold(shown), shown) for shown in remarks if (term := option.term_of(shown)[0])]
    stressed = any(bold for _, bold, _ in terms)
    told = stressed and any(not bold and option.explicit(shown) for _, bold, shown in terms)
    return [term for term, bold, _ in terms if not (bold and told)]


def _opens_bold(shown: Rich) -> bool:
    return any(run.start == 0 for run in shown.styled("bold"))


def _deeper(items: Sequence[Item], answers: Answers, taken: set[int]) -> list[Option]:
    """What remarks below others call wrong in so many words; they, and labels with nothing left below, are *taken*."""
    found: list[Option] = []
    for item in items:
        if id(item) in taken:
            continue
        for below in item.children:
            one = option.explicit(rich.read(below.text), labelled=True) if id(below) not in taken else None
            if one is None or (meant := _meant(one.text, answers)) == ():
                continue
            found += [option.with_below(replace(one, text=text), below) for text in meant or (one.text,)]
            taken.add(id(below))
        found += _deeper(item.children, answers, taken)
        told = item.children and all(id(below) in taken for below in item.children)
        if told and not item.blocks and item not in answers.items and option.is_label(rich.read(item.text)):
            taken.add(id(item))
    return found


def _told(children: Sequence[Item]) -> list[Item]:
    """*children*, and those below a label `Explanation`."""
    told: list[Item] = []
    for child in children:
        told.append(child)
        if child.children and _EXPLAINS.match(child.text.lstrip("*_ ")):
            told += child.children
    return told


def _implied(child: Item, shown: Rich, answers: Answers, question: str, *, contrasted: bool) -> Option | None:
    """As `option.implied`, but a remark over bullets that name the answer speaks of more than a rival."""
    if any(naming.names(below.text, answers.texts) or _heads(below, answers) for below in child.children):
        return None
    return option.implied(shown, question, answers.texts, contrasted=contrasted)


def _heads(below: Item, answers: Answers) -> bool:
    term, _ = option.term_of(rich.read(below.text))
    return bool(term) and naming.names(term, answers.texts)


def _meant(text: str, answers: Answers) -> tuple[str, ...] | None:
    """The wrong options of the list that *text* names, by their letters or by words that only one option has."""
    by_letter = _by_letter(text, answers)
    if by_letter is not None:
        return by_letter
    wrong = _wrong(answers)
    named = tuple(one for one in (*wrong, *answers.texts) if naming.names_in(text, one))
    return named if len(named) == 1 and named[0] in wrong else None


def _by_letter(text: str, answers: Answers) -> tuple[str, ...] | None:
    """The wrong options whose letters *text* is made of; None when it is no letters."""
    text = text.translate(CIRCLED)
    if not answers.letters or not _LETTERS.fullmatch(text):
        return None
    letters = re.findall(r"\b[A-H]\b", re.sub(r"(?i)options?|choices?|answers?|and|the", " ", text).upper())
    meant = (answers.letters.get(letter, "") for letter in letters)
    return tuple(one for one in meant if one in _wrong(answers))


def _wrong(answers: Answers) -> tuple[str, ...]:
    return tuple(one.text for one in answers.options)


def _spoken_of(shown: Rich, answers: Answers, listed: Mapping[str, Option]) -> tuple[str, ...]:
    """The options of the list that a remark begins by naming: by letter, or by what they are called."""
    if not listed:
        return ()
    if (letter := _LETTER_FIRST.match(shown.plain)) and (meant := _by_letter(letter[1], answers)) is not None:
        return meant
    subject = f" {shown.plain[:_SUBJECT]}"
    if any(naming.names_in(right, subject) for right in answers.texts):
        return ()
    return tuple(text for text in listed if naming.names_in(text, subject))


def _label_end(shown: Rich, answers: Answers, meant: Sequence[str]) -> int:
    """Where the reason starts in a remark `C : text` or `Corn : text` of *meant*; 0 where a sentence names them."""
    letter = _LETTER_FIRST.match(shown.plain)
    if letter and _by_letter(letter[1], answers) is not None:
        return letter.end()
    term, start = option.term_of(shown)
    return start if key.folded(term) in map(key.folded, meant) else 0


def _merged(listed: list[Option], more: list[Option]) -> list[Option]:
    """*listed* with the reasons of *more* put where the same option stands already, and the others after them."""
    found = list(listed)
    for one in more:
        same = next(
            (at for at, other in enumerate(found) if other.text.rstrip(".").lower() == one.text.rstrip(".").lower()),
            None,
        )
        if same is None:
            found.append(one)
        elif not found[same].why or not _is_told(one, [*found, *more]):
            why = "\n\n".join(why for why in (found[same].why, one.why) if why)
            found[same] = Option(found[same].text, why, found[same].explicit or one.explicit)
    return found


def _is_told(one: Option, others: Sequence[Option]) -> bool:
    """Whether the reason of *one* is told of some of the *others* too."""
    return any(other is not one and one.why in other.why for other in others)
