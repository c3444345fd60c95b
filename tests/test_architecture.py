"""The shape of the tree: docs/architecture.md is true, and what import-linter cannot say holds too."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "flashkms"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 350
LONGEST_FUNCTION = 40


def test_every_path_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`(flashkms/[\w/.]*)`", PAGE))

    assert named
    assert not [path for path in sorted(named) if not (ROOT / path).exists()]


def test_every_package_is_in_the_page_s_table() -> None:
    table = set(re.findall(r"^\| `(flashkms/[\w/.]*)`", PAGE, re.MULTILINE))
    packages = {f"flashkms/{path.name}/" for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    modules = {f"flashkms/{path.name}" for path in PACKAGE.glob("*.py") if path.name != "__init__.py"}

    assert packages | modules == table


def test_the_page_and_the_linter_have_the_same_layers() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (layers,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")

    assert f"`{' > '.join(layers)}`" in PAGE


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}

    assert {path: length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {name: length for name, length in functions() if length > LONGEST_FUNCTION}

    assert long == {}


def test_half_of_the_functions_are_short() -> None:
    lengths = sorted(length for _, length in functions())

    assert lengths[len(lengths) // 2] <= 10
    assert lengths[len(lengths) * 9 // 10] <= 25


def test_only_the_command_line_reads_the_clock() -> None:
    ages = {"store/files.py"}  # of temporary files that a killed program left
    clocks = re.compile(r"\b(datetime\.now|datetime\.utcnow|date\.today|time\.time|time\.localtime)\(")
    reading = [
        str(path.relative_to(PACKAGE))
        for path in MODULES
        if path.relative_to(PACKAGE).parts[0] != "cli"
        and path.relative_to(PACKAGE).as_posix() not in ages
        and clocks.search(path.read_text(encoding="utf-8"))
    ]

    assert not reading


def test_every_module_says_what_it_knows() -> None:
    silent = [str(path) for path in MODULES if len(ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "") < 10]

    assert not silent


@pytest.mark.parametrize(
    "page", [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md"], ids=lambda page: page.name
)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text)

    assert not [link for link in links if not (page.parent / link).exists()]


def functions() -> Iterator[tuple[str, int]]:
    """Every function with its number of lines, its docstring left out."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[0]
                told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
                doc = (first.end_lineno or 0) - first.lineno + 1 if told else 0
                yield f"{path.relative_to(ROOT)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1 - doc
