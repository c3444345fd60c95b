"""What the YAML library complains about, said so that a person knows what to do."""

from __future__ import annotations

import re

QUOTE_IT = "put the text in quotes, or in a `|-` block on the lines below"

_INDENTED = "check the indentation and the quotes"
_DEEPER = "this key is indented deeper than the key above it", _INDENTED
_BRACKET = "a text that starts with a bracket or brace is no text to YAML", QUOTE_IT
_BEHIND = "text stands behind a closed quote", "double the quote within, or use a `|-` block"
_SENTENCES = (
    (r"expected comment or line break", "`|` or `>` at the start of a text begins a block to YAML", QUOTE_IT),
    (r"cannot start any token", "a text cannot start with this character", QUOTE_IT),
    (r"unexpected end of stream|unexpected document indicator", "a quote is opened and never closed", "close it"),
    (r"expected ',' or|expected the node content|while parsing a flow", "brackets or braces do not close", QUOTE_IT),
    (r"did not find expected key", "this line fits neither the key above nor a list", _INDENTED),
    (r"did not find expected '-'", "this line is indented less than the list it stands in", _INDENTED),
    (r"did not find expected <document start>", "text stands outside of the deck's keys", "indent it, or remove it"),
    (r"could not find expected ':'", "this line is neither `key: text` nor part of a text", "indent it below its key"),
    (r"block sequence entries are not allowed|block mapping", "`- ` or `key:` cannot stand here", _INDENTED),
    (r"maximum nesting depth", "more than 16 levels of nesting", QUOTE_IT),
    (r"indentation|block scalar", "the lines of the block are not indented alike", _INDENTED),
    (r"invalid Unicode", "`\\u` in double quotes names half a character", "write the character itself"),
    (r"escape|code point", "a backslash in double quotes starts an unknown escape", "use single quotes"),
    (r"incompatible YAML", "the `%YAML` line asks for another YAML", "remove the line"),
    (r"tag|%", "`%` or `!` at the start of a text has a meaning to YAML", QUOTE_IT),
    (r"anchor|alias", "`&` or `*` at the start of a text has a meaning to YAML", QUOTE_IT),
)


def sentence(said: str, line: str, column: int) -> tuple[str, str]:
    """What is wrong and what helps, where the library *said* something about *line* at *column*, from 0."""
    if line[column : column + 1] == "\t" or line[:column].startswith("\t"):
        return "a tab indents this line", "indent by spaces"
    if "mapping values are not allowed" in said:
        first = re.fullmatch(r"\s*(- +)*[\w-]+\s*", line[:column])
        return _DEEPER if first else ("a second `: ` in this line makes it a key to YAML", QUOTE_IT)
    if "did not find expected key" in said and (opened := re.search(r":\s+([\[{\"'])", line[:column])):
        return _BRACKET if opened[1] in "[{" else _BEHIND
    for pattern, message, hint in _SENTENCES:
        if re.search(pattern, said):
            return message, hint
    return f"this is not YAML: {said.strip() or 'unreadable'}", QUOTE_IT
