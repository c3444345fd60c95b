"""Patterns that rarely stand in a text and are slow to look for: a clue that each match holds tells so at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct


class Clued(Struct, frozen=True):
    """A *pattern*, and its *clues*: words without regard to case, one of which stands in each match."""

    pattern: re.Pattern[str]
    clues: tuple[str, ...]

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The first match in *text* from *start* on."""
        return self.pattern.search(text, start) if self._may_stand(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches in *text*, in order."""
        return self.pattern.finditer(text) if self._may_stand(text) else iter(())

    def _may_stand(self, text: str) -> bool:
        return any(map(text.casefold().__contains__, self.clues))
