"""Studied blanks and a note that changes: which stay, which go, and which new ones wait for a verdict."""

from __future__ import annotations

from flashkms.cards.cloze import ordinals
from flashkms.cards.entry import Cloze, Entry
from tests.build.test_build import Desk, add_note, desk, kinds

__all__ = ["desk"]

GATEWAY = "**NAT Gateway** : managed by the cloud, scales up to 45 Gbps, **no Security Group**"


def studied(desk: Desk, point: str, changed: str) -> tuple[Entry, Entry]:
    """The entry of *point*, of which each card was answered, and what it is when the point is *changed*."""
    note = add_note(desk, "aws/other.md", point)
    desk.build()
    before = desk.find(point.partition(" ")[2][-12:].strip("* "))
    assert isinstance(before.body, Cloze)
    for ordinal in ordinals(before.body.text):
        desk.review(f"{before.id}.{ordinal}")
    note.write_text(note.read_text().replace(point, changed))
    desk.build()
    assert kinds(desk.build()) == []
    return before, desk.entries()[before.id]


def test_a_studied_blank_stays_when_another_part_of_its_line_goes(desk: Desk) -> None:
    before, after = studied(desk, GATEWAY, GATEWAY.replace(", **no Security Group**", ""))
    assert isinstance(before.body, Cloze)
    assert isinstance(after.body, Cloze)
    (blank,) = (part for part in before.body.text.split("{{") if "45 Gbps" in part)

    assert f"{{{{{blank.partition('Gbps')[0]}Gbps" in after.body.text
    assert len(after.retired) == 1


def test_a_weak_blank_in_the_place_of_all_others_waits_for_a_verdict(desk: Desk) -> None:
    before, after = studied(
        desk, "data is stored in **shards** of a stream", "**data** is stored in shards of a stream"
    )

    assert not before.triage
    assert after.triage == "weak blank"
    assert after.retired == (1,)


def test_a_blank_beside_one_that_was_kept_waits_for_none(desk: Desk) -> None:
    _, after = studied(desk, GATEWAY, GATEWAY.replace("**no Security Group**", "**priced** per hour"))

    assert not after.triage
