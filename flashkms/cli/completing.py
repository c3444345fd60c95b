"""What a shell may complete besides commands and options: the collection's cards, entries and decks, topics, and files.

A shell asks while a person types. So whatever stands in the way (no collection, unreadable settings) completes nothing
and says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from flashkms.cli.invocation import Invocation
from flashkms.errors import FlashkmsError

if TYPE_CHECKING:
    from flashkms.study import Study

MOST = 500  # names that a shell is handed at the most


def cards(ctx: click.Context, parameter: click.Parameter, begun: str) -> list[str]:  # noqa: ARG001  # click's
    """The ids of cards that begin as *begun* does."""
    return _beginning(_asked(ctx, lambda study: study.search("")), begun)


def entries(ctx: click.Context, parameter: click.Parameter, begun: str) -> list[str]:  # noqa: ARG001  # click's
    """The ids of entries that begin as *begun* does."""
    return _beginning([card.rpartition(".")[0] for card in _asked(ctx, lambda study: study.search(""))], begun)


def decks(ctx: click.Context, parameter: click.Parameter, begun: str) -> list[str]:  # noqa: ARG001  # click's
    """The decks that begin as *begun* does, in any case of letters."""
    return _beginning(_asked(ctx, lambda study: [counts.deck for counts in study.counts()]), begun)


def topics(ctx: click.Context, parameter: click.Parameter, begun: str) -> list[str]:  # noqa: ARG001  # click's
    """The topics and commands that begin as *begun* does."""
    from flashkms.cli.registry import COMMANDS  # noqa: PLC0415  # only here
    from flashkms.store import packaged  # noqa: PLC0415  # as above

    return _beginning([*packaged.topics(), *COMMANDS], begun)


def files(ctx: click.Context, parameter: click.Parameter, begun: str) -> list[Any]:  # noqa: ARG001  # click's
    """Whatever files the shell finds."""
    return _found_by_shell("file", begun)


def folders(ctx: click.Context, parameter: click.Parameter, begun: str) -> list[Any]:  # noqa: ARG001  # as above
    """Whatever folders the shell finds."""
    return _found_by_shell("dir", begun)


def _found_by_shell(kind: str, begun: str) -> list[Any]:
    from click.shell_completion import CompletionItem  # noqa: PLC0415  # every command names these functions

    return [CompletionItem(begun, type=kind)]


def _beginning(names: Iterable[str], begun: str) -> list[str]:
    begins = begun.casefold()
    return list(dict.fromkeys(name for name in names if name.casefold().startswith(begins)))[:MOST]


def _asked(ctx: click.Context, question: Callable[[Study], Iterable[str]]) -> Iterable[str]:
    """What *question* says of the collection that the line so far names, or of the one around the working folder."""
    directory = ctx.params.get("directory") or ctx.find_root().params.get("directory") or ""
    try:
        with Invocation(directory).study() as study:
            return question(study)
    except (FlashkmsError, OSError):
        return ()
