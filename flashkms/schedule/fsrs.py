"""FSRS-6: how a memory's stability and difficulty change with an answer, to Anki's digits.

The formulas are those of FSRS-6 (Ye, 2025; `fsrs` crate 6.6.2, which Anki 26.9 ships), in its order of operations and
in its single precision. Difficulty is kept to three decimals, so what depends on it alone is remembered per
difficulty.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from flashkms.config import DEFAULT_PARAMETERS
from flashkms.errors import UsageError
from flashkms.schedule.single import SPLIT, exponential, logarithm, places, power, single

# Bounds of the crate: days, and the scale of difficulty.
STABILITY_LEAST = single(0.001)
STABILITY_MOST = 36500.0
DIFFICULTY_LEAST = 1.0
DIFFICULTY_MOST = 10.0

# The crate clips every parameter into its range (fsrs 6.6.2; the same table stands in py-fsrs 6.3).
LOWEST = (0.001,) * 4 + (1.0, 0.001, 0.001, 0.001, 0.0, 0.0, 0.001, 0.001, 0.001, 0.001) + (0.0, 0.0, 1.0, 0, 0, 0, 0.1)
HIGHEST = (100.0,) * 4 + (10.0, 4, 4, 0.75, 4.5, 0.8, 3.5, 5, 0.25, 0.9, 4, 1, 6, 2, 2, 0.8, 0.8)

_OLD_DECAY = 0.5  # of FSRS-4.5 and FSRS-5, whose forgetting curve had a fixed shape

REMEMBERED = 4000  # answers, about 1 MB; more of them cost the processor's cache what they save
_RECURS = 20  # elapsed days; of answers after longer gaps not one in ten has an equal among those that are remembered

After = tuple[float, float, float]  # of a memory after an answer: stability, the same as stored, stored difficulty
Facts = tuple[float, float, tuple[float, ...]]


def converted(parameters: Sequence[float]) -> tuple[float, ...]:
    """*parameters* of FSRS-4.5 (17), FSRS-5 (19) or FSRS-6 (21; none: the defaults) as 21, each in its range.

    Raises UsageError for any other number of them, and for one that is not finite.
    """
    known = tuple(float(value) for value in parameters) or DEFAULT_PARAMETERS
    if not all(math.isfinite(value) for value in known):
        raise UsageError("a scheduling parameter is not a number", "run flashkms optimize, or remove the key")
    if len(known) == 17:
        slope = known[5]
        known = (*known[:4], known[4] + 2 * slope, math.log(3 * slope + 1) / 3, known[6] + 0.5, *known[7:], 0.0, 0.0)
    if len(known) == 19:
        known = (*known, 0.0, _OLD_DECAY)
    if len(known) != 21:
        raise UsageError(f"{len(known)} scheduling parameters, wanted 17, 19 or 21", "copy all of them, or none")
    return tuple(min(max(value, low), high) for value, low, high in zip(known, LOWEST, HIGHEST, strict=True))


class Fsrs:
    """FSRS-6 under one set of parameters. Stabilities are days, difficulties 1..10, elapsed days whole study days."""

    __slots__ = (
        "_decay",
        "_factor",
        "_facts",
        "_firsts",
        "_growing",
        "_known",
        "_lapse",
        "_pull",
        "_short",
        "short_term",
        "w",
    )

    def __init__(self, parameters: Sequence[float] = ()) -> None:
        w = tuple(single(value) for value in converted(parameters))
        self.w = w
        self.short_term = w[17] > 0 and w[18] > 0
        self._decay = -w[20]
        self._factor = single(exponential(single(logarithm(single(0.9)) / self._decay)) - 1)
        self._lapse = exponential(single(w[17] * w[18]))
        self._pull = self._first_difficulty(4)
        self._short = tuple(exponential(single(w[17] * single(grade - 3 + w[18]))) for grade in range(5))
        self._facts: dict[float, Facts] = {}
        self._known: dict[tuple[float, float, int, int], After] = {}
        self._growing = (-w[9], w[10], w[15], w[16])
        self._firsts = tuple(self._first(rating) for rating in range(5))

    def first(self, rating: int) -> After:
        """What the first answer leaves."""
        return self._firsts[rating]

    def after(self, stability: float, difficulty: float, elapsed: int, rating: int) -> After:
        """What an answer leaves, *elapsed* days after the last one.

        *stability* and *difficulty* are as stored. What was asked lately is remembered: young cards are much alike.
        """
        if elapsed > _RECURS:
            return self._after(stability, difficulty, elapsed, rating)
        asked = (stability, difficulty, elapsed, rating)
        known = self._known.get(asked)
        if known is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            known = self._known[asked] = self._after(stability, difficulty, elapsed, rating)
        return known

    def _after(self, stability: float, difficulty: float, elapsed: int, rating: int) -> After:
        facts = self._facts.get(difficulty) or self._learn(difficulty)
        shifted = stability * SPLIT
        start = shifted - (shifted - stability)
        if elapsed <= 0:
            raised = self._same_day(start, rating)
        else:
            recall = self.recall(start, elapsed)
            forgotten = 1.0 - recall if recall >= 0.5 else single(1.0 - recall)  # from a half up it is exact
            if rating > 1:
                raised = self._success(start, forgotten, rating, facts[0])
            else:
                raised = self._failure(start, forgotten, facts[1])
        if not STABILITY_LEAST <= raised <= STABILITY_MOST:  # asked first: min() and max() take as long as a power
            raised = min(max(raised, STABILITY_LEAST), STABILITY_MOST)
        return raised, stored_stability(raised), facts[2][rating]

    def recall(self, stability: float, elapsed: float) -> float:
        """Probability of recall *elapsed* days after the last answer, 0..1."""
        days = elapsed / stability
        shifted = days * SPLIT
        stretched = (shifted - (shifted - days)) * self._factor
        shifted = stretched * SPLIT
        curve = shifted - (shifted - stretched) + 1.0
        shifted = curve * SPLIT
        return power(shifted - (shifted - curve), self._decay)

    def interval_factor(self, retention: float) -> float:
        """What a stability is multiplied with, over the forgetting curve's factor, to fall to *retention*."""
        return single(power(single(retention), single(1.0 / self._decay)) - 1.0)

    def interval(self, stability: float, factor: float) -> float:
        """Days until recall falls to the retention whose `interval_factor` is *factor*; unrounded, unbounded."""
        days = stability / self._factor
        shifted = days * SPLIT
        days = (shifted - (shifted - days)) * factor
        shifted = days * SPLIT
        return shifted - (shifted - days)

    def _success(self, stability: float, forgotten: float, rating: int, eased: float) -> float:
        spread, gain, penalty, bonus = self._growing
        growth = eased * power(stability, spread)
        shifted = growth * SPLIT
        growth = shifted - (shifted - growth)
        gained = forgotten * gain
        shifted = gained * SPLIT
        growth *= exponential(shifted - (shifted - gained)) - 1.0  # exact: no single from one up loses by it
        shifted = growth * SPLIT
        growth = shifted - (shifted - growth)
        if rating != 3:
            growth = single(growth * (penalty if rating == 2 else bonus))
        growth += 1.0
        shifted = growth * SPLIT
        grown = stability * (shifted - (shifted - growth))
        shifted = grown * SPLIT
        return shifted - (shifted - grown)

    def _failure(self, stability: float, forgotten: float, hardened: float) -> float:
        w = self.w
        kept = single(hardened * single(power(single(stability + 1.0), w[13]) - 1.0))
        kept = single(kept * exponential(single(forgotten * w[14])))
        return min(kept, single(stability / self._lapse))

    def _same_day(self, stability: float, rating: int) -> float:
        change = single(self._short[rating] * power(stability, -self.w[19]))
        if rating > 1 and change < 1.0:
            change = 1.0
        return single(stability * change)

    def _first(self, rating: int) -> After:
        stability = min(max(self.w[max(rating - 1, 0)], STABILITY_LEAST), STABILITY_MOST)
        return stability, stored_stability(stability), places(_bounded(self._first_difficulty(rating)), 3)

    def _first_difficulty(self, rating: int) -> float:
        return single(single(self.w[4] - exponential(single(self.w[5] * (rating - 1)))) + 1.0)

    def _learn(self, difficulty: float) -> Facts:
        """Remember what depends on *difficulty* alone: the factors of success and lapse, and the next difficulties."""
        w, d = self.w, min(max(single(difficulty), DIFFICULTY_LEAST), DIFFICULTY_MOST)
        eased = single(exponential(w[8]) * single(11.0 - d))
        hardened = single(w[11] * power(d, -w[12]))
        nexts = [difficulty]
        for rating in (1, 2, 3, 4):
            moved = single(d + single(single(single(10.0 - d) * single(-w[6] * (rating - 3))) / 9.0))
            nexts.append(places(_bounded(single(single(w[7] * single(self._pull - moved)) + moved)), 3))
        facts = self._facts[difficulty] = (eased, hardened, tuple(nexts))
        return facts


def stored_stability(stability: float) -> float:
    """*stability* as Anki stores it, to four decimals; the next answer starts from it."""
    if stability >= 1000.0:
        return places(stability, 4)
    scaled = stability * 10_000.0
    shifted = scaled * SPLIT
    return int(shifted - (shifted - scaled) + 0.5) / 10_000.0


def _bounded(difficulty: float) -> float:
    return min(max(difficulty, DIFFICULTY_LEAST), DIFFICULTY_MOST)
