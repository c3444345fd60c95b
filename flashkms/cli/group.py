"""`flashkms` itself: finds a command by name, imports only that one, and lists them all without importing any."""

from __future__ import annotations

from typing import Any

import click
from msgspec.structs import replace

from flashkms import __version__
from flashkms.cli.command import SETTINGS, Command, global_options, refined, write_example
from flashkms.cli.registry import COMMANDS, SECTIONS

_EXAMPLE = (
    "flashkms build      notes become cards\nflashkms review     study what is due\nflashkms export     decks for Anki"
)


class Group(click.Group):
    """The group of all commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # the framework's signature
        """Every command's name."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # as above
        """Import the command *cmd_name*; None when there is none."""
        listed = COMMANDS.get(cmd_name)
        if listed is None:
            return None
        import importlib  # noqa: PLC0415  # one command is imported, at the last moment

        found = importlib.import_module(f"flashkms.cli.commands.{listed.module}")
        made: Command = getattr(found, listed.module)
        return made

    def invoke(self, ctx: click.Context) -> Any:
        """Read the global options before the command's name, and call the command."""
        ctx.obj = refined(ctx)
        return super().invoke(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but an unknown name is answered with its neighbour."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib  # noqa: PLC0415  # only for a misspelt name

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f"did you mean {near[0]}?" if near else "flashkms --help lists them"
            raise click.UsageError(f"no command is called {args[0]} ({hint})")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # as above
        """Write the commands by purpose, a line each."""
        for purpose, commands in SECTIONS.items():
            with formatter.section(purpose):
                formatter.write_dl([(command.name, command.summary) for command in commands])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # as above
        """Write the three commands of the main job."""
        write_example(_EXAMPLE, formatter)


@click.pass_context
def _alone(ctx: click.Context, *, read_only: bool) -> None:
    """Notes become flashcards; what you review, and when, is kept as text. Alone: the home screen."""
    ctx.obj = replace(ctx.obj, read_only=read_only)
    if ctx.invoked_subcommand is None:
        from flashkms.cli.commands.home import home  # noqa: PLC0415  # not needed where a command is named

        home(ctx.obj)


def group() -> Group:
    """Make the group of all commands."""
    made = Group(
        "flashkms", callback=_alone, help=_alone.__doc__, invoke_without_command=True, context_settings=SETTINGS
    )
    made.params += global_options()
    made.params.append(click.Option(["--read-only"], is_flag=True, help="Look on while another flashkms is at work."))
    made.params.append(
        click.Option(
            ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
        )
    )
    return made


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001, FBT001  # click's
    if value:
        click.echo(f"flashkms {__version__}")
        ctx.exit()
