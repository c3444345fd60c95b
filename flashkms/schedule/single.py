"""Single precision: the 24-bit arithmetic in which Anki computes, out of Python's doubles.

Anki keeps two digits less than a double has, rounds after every operation, and schedules by what is left. Whoever
wants its digits must round where it rounds. A power computed in double and rounded once is what a C library's `powf`
returns, except in a thin band around the middle between two singles. There, and only there, the C library itself is
asked.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

# Veltkamp's splitting: multiplying by 2**29 + 1 leaves the upper 24 of 53 bits (Dekker 1971).
SPLIT = 536_870_913.0

# C libraries promise less than 0.02 of a last place from the exact tie for powf; this is twice that, relative.
BELOW = 1.0 - 4e-9
ABOVE = 1.0 + 4e-9


def single(value: float) -> float:
    """The single nearest to *value*; at most 1e29 in size. Its two lines are repeated where a call would cost more."""
    shifted = value * SPLIT
    return shifted - (shifted - value)


def power(base: float, exponent: float) -> float:
    """`powf`: *base* to the *exponent*, both singles, *base* positive."""
    exact: float = base**exponent
    low = exact * BELOW
    shifted = low * SPLIT
    low = shifted - (shifted - low)
    high = exact * ABOVE
    shifted = high * SPLIT
    if low == shifted - (shifted - high):
        return low
    return _library("powf", 2)(base, exponent)


def exponential(exponent: float) -> float:
    """`expf`: e to the *exponent*, a single below 60."""
    exact = math.exp(exponent)
    low = exact * BELOW
    shifted = low * SPLIT
    low = shifted - (shifted - low)
    high = exact * ABOVE
    shifted = high * SPLIT
    return low if low == shifted - (shifted - high) else _library("expf", 1)(exponent)


def logarithm(value: float) -> float:
    """`logf`: the natural logarithm of *value*, a positive single."""
    exact = math.log(value)
    low, high = single(exact * BELOW), single(exact * ABOVE)
    return low if low == high else _library("logf", 1)(value)


def half_up(value: float) -> int:
    """The whole number nearest to *value* >= 0, halves upwards, as Rust's `round`."""
    return math.floor(value + 0.5)


def places(value: float, digits: int) -> float:
    """*value* as Anki stores it: to *digits* decimals in single precision, as the shortest decimal that says it."""
    scale = 10.0**digits
    steps = half_up(single(value * scale))
    stored = single(steps / scale)
    if stored < 1000.0:  # below it, neighbouring singles are closer than four decimals
        return steps / scale
    seven = float(f"{stored:.7g}")
    if single(seven) == stored:
        return seven
    eight = float(f"{stored:.8g}")
    return eight if single(eight) == stored else stored


@cache
def _library(name: str, arguments: int) -> Callable[..., float]:
    """The C library's function *name* over that many singles; where there is none, the double one, rounded."""
    import ctypes  # noqa: PLC0415 - five milliseconds that a start without a single answer need not pay

    doubles: dict[str, Callable[..., float]] = {"powf": math.pow, "expf": math.exp, "logf": math.log}
    try:
        function = getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError, TypeError):
        return lambda *values: single(doubles[name](*values))
    function.restype = ctypes.c_float
    function.argtypes = [ctypes.c_float] * arguments
    asked: Callable[..., float] = function  # which gives Python's floats
    return asked
