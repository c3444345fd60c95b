"""Weeks of study in the real Anki backend, under a clock of their own: JSON in, packages and JSON out.

It runs in a process of its own, in a scratch folder, and the local zone is TZ; `tests/schedule/anki_backend.py` says why.

in:  {"zone", "rollover", "fsrs", "start", "days", "seed", "offset", "steps": [learning, relearning] or null}
out: {"now", "cards": [[guid, type, due: an ISO date or seconds since 1970, interval, stability or null]]}
     and new.apkg, old.apkg and all.colpkg. A collection without *offset* does not say in which zone it counts its days.
"""

from __future__ import annotations

import json
import random
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parents[1] / "schedule"))

import anki_backend
from anki import _rsbridge, scheduler_pb2
from anki.collection import Collection, ExportAnkiPackageOptions

HOURS = (0.2, 3.5, 3.9, 4.2, 8.7, 9.3, 14, 20, 23.8)  # beside every rollover that is tried
CARDS = 24


def made(plan, clock):
    collection = Collection(str(Path("collection.anki2").absolute()))
    collection.set_config("fsrs", plan["fsrs"])
    collection.set_config("rollover", plan["rollover"])
    if not plan["offset"]:
        collection.remove_config("creationOffset")
    if plan["steps"]:
        options = collection.decks.config_dict_for_deck_id(1)
        options["new"]["delays"], options["lapse"]["delays"] = plan["steps"]
        collection.decks.save(options)
    deck = collection.decks.id("Languages::Korean")
    for number in range(CARDS):
        note = collection.new_note(collection.models.by_name("Basic"))
        note["Front"], note["Back"] = f"question {number}", "answer"
        collection.add_note(note, deck)
    return collection


def sittings(plan, rng):
    """The instants at which sittings begin, in order."""
    zone, start = ZoneInfo(plan["zone"]), datetime.fromisoformat(plan["start"])
    for day in range(plan["days"]):
        for hour in sorted(rng.sample(HOURS, rng.choice((0, 1, 1, 2)))):
            yield (start + timedelta(days=day, hours=hour, minutes=rng.randrange(20))).replace(tzinfo=zone).timestamp()


def answer(collection, card, rating, seconds):
    states = collection._backend.get_scheduling_states(card)
    chosen = (states.again, states.hard, states.good, states.easy)[rating - 1]
    told = scheduler_pb2.CardAnswer(
        card_id=card,
        current_state=states.current,
        new_state=chosen,
        rating=rating - 1,
        answered_at_millis=round(seconds * 1000),
        milliseconds_taken=3000,
    )
    collection._backend.answer_card_raw(told.SerializeToString())


def studied(plan, collection, clock, rng):
    cards = collection.db.list("select id from cards order by id")
    offset, now = None, 0.0
    for begin in sittings(plan, rng):
        now = max(now + 60, begin)
        clock.nanoseconds = round(now * 10**9)
        if offset != (offset := time.localtime(now).tm_gmtoff):
            collection.close()  # an open one keeps the rollover that it worked out under the old clock
            collection.reopen()
            collection._set_load_balancer_enabled(False)
        for card in rng.sample(cards, rng.randrange(1, 12)):
            for _ in range(rng.choice((1, 1, 1, 2, 3))):
                now += rng.choice((5, 30, 61, 700))
                clock.nanoseconds = round(now * 10**9)
                answer(collection, card, rng.choices((1, 2, 3, 4), (2, 1, 6, 1))[0], now)


def told(plan, collection):
    timing = collection._backend.sched_timing_today()
    morning = datetime.fromtimestamp(timing.next_day_at - 1, ZoneInfo(plan["zone"])) - timedelta(hours=plan["rollover"])
    for guid, card, kind, queue, due, interval in collection.db.execute(
        "select n.guid, c.id, c.type, c.queue, c.due, c.ivl from cards c join notes n on n.id = c.nid"
    ):
        day = due if queue == 1 else (morning.date() + timedelta(days=due - timing.days_elapsed)).isoformat()
        yield [guid, kind, day if kind else None, interval, stability(collection, card) if kind else None]


def stability(collection, card):
    """What FSRS makes of the answers, whether it was on or not."""
    state = collection.compute_memory_state(card)
    return state.stability or None


def main():
    plan = json.load(sys.stdin)
    clock = anki_backend.Clock()
    clock.install(_rsbridge.__file__)
    start = datetime.fromisoformat(plan["start"]).replace(tzinfo=ZoneInfo(plan["zone"]))
    clock.nanoseconds = round((start.timestamp() - 60) * 10**9)
    collection = made(plan, clock)
    studied(plan, collection, clock, random.Random(plan["seed"]))
    for name, legacy in (("new.apkg", False), ("old.apkg", True)):
        options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=True, legacy=legacy)
        collection.export_anki_package(out_path=name, limit=None, options=options)
    collection.export_collection_package("all.colpkg", include_media=True, legacy=False)
    collection.reopen()
    collection.set_config("fsrs", True)
    json.dump({"now": clock.nanoseconds / 10**9, "cards": list(told(plan, collection))}, sys.stdout)


if __name__ == "__main__":
    main()
