"""A card as blocks: what stands on its front, and what on its back, in the order that a person reads."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from textual.content import Content

from flashkms.cards import cloze
from flashkms.cards.card import Card, number
from flashkms.cards.entry import Choice, Cloze, Question, WhyNot, WrongOption
from flashkms.cards.face import ShownOption, answers, back, front, options, plain
from flashkms.tui.text.blocks import Block, Item, Listing, Muted, Paragraph, Rule
from flashkms.tui.text.document import document
from flashkms.tui.text.shown import shown, shown_line
from flashkms.tui.typed import Comparison

KINDS = {Question: "Question", Cloze: "Cloze", Choice: "Choice", WhyNot: "Why not?"}


class Face:
    """Both sides of a card, each read when it is asked for: a card is shown before its answer is read."""

    def __init__(self, card: Card) -> None:
        self._card = card
        self.kind = KINDS[type(card.entry.body)]
        self.options = options(card, number(card.id))  # of a choice; they stand below either side

    @cached_property
    def front(self) -> tuple[Block, ...]:
        """What is asked, below its context."""
        return (*_context(self._card.entry.context), *_front(self._card))

    @cached_property
    def back(self) -> tuple[Block, ...]:
        """All that shows once the answer does, the front included."""
        return (*_context(self._card.entry.context), *_back(self._card, self._extra))

    @property
    def tail(self) -> tuple[Block, ...]:
        """What stands below the options of a choice once the answer shows."""
        return self._extra if self.options else ()

    @cached_property
    def front_images(self) -> tuple[str, ...]:
        """The addresses of the pictures in what is asked."""
        return tuple(dict.fromkeys(document(front(self._card)).images))

    @cached_property
    def back_images(self) -> tuple[str, ...]:
        """The addresses of those that show only with the answer."""
        told = dict.fromkeys((*document(back(self._card)).images, *self._card.entry.images))
        return tuple(image for image in told if image not in self.front_images)

    def read(self) -> None:
        """Read both sides now, so that neither is waited for."""
        _ = self.front, self.back

    @cached_property
    def _extra(self) -> tuple[Block, ...]:
        extra = _blocks(self._card.entry.extra)
        return (Muted(extra),) if extra else ()


def option_block(number_: int, option: ShownOption, *, picked: bool, revealed: bool) -> tuple[Block, ...]:
    """One option of a choice: its number and whether it is picked, later whether it is right; always as many lines."""
    mark = ("✓" if option.correct else "✗") if revealed else "●" if picked else "○"
    return (Item(f"{number_}{'›' if picked and revealed else ' '}{mark} ", document(option.text).blocks),)


def judgements(face: Face, picked: Collection[int]) -> tuple[Block, ...]:
    """What stands below the options once the answer shows: the right ones, the tail, then the wrong ones with why not.

    Of the wrong ones those that were *picked*, by their index, come first.
    """
    return (Rule(), _judged(face, picked, correct=True), *face.tail, _judged(face, picked, correct=False))


def judgement_of_miss(face: Face, picked: Collection[int]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """What of `judgements` stands above why not the first wrong option that was *picked*, and that with it."""
    above = judgements(face, picked)[:-1]
    return above, (*above, Listing(_judged(face, picked, correct=False).items[:1], tight=True))


def _judged(face: Face, picked: Collection[int], *, correct: bool) -> Listing:
    numbered = [(at, option) for at, option in enumerate(face.options) if option.correct is correct]
    numbered.sort(key=lambda each: each[0] not in picked)
    return Listing(tuple(_judgement(at, option, picked=at in picked) for at, option in numbered), tight=True)


def _judgement(at: int, option: ShownOption, *, picked: bool) -> Item:
    words = " · ".join(word for word in ("right" if option.correct else "wrong", "your pick" if picked else "") if word)
    verdict = document(f"{words}: {option.why}" if option.why else words).blocks
    return Item(f"{at + 1} {'✓' if option.correct else '✗'} ", verdict if option.correct else (Muted(verdict),))


def typed_block(comparison: Comparison) -> tuple[Block, ...]:
    """What was typed beside what is right: left out underlined, too much struck through."""
    styles = {"same": "$success", "extra": "strike $error", "missing": "bold underline $warning"}
    told = Content.assemble(*((shown(text), styles[kind]) for kind, text in comparison.parts))
    return (
        Rule(),
        Muted((Paragraph(Content("You typed it right." if comparison.right else "You typed:")),)),
        Paragraph(told),
    )


def typed_answer(card: Card) -> str:
    """The answer that a person may type, on one line; empty where it is too long for that."""
    answer = " ".join(" ".join(plain(text) for text in answers(card)).split())
    return answer if len(answer) <= _TYPEABLE else ""


_TYPEABLE = 80  # characters; a longer answer is judged better by reading than letter by letter


def _front(card: Card) -> tuple[Block, ...]:
    match card.entry.body:
        case Cloze(text):
            return _blocks(cloze.hidden(text, card.ordinal))
        case Question(question, answers):
            return _asked(question, card.entry.cue) if card.ordinal == 1 else _answers(answers)
        case Choice(question):
            return _asked(question, card.entry.cue)
        case WhyNot(option, need):
            return (*_blocks(need), *_blocks(f"Why not **{option}**?"))


def _back(card: Card, extra: tuple[Block, ...]) -> tuple[Block, ...]:
    """The front and the answer; the *extra*, which is the why, stands before the reasons why not."""
    match card.entry.body:
        case Cloze(text):
            return (*_blocks(cloze.revealed(text, card.ordinal)), *extra)
        case Question(question, answers, wrong):
            answer = _answers(answers) if card.ordinal == 1 else _blocks(question)
            return (*_front(card), Rule(), *answer, *extra, *_reasons(wrong))
        case Choice():
            return _front(card)
        case WhyNot(_, _, reason, instead):
            return (*_front(card), Rule(), *_blocks(reason), *_instead(instead), *extra)


def _blocks(text: str) -> tuple[Block, ...]:
    return document(text).blocks


def _asked(question: str, cue: str) -> tuple[Block, ...]:
    return (*_blocks(cue), Muted(_blocks(question))) if cue else _blocks(question)


def _answers(answers: tuple[str, ...]) -> tuple[Block, ...]:
    if len(answers) == 1:
        return _blocks(answers[0])
    return (Listing(tuple(Item("• ", _blocks(answer)) for answer in answers), tight=True),)


def _reasons(wrong: tuple[WrongOption, ...]) -> tuple[Block, ...]:
    if not wrong:
        return ()
    items = tuple(Item("✗ ", (*_blocks(option.option), *_because(option.why))) for option in wrong)
    return (Muted((Listing(items, tight=True),)),)


def _because(why: str) -> tuple[Block, ...]:
    return (Item("– ", _blocks(why)),) if why else ()


def _instead(instead: tuple[str, ...]) -> tuple[Block, ...]:
    return (Muted((Paragraph(Content("Instead:")), *_answers(instead))),) if instead else ()


def _context(context: tuple[str, ...]) -> tuple[Block, ...]:
    line = " › ".join(shown_line(part) for part in context if part)
    return (Muted((Paragraph(Content(line)),)),) if line else ()
