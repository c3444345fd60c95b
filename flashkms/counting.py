"""Counts in words, which agree in number."""

from __future__ import annotations


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 card`, `3 cards`; *plural* where it takes more than an s."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def counted_files(pictures: int, sounds: int) -> list[str]:
    """`2 pictures`, `1 sound`: those of which there are any."""
    return [counted(number, noun) for number, noun in ((pictures, "picture"), (sounds, "sound")) if number]
