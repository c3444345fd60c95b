"""Counts in words, which agree in number."""

from __future__ import annotations


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 card`, `3 cards`; *plural* where it takes more than an s."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
