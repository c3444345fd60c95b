"""Settings as rows, and one of them changed in the text of `flashkms.toml`: every other line stays as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from flashkms import config as configuration
from flashkms.config import Config, keys
from flashkms.config.places import comments, place, places
from flashkms.errors import Problem
from flashkms.schedule.event import Parameters
from flashkms.store import files
from flashkms.store.collection import Collection
from flashkms.store.schedulers import version_of
from flashkms.store.text import lines as lines_of

WORDS: Mapping[str, str] = {
    "notes.paths": "folders and files that build reads",
    "cards.triage": "which new entries wait for a verdict: weak, all, none",
    "schedule.retention": "share of due cards to recall; higher means more reviews",
    "schedule.parameters": "the numbers of FSRS; flashkms optimize fits them",
    "schedule.learning_steps": "waits of a new card before its first day",
    "schedule.relearning_steps": "waits of a forgotten card",
    "schedule.maximum_interval": "longest interval, in days",
    "schedule.rollover": "hour at which a study day begins",
    "schedule.timezone": "IANA name; empty is the machine's",
    "schedule.fuzz": "spread cards over neighbouring days",
    "schedule.leech_threshold": "lapses after which a card is a leech",
    "schedule.leech_action": "what happens to a leech: tag, suspend",
    "queue.new_per_day": "new cards a day",
    "queue.reviews_per_day": "reviews a day",
    "queue.new_ignore_review_limit": "new cards even where reviews used the limit up",
    "queue.learn_ahead": "show a card on a step this much early when nothing else is left",
    "queue.bury_siblings": "leave an entry's other cards for tomorrow",
    "queue.review_order": "due, retrievability, loss, random",
    "queue.new_order": "note, random",
    "queue.new_mix": "new cards mixed with, after or before reviews",
    "queue.load_balance": "move reviews by a few days to those with fewer of them",
    "queue.easy_days": "Monday first: 1 a normal day, 0.5 a lighter one, 0 as light as can be",
    "queue.exam_days": "days before an exam in which every card is seen once more",
    "queue.study_untriaged": "study entries that wait for a verdict",
    "screen.theme": "colours; ctrl+p lists the themes",
}


class Setting(Struct, frozen=True):
    """One setting as it is: its *name* (`queue.new_per_day`), its value as TOML writes it, what it does."""

    name: str
    value: str
    words: str


def keep_parameters(collection: Collection, now: datetime, *sets: tuple[float, ...]) -> None:
    """Write each of *sets* of parameters out in the log, under the version that reviews name it by."""
    collection.append(
        [Parameters(**collection.log.stamp(now), version=version_of(values), values=values) for values in sets], now
    )


def settings(config: Config) -> tuple[Setting, ...]:
    """Every setting that a person changes by hand, in the order of the file."""
    return tuple(
        Setting(f"{section}.{key}", literal(_value(config, section, key)), WORDS[f"{section}.{key}"])
        for section, known in keys.SECTIONS.items()
        for key in known
        if f"{section}.{key}" in WORDS
    )


def save(collection: Collection, name: str, value: str) -> tuple[Problem, ...]:
    """Write *value*, a TOML literal, as the setting *name*; what is wrong with it, and then nothing was written.

    Raises `ChangedError` when another program changed the file meanwhile, `UnreadableFileError` when it is no text,
    `OSError` when the disk refuses.
    """
    path = collection.root / configuration.FILE
    before = files.read_text(path)
    after, problems = changed(before.removeprefix("\ufeff"), name, value)
    if not problems:
        files.replace(path, after.encode(), expected=before.encode())
    return problems


def changed(text: str, name: str, value: str) -> tuple[str, tuple[Problem, ...]]:
    """*text* with the setting *name* as *value*, a TOML literal; and what is wrong with it then and was not before.

    A *text* that is no TOML comes back as it is, with what is wrong, and so does a section written in one line.
    """
    wrong = configuration.parse(text, configuration.FILE)[1]
    if not configuration.readable(text):
        return text, wrong
    section, _, key = name.partition(".")
    lines = lines_of(text)
    known = places(text)
    at = known.get((section, key), 0)
    line = f"{key} = {value}\n"
    if at:
        end = _end(text, lines, at)
        lines[at - 1 : end] = _instead(lines[at - 1 : end], value)
    elif (section_at := place(known, (section,))) and not lines[section_at - 1].lstrip().startswith("["):
        return text, (_in_one_line(section, section_at),)
    elif section_at:
        lines.insert(section_at, line)
    elif dotted := [number for path, number in known.items() if path[0] == section]:
        lines.insert(min(dotted) - 1, f"{section}.{line}")
    else:
        lines.append(f"{'' if not lines or lines[-1].endswith(chr(10)) else chr(10)}\n[{section}]\n{line}")
    after = "".join(lines)
    known_messages = {problem.message for problem in wrong}
    problems = configuration.parse(after, configuration.FILE)[1]
    return after, tuple(problem for problem in problems if problem.message not in known_messages)


def _instead(statement: list[str], value: str) -> list[str]:
    """The lines of a *statement* with *value* in place of its own: its comments stay, those inside a list above it."""
    spelled = statement[0].partition("=")[0].rstrip()  # with its section before it, where that has no header
    *above, last = [*comments("".join(statement)), ""]
    told = statement[-1].rstrip()
    end = "\r\n" if statement[0].endswith("\r\n") else "\n"
    if above and told.endswith(above[-1]):
        behind = told[: -len(above[-1])]
        last = behind[len(behind.rstrip()) :] + above.pop()
    return [*(f"{comment}{end}" for comment in above), f"{spelled} = {value}{last}{end}"]


def _in_one_line(section: str, line: int) -> Problem:
    """What is said of the *section* that stands as `section = { … }` on *line*: none of its settings has a line."""
    said = f"{section} stands in one line, and no setting of it is changed from here"
    return Problem(configuration.FILE, line, said, f"write it as [{section}], each setting on a line below")


def literal(value: object) -> str:
    """*value* as TOML writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case timedelta():
            return json.dumps(_duration(value))
        case tuple():
            return f"[{', '.join(literal(item) for item in value)}]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def _value(config: Config, section: str, key: str) -> object:
    match section:
        case "notes":
            return config.note_paths
        case "cards":
            return config.triage
        case "screen":
            return config.theme
        case _:
            return getattr(config.schedule if section == "schedule" else config.queue, key)


def _duration(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    for unit, length in (("d", 86_400), ("h", 3600), ("m", 60)):
        if seconds and seconds % length == 0:
            return f"{seconds // length}{unit}"
    return f"{seconds}s"


def _end(text: str, lines: list[str], at: int) -> int:
    """The index after the last line of the statement on line *at*: a list may go over several."""
    starts = sorted(number for number in places(text).values() if number > at)
    end = starts[0] - 1 if starts else len(lines)
    while end > at and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith(("#", "["))):
        end -= 1
    return end
