"""A typed answer beside the right one, letter by letter. Case and spaces are shown, but do not make it wrong."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal["same", "extra", "missing"]


class Comparison(Struct, frozen=True):
    """*parts* in reading order: what agrees, what was typed too much, what was left out."""

    right: bool
    parts: tuple[tuple[Kind, str], ...]

    @property
    def words(self) -> str:
        """The comparison for a reader of lines: left out in `+[ ]`, too much in `-[ ]`."""
        signs = {"same": "{}", "extra": "-[{}]", "missing": "+[{}]"}
        told = "".join(signs[kind].format(text) for kind, text in self.parts)
        return "Right." if self.right else f"Not the same: {told}"


def compared(typed: str, answer: str) -> Comparison:
    """How *typed* differs from *answer*."""
    from difflib import SequenceMatcher  # noqa: PLC0415  # only where an answer is typed

    one, other = " ".join(typed.split()), " ".join(answer.split())
    if one.casefold() == other.casefold():
        return Comparison(right=True, parts=(("same", other),) if other else ())
    # Letter by letter, as one that folds to two, like ß, would move all that follow.
    matcher = SequenceMatcher(None, [*map(str.casefold, one)], [*map(str.casefold, other)], autojunk=False)
    parts: list[tuple[Kind, str]] = []
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal":
            parts.append(("same", other[other_start:other_end]))
            continue
        parts += [("extra", one[start:end])] if end > start else []
        parts += [("missing", other[other_start:other_end])] if other_end > other_start else []
    return Comparison(right=False, parts=tuple(parts))
