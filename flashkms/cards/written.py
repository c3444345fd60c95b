"""Values as YAML lines that a person likes to read: `|-` blocks for prose, plain words where they are safe.

What no block can hold (a text that starts with a space, odd line ends) goes out in double quotes, JSON's way.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache

from flashkms.cards.entry import Value, WrongOption
from flashkms.cards.fields import ENTRY_KEYS, Shape

PROSE = frozenset({"question", "cloze", "choice", "extra", "description"})  # always a block, so that a diff shows lines
STEP = 2  # columns between two levels
_REPEATED = frozenset({"context", "tags"})  # keys whose value many entries have in common
_WIDE = 110  # characters beyond which a plain line becomes a block

# A plain text: its first character opens nothing in YAML, and nothing in it ends a plain text.
_PLAIN = re.compile(r"(?![-?]\s)[^\W_](?:[^\n:#]++|:(?![\s,\[\]{}]|$)|(?<!\s)#)*+(?<!\s)", re.UNICODE)
# What another YAML reader takes for a number, a date, a truth value or nothing.
_TYPED = re.compile(
    r"[-+.]?[0-9][0-9_,.:eExXoa-fA-F+-]*|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|[-+]?\.(inf|nan)|~|"
    r"(y|yes|n|no|true|false|on|off|null|inf|nan)",
    re.IGNORECASE,
)
_UNBLOCKED = re.compile(
    "[^\\t\\n\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd\U00010000-\U0010ffff]"
)
_BRACKETS = re.compile(r"[,\[\]{}]")
_ESCAPED = re.compile("[\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ufffe\\uffff\\ud800-\\udfff]")


def inline(text: str, *, flow: bool = False) -> str:
    """*text* in one line: plain where that is safe, else in double quotes. *flow* within brackets or braces."""
    if plain(text) and not (flow and _BRACKETS.search(text)):
        return text
    return quoted(text)


def plain(text: str) -> bool:
    """Whether *text* can stand without quotes, and is a text to every YAML reader."""
    return bool(_PLAIN.fullmatch(text)) and not _TYPED.fullmatch(text) and _shown(text) and "\t" not in text


def quoted(text: str) -> str:
    """*text* in double quotes, with the escapes that JSON and YAML share; emoji and Korean stay readable."""
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def blockable(text: str) -> bool:
    """Whether a `|-` block can hold *text* as it is."""
    return bool(text) and not text[0].isspace() and not text[-1].isspace() and _shown(text)


def _shown(text: str) -> bool:
    """Whether every character of *text* may stand in YAML as it is; what is printable may, and is nearly all."""
    return text.isprintable() or not _UNBLOCKED.search(text)


def scalar(text: str, column: int, *, prose: bool = False) -> list[str]:
    """*text* as lines, of which the first follows its key; *column* (from 0) is where a block's lines begin."""
    if not (prose or "\n" in text or len(text) > _WIDE) and plain(text):
        return [text]
    if blockable(text) and not _TYPED.fullmatch(text):
        if "\n" not in text:
            return ["|-", " " * column + text]
        return ["|-", *(" " * column + line if line else "" for line in text.split("\n"))]
    return [inline(text)]


def pair(key: str, value: Value, column: int) -> list[str]:
    """The lines of `key: value` where the key stands in *column* (from 0), each without its line end."""
    lead = " " * column + key + ":"
    if isinstance(value, str):
        first, *rest = scalar(value, column + STEP, prose=key in PROSE)
        return [f"{lead} {first}", *rest]
    if isinstance(value, bool):
        return [f"{lead} {'true' if value else 'false'}"]
    if key == "conflict":
        inner = [line for name, said in _named(value) for line in pair(name, said, column + STEP)]
        return [lead, *inner]
    if _in_brackets(key, value):
        words = (inline(one, flow=True) if isinstance(one, str) else str(one) for one in value)
        return [f"{lead} [{', '.join(words)}]"]
    if len(value) == 1 and isinstance(value[0], str):
        return pair(key, value[0], column)
    return [lead, *(line for item in value for line in item_lines(item, column))]


def item_lines(item: object, column: int) -> list[str]:
    """The lines of one list item, its dash in *column* (from 0)."""
    dash = " " * column + "- "
    if not isinstance(item, WrongOption):
        first, *rest = scalar(str(item), column + STEP)
        return [dash + first, *rest]
    lines = pair("option", item.option, column + STEP) + (pair("why", item.why, column + STEP) if item.why else [])
    return [dash + lines[0].lstrip(" "), *lines[1:]]


def entry_lines(values: dict[str, Value], dash: int, column: int) -> list[str]:
    """The lines of an entry with its dash in column *dash* and its keys in *column* (both from 0)."""
    lines: list[str] = []
    for key, value in values.items():
        lines += _again(key, value, column) if key in _REPEATED else pair(plural(key, value), value, column)
    return [" " * dash + "-" + " " * (column - dash - 1) + lines[0][column:], *lines[1:]]


@lru_cache(maxsize=1024)
def _again(key: str, value: Value, column: int) -> list[str]:
    """As `pair`, for what many entries of a deck have in common; the list is not to be changed."""
    return pair(key, value, column)


def flow_pair(key: str, value: Value) -> str:
    """`key: value` for use in braces."""
    if isinstance(value, bool):
        return f"{key}: {'true' if value else 'false'}"
    if isinstance(value, str):
        return f"{key}: {inline(value, flow=True)}"
    if key == "conflict":
        return f"{key}: {{{', '.join(flow_pair(*item) for item in value if isinstance(item, tuple))}}}"
    return f"{key}: [{', '.join(flow_item(item) for item in value)}]"


def flow_item(item: object) -> str:
    """One list item for use in brackets."""
    if isinstance(item, WrongOption):
        why = f", why: {inline(item.why, flow=True)}" if item.why else ""
        return f"{{option: {inline(item.option, flow=True)}{why}}}"
    return str(item) if isinstance(item, int) else inline(str(item), flow=True)


def plural(key: str, value: Value) -> str:
    """*key* as it is written for *value*: `answers` reads better than `answer` where there are several."""
    return "answers" if key == "answer" and isinstance(value, tuple) and len(value) > 1 else key


def _in_brackets(key: str, value: tuple[object, ...]) -> bool:
    field = ENTRY_KEYS.get(key)
    return not value or (field is not None and field.shape in (Shape.TAGS, Shape.NUMBERS))


def _named(value: tuple[object, ...]) -> list[tuple[str, Value]]:
    return [one for one in value if isinstance(one, tuple)]
