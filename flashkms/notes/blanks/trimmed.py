"""A blank cut to what is to be recalled: of a stressed clause its last term, of a verb and its object the object.

An author stresses `provisioned in Availability Zones`; a reader who has that to say word by word gets it wrong by a
verb. What is asked for is the name in it, and the verb leads there.
"""

from __future__ import annotations

from flashkms.notes.blanks.candidates import Candidate
from flashkms.notes.blanks.pieces import MODALS
from flashkms.notes.blanks.scene import Scene
from flashkms.notes.blanks.words import (
    ARTICLE,
    COPULA,
    GENERIC,
    NAME,
    NEGATION,
    NUMBER,
    PREPOSITION,
    PRONOUN,
    STOP,
    VERB,
)

LEAST = 4  # words of a thing with what it is for, from which the thing alone is asked for
_ONLY = frozenset(("not", "only"))
_DOES = frozenset(("do", "does", "did"))
_LEADS = STOP | ARTICLE | PREPOSITION | PRONOUN


def trimmed(scene: Scene, one: Candidate) -> Candidate:
    """*one* without the words that only lead to what it names; unchanged when it is one thing already."""
    korean = scene.sums.hangul[one.last] > scene.sums.hangul[one.first]
    if one.last - one.first < 2 or one.origin == "code" or 0 <= one.end <= scene.colon or korean:
        return one
    for cut in (_complement, _object, _denied, _thing, _owned, _named_before):
        span = cut(scene, one.first, one.last)
        if span is not None:
            return _placed(scene, one, *span)
    return one


def _placed(scene: Scene, one: Candidate, first: int, last: int) -> Candidate:
    tokens = scene.tokens
    start = one.start if first == one.first else tokens.starts[first]
    end = one.end if last == one.last else tokens.ends[last - 1]
    return Candidate(start, end, first, last, one.origin)


def _complement(scene: Scene, first: int, last: int) -> tuple[int, int] | None:
    """`self-healing` of `Storage is also self-healing`."""
    classes = scene.tokens.classes
    if classes[first] & NEGATION:
        return None
    for at in range(first + 1, last - 1):
        if classes[at] & COPULA and not any(bits & (NUMBER | NEGATION) for bits in classes[at + 1 : last]):
            start = _past(scene, at + 1, last)
            return (start, last) if start < last else None
    return None


def _object(scene: Scene, first: int, last: int) -> tuple[int, int] | None:
    """`AZs` of `modify AZs`, `Web distribution` of `invalidated only for Web distribution`: a name behind its verb."""
    tokens = scene.tokens
    denied = next((at + 1 for at in range(first, last - 2) if tokens.lowers[at] == "not"), first)
    verb = next((at for at in (denied, first) if _acts(scene, at)), -1)
    if verb < 0 or any(tokens.classes[at] & NUMBER for at in range(first, last)):
        return None
    start = _past(scene, verb + 1, last)
    inside = tokens.classes[start:last]
    named = any(bits & NAME for bits in inside)
    joined = all(gap == " " for gap in tokens.before[first + 1 : last])
    plain = joined and not any(bits & (STOP | VERB | NEGATION) for bits in inside)
    return (start, last) if named and plain else None


def _acts(scene: Scene, at: int) -> bool:
    bits, word = scene.tokens.classes[at], scene.tokens.lowers[at]
    if bits & (NAME | STOP) or not scene.tokens.text[scene.tokens.starts[at]].islower():
        return False
    if word.endswith("ed"):  # `encrypted volumes` are volumes of a kind
        behind = scene.tokens.classes[at + 1]
        return bool(behind & STOP) or scene.tokens.lowers[at + 1] == "only"
    return bool(bits & VERB) or word.endswith("ing")


def _past(scene: Scene, at: int, last: int) -> int:
    """The first token from *at* on that is no function word, no adverb."""
    tokens = scene.tokens
    while at < last and (
        (tokens.classes[at] & _LEADS and not tokens.classes[at] & NUMBER)
        or tokens.lowers[at] in ("only", "also")
        or tokens.lowers[at].endswith("ly")
    ):
        at += 1
    return at


def _denied(scene: Scene, first: int, last: int) -> tuple[int, int] | None:
    """`manual snapshots` of `NOT manual snapshots`, `share keys` of `can NOT share keys`: the denial stays in view."""
    tokens = scene.tokens
    before = tokens.lowers[first - 1] if first else ""
    if tokens.lowers[first] not in _ONLY:
        return None
    start = _past(scene, first + 1, last)
    if before in MODALS or before in _DOES:
        goes_on = last < len(tokens) and tokens.before[last] == " " and not tokens.classes[last] & (STOP | VERB)
        return (start, last) if last - start > 1 and not goes_on else None
    if (first and tokens.classes[first - 1] & (COPULA | VERB)) or start >= last:
        return None
    inside = tokens.classes[start:last]
    things = not any(bits & (STOP | VERB | NEGATION) for bits in inside)
    return (start, last) if things and (tokens.lowers[last - 1].endswith("s") or inside[-1] & NAME) else None


def _thing(scene: Scene, first: int, last: int) -> tuple[int, int] | None:
    """`snapshots` of `snapshots for backup and restore`."""
    tokens = scene.tokens
    if last - first < LEAST or any(gap.strip() for gap in tokens.before[first + 1 : last]):
        return None
    at = next((at for at in range(first + 1, last - 1) if tokens.lowers[at] == "for"), -1)
    inside = tokens.classes[first:at] if at > 0 else []
    fits = bool(inside) and not any(bits & (STOP | VERB | NEGATION | NUMBER) for bits in inside)
    acts = fits and tokens.lowers[at - 1].endswith(("ed", "ing"))
    return (first, at) if fits and not acts and not inside[-1] & GENERIC else None


def _owned(scene: Scene, first: int, last: int) -> tuple[int, int] | None:
    """`asynchronous replication` of `Redis's asynchronous replication`, below `Redis`."""
    owner = scene.tokens.lowers[first]
    if not owner.endswith(("'s", "’s")) or owner[:-2] not in scene.context:
        return None
    return first + 1, last


def _named_before(scene: Scene, first: int, last: int) -> tuple[int, int] | None:
    """`round robin` of `Simple Routing : simple round robin`."""
    tokens = scene.tokens
    if scene.colon < 0 or tokens.starts[first] != scene.body:
        return None
    term = {word for word, start in zip(tokens.lowers, tokens.starts, strict=True) if start < scene.colon}
    at = first
    while at < last and tokens.lowers[at] in term:
        at += 1
    return (at, last) if first < at < last and not tokens.classes[at] & STOP else None
