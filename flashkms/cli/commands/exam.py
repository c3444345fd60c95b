"""`flashkms exam`: a mock exam of the notes' scenarios, by lines."""

from __future__ import annotations

import sys
from datetime import timedelta
from math import ceil
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.decks import deck_named
from flashkms.cli.invocation import Invocation, on_terminal
from flashkms.cli.output import narrate, report_damage, say, say_json, table, wrapped
from flashkms.counting import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flashkms.cards.card import Card
    from flashkms.schedule.mock import Score


@command("exam", example="flashkms exam aws --questions 20\nflashkms exam --questions 20 --json < answers.txt")
@click.argument("deck", default="", shell_complete=completing.decks)
@click.option("--questions", type=click.IntRange(1, 500), default=65, show_default=True, help="How many.")
@click.option("--minutes", type=click.IntRange(1, 600), default=130, show_default=True, help="When it ends.")
@click.option("--seed", type=int, default=None, help="The same number draws the same exam; default: by the day.")
def exam(invocation: Invocation, deck: str, questions: int, minutes: int, seed: int | None) -> None:
    """Sit a mock exam of the notes' scenarios, with a clock and a score by tag. The schedule is not touched.

    At the end each question that was answered wrong is named with its answer.

    A choice is answered by the letters of its options, as in `a c`; any other question is judged by yourself.
    """
    from flashkms.schedule import mock  # noqa: PLC0415  # help needs none
    from flashkms.schedule.limits import below  # noqa: PLC0415  # as above

    with invocation.study() as study:
        report_damage(study.collection.damage())
        cards = study.collection.cards()
        name = deck_named(deck, (each.deck for each in study.counts()))
        asked = mock.questions(card for card in cards.values() if below(card.deck, name))
        drawn = mock.draw(asked, questions, seed=study.today.toordinal() if seed is None else seed)
        if not drawn:
            narrate("no question to ask: an exam draws choices and cards of the tag `scenario`")
        elif on_terminal() and not invocation.as_json:
            narrate("letters answer, as in a c; Enter shows what you judge; q ends the exam")
        began = invocation.clock()
        answers = []
        for place, id_ in enumerate(drawn, start=1):
            left = timedelta(minutes=minutes) - (invocation.clock() - began)
            right = (
                None
                if left <= timedelta()
                else _asked(cards[id_], f"{place} of {len(drawn)}", left, quiet=invocation.as_json)
            )
            if right is None:
                break
            answers.append((cards[id_], right))
        wrong = [card for card, was_right in answers if not was_right]
        answers += [(cards[id_], False) for id_ in drawn[len(answers) :]]
        score = mock.score(answers, took=invocation.clock() - began)
    _say_score(score, wrong, as_json=invocation.as_json)


def _asked(card: Card, place: str, left: timedelta, *, quiet: bool) -> bool | None:
    """Ask *card*; whether the answer was right, None when the person or the input ends the exam."""
    from flashkms.cards import face  # noqa: PLC0415  # the faces are drawn only where they are shown
    from flashkms.cards.card import number  # noqa: PLC0415  # as above

    options = face.options(card, number(card.id))
    minutes = ceil(left / timedelta(minutes=1))
    lines = ["", f"{place}, {counted(minutes, 'minute')} left", face.plain(face.front(card))]
    lines += [f"  {chr(97 + at)}) {face.plain(option.text)}" for at, option in enumerate(options)]
    if options:
        letters = {chr(97 + at) for at in range(len(options))}
        right = {chr(97 + at) for at, option in enumerate(options) if option.correct}
        given = _typed(lines, lambda line: set(_letters(line)) <= letters, _WANTED[:1], quiet=quiet)
        return None if given is None else set(_letters(given)) == right
    if _typed(lines, lambda _: True, [], quiet=quiet) is None:
        return None
    judged = [face.plain(face.back(card)), _WANTED[1]]
    said = _typed(judged, lambda line: line.lower() in _JUDGED, _WANTED[1:], quiet=quiet)
    return None if said is None else said.lower().startswith("y")


def _tell(line: str) -> None:
    """Say *line*, on a terminal with its words whole; behind the letter of an option the rest stands below the text."""
    hang = 5 if line.startswith("  ") else 7 if line.startswith("wrong  ") else 0
    say(wrapped(line, get_terminal_size().columns - 1, hang=hang) if on_terminal() else line)


_WANTED = ["only the letters of the options, as in a c", "were you right? y or n"]
_JUDGED = frozenset(("y", "yes", "n", "no"))


def _letters(line: str) -> str:
    return line.lower().replace(",", "").replace(" ", "")


def _typed(lines: list[str], fits: Callable[[str], bool], wanted: list[str], *, quiet: bool) -> str | None:
    """Write *lines*, and *wanted* after each line that does not *fit*, unless *quiet*; the first that does.

    None at the end of the input, or when the person leaves with `q`.
    """
    while True:
        for line in () if quiet else lines:
            _tell(line)
        read = sys.stdin.readline()
        given = read.strip()
        if not read or given == "q":
            return None
        if fits(given):
            return given
        lines = wanted


def _say_score(score: Score, wrong: Sequence[Card], *, as_json: bool) -> None:
    if as_json:
        by_tag = [{"tag": tag, "right": right, "questions": asked} for tag, right, asked in score.by_tag]
        took = score.took.total_seconds()
        say_json(
            {
                "right": score.right,
                "questions": score.questions,
                "passed": score.passed if score.questions else None,
                "took_seconds": took,
                "by_tag": by_tag,
                "wrong": [card.id for card in wrong],
            }
        )
        return
    from flashkms.cards import face  # noqa: PLC0415  # as above

    if not score.questions:
        return
    say(f"\n{score.right} of {score.questions} right, {score.share:.0%}: {'passed' if score.passed else 'not passed'}")
    for line in table([(tag, f"{right} of {asked}") for tag, right, asked in score.by_tag] or [("", "")], right="lr"):
        say(line)
    for card in wrong:
        _tell(f"wrong  {card.id}  {' / '.join(face.plain(answer) for answer in face.answers(card))}")
