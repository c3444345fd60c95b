"""Answers as lines of JSON: what is read, in which order it counts, and the one summary."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from flashkms.cli.invocation import instant
from flashkms.cli.output import problem_json
from flashkms.counting import counted
from flashkms.errors import Problem, UsageError
from flashkms.safe import is_text
from flashkms.schedule.event import Rating

if TYPE_CHECKING:
    from flashkms.study import Study

_PATH = "<stdin>"
_LONGEST = 10_000  # bytes of a line
_QUOTED = 40  # characters of a value that a message tells
_LONGEST_TOOK = 3_600_000  # milliseconds


class Answer(Struct, frozen=True):
    """One line: a card, as a person names it, its rating, and when."""

    line: int
    card: str
    rating: Rating
    at: datetime | None  # aware UTC; None: now
    took: timedelta


class Summary(Struct, frozen=True):
    """What came of all lines."""

    answered: tuple[Rating, ...]
    cards: int
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, Any]:
        """The summary as one document."""
        by_rating = Counter(self.answered)
        return {
            "answered": len(self.answered),
            "cards": self.cards,
            "by_rating": {rating.name.lower(): by_rating[rating] for rating in Rating},
            "problems": [problem_json(problem) for problem in self.problems],
        }

    def __str__(self) -> str:
        """One line for a person."""
        by_rating = Counter(self.answered)
        parts = ", ".join(f"{by_rating[rating]} {rating.name.lower()}" for rating in Rating)
        return f"{counted(len(self.answered), 'answer')} to {counted(self.cards, 'card')}: {parts}"


class _LineError(ValueError):
    """The line is no answer; the message says why."""


def answer_lines(study: Study, lines: Iterable[bytes]) -> Summary:
    """Give every answer of *lines* to *study*, the earliest first; those at one instant in the order of the lines.

    A line that is no answer, or names no card, is a problem, and the rest goes on.
    """
    answers, problems = parse(lines)
    answered: list[Rating] = []
    cards: set[str] = set()
    for answer in answers:
        try:
            id_ = study.find(answer.card)
        except UsageError as error:
            problems.append(Problem(_PATH, answer.line, error.message, error.hint))
            continue
        study.answer(id_, answer.rating, took=answer.took, at=answer.at)
        answered.append(answer.rating)
        cards.add(id_)
    return Summary(tuple(answered), len(cards), tuple(sorted(problems)))


def parse(lines: Iterable[bytes]) -> tuple[list[Answer], list[Problem]]:
    """The answers of *lines* in the order of time, and a problem for each line that is none."""
    answers: list[Answer] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            answers.append(_answer(number, line))
        except _LineError as error:
            problems.append(
                Problem(
                    _PATH,
                    number,
                    str(error),
                    'write {"card": …, "rating": 1-4, "at": "2026-03-02T09:00:00Z", "took_ms": 4000}',
                )
            )
    latest = datetime.max.replace(tzinfo=UTC)
    answers.sort(key=lambda answer: answer.at or latest)
    return answers, problems


def _answer(number: int, line: bytes) -> Answer:
    try:
        fields = json.loads(line) if len(line) <= _LONGEST else None
    except (ValueError, RecursionError):
        raise _LineError("no JSON") from None
    if not isinstance(fields, dict):
        raise _LineError("no JSON object of an answer")
    card, rating = fields.get("card"), fields.get("rating")
    if not isinstance(card, str) or not card or not is_text(card):
        raise _LineError("no card is named")
    if isinstance(rating, bool) or not isinstance(rating, int) or not 1 <= rating <= 4:
        raise _LineError("the rating is not 1, 2, 3 or 4")
    return Answer(number, card, Rating(rating), _at(fields.get("at")), _took(fields.get("took_ms")))


def _at(value: object) -> datetime | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise _LineError(f"at: {json.dumps(value)[:_QUOTED]} is no instant in quotes")
    try:
        return instant(value, option="at")
    except UsageError as error:
        raise _LineError(error.message) from None


def _took(value: object) -> timedelta:
    if value is None:
        return timedelta()
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LONGEST_TOOK:
        raise _LineError(f"took_ms does not lie from 0 to {_LONGEST_TOOK}")
    return timedelta(milliseconds=value)
