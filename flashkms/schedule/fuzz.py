"""Fuzz: a little scatter in the intervals, the same at every replay and the same as Anki's.

The dice of a card's answer are the first 32 bits of ChaCha12, keyed from one whole number (card number + answers so
far) the way Rust's `rand` 0.9 does it in `StdRng::seed_from_u64`. For one seed they are thrown in plain Python; for
many at once, in whole numbers that carry a lane for each seed, which costs a tenth.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache

from flashkms.schedule.single import SPLIT, half_up, single

WORD = 0xFFFFFFFF
LONG = 0xFFFFFFFFFFFFFFFF
LANES = 512  # seeds thrown together: whole numbers of 4 KB, which stay in the first cache

# rand_core 0.9, seed_from_u64: PCG32, advanced before every output.
PCG_MULTIPLIER = 6364136223846793005
PCG_INCREMENT = 11634580027462260723
SIGMA = (0x61707865, 0x3320646E, 0x79622D32, 0x6B206574)  # "expand 32-byte k" (Bernstein 2008)
_COLUMNS = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15))
_DIAGONALS = ((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))
_ROUNDS = (_COLUMNS + _DIAGONALS) * 5 + _COLUMNS + _DIAGONALS[:1]  # 12 rounds, but of the last only what word 0 needs

# Anki's fuzz ranges (rslib, scheduler/states/fuzz), longest first: from day, scatter there, scatter for each further
# day. A day's interval below 2.5 has none; the scatter begins with one day, and grows by 0.15, 0.1 and 0.05 a day.
_SHARES = (single(0.15), single(0.1), single(0.05))
_AT_7 = single(1.0 + single(_SHARES[0] * 4.5))
RANGES = (
    (20.0, single(_AT_7 + single(_SHARES[1] * 13.0)), _SHARES[2]),
    (7.0, _AT_7, _SHARES[1]),
    (2.5, 1.0, _SHARES[0]),
)
NO_FUZZ = -1  # a throw that scatters nothing


@lru_cache(maxsize=64)  # four buttons, and the answer that follows, ask for one throw
def throw(seed: int) -> int:
    """The throw for *seed*, 0..2**32-1."""
    state = seed & LONG
    key = []
    for _ in range(8):
        state = (state * PCG_MULTIPLIER + PCG_INCREMENT) & LONG
        mixed = (((state >> 18) ^ state) >> 27) & WORD
        turn = state >> 59
        key.append(((mixed >> turn) | (mixed << (32 - turn))) & WORD)
    return _chacha(key, SIGMA, WORD)


def throws(seeds: Sequence[int]) -> list[int]:
    """The throw for each of *seeds*, in their order."""
    thrown: list[int] = []
    for start in range(0, len(seeds), LANES):
        chunk = seeds[start : start + LANES]
        if len(chunk) < 8:
            thrown.extend(throw(seed) for seed in chunk)
            continue
        ones = int.from_bytes(bytes((1, 0, 0, 0, 0, 0, 0, 0)) * len(chunk), "little")
        keys = [_gathered(words) for words in _keys(chunk)]
        word = _chacha(keys, tuple(part * ones for part in SIGMA), WORD * ones)
        thrown.extend(array("Q", word.to_bytes(8 * len(chunk), "little")))
    return thrown


class Dice(dict[int, int]):
    """Throws by their seeds: those known beforehand, of many at once, and any other when it is asked for."""

    @classmethod
    def of(cls, seeds: Sequence[int]) -> Dice:
        """The throws for all *seeds*, in a tenth of the time that one by one would take."""
        return cls(zip(seeds, throws(seeds), strict=True))

    def __missing__(self, seed: int) -> int:
        """As if it had been known."""
        return throw(seed)


def bounds(interval: float, least: int, most: int) -> tuple[int, int]:
    """The shortest and longest whole days that fuzz may make of *interval*, within *least*..*most*."""
    if not least <= interval <= most:  # asked first, as in fsrs.py
        least = min(least, most)
        interval = min(max(interval, least), most)
    delta = scatter(interval)
    shifted = (interval - delta) * SPLIT
    low = math.floor(shifted - (shifted - (interval - delta)) + 0.5)
    shifted = (interval + delta) * SPLIT
    high = math.floor(shifted - (shifted - (interval + delta)) + 0.5)
    if low < least or high > most:
        low, high = max(low, least), min(high, most)
    return low, low + 1 if low == high and 2 < high < most else high


def scatter(interval: float) -> float:
    """How many days an interval may be moved to either side, before rounding."""
    for start, base, share in RANGES:
        if interval >= start:
            beyond = interval - start
            shifted = beyond * SPLIT
            beyond = share * (shifted - (shifted - beyond))
            shifted = beyond * SPLIT
            beyond = base + (shifted - (shifted - beyond))
            shifted = beyond * SPLIT
            return shifted - (shifted - beyond)
    return 0.0


def scattered(interval: float, thrown: int, least: int, most: int) -> int:
    """*interval* in whole days, moved by *thrown* within its bounds; rounded where *thrown* is NO_FUZZ."""
    if thrown == NO_FUZZ:
        return min(max(half_up(interval), min(least, most)), most)
    low, high = bounds(interval, least, most)
    moved = (thrown >> 9) / 8_388_608.0 * (1 + high - low)
    shifted = moved * SPLIT
    moved = low + (shifted - (shifted - moved))
    shifted = moved * SPLIT
    return math.floor(shifted - (shifted - moved))


def delayed(seconds: int, thrown: int) -> int:
    """A learning step of *seconds*, made longer by up to a quarter, at most 5 minutes."""
    room = math.floor(min(single(seconds * 0.25), 300.0))
    return seconds if thrown == NO_FUZZ or room == 0 else seconds + (thrown * room >> 32)


def _chacha(key: Sequence[int], sigma: tuple[int, ...], mask: int) -> int:
    """Word 0 of the first block: one number, or one in every lane of *mask*."""
    state = [*sigma, *key, 0, 0, 0, 0]
    for a, b, c, d in _ROUNDS:
        w, x, y, z = state[a], state[b], state[c], state[d]
        w = (w + x) & mask
        z ^= w
        z = ((z << 16) | (z >> 16)) & mask
        y = (y + z) & mask
        x ^= y
        x = ((x << 12) | (x >> 20)) & mask
        w = (w + x) & mask
        z ^= w
        z = ((z << 8) | (z >> 24)) & mask
        y = (y + z) & mask
        x ^= y
        state[a], state[b], state[c], state[d] = w, ((x << 7) | (x >> 25)) & mask, y, z
    return (state[0] + sigma[0]) & mask


def _keys(seeds: Sequence[int]) -> Iterator[int]:
    """The eight key words of all *seeds*, each as one number with a lane of 128 bits for a seed."""
    lane = len(seeds)
    ones = int.from_bytes(bytes((1, *(0,) * 15)) * lane, "little")
    word, long, bit = WORD * ones, LONG * ones, ones
    state = int.from_bytes(b"".join((seed & LONG).to_bytes(16, "little") for seed in seeds), "little")
    increment = PCG_INCREMENT * ones
    for _ in range(8):
        state = (state * PCG_MULTIPLIER + increment) & long
        mixed = (((state >> 18) ^ state) >> 27) & word
        turn = state >> 59
        for power in range(5):
            turned = ((mixed >> (1 << power)) | (mixed << (32 - (1 << power)))) & word
            mixed ^= (mixed ^ turned) & (((turn >> power) & bit) * WORD)
        yield mixed


def _gathered(wide: int) -> int:
    """Lanes of 128 bits, moved together to lanes of 64."""
    size = (wide.bit_length() + 127) // 128 * 16
    return int.from_bytes(array("Q", wide.to_bytes(size, "little"))[::2].tobytes(), "little")
