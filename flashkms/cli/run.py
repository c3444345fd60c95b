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
    _open_closed()
    _soften(sys.stdout)
    _soften(sys.stderr)
    try:
        code = _run(arguments)
        flush()
    except BrokenPipeError:
        # The reader has what it wanted. Python would complain once more at exit.
        _discard_output()
        return Exit.FINE
    except UnicodeEncodeError as error:
        if error.encoding != sys.getfilesystemencoding():
            raise
        narrate(f"flashkms: {safe_message(_unnameable(error))}")
        return Exit.FAILED
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
        from click.shell_completion import add_completion_class  # noqa: PLC0415  # only here

        from flashkms.cli.bash import Bash  # noqa: PLC0415  # as above

        add_completion_class(Bash)
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


def _unnameable(error: UnicodeEncodeError) -> str:
    """What is said of a file name that the locale has no letters for, as Latin-1 has none for Korean."""
    hint = "set LC_ALL=C.UTF-8, or PYTHONUTF8=1"
    return f"{error.object}: the locale's encoding, {error.encoding}, cannot name this file ({hint})"


def _open_closed() -> None:
    """Where the shell closed a stream, `<&-` or `2>&-`, there is nothing to read, and what is written goes nowhere.

    No file that is opened later takes its number then, and gets what was meant for it.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123  # until the end


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
