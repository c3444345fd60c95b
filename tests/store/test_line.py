"""A line of the log: what the page about it names, and the quick way to write answers by the hundred thousand."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields

from flashkms.cards.card import CardId
from flashkms.schedule.event import EventId, Rating, Review, Stamp
from flashkms.store.line import KINDS, encode, spelled
from flashkms.store.log import ReviewLog

PAGE = (Path(__file__).parents[2] / "docs" / "review-log.md").read_text(encoding="utf-8")
STAMP = {field.name for field in fields(Stamp)}


def rows(section: str) -> dict[str, str]:
    text = PAGE.partition(f"## {section}\n")[2].partition("\n## ")[0]
    return {row[1]: row[0] for row in re.finditer(r"^\| `([a-z_-]+)` \|.*$", text, re.MULTILINE)}


def test_every_kind_is_described_with_its_fields() -> None:
    described = {kind: set(re.findall(r"`([a-z_]+)`", row.split("|")[2])) for kind, row in rows("Kinds").items()}

    assert described == {kind: {field.name for field in fields(event)} - STAMP for kind, event in KINDS.items()}


def test_the_fields_of_every_event_are_described() -> None:
    assert set(rows("A line")) == {"zone" if name == "zone_minutes" else name for name in STAMP} | {"kind"}


_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_ANSWER = st.tuples(
    _TEXT, _TEXT, st.integers(1_136_073_600_001, 4_102_444_800_000), st.sampled_from(Rating), st.integers(0)
)


@given(st.lists(_ANSWER, max_size=5), st.sampled_from(["UTC", "Asia/Seoul", "America/St_Johns", "Europe/Dublin"]))
def test_answers_written_from_numbers_are_the_lines_of_their_events(answers, zone) -> None:
    one, other = (ReviewLog(Path(), 'a "device"', ZoneInfo(zone)) for _ in range(2))
    one._seq = other._seq = 6

    lines = one.answers(
        ((spelled(ids, card), at, rating, took) for ids, card, at, rating, took in answers), len(answers)
    )

    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    events = (
        Review(
            **other.named(EventId(f"{ids}{at}"), epoch + timedelta(milliseconds=at)),
            card=CardId(card),
            rating=rating,
            took_ms=took,
            scheduler="anki",
        )
        for ids, card, at, rating, took in answers
    )
    assert b"".join(map(encode, events)) == b"".join(lines)
    assert one.stamp(epoch)["seq"] == other.stamp(epoch)["seq"]
