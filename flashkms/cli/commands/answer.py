"""`flashkms answer`: reviews without a screen, one by one or as lines of JSON."""

from __future__ import annotations

import sys
from datetime import timedelta
from math import isnan
from typing import Any

import click

from flashkms.cli import completing
from flashkms.cli.answers import answer_lines
from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation, instant
from flashkms.cli.output import report, say, say_json
from flashkms.cli.shapes import RATINGS, moment, show_json
from flashkms.errors import Exit, UsageError
from flashkms.schedule.event import Rating


class Seconds(click.FloatRange):
    """A range of seconds. No comparison finds NaN outside of a range, so the word is refused as no number is."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """*value* as a number in the range; click names the option where it is none."""
        seconds: float = super().convert(value, param, ctx)
        if isnan(seconds):
            self.fail(f"{value!r} is no number of seconds", param, ctx)
        return seconds


@command("answer", example="flashkms answer kms-4t7q2m.1 good --took 6\nflashkms answer - --json < answers.jsonl")
@click.argument("card", shell_complete=completing.cards)
@click.argument("rating", default="")
@click.option("--at", metavar="ISO8601", help="When it was answered; default: now.")
@click.option("--took", metavar="SECONDS", type=Seconds(0, 3600), default=0.0, help="How long it took.")
def answer(invocation: Invocation, card: str, rating: str, at: str | None, took: float) -> None:
    """Answer CARD with RATING: 1 again, 2 hard, 3 good, 4 easy, as number or word.

    With `-` for the card, each line of stdin is one answer, {"card", "rating", "at", "took_ms"}; they count in the
    order of time, and one summary comes back.
    """
    if card == "-":
        if rating or at is not None or took:
            raise UsageError(
                "with - each line of stdin has its own rating and time", "flashkms answer - < answers.jsonl"
            )
        _answer_all(invocation)
        return
    chosen = rated(rating)
    when = None if at is None else instant(at, option="--at")
    with invocation.study(write=True) as study:
        id_ = study.find(card)
        study.answer(id_, chosen, took=timedelta(seconds=took), at=when)
        if invocation.as_json:
            say_json(show_json(study, id_))
            return
        from flashkms.schedule.replay import AHEAD  # noqa: PLC0415  # help needs none

        if when is not None and when > study.clock() + AHEAD:
            say(f"{id_}: {chosen.name.lower()}, waits until {moment(when)}: no answer counts before its time")
            return
        memory = study.memory(id_)
        due = f", due {moment(memory.due)}" if memory else ""
        say(f"{id_}: {chosen.name.lower()}{due}")


def rated(text: str) -> Rating:
    """The rating that *text* names, by number or word. Raises `UsageError` for any other."""
    word = text.strip().lower()
    if word in RATINGS:
        return RATINGS[word]
    if word in {"1", "2", "3", "4"}:
        return Rating(int(word))
    raise UsageError(f"{text!r} is no rating" if text else "a rating is missing", "again, hard, good, easy, or 1 to 4")


def _answer_all(invocation: Invocation) -> None:
    with invocation.study(write=True) as study:
        summary = answer_lines(study, sys.stdin.buffer)
    report(summary.problems)
    if invocation.as_json:
        say_json(summary.as_json())
    else:
        say(str(summary))
    if summary.problems:
        click.get_current_context().exit(Exit.PROBLEMS)
