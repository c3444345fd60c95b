"""An entry as the lint rules read it: its texts without Markdown, and each blank with what is left around it.

Every rule looks at the same few texts, so they are computed once for each entry, before the first rule runs.
"""

from __future__ import annotations

from msgspec import Struct

from flashkms.cards import cloze
from flashkms.cards.deck import Deck, Remark
from flashkms.cards.entry import Choice, Cloze, Entry, Question, WhyNot, WrongOption
from flashkms.cards.lint.words import bare, last_sentence


class HiddenBlank(Struct, frozen=True):
    """What one card of a cloze hides and what it shows. *shown* has `…` where an answer is missing."""

    ordinal: int
    answers: tuple[str, ...]
    shown: str
    hints: tuple[str, ...]


class Reading(Struct, frozen=True):
    """One entry and its texts.

    *front* is the question, the need of a why-not, or a cloze with everything filled in; *ask* its last sentence;
    *answers* what a learner has to say, empty for a cloze; *texts* everything as it is written, by key. *verbatim* is
    the Liquid that its note keeps from being run.
    """

    deck: Deck
    entry: Entry
    front: str
    ask: str
    answers: tuple[str, ...]
    wrong: tuple[WrongOption, ...]
    blanks: tuple[HiddenBlank, ...]
    context: str
    texts: tuple[tuple[str, str], ...]
    verbatim: frozenset[str] = frozenset()
    remarks: tuple[Remark, ...] = ()  # what stands at the entry in its file and says nothing

    @property
    def place(self) -> str:
        """`path:line` of the entry, as messages name it."""
        return f"{self.deck.path}:{self.entry.line}"

    @property
    def point(self) -> str:
        """The point or scenario of the note that the entry came from; empty when it was written by hand."""
        return self.entry.source.key.partition("/")[0] if self.entry.source else ""


def read(deck: Deck, entry: Entry, verbatim: frozenset[str] = frozenset(), remarks: tuple[Remark, ...] = ()) -> Reading:
    """*entry* of *deck* as the rules read it; *verbatim* and *remarks* as in `Reading`."""
    front, answers, wrong = _sides(entry)
    context = bare(" › ".join(entry.context))
    return Reading(
        deck, entry, front, last_sentence(front), answers, wrong, _hidden_blanks(entry), context, _texts(entry),
        verbatim, remarks,
    )  # fmt: skip


def _texts(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Every text of *entry* with the name of its key; empty ones left out."""
    match entry.body:
        case Cloze(text):
            written = [("cloze", text)]
        case Question(question, answers, wrong):
            written = [("question", question), *_all("answer", answers), *_options(wrong)]
        case Choice(question, answers, wrong):
            written = [("choice", question), *_all("answer", answers), *_options(wrong)]
        case WhyNot(option, need, reason, instead):
            written = [("why_not", option), ("need", need), ("answer", reason), *_all("instead", instead)]
    written += [("extra", entry.extra), ("cue", entry.cue), *_all("context", entry.context)]
    return tuple((key, text) for key, text in written if text)


def _all(key: str, values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(key, value) for value in values]


def _options(wrong: tuple[WrongOption, ...]) -> list[tuple[str, str]]:
    return [pair for option in wrong for pair in (("option", option.option), ("why", option.why))]


def _sides(entry: Entry) -> tuple[str, tuple[str, ...], tuple[WrongOption, ...]]:
    match entry.body:
        case Cloze(text):
            return bare(cloze.without_blanks(text)), (), ()
        case Question(question, answers, wrong) | Choice(question, answers, wrong):
            return bare(question), tuple(map(bare, answers)), wrong
        case WhyNot(option, need, reason):
            return bare(f"{need} {option}"), (bare(reason),), ()


def _hidden_blanks(entry: Entry) -> tuple[HiddenBlank, ...]:
    if not isinstance(entry.body, Cloze):
        return ()
    text = entry.body.text
    hints = {blank.ordinal: blank.hint for blank in cloze.blanks(text) if blank.hint}
    return tuple(
        HiddenBlank(
            ordinal,
            tuple(map(bare, cloze.answers(text, ordinal))),
            bare(_without_hint(cloze.hidden(text, ordinal))),
            (bare(hints[ordinal]),) if ordinal in hints else (),
        )
        for ordinal in cloze.ordinals(text)
    )


def _without_hint(hidden: str) -> str:
    shown, *pieces = hidden.split(cloze.BLANK_START)
    return shown + "".join(f" … {piece.partition(cloze.BLANK_END)[2]}" for piece in pieces)
