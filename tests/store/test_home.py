"""Device ids and the machine's own folder."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import platformdirs
import pytest

from flashkms.store.device import device_id
from flashkms.store.home import collection_home, home, safe_name


def test_a_device_keeps_its_id(tmp_path: Path) -> None:
    first = device_id(tmp_path / "a")

    assert device_id(tmp_path / "a") == first
    assert re.fullmatch(r"[a-z0-9-]+-[2-9a-hjkmnp-z]{6}", first)


def test_two_folders_are_two_devices(tmp_path: Path) -> None:
    assert device_id(tmp_path / "a") != device_id(tmp_path / "b")


def test_a_damaged_device_file_gets_a_fresh_id(tmp_path: Path) -> None:
    (tmp_path / "device").write_bytes(b"../../etc/passwd\xff")
    fresh = device_id(tmp_path)

    assert safe_name(fresh, longest=64) == fresh
    assert device_id(tmp_path) == fresh
    assert [path.name for path in tmp_path.iterdir()] == ["device"]


def test_two_clones_on_one_machine_have_folders_of_their_own(tmp_path: Path) -> None:
    one = collection_home(tmp_path, "id", tmp_path / "one" / "study")
    two = collection_home(tmp_path, "id", tmp_path / "two" / "study")

    assert one != two
    assert collection_home(tmp_path, "id", tmp_path / "one" / "study") == one
    assert one.name.startswith("study-")


def test_the_variable_names_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASHKMS_HOME", str(tmp_path))
    assert home() == tmp_path
    assert home(tmp_path / "given") == tmp_path / "given"

    monkeypatch.delenv("FLASHKMS_HOME")
    assert home().name == "flashkms"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems are left to the library")
@pytest.mark.parametrize("named", [None, "", "/data", "/data/", "relative", "~/data", " /data"])
def test_the_home_is_where_the_library_for_it_has_it(named: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FLASHKMS_HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    if named is not None:
        monkeypatch.setenv("XDG_DATA_HOME", named)

    assert str(home()) == str(Path(platformdirs.user_data_dir("flashkms", appauthor=False)))
