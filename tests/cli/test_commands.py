"""Every command is listed, explained with an example, and found."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import click
import pytest

from flashkms.cards.query import FIELDS, STATES
from flashkms.cli.command import Command
from flashkms.cli.group import group
from flashkms.cli.registry import COMMANDS
from flashkms.store.packaged import topics

DOCS = Path(__file__).parents[2]
FOLDER = DOCS / "flashkms" / "cli" / "commands"


@pytest.fixture(params=sorted(COMMANDS))
def command(request: pytest.FixtureRequest) -> Command:
    made = group()
    found = made.get_command(click.Context(made), request.param)
    assert isinstance(found, Command)
    return found


def test_a_command_s_help_ends_with_an_example_of_it(command: Command) -> None:
    text = command.get_help(click.Context(command, info_name=command.name))
    example = text.split("Example:")[1]

    assert f"flashkms {command.name}" in example
    assert "--now" in text
    assert "--json" in text


def test_a_page_that_a_command_s_help_names_is_there(command: Command) -> None:
    named = re.findall(r"`flashkms help ([a-z-]+)`", " ".join((command.help or "").split()))

    assert set(named) <= topics().keys()


def test_the_page_on_queries_explains_every_field_and_state() -> None:
    page = topics()["query"].read_text(encoding="utf-8")

    assert [field for field in FIELDS if f"`{field}:" not in page] == []
    assert [state for state in STATES if f"`is:{state}`" not in page] == []


def test_a_command_says_what_it_does_in_its_first_sentence(command: Command) -> None:
    assert command.help
    assert command.help[0].isupper()
    assert "." in command.help
    assert len(COMMANDS[command.name or ""].summary) < 60


def test_every_option_says_what_it_does(command: Command) -> None:
    silent = [each.name for each in command.params if isinstance(each, click.Option) and not each.help]

    assert not silent


def test_a_command_is_in_the_reference_and_in_the_readme(command: Command) -> None:
    assert f"## `flashkms {command.name}" in (DOCS / "docs" / "commands.md").read_text(encoding="utf-8")
    assert f"`{command.name}`" in (DOCS / "README.md").read_text(encoding="utf-8")


def test_an_example_names_only_options_that_are_there(command: Command) -> None:
    known = {option for each in command.params for option in each.opts}
    named = {word for word in command.example.split() if word.startswith("--") and not word.startswith("--wait")}

    assert named <= known


def test_every_file_of_the_folder_is_a_command() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "home"}

    assert files == {command.module for command in COMMANDS.values()}


def test_the_list_of_commands_imports_none_of_them() -> None:
    text = group().get_help(click.Context(group(), info_name="flashkms"))

    assert all(f"  {name} " in text for name in COMMANDS)


def test_modules_have_the_function_of_their_name() -> None:
    for command in COMMANDS.values():
        module = importlib.import_module(f"flashkms.cli.commands.{command.module}")
        assert getattr(module, command.module).name == command.name
