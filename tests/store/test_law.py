"""The law of the index: what it says is what a replay of all logs says, whatever happened in between."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flashkms.cards.card import CardId, number
from flashkms.cards.entry import EntryId
from flashkms.config import Config
from flashkms.schedule.event import (
    Bury,
    Drop,
    Event,
    EventId,
    Flag,
    Forget,
    Made,
    Mark,
    Rating,
    Review,
    SetDue,
    Suspend,
    Unbury,
    Undo,
    Unsuspend,
)
from flashkms.schedule.replay import Scheduled, State, counting, replay
from flashkms.store.index import Index, histories
from flashkms.store.line import encode
from flashkms.store.log import ReviewLog
from flashkms.store.schedulers import Schedulers

START = datetime(2026, 3, 20, 12, tzinfo=UTC)  # nine days before the clocks change in Berlin
ZONE = ZoneInfo("Europe/Berlin")
CARDS = [CardId(f"kms-{name}.{ordinal}") for name in "abc" for ordinal in (1, 2)]
KINDS = (
    ["review"] * 10
    + ["undo"] * 3
    + ["cram", "forget", "suspend", "unsuspend", "bury", "unbury", "flag", "mark", "set-due", "made", "drop"]
)


def made_up(seed: int, many: int) -> list[Event]:
    """A history of *many* events on three devices, with clocks that go wrong, in the order of writing."""
    rng = random.Random(seed)
    at = dict.fromkeys(("desk", "lap", "tablet"), START)
    events: list[Event] = []
    for seq in range(1, many + 1):
        device = rng.choice(list(at))
        at[device] += timedelta(seconds=rng.choice([7, 60, 700, 40_000, 90_000, 400_000, -30, -100_000, 300_000]))
        now = at[device] + (timedelta(days=rng.randrange(2, 60)) if rng.random() < 0.03 else timedelta())
        stamp = {
            "id": EventId(f"{rng.randrange(10**9)}-{seq}"),
            "at": now,
            "zone_minutes": 60,
            "device": device,
            "seq": seq,
        }
        events.append(_event(rng, rng.choice(KINDS), stamp, events))
    return events


def _event(rng: random.Random, kind: str, stamp: dict[str, object], earlier: list[Event]) -> Event:
    card, entry = rng.choice(CARDS), EntryId(f"kms-{rng.choice('abc')}")
    match kind:
        case "review" | "cram":
            return Review(**stamp, card=card, rating=Rating(rng.randrange(1, 5)), took_ms=9, cram=kind == "cram")  # type: ignore[arg-type]
        case "undo" if earlier:
            return Undo(**stamp, target=rng.choice(earlier[-6:]).id)  # type: ignore[arg-type]
        case "flag":
            return Flag(**stamp, card=card, flag=rng.randrange(8))  # type: ignore[arg-type]
        case "mark":
            return Mark(**stamp, entry=entry, marked=rng.random() < 0.6)  # type: ignore[arg-type]
        case "drop":
            return Drop(**stamp, entry=entry, dropped=rng.random() < 0.6)  # type: ignore[arg-type]
        case "made":
            return Made(**stamp, entries=(entry,))  # type: ignore[arg-type]
        case "set-due":
            return SetDue(**stamp, card=card, due=date(2026, 4, rng.randrange(1, 30)))  # type: ignore[arg-type]
        case _:
            kinds = {"forget": Forget, "suspend": Suspend, "unsuspend": Unsuspend, "bury": Bury, "unbury": Unbury}
            return kinds.get(kind, Suspend)(**stamp, card=card)  # type: ignore[arg-type]


def replayed(events: list[Event], config: Config, now: datetime) -> State:
    schedulers = Schedulers(config, ZONE)
    state = replay(events, lambda _: schedulers.of(""), number, days=schedulers.days, now=now)
    return replace(state, waiting=())


class Scratch:
    """An index over logs that a test writes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = ReviewLog(folder, "desk", ZONE)
        self.log.folder.mkdir()
        self.config = Config()
        self.index = self.opened()

    def opened(self) -> Index:
        return Index(
            self.folder / "home" / "index.db", self.folder, self.log, self.config, Schedulers(self.config, ZONE)
        )

    def add(self, name: str, events: list[Event]) -> None:
        with (self.log.folder / f"{name}.jsonl").open("ab") as file:
            file.write(b"".join(map(encode, events)))


def by_card(events: list[Event], now: datetime) -> dict[CardId, list[Scheduled]]:
    """The answers and moves that count, crammed answers too, sorted by card."""
    found: dict[CardId, list[Scheduled]] = {}
    for event in counting(events, now)[0]:
        if isinstance(event, Review | Forget | SetDue):
            found.setdefault(event.card, []).append(event)
    return found


def indexed(index: Index, now: datetime) -> State:
    index.refresh(now)
    return index.snapshot(now)


@given(st.integers(0, 2**32), st.integers(0, 80), st.integers(1, 8), st.booleans())
def test_the_index_says_what_a_replay_says(seed: int, many: int, parts: int, reopened: bool) -> None:
    """Three devices' events arrive in parts, in any order of devices, some twice; now moves on, and sometimes back."""
    rng = random.Random(seed)
    events = made_up(seed, many)
    with TemporaryDirectory() as folder:
        scratch = Scratch(Path(folder))
        waiting = {
            device: [event for event in events if event.device == device] for device in ("desk", "lap", "tablet")
        }
        arrived: list[Event] = []
        for _ in range(parts):
            for device, queue in waiting.items():
                cut = rng.randrange(len(queue) + 1)
                scratch.add(device, queue[:cut])
                if rng.random() < 0.2:
                    scratch.add(f"{device}.sync-conflict", queue[:cut])
                arrived += queue[:cut]
                del queue[:cut]
            now = START + timedelta(seconds=rng.randrange(-200_000, 6_000_000))
            if reopened:
                scratch.index.close()
                scratch.index = scratch.opened()

            assert replayed(arrived, scratch.config, now) == indexed(scratch.index, now)
            assert by_card(arrived, now) == dict(histories.of(scratch.index, CARDS, now))
        scratch.index.close()


@given(st.integers(0, 2**32), st.integers(0, 60), st.sampled_from([1, 300, 7000]))
def test_an_index_made_anew_says_what_a_replay_says(seed: int, many: int, years: int) -> None:
    """Of cards with answers alone, too: some at one instant, some twice in the logs, some of centuries away."""
    rng = random.Random(seed)
    events = made_up(seed, many)
    for number_, card in enumerate(CARDS[:2] * 3):
        at = START + rng.choice([timedelta(), timedelta(days=number_), timedelta(days=90_000), timedelta(days=-90_000)])
        answer = Review(
            id=EventId(f"{card}-{rng.randrange(5)}"),
            at=at,
            zone_minutes=0,
            device=rng.choice(["desk", "lap"]),
            seq=1000 + number_,
            card=CardId(f"only-{card}"),
            rating=Rating(rng.randrange(1, 5)),
            took_ms=9,
        )
        events.append(answer)
    now = START + timedelta(days=rng.choice([0, 3, 365 * years]))
    with TemporaryDirectory() as folder:
        scratch = Scratch(Path(folder))
        for device in ("desk", "lap", "tablet"):
            own = [event for event in events if event.device == device]
            scratch.add(device, own)
            scratch.add(f"{device}.sync-conflict", own[: rng.randrange(len(own) + 1)])

        assert replayed(events, scratch.config, now) == indexed(scratch.index, now)
        scratch.index.rebuild_log(now)
        assert replayed(events, scratch.config, now) == scratch.index.snapshot(now)
        scratch.index.close()
