"""Write docs/commands.md from the program's own help: `python docs/commands.py`. A test holds the page to it."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

import click

from flashkms.cli.command import Command
from flashkms.cli.group import group
from flashkms.cli.registry import SECTIONS

PAGE = Path(__file__).with_name("commands.md")
HEAD = """\
# Commands

Written by `docs/commands.py` from the program's own help.

stdout is data, stderr is narration. A command ends with 0 when all is well, 1 when it found problems in somebody's
text (each a line `path:line: message (hint)`), 2 for words or settings that make no sense, 3 when it cannot go on, and
130 when it was interrupted. With `--json`, stdout is one JSON document; where a command ends with 2 or 3 it is empty.

Every command takes, before or after its name: `-C DIR`, the collection (by default the first folder from here upwards
with a `flashkms.toml`); `--now ISO8601`, the instant that counts as now; `--json`; `--help`.
Before its name also `--read-only`: screens look on, and a command that would write is refused.

`flashkms` alone opens the home screen, or prints today's counts where stdout is no terminal. In a folder without a
collection it offers to make one there, as `init` does, empty or with the demo.
Before the cards that are nearly forgotten, home names what waits and its key: entries to judge, conflicts, notes that
changed since the last build, and problems in files, which `flashkms check` tells one by one.
"""


def page() -> str:
    """The whole page."""
    made = group()
    parts = [HEAD]
    for purpose, commands in SECTIONS.items():
        parts.append(f"# {purpose}\n")
        for listed in commands:
            command = made.get_command(click.Context(made), listed.name)
            assert isinstance(command, Command)
            parts.append(told(command))
    return "\n".join(parts)


def told(command: Command) -> str:
    """One command: how it is called, what it does, its options, an example."""
    context = click.Context(command, info_name=command.name)
    usage = " ".join(piece for piece in command.collect_usage_pieces(context) if piece != "[OPTIONS]")
    lines = [
        f"## `flashkms {command.name}{f' {usage}' if usage else ''}`",
        "",
        inspect.cleandoc(command.help or ""),
        "",
    ]
    options = [
        each
        for each in command.params
        if isinstance(each, click.Option) and each.name not in {"directory", "now", "as_json"}
    ]
    lines += [
        f"- `{'`, `'.join(each.opts)}{f' {each.make_metavar(context)}' if not each.is_flag else ''}`: {each.help}"
        for each in options
    ]
    lines += ["", "```sh", command.example, "```", ""] if options else ["```sh", command.example, "```", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
