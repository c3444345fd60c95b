"""Leeches: cards that are forgotten again and again, and would be better rewritten."""

from __future__ import annotations

from flashkms.schedule.memory import Memory

TAG = "leech"  # what a leech carries beside the tags of its entry, as in Anki


def tagged(tags: tuple[str, ...]) -> tuple[str, ...]:
    """*tags* with that of a leech, once."""
    return tuple(dict.fromkeys((*tags, TAG)))


def is_leech(memory: Memory | None, threshold: int) -> bool:
    """Whether a card was forgotten at least *threshold* times."""
    return memory is not None and memory.lapses >= threshold


def strikes(lapses: int, threshold: int) -> bool:
    """Whether the lapse that made it *lapses* calls for action: at *threshold*, and at every half of it after that."""
    return lapses >= threshold and (lapses - threshold) % max((threshold + 1) // 2, 1) == 0


def became_leech(before: Memory | None, after: Memory, threshold: int) -> bool:
    """Whether the answer that led from *before* to *after* calls for action."""
    lapsed = after.lapses > (before.lapses if before is not None else 0)
    return lapsed and strikes(after.lapses, threshold)
