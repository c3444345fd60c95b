"""An entry's content as Anki is to know it: all that a person wrote, and nothing that only says where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from flashkms.cards.entry import Choice, Cloze, Entry, Question, WhyNot, WrongOption


def content(entry: Entry, tags: Iterable[str]) -> tuple[str, ...]:
    """The texts whose change is a change of the note; the source, the line and the state of triage are none."""
    return (
        *_body(entry),
        "extra",
        entry.extra,
        entry.cue,
        *entry.context,
        "images",
        *entry.images,
        "tags",
        *tags,
    )


def _body(entry: Entry) -> tuple[str, ...]:
    match entry.body:
        case Question(question, answers, wrong, reverse):
            return ("question", question, "answers", *answers, "wrong", *_options(wrong), "reverse" * reverse)
        case Choice(question, answers, wrong):
            return ("choice", question, "answers", *answers, "wrong", *_options(wrong))
        case Cloze(text):
            return ("cloze", text)
        case WhyNot(option, need, reason, instead):
            return ("why_not", option, need, reason, *instead)


def _options(wrong: Iterable[WrongOption]) -> tuple[str, ...]:
    return tuple(text for option in wrong for text in (option.option, option.why))
