"""A deck by the name that a person types: in any case of letters."""

from __future__ import annotations

from collections.abc import Iterable

from flashkms.errors import UsageError


def deck_named(text: str, decks: Iterable[str]) -> str:
    """The deck of *decks*, or above one of them, that *text* names; empty for an empty text.

    Raises `UsageError` when there is none.
    """
    if not text:
        return ""
    known = dict.fromkeys(name for deck in decks for name in _lineage(deck))
    if text in known:
        return text
    folded = [name for name in known if name.casefold() == text.casefold()]
    if folded:
        return folded[0]
    names = _meant(text.casefold(), known)
    raise UsageError(f"no deck is called {text}", f"did you mean {names[0]}?" if names else "flashkms due lists them")


def _meant(text: str, known: Iterable[str]) -> list[str]:
    """The decks of *known* that may be meant by *text*: those of which it is the end, else the one most like it."""
    import difflib  # noqa: PLC0415  # only for a misspelt name

    folded = {name.casefold(): name for name in known}
    ends = [name for fold, name in folded.items() if fold.endswith(f"::{text}")]
    return ends or [folded[near] for near in difflib.get_close_matches(text, folded, n=1)]


def _lineage(deck: str) -> Iterable[str]:
    parts = deck.split("::")
    return ("::".join(parts[: depth + 1]) for depth in range(len(parts)))
