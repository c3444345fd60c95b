"""`flashkms help`: the pages of the docs in the terminal."""

from __future__ import annotations

import click

from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import say, say_fields, say_json
from flashkms.cli.registry import COMMANDS
from flashkms.errors import UsageError


@command("help", example="flashkms help\nflashkms help settings")
@click.argument("topic", default="", shell_complete=completing.topics)
def help_(invocation: Invocation, topic: str) -> None:
    """Explain a topic, or list the topics; the name of a command explains the command."""
    from flashkms.store.packaged import topics  # noqa: PLC0415  # only here

    pages = topics()
    if topic in pages or topic in COMMANDS:
        text = pages[topic].read_text(encoding="utf-8").rstrip("\n") if topic in pages else _of_command(topic)
        if invocation.as_json:
            say_json({"topic": topic, "text": text})
        else:
            say(text)
    elif topic:
        raise UsageError(f"no topic is called {topic}", f"topics are {', '.join(pages)}")
    elif invocation.as_json:
        say_json({"topics": list(pages)})
    else:
        for name, page in pages.items():
            say_fields(name, page.read_text(encoding="utf-8").split("\n", 1)[0].lstrip("# "))


def _of_command(name: str) -> str:
    outer = click.get_current_context().find_root()
    made = outer.command
    found = made.get_command(outer, name) if isinstance(made, click.Group) else None
    assert found is not None  # it stands in the registry
    return found.get_help(click.Context(found, info_name=name, parent=outer))
