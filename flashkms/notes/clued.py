"""Patterns that rarely stand in a text and are slow to look for: a clue that each match holds tells so at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct


class Clued(Struct):
    """A *pattern*, and its *clues*: words without regard to case, one of which stands in each match.

    Of those, a text in ASCII can only hold the *plain* ones.
    """

    pattern: re.Pattern[str]
    clues: tuple[str, ...]
    plain: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.plain = tuple(filter(str.isascii, self.clues))

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The first match in *text* from *start* on."""
        return self.pattern.search(text, start) if self._may_stand(text) else None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The match at *start* of *text*."""
        return self.pattern.match(text, start) if self._may_stand(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches in *text*, in order."""
        return self.pattern.finditer(text) if self._may_stand(text) else iter(())

    def out_of(self, text: str) -> str:
        """*text* without its matches."""
        return self.pattern.sub("", text) if self._may_stand(text) else text

    def _may_stand(self, text: str) -> bool:
        clues = self.plain if text.isascii() else self.clues
        text = text.casefold()
        for clue in clues:  # noqa: SIM110  # `any` takes twice the time
            if clue in text:
                return True
        return False
