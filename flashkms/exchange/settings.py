"""The collection's settings as Anki's deck options, which it takes when a deck first comes in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta

from flashkms.anki.options import Options
from flashkms.anki.rows import Preset
from flashkms.config import Config
from flashkms.exchange import numbers
from flashkms.schedule.fsrs import converted
from flashkms.schedule.limits import nearest, per_day

_TO_KEEP = "most cards had other options in Anki; to keep them, write below [schedule] in flashkms.toml:"


def preset(config: Config, deck: str) -> Preset:
    """The deck options of *deck*; decks with equal options share them."""
    schedule, queue = config.schedule, config.queue
    new, reviews = per_day(config, deck)
    own = nearest(config, deck).retention
    retention = schedule.retention if own is None else own
    settings = {
        "maxTaken": 60,
        "desiredRetention": retention,
        "fsrsParams6": list(converted(schedule.parameters)),
        "new": {
            "delays": _minutes(schedule.learning_steps),
            "perDay": new,
            "bury": queue.bury_siblings,
            "initialFactor": 2500,
            "ints": [1, 4, 0],
            "order": 1,
        },
        "rev": {
            "perDay": reviews,
            "maxIvl": schedule.maximum_interval,
            "bury": queue.bury_siblings,
            "ease4": 1.3,
            "ivlFct": 1.0,
            "hardFactor": 1.2,
        },
        "lapse": {
            "delays": _minutes(schedule.relearning_steps),
            "leechFails": schedule.leech_threshold,
            "leechAction": 0 if schedule.leech_action == "suspend" else 1,
            "minInt": 1,
            "mult": 0.0,
        },
        "newGatherPriority": 0,
        "newSortOrder": 1,
        "buryInterdayLearning": queue.bury_siblings,
    }
    spelled = json.dumps(settings, sort_keys=True)
    identity = numbers.preset_number(spelled)
    return Preset(identity, f"flashkms {retention:.0%} · {new} new", settings)


def _minutes(steps: tuple[timedelta, ...]) -> list[float]:
    return [step / timedelta(minutes=1) for step in steps]


def advice(config: Config, there: Options | None, rollover: int | None) -> tuple[str, ...]:
    """What to write into `flashkms.toml` so that cards go on under Anki's own options *there*; empty when nothing.

    A sentence, and below it the lines as they are to stand there. *rollover* is the hour at which its days turn, None
    where that is not known.
    """
    here = config.schedule
    said = [] if rollover in (None, here.rollover) else [f"rollover = {rollover}"]
    said += _options(config, there) if there else []
    return (_TO_KEEP, *said) if said else ()


def _options(config: Config, there: Options) -> list[str]:
    here = config.schedule
    said: list[str] = []
    if there.retention and round(there.retention, 4) != round(here.retention, 4):
        said.append(f"retention = {there.retention:g}")
    if there.learning != tuple(_minutes(here.learning_steps)):
        said.append(f"learning_steps = {_spelled(there.learning)}")
    if there.relearning != tuple(_minutes(here.relearning_steps)):
        said.append(f"relearning_steps = {_spelled(there.relearning)}")
    if there.parameters and converted(there.parameters) != converted(here.parameters):
        said.append(f"parameters = [{', '.join(f'{value:g}' for value in there.parameters)}]")
    if there.longest not in (0, here.maximum_interval):
        said.append(f"maximum_interval = {there.longest}")
    if there.leech_lapses not in (0, here.leech_threshold):
        said.append(f"leech_threshold = {there.leech_lapses}")
    if there.leech_action not in ("", here.leech_action):
        said.append(f'leech_action = "{there.leech_action}"')
    return said


def _spelled(minutes: Sequence[float]) -> str:
    seconds = (round(one * 60) for one in minutes)
    return json.dumps([f"{one // 60}m" if one % 60 == 0 else f"{one}s" for one in seconds])
