"""The score of a blank: the sum of the points of its traits, so that it can always say why.

The points were set by hand from what is known of good blanks, then moved a little towards one teacher's choices in
study notes (a conditional logit: which of a sentence's candidates would this teacher hide?, held to the hand-set points
by a strong ridge) and rounded to a twentieth. Only differences within one text and the bands below mean anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import add

WEIGHTS = {
    "number with unit": 2.10,
    "code": 1.75,
    "bold": 1.70,
    "number and noun": 1.65,
    "number": 1.40,
    "several numbers": 0.85,
    "holds number": 0.80,
    "term": 0.65,
    "idiom": 0.80,
    "after is": 0.55,
    "after use": 0.55,
    "in brackets": -0.10,
    "name": 0.50,
    "starts body": 0.45,
    "English in Korean": 0.35,
    "at end": 0.15,
    "negation first": 0.35,
    "after verb": 0.30,
    "nearly all": 0.30,
    "partly name": 0.30,
    "before sign": 0.25,
    "half of all": 0.25,
    "only bold": 0.25,
    "shouted": 0.25,
    "acronym": 0.20,
    "3 words": 0.15,
    "after article": 0.15,
    "after sign": 0.15,
    "after stop": 0.15,
    "and inside": 0.35,
    "before particle": 0.15,
    "bracket": -0.15,
    "list": 0.15,
    "object": 0.15,
    "before stop": 0.10,
    "in term": 0.10,
    "long word": 0.10,
    "manner": 0.15,
    "misses negation": 0.10,
    "2 words": 0.05,
    "after introduction": 0.05,
    "after on": 0.05,
    "hyphen": 0.05,
    "in bold sentence": 0.05,
    "late in long": 0.05,
    "middle": 0.05,
    "mixed script": 0.05,
    "once in note": 0.05,
    "participle first": 0.20,
    "twin": 0.05,
    "verb first": -0.20,
    "after for": -0.05,
    "after to": -0.05,
    "at start": -0.05,
    "gerund first": -0.05,
    "in body": -0.05,
    "last third": -0.05,
    "plural": -0.05,
    "subject": -0.05,
    "4 words": -0.10,
    "Korean": -0.10,
    "short word": -0.10,
    "often in note": -0.15,
    "sliver": -0.15,
    "1 words": -0.25,
    "cuts left": -0.25,
    "partly generic": -0.25,
    "partly in context": -0.25,
    "second sentence": -0.25,
    "generic last": -0.30,
    "half of a twin": -0.30,
    "first bold": -0.35,
    "in clause": -0.35,
    "repeated": -0.35,
    "cuts number": -0.40,
    "in introduction": -0.40,
    "wider than bold": -0.40,
    "half of a pair": -0.45,
    "misses number": -0.45,
    "stop inside": -0.65,
    "5 words": -0.60,
    "generic": -0.60,
    "Korean clause": -0.65,
    "6+ words": -0.70,
    "bold term": -0.80,
    "in context": -0.85,
    "bold elsewhere": -0.95,
    "crosses bold": -0.95,
    "cuts name": -0.45,
    "noun and verb": -1.40,
    "verb last": -0.10,
    "participle": -0.50,
    "everyday": -0.60,
    "adverb": -0.45,
    "lone verb": -1.00,
    "cuts right": -0.45,
    "before generic": -0.25,
    "before of": -0.35,
    "version": -1.20,
    "lone negation": -0.50,
    "nothing beside": -1.00,
    "one word beside": -0.40,
    "example": -1.00,
    "one of a list": -0.60,
}  # end of weights

LONE, BARE = "nothing beside", "one word beside"  # what is told of a blank after the ranking
FLOOR = -0.5  # below it nothing is hidden: no phrase of the text stands out
CONFIDENT = (
    1.5  # from here on readers keep two blanks of three unchanged, and more where its shape does not speak against it
)
OTHER_SIDE = 0.5  # the term of a text, beside the first blank
TEXT_SIDE = 0.9  # something in the text of a term that is asked for already
INSTEAD = 0.3  # something in the text of a term, where that text does not lead to the term
SECOND = 1.0  # another blank of the same text must be this good by itself
MOST_REASONS = 4
_RANK = {trait: place for place, trait in enumerate(sorted(WEIGHTS, key=lambda trait: (-abs(WEIGHTS[trait]), trait)))}
_SAID = {trait: f"{trait} {weight:+.2f}" for trait, weight in WEIGHTS.items()}


def points(traits: Iterable[str]) -> float:
    """The score of a candidate with *traits*; each must be a key of `WEIGHTS`."""
    # One by one: from Python 3.12 on `sum` rounds otherwise, and a note has to give the same cards everywhere.
    return reduce(add, map(WEIGHTS.__getitem__, traits), 0.0)


def reasons(traits: Iterable[str]) -> str:
    """The traits that decided, strongest first: `bold +1.0, number with unit +0.9`."""
    return ", ".join(map(_SAID.__getitem__, sorted(traits, key=_RANK.__getitem__)[:MOST_REASONS]))
