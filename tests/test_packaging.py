"""What the wheel carries, and what it leaves behind."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
WHEEL = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
    "wheel"
]


def test_every_page_of_the_docs_is_packaged():
    pages = {f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")}

    assert {path for path in WHEEL["force-include"] if path.startswith("docs/")} == pages


def test_a_packaged_file_is_found_under_its_own_name():
    assert all(target == f"flashkms/packaged/{path}" for path, target in WHEEL["force-include"].items())


def test_the_demo_is_the_shipped_collection():
    assert {"notes", "cards"} <= WHEEL["force-include"].keys()
