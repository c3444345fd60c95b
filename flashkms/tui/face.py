"""A card as blocks: what stands on its front, and what on its back, in the order that a person reads."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct
from textual.content import Content

from flashkms.cards import cloze
from flashkms.cards.card import Card, number
from flashkms.cards.entry import Choice, Cloze, Question, WhyNot, WrongOption
from flashkms.cards.face import ShownOption, answers, back, front, options, plain
from flashkms.safe import safe_line
from flashkms.tui.text.blocks import Block, Item, Listing, Muted, Paragraph, Rule
from flashkms.tui.text.document import document
from flashkms.tui.typed import Comparison

KINDS = {Question: "Question", Cloze: "Cloze", Choice: "Choice", WhyNot: "Why not?"}


class Face(Struct, frozen=True):
    """Both sides of a card. *back* is all that shows once the answer does, its front included.

    The *options* of a choice stand below either side, and its *tail* below them once the answer shows.
    """

    kind: str
    front: tuple[Block, ...]
    back: tuple[Block, ...]
    options: tuple[ShownOption, ...]
    tail: tuple[Block, ...]
    front_images: tuple[str, ...]
    back_images: tuple[str, ...]  # those that show only with the answer


def face(card: Card) -> Face:
    """Both sides of *card*."""
    entry = card.entry
    above = _context(entry.context)
    extra = document(entry.extra)
    rest: tuple[Block, ...] = (Muted(extra.blocks),) if extra.blocks else ()
    asked, answered = _sides(card, rest)
    shown_options = options(card, number(card.id))
    asked_images = tuple(dict.fromkeys(document(front(card)).images))
    return Face(
        KINDS[type(entry.body)],
        (*above, *asked),
        (*above, *answered),
        shown_options,
        rest if shown_options else (),
        asked_images,
        tuple(
            image for image in dict.fromkeys((*document(back(card)).images, *entry.images)) if image not in asked_images
        ),
    )


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
    told = Content.assemble(
        *((safe_line(text) if text.strip() else text, styles[kind]) for kind, text in comparison.parts)
    )
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


def _sides(card: Card, extra: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Both sides; on the back the *extra*, which is the why, stands before the reasons why not."""
    body = card.entry.body
    match body:
        case Cloze(text):
            return _blocks(cloze.hidden(text, card.ordinal)), (*_blocks(cloze.revealed(text, card.ordinal)), *extra)
        case Question(question, answers, wrong):
            asked = _asked(question, card.entry.cue) if card.ordinal == 1 else _answers(answers)
            answer = _answers(answers) if card.ordinal == 1 else _blocks(question)
            return asked, (*asked, Rule(), *answer, *extra, *_reasons(wrong))
        case Choice(question):
            asked = _asked(question, card.entry.cue)
            return asked, asked
        case WhyNot(option, need, reason, instead):
            asked = (*_blocks(need), *_blocks(f"Why not **{option}**?"))
            return asked, (*asked, Rule(), *_blocks(reason), *_instead(instead), *extra)


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
    line = " › ".join(safe_line(part) for part in context if part)
    return (Muted((Paragraph(Content(line)),)),) if line else ()
