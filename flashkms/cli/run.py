"""One run of the program: arguments in, exit code out, and never a traceback for what a person can cause."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from collections.abc import Sequence

import click

from flashkms.cli.group import group
from flashkms.cli.output import OutputError, flush, narrate, report
from flashkms.errors import Exit, FlashkmsError, ProblemsError, UsageError
from flashkms.safe import is_text, safe_message

COMPLETION = "_FLASHKMS_COMPLETE"  # what the scripts of `flashkms completion` set


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command with *arguments*, or with those of the process; its exit code."""
    _soften(sys.stdout)
    _soften(sys.stderr)
    try:
        code = _run(arguments)
        flush()
    except BrokenPipeError:
        # The reader has what it wanted. Python would complain once more at exit.
        _discard_output()
        return Exit.FINE
    except OSError as error:
        _discard_output()
        with contextlib.suppress(OSError):
            narrate(f"flashkms: {_told(error)}")
        return Exit.FAILED
    return code


def _run(arguments: Sequence[str] | None) -> int:  # noqa: PLR0911  # a line for each way to end
    try:
        _called(list(sys.argv[1:] if arguments is None else arguments))
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except ProblemsError as error:
        report(error.problems)
        return error.exit_code
    except FlashkmsError as error:
        narrate(f"flashkms: {safe_message(str(error))}")
        return error.exit_code
    except click.ClickException as error:
        narrate(f"flashkms: {_lowered(safe_message(error.format_message()))}")
        return Exit.USAGE
    except (KeyboardInterrupt, click.Abort):
        narrate("flashkms: interrupted")
        return Exit.INTERRUPTED
    except RecursionError:
        narrate("flashkms: a text is nested too deeply (flashkms check names what it cannot read)")
        return Exit.FAILED
    except MemoryError:
        narrate("flashkms: not enough memory")
        return Exit.FAILED
    return Exit.FINE


def _called(arguments: list[str]) -> None:
    """Call the command; click's own `main` would end the process on a closed pipe with a code of its own."""
    made = group()
    for argument in arguments:
        if not is_text(argument):
            raise UsageError(f"the argument {argument} is not UTF-8", "rename the file, or type it in this terminal")
    if COMPLETION in os.environ:
        made.main(arguments, prog_name="flashkms", complete_var=COMPLETION, standalone_mode=False)
        return
    with made.make_context("flashkms", arguments) as context:
        made.invoke(context)


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")


def _told(error: OSError) -> str:
    reason = error.strerror or str(error)
    if isinstance(error, OutputError):
        return f"stdout: {reason.lower()} (only words are lost: what was done is saved, and is not to be done again)"
    place = f"{safe_message(os.fsdecode(error.filename))}: " if isinstance(error.filename, str | bytes) else ""
    hint = " (free some space and try again)" if error.errno == errno.ENOSPC else ""
    return f"{place}{reason.lower()}{hint}"


def _soften(stream: object) -> None:
    """A letter that the terminal's encoding lacks is spelled out, not an error."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def _discard_output() -> None:
    """What is still buffered for stdout goes nowhere."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, sys.stdout.fileno())
        os.close(descriptor)
