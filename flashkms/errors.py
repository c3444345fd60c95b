"""What can go wrong, and how it is said: problems in a person's text, and failures that stop a command."""

from __future__ import annotations

from enum import IntEnum

from msgspec import Struct


class Exit(IntEnum):
    """Exit codes of every command."""

    FINE = 0
    PROBLEMS = 1  # found in somebody's text; everything else went on
    USAGE = 2  # usage or configuration
    FAILED = 3  # cannot go on
    INTERRUPTED = 130


class Problem(Struct, frozen=True, order=True):
    """One thing wrong with one line of somebody's text.

    *path* is shown as given: relative to the collection where it lies inside. *line* and *column* count from 1; 0 means
    the file, or the line, as a whole. *rule* is the id of a lint rule, or empty.
    """

    path: str
    line: int
    message: str
    hint: str = ""
    rule: str = ""
    column: int = 0

    def __str__(self) -> str:
        """`path:line: message (hint)`, the form that editors jump to."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}: {self.message}{hint}"


class FlashkmsError(Exception):
    """A failure that a person can cause or mend; shown as one line, never as a traceback."""

    exit_code = Exit.FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message} ({hint})" if hint else message)
        self.message, self.hint = message, hint


class UsageError(FlashkmsError):
    """The words of a command or of the configuration make no sense."""

    exit_code = Exit.USAGE


class ProblemsError(FlashkmsError):
    """Somebody's text is wrong, so that this command has nothing to work on."""

    exit_code = Exit.PROBLEMS

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class UnreadableError(ProblemsError):
    """A log is there and cannot be read: nothing goes on without its answers, for it would go on as if new."""

    exit_code = Exit.FAILED


class ConfigError(ProblemsError):
    """The settings of the collection are wrong; nothing starts on a setting that was not meant."""

    exit_code = Exit.USAGE
