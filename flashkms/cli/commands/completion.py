"""`flashkms completion`: what a shell needs to complete commands, options and card names."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from flashkms.cli.bash import Bash
from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import say, say_json


@command(
    "completion",
    example='eval "$(flashkms completion bash)"\nflashkms completion fish > ~/.config/fish/completions/flashkms.fish',
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(invocation: Invocation, shell: str) -> None:
    """Print the completion script of a shell."""
    kind = Bash if shell == "bash" else get_completion_class(shell)
    assert kind is not None  # the other two are click's own
    script = kind(click.get_current_context().find_root().command, {}, "flashkms", "_FLASHKMS_COMPLETE").source()
    if invocation.as_json:
        say_json({"shell": shell, "script": script})
    else:
        say(script)
