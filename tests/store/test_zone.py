"""The zone of a study day."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flashkms.errors import UsageError
from flashkms.store.zone import zone

NOWHERE = Path("/nonexistent")


def test_the_configured_zone_wins() -> None:
    assert zone("Asia/Seoul", environment="Europe/Berlin") == ZoneInfo("Asia/Seoul")


@pytest.mark.parametrize("name", ["Asia/Soul", "../../etc/passwd", "/etc/localtime", "Asia"])
def test_a_configured_zone_that_does_not_exist_is_an_error(name: str) -> None:
    with pytest.raises(UsageError, match="no time zone is called"):
        zone(name)


@pytest.mark.parametrize("given", ["Europe/Berlin", ":Europe/Berlin", "/usr/share/zoneinfo/Europe/Berlin"])
def test_the_variable_comes_before_the_machine(given: str) -> None:
    assert zone("", environment=given, localtime=NOWHERE) == ZoneInfo("Europe/Berlin")


def test_a_linked_localtime_gives_the_zone_its_name(tmp_path: Path) -> None:
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/America/New_York")

    assert zone("", environment="", localtime=link) == ZoneInfo("America/New_York")


def test_a_copied_localtime_gives_the_rules(tmp_path: Path) -> None:
    copy = tmp_path / "localtime"
    copy.write_bytes(Path("/usr/share/zoneinfo/Asia/Seoul").read_bytes())
    found = zone("", environment="", localtime=copy)

    assert datetime(2026, 1, 1, tzinfo=UTC).astimezone(found).hour == 9


@pytest.mark.parametrize("content", [b"", b"no zone"])
def test_a_machine_without_a_readable_zone_is_in_utc(tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "localtime"
    broken.write_bytes(content)

    assert zone("", environment="Nonsense/Zone", localtime=broken) is UTC
    assert zone("", environment="", localtime=NOWHERE) is UTC
