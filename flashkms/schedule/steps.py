"""Learning steps: the short delays before a card is in review. The rules are Anki's; delays are whole seconds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flashkms.schedule.single import half_up

DAY = 86_400


class Steps:
    """The delays of a new card, or of one that was forgotten. There may be none at all."""

    __slots__ = ("seconds",)

    def __init__(self, steps: Sequence[timedelta]) -> None:
        self.seconds = tuple(max(int(step.total_seconds()), 1) for step in steps)

    def __len__(self) -> int:
        """How many steps there are: what is left after Again."""
        return len(self.seconds)

    def again(self) -> int | None:
        """The delay after Again; None without steps."""
        return self.seconds[0] if self.seconds else None

    def hard(self, left: int) -> int | None:
        """The delay after Hard with *left* steps to go: the same step again, the first one stretched."""
        if not self.seconds:
            return None
        index = self._index(left)
        return self._stretched() if index == 0 else self.seconds[index]

    def good(self, left: int) -> int | None:
        """The delay after Good with *left* steps to go; None where the card is done with its steps."""
        following = self._index(left) + 1
        return self.seconds[following] if following < len(self.seconds) else None

    def left_after_good(self, left: int) -> int:
        """Steps to go after Good with *left* to go; never below zero."""
        return max(len(self.seconds) - self._index(left) - 1, 0)

    def _index(self, left: int) -> int:
        return max(min(len(self.seconds) - left, len(self.seconds) - 1), 0)

    def _stretched(self) -> int:
        """Hard on the first step: the mean of the first two; a lone step half as long again, by a day at most."""
        first = self.seconds[0]
        if len(self.seconds) > 1:
            return whole_days((first + self.seconds[1] + 1) // 2)
        return whole_days(min(first * 3 // 2, first + DAY))


def whole_days(seconds: int) -> int:
    """*seconds*, rounded to whole days where they are more than one."""
    return half_up(seconds / DAY) * DAY if seconds > DAY else seconds
