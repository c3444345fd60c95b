"""The real Anki backend, answering a plan of cards under a clock of the plan's own: JSON in, JSON out.

It runs in a process of its own, because the zone is read once, and because its clock is moved for good: the Rust library
finds `clock_gettime` through a slot of its offset table, and that slot is pointed at a function here. Linux only.

The local zone is TZ, and the collection is made in the working folder.

Or, for the day's queue: {"queues": [{"now", "deck", "decks": {name: [new a day, reviews a day, [kind of card]]}}]}, where
a kind is "new", "review", "day" (a step of days) or the seconds from now to a step; out: the queue's kinds, a letter each,
and the deck tree's counts, [new, due] by name.

Or, for what is done to the two cards of one note: {"deeds": [[[deed, card]]]}, where a deed is "suspend", "unsuspend",
"bury", "unbury", "forget", "due" (on this day), "easy" or "again", and a card 0 or 1; out: the cards in the queue at last.

in:  {"rollover", "presets": [{"cards": [id], "settings": {…}}], "answers": [[seconds, card, rating]]}
out: [[type, queue, days from today or due second, interval, lapses, reps, steps left, stability, difficulty]]
"""

from __future__ import annotations

import ctypes
import json
import struct
import sys
import time
from pathlib import Path

from anki import _rsbridge, scheduler_pb2
from anki.collection import Collection

LOADED, DYNAMIC = 1, 2  # of program headers
STRINGS, SYMBOLS, RELOCATIONS, RELOCATIONS_SIZE, LAZY, LAZY_SIZE = 5, 6, 7, 8, 23, 2  # of the dynamic section
PAGE = 4096


