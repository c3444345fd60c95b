r"""The deck files that need no YAML parser: written as the program writes them, which most people keep to.

Reading a big collection is mostly reading such files, and the events of the YAML library alone cost more than this.
What is not matched here to the last character is left to the parser; where both read a file they say the same, which a
test holds them to with files that are changed at random.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flashkms.cards import bodies
from flashkms.cards.bodies import IncompleteError, Values
from flashkms.cards.entry import Entry, Value, WrongOption
from flashkms.cards.fields import ENTRY_FIELDS, Shape
from flashkms.cards.values import MAX_TEXT

_LARGEST = 4 * 2**20  # characters; the limits of larger files are the parser's to watch

# Characters that mean something to the reader of the whole file, or that YAML takes for a line end.
_SPECIAL = re.compile(
    "[^\\t\\n\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue004-\\ufefe\\uff00-\\ufffd\U00010000-\U0010ffff]"
)

_PLAIN = r"([\w($/+=;^~<.][^\n:#]*(?:(?::(?!\s)|(?<!\s)#)[^\n:#]*)*)"
_QUOTED = r"""'([^'\n]*)'[ ]*|"([^"\\\n]*)"[ ]*"""
_KEYS = "|".join(field.name for field in ENTRY_FIELDS if field.shape is not Shape.FIELDS)


_END = ("", "- ", *[""] * 7)  # a dash after the last line


def _block(indent: int) -> str:
    lead = " " * indent
    return rf"\|-\n({lead}\S[^\n]*\n(?:{lead}[^\n]*\n|\n)*)"


# A line of an entry with all that belongs to it: the dash, the key, and its value in one of five manners; else a line
# that says nothing.
_LINE = re.compile(
    rf"((?:(- )|  )({_KEYS}):(?:[ ](?:{_PLAIN}\n|(?:{_QUOTED})\n|{_block(4)}|\[([\w, -]*)\][ ]*\n)"
    r"|\n((?:  (?:- |  )[^\n]*\n|\n(?=  (?:- |  )))+))|[ ]*(?:\#[^\n]*)?\n)"
)
_ITEM = re.compile(rf"(  - (?!option: )(?:{_PLAIN}\n|(?:{_QUOTED})\n|{_block(4)}))")
_OPTION = re.compile(
    rf"(  - option: (?:{_PLAIN}\n|(?:{_QUOTED})\n|{_block(6)})(?:    why: (?:{_PLAIN}\n|(?:{_QUOTED})\n|{_block(6)}))?)"
)
_HEAD = re.compile(r"^cards:[ ]*\n", re.MULTILINE)


def split(text: str) -> tuple[str, tuple[Entry, ...]] | None:
    """The head of the deck file *text*, down to its `cards:`, and its entries; None where YAML has to be asked.

    All that comes out is sound: a file with any mistake is left to the parser.
    """
    cards = _HEAD.search(text)
    if cards is None or len(text) > _LARGEST or not text.endswith("\n") or _SPECIAL.search(text):
        return None
    lines = _LINE.findall(text, cards.end())
    if sum([len(line[0]) for line in lines]) != len(text) - cards.end():
        return None
    entries = _entries(lines, text.count("\n", 0, cards.end()) + 1)
    return None if entries is None else (text[: cards.end()], entries)


def _entries(lines: list[tuple[str, ...]], number: int) -> tuple[Entry, ...] | None:
    """The entries of all *lines*, of which the first is the *number*th of its file."""
    entries: dict[str, Entry] = {}
    asking: Values = {}  # what is asked, and the id
    rest: dict[str, Any] = {}  # the other fields
    start = 0
    for whole, dash, key, plain, single, double, block, words, items in (*lines, _END):
        if dash:
            if start and not _put(entries, asking, rest, start):
                return None
            asking, rest, start = {}, {}, number
        if not key:
            number += 1
            continue
        number += whole.count("\n") if block or items else 1
        one = (plain or single or double or (block and block[4:].replace("\n    ", "\n"))).rstrip()
        reader, field = _KEYED[key]
        value = one if one and reader is _text and len(one) <= MAX_TEXT else reader(one, words, items)
        if value is None or not start or key in asking or key in rest:
            return None
        if field is None:
            asking[key] = value
        else:
            rest[key] = field(value)
    return tuple(entries.values())


def _put(entries: dict[str, Entry], asking: Values, rest: dict[str, Any], line: int) -> bool:
    """Put an entry to the others; False when something is wrong with it."""
    try:
        entry = bodies.made(str(asking.pop("id", "")), asking, rest, line)
    except IncompleteError:
        return False
    if bodies.idle(asking):
        return False
    return entries.setdefault(entry.id.casefold(), entry) is entry


def _text(one: str, words: str, items: str) -> Value | None:
    return None if words or items or len(one) > MAX_TEXT else one


def _line(one: str, words: str, items: str) -> Value | None:
    if words or items or len(one) > MAX_TEXT:
        return None
    spaced = "  " in one or "\t" in one or "\n" in one or not one.isascii()
    return " ".join(one.split()) if spaced else one


def _texts(one: str, words: str, items: str) -> Value | None:
    if words or len(one) > MAX_TEXT:
        return None
    if not items:
        return (one,) if one else ()
    found = _ITEM.findall(items)
    said = tuple(_said(item[1:], 4) for item in found)
    whole = sum([len(item[0]) for item in found]) == len(items)
    return tuple(each for each in said if each) if whole and max(map(len, said)) <= MAX_TEXT else None


def _tags(one: str, words: str, items: str) -> Value | None:
    if one or items:
        return None
    parts = [part.strip() for part in words.split(",")]
    sound = all(part[:1].isalnum() and " " not in part for part in parts)
    return tuple(dict.fromkeys(parts)) if sound else None


def _flag(one: str, words: str, items: str) -> Value | None:
    return True if one == "true" and not words and not items else None


def _numbers(one: str, words: str, items: str) -> Value | None:
    parts = [part.strip() for part in words.split(",")]
    sound = not one and not items and all(part.isascii() and part.isdigit() and len(part) <= 3 for part in parts)
    return tuple(sorted({int(part) for part in parts})) if sound else None


def _options(one: str, words: str, items: str) -> Value | None:
    found = _OPTION.findall(items)
    if one or words or not found or sum([len(item[0]) for item in found]) != len(items):
        return None
    options = tuple(WrongOption(_said(item[1:5], 6), _said(item[5:9], 6)) for item in found)
    sound = all(each.option and len(each.option) <= MAX_TEXT and len(each.why) <= MAX_TEXT for each in options)
    return options if sound else None


def _said(manners: tuple[str, ...], indent: int) -> str:
    """The text of a value: plain, in quotes, or in a block of lines that begin in column *indent*."""
    plain, single, double, block = manners
    return (plain or single or double or block[indent:].replace("\n" + " " * indent, "\n")).rstrip()


_BY_SHAPE: dict[Shape, Callable[[str, str, str], Value | None]] = {
    Shape.TEXT: _text,
    Shape.LINE: _line,
    Shape.TEXTS: _texts,
    Shape.TAGS: _tags,
    Shape.FLAG: _flag,
    Shape.NUMBERS: _numbers,
    Shape.OPTIONS: _options,
}
# How the value of a key is read, and what makes a field of the entry of it; None for what is asked.
_KEYED = {
    field.name: (_BY_SHAPE[field.shape], bodies.FIELDS.get(field.name))
    for field in ENTRY_FIELDS
    if field.shape in _BY_SHAPE
}
