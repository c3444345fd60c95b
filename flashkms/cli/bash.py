"""Completion in bash, which parts a line at colons too and puts in what it gets as it stands.

Deck names hold colons and blanks. So the line is parted here, and an answer is only what bash wants behind the last
colon, with a backslash before what means something to it.
"""

from __future__ import annotations

import os
import re
from typing import Any, ClassVar

from click.shell_completion import BashComplete, CompletionItem, ShellComplete, split_arg_string

_SCRIPT = """\
%(complete_func)s() {
    local type value
    COMPREPLY=()
    while IFS=, read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(env COMP_LINE="${COMP_LINE:0:COMP_POINT}" %(complete_var)s=bash_complete "$1" 2>/dev/null)
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""
_WORD = re.compile(r"""(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*(?:"|$)|'[^']*(?:'|$))*\\?$""", re.DOTALL)
_BREAKS = re.compile(r"(?<!\\)[:=]")  # where bash parts a word
_PLAIN = re.compile(r"([^\w@%+=:,./-])")  # what means something to bash, unless behind a backslash


class Bash(BashComplete):
    """What click does for bash, with the line parted as a person reads it."""

    source_template: ClassVar[str] = _SCRIPT

    def source(self) -> str:
        """The script; without asking the bash that is installed for its version, which would run it."""
        return ShellComplete.source(self)

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is begun, and that one, as the program gets them."""
        line = os.environ.get("COMP_LINE", "")
        begun = _begun(line)
        words = split_arg_string(line[: len(line) - len(begun)])[1:]
        return words, "".join(split_arg_string(begun))

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """The kind of *item*, and how bash has it behind what stands on the line."""
        return f"{item.type},{put(str(item.value), _begun(os.environ.get('COMP_LINE', '')))}"


def _begun(line: str) -> str:
    """The word at the end of *line*, as it was typed; empty behind a blank."""
    matched = _WORD.search(line)
    return matched[0] if matched else ""


def put(value: str, begun: str) -> str:
    """What of *value* bash has to put in the place of the last piece of *begun*, spelled for it."""
    if begun.startswith(('"', "'")):
        return value  # within quotes nothing is parted, and bash closes them
    breaks = len(_BREAKS.findall(begun))
    rest = re.split(r"(?<=[:=])", value, maxsplit=breaks)[-1] if breaks else value
    return _PLAIN.sub(r"\\\1", rest)
