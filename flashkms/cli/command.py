"""A command as this program writes one: a sentence, an example, and the global options after its name too."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import click

from flashkms.cli import completing
from flashkms.cli.invocation import Invocation


def global_options() -> list[click.Parameter]:
    """Fresh copies of the options that every command takes."""
    return [
        click.Option(
            ["-C", "directory"],
            metavar="DIR",
            help="The collection; default: from here upwards.",
            shell_complete=completing.folders,
        ),
        click.Option(["--now"], metavar="ISO8601", help="The instant that counts as now."),
        click.Option(["--json", "as_json"], is_flag=True, help="Print one JSON document."),
    ]


class Command(click.Command):
    """A click command that hands its function the `Invocation` first, and ends its help with an example."""

    def __init__(self, *args: Any, example: str, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.example = example
        self.params += global_options()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does; where an argument may begin with a hyphen, one that begins with two is an option still."""
        if ctx.ignore_unknown_options:
            known = {name for parameter in self.get_params(ctx) for name in parameter.opts}
            for argument in itertools.takewhile(lambda one: one != "--", args):
                name = argument.partition("=")[0]
                if name.startswith("--") and name not in known:
                    import difflib  # noqa: PLC0415  # only for a misspelt name

                    raise click.NoSuchOption(name, possibilities=difflib.get_close_matches(name, known), ctx=ctx)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Call the command's function with the invocation and its own parameters."""
        ctx.obj = refined(ctx)
        return super().invoke(ctx)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's
        """Write the example below the options."""
        write_example(self.example, formatter)


def refined(ctx: click.Context) -> Invocation:
    """The invocation so far, and what *ctx* itself was given; its own parameters lose the global ones."""
    outer: Invocation = ctx.obj or Invocation()
    return outer.refined(
        directory=ctx.params.pop("directory"), now=ctx.params.pop("now"), as_json=ctx.params.pop("as_json")
    )


def write_example(example: str, formatter: click.HelpFormatter) -> None:
    """Write the example of a help text, each line of it as it is."""
    with formatter.section("Example"):
        for line in example.splitlines():
            formatter.write(f"  {line}\n")


def command(name: str, *, example: str, dashes: bool = False) -> Callable[[Callable[..., None]], Command]:
    """Make a function a `Command`; its docstring is the help, its first argument the `Invocation`.

    With *dashes* an argument may begin with a hyphen, as a query does that leaves something out.
    """
    settings = {**SETTINGS, "ignore_unknown_options": dashes}

    def made(function: Callable[..., None]) -> Command:
        made_command = click.command(name, cls=Command, example=example, context_settings=settings)(
            click.pass_obj(function)
        )
        assert isinstance(made_command, Command)
        return made_command

    return made


SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