class Timespec(ctypes.Structure):
    _fields_ = (("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long))


class Clock:
    """What the backend reads as the time of day, once it is installed."""

    def __init__(self) -> None:
        self.nanoseconds = time.time_ns()
        libc = ctypes.CDLL(None, use_errno=True)
        self._real = libc.clock_gettime
        self._real.argtypes = [ctypes.c_int, ctypes.POINTER(Timespec)]
        self._protect = libc.mprotect
        self._protect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
        self._told = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.POINTER(Timespec))(self._tell)

    def install(self, library: str) -> None:
        """Let *library*, which is loaded, read this clock."""
        address = ctypes.cast(self._told, ctypes.c_void_p).value
        slots = list(slots_of(library, b"clock_gettime"))
        assert slots, "the backend reads the time in a way that is not known here"
        for slot in slots:
            assert not self._protect(slot & -PAGE, 2 * PAGE, 3)
            ctypes.memmove(slot, struct.pack("<Q", address), 8)

    def _tell(self, clock: int, answer: ctypes._Pointer[Timespec]) -> int:
        code = self._real(clock, answer)
        if clock in (time.CLOCK_REALTIME, 5):
            answer[0].seconds, answer[0].nanoseconds = divmod(self.nanoseconds, 10**9)
        return code


def slots_of(library: str, symbol: bytes):
    """Where the loaded *library* keeps the address of the imported *symbol*."""
    name = Path(library).name
    base = next(
        int(line.split("-")[0], 16)
        for line in Path("/proc/self/maps").read_text().splitlines()
        if line.endswith(name) and line.split()[2] == "00000000"
    )

    def read(address: int, form: str) -> tuple[int, ...]:
        return struct.unpack(form, ctypes.string_at(address, struct.calcsize(form)))

    (headers,) = read(base + 32, "<Q")
    size, count = read(base + 54, "<HH")
    starts = [base + headers + size * index for index in range(count)]
    section = next(base + read(start + 16, "<Q")[0] for start in starts if read(start, "<I")[0] == DYNAMIC)
    dynamic: dict[int, int] = {}
    while (entry := read(section, "<qQ"))[0]:
        dynamic[entry[0]] = entry[1]
        section += 16
    strings, symbols = (value if value >= base else value + base for value in (dynamic[STRINGS], dynamic[SYMBOLS]))
    for table, length in ((LAZY, LAZY_SIZE), (RELOCATIONS, RELOCATIONS_SIZE)):
        start = dynamic.get(table, 0)
        start = start if start >= base else start + base
        for place in range(start, start + dynamic.get(length, 0) * (table in dynamic), 24):
            offset, kind = read(place, "<QQ")
            if kind >> 32 and ctypes.string_at(strings + read(symbols + 24 * (kind >> 32), "<I")[0]) == symbol:
                yield base + offset


def opened(plan, clock):
    """A fresh collection with a deck and preset for each of the plan's, and the cards in them under their own ids."""
    clock.nanoseconds = int((plan["answers"][0][0] - 5 * 86_400) * 10**9)
    collection = Collection(str(Path("collection.anki2").absolute()))
    collection.set_config("fsrs", True)
    collection.set_config("rollover", plan["rollover"])
    collection._set_load_balancer_enabled(False)
    basic = collection.models.by_name("Basic")
    for number, preset in enumerate(plan["presets"]):
        deck = collection.decks.id(f"deck {number}")
        options = collection.decks.add_config(f"preset {number}")
        for key, value in preset["settings"].items():
            options[key] = {**options[key], **value} if isinstance(value, dict) else value
        collection.decks.update_config(options)
        collection.decks.set_config_id_for_deck_dict(collection.decks.get(deck), options["id"])
        for card in preset["cards"]:
            note = collection.new_note(basic)
            note["Front"] = str(card)
            collection.add_note(note, deck)
            collection.db.execute("update cards set id = ? where nid = ?", card, note.id)
    return collection


def answered(collection, card, rating, milliseconds):
    """The card as it is after an answer."""
    states = collection._backend.get_scheduling_states(card)
    chosen = (states.again, states.hard, states.good, states.easy)[rating - 1]
    answer = scheduler_pb2.CardAnswer(
        card_id=card,
        current_state=states.current,
        new_state=chosen,
        rating=rating - 1,
        answered_at_millis=milliseconds,
        milliseconds_taken=3000,
    )
    collection._backend.answer_card_raw(answer.SerializeToString())
    kind, queue, due, interval, lapses, reps, left, data = collection.db.first(
        "select type, queue, due, ivl, lapses, reps, left, data from cards where id = ?", card
    )
    kept = json.loads(data)
    due -= 0 if queue == 1 else collection._backend.sched_timing_today().days_elapsed
    return [kind, queue, due, interval, lapses, reps, left, kept["s"], kept["d"]]


def queued(case, clock, place):
    """The kinds of the cards in the day's queue of a fresh collection, n(ew), l(earning), r(eview), and its counts."""
    clock.nanoseconds = case["now"] * 10**9
    collection = Collection(str(Path(f"queue{place}.anki2").absolute()))
    collection.set_config("fsrs", True)
    rows = {
        "new": "type = 0",
        "review": f"type = 2, queue = 2, due = {collection.sched.today}, ivl = 10, reps = 3",
        "day": f"type = 1, queue = 3, due = {collection.sched.today}, reps = 1, left = 1",
    }
    basic = collection.models.by_name("Basic")
    for name, (new, reviews, kinds) in case["decks"].items():
        deck = collection.decks.id(name)
        options = collection.decks.add_config(name)
        options["new"]["perDay"], options["rev"]["perDay"] = new, reviews
        collection.decks.update_config(options)
        collection.decks.set_config_id_for_deck_dict(collection.decks.get(deck), options["id"])
        for number, kind in enumerate(kinds):
            note = collection.new_note(basic)
            note["Front"] = f"{name} {number}"
            collection.add_note(note, deck)
            row = rows.get(kind) or f"type = 1, queue = 1, due = {case['now'] + int(kind)}, reps = 1, left = 1"
            collection.db.execute(f"update cards set {row} where nid = ?", note.id)
    collection.decks.select(collection.decks.id(case["deck"]))
    queue = collection.sched.get_queued_cards(fetch_limit=10_000)
    tree = dict(counted(collection.sched.deck_due_tree(), ""))
    collection.close()
    return ["".join("nlr"[card.queue] for card in queue.cards), tree]


def shown_after(deeds, place):
    """The cards of one note, 0 and 1, that the queue has after *deeds*; siblings are buried."""
    collection = Collection(str(Path(f"deeds{place}.anki2").absolute()))
    collection.set_config("fsrs", True)
    options = collection.decks.config_dict_for_deck_id(1)
    options["new"]["bury"] = options["rev"]["bury"] = options["buryInterdayLearning"] = True
    collection.decks.update_config(options)
    note = collection.new_note(collection.models.by_name("Basic (and reversed card)"))
    note["Front"], note["Back"] = "front", "back"
    collection.add_note(note, 1)
    cards = [card.id for card in note.cards()]
    deed_of = {
        "suspend": collection.sched.suspend_cards,
        "unsuspend": collection.sched.unsuspend_cards,
        "bury": collection.sched.bury_cards,
        "unbury": collection.sched.unbury_cards,
        "forget": collection.sched.schedule_cards_as_new,
        "due": lambda ids: collection.sched.set_due_date(ids, "0"),
        "easy": lambda ids: answered(collection, ids[0], 4, time.time_ns() // 10**6),
        "again": lambda ids: answered(collection, ids[0], 1, time.time_ns() // 10**6),
    }
    for deed, card in deeds:
        deed_of[deed]([cards[card]])
    queue = [cards.index(queued.card.id) for queued in collection.sched.get_queued_cards(fetch_limit=10).cards]
    collection.close()
    return queue


def counted(node, above):
    """The counts of the decks below *node*, by full name."""
    for deck in node.children:
        name = f"{above}{deck.name}"
        if deck.total_including_children:
            yield name, [deck.new_count, deck.review_count]
        yield from counted(deck, f"{name}::")


def main() -> None:
    plan = json.load(sys.stdin)
    if "deeds" in plan:
        json.dump([shown_after(deeds, place) for place, deeds in enumerate(plan["deeds"])], sys.stdout)
        return
    clock = Clock()
    clock.install(_rsbridge.__file__)
    if "queues" in plan:
        json.dump([queued(case, clock, place) for place, case in enumerate(plan["queues"])], sys.stdout)
        return
    collection = opened(plan, clock)
    told = []
    offset = None
    for seconds, card, rating in plan["answers"]:
        clock.nanoseconds = round(seconds * 1000) * 10**6
        if offset != (offset := time.localtime(seconds).tm_gmtoff):
            # An open collection keeps the rollover it worked out under the old clock until that is over.
            collection.close()
            collection.reopen()
            collection._set_load_balancer_enabled(False)
        told.append(answered(collection, card, rating, round(seconds * 1000)))
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
