"""The page about the log names every kind and every field, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec.structs import fields

from flashkms.schedule.event import Stamp
from flashkms.store.line import KINDS

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
