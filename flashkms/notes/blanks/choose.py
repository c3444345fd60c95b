"""Choosing blanks: candidates scored, refused ones left out, the best first, a second one where it is as good."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from flashkms.notes import context as context_of
from flashkms.notes.blanks import candidates, confidence, filters, halves, hint, listed, score, traits, twins
from flashkms.notes.blanks import scene as scene_of
from flashkms.notes.blanks.candidates import Candidate
from flashkms.notes.blanks.scene import Scene
from flashkms.notes.blanks.trimmed import trimmed
from flashkms.notes.blanks.words import NAME, NEGATION, NUMBER
from flashkms.notes.rich import Rich

MOST = 3  # blanks of one text
FEW = 8  # candidates: so many are all scored
MOST_NUMBERS = 4  # of a text that is about limits
MEMBER = "one of a list"


class Blank(Struct, frozen=True, order=True):
    """A blank worth making: characters *start* to *end*, its *score*, what decided, and a hint, if it needs one."""

    start: int
    end: int
    score: float
    reason: str
    hint: str = ""
    sure: bool = False  # whether it may be studied before a person read it
    poor: bool = False  # whether readers would write it anew


class _Scored(Struct, frozen=True):
    score: float
    one: Candidate
    traits: list[str]


def choose(
    shown: Rich, context: tuple[str, ...], frequency: Mapping[str, int], *, most: int = MOST
) -> tuple[Blank, ...]:
    """The blanks of *shown*, best first; empty when nothing in it is worth hiding."""
    scene = scene_of.of(shown, context, frequency)
    ranked = _ranked(scene)
    picked = _led_by_text(scene, ranked, _picked(scene, ranked, most))
    if not picked and scene.bold:
        # What the author stressed cannot be hidden, so the rest is not worse for standing beside it.
        scene.bold, scene.stressed = [], []
        picked = _picked(scene, _ranked(scene), most)
    if not picked:
        return ()
    first = _blank(scene, picked[0])
    # Of a text whose best blank readers would not keep, they keep the others even less.
    rest = [each for each in picked[1:] if first.sure and _worth(scene, each, picked[0])]
    return (first, *(_blank(scene, scored) for scored in rest))


def _led_by_text(scene: Scene, ranked: list[_Scored], picked: list[_Scored]) -> list[_Scored]:
    """*picked*; where its best is a label, or a figure that counts nothing, the best of the rest of its text."""
    first = picked[0].one if picked else None
    if first is None or scene.colon < 0:
        return picked
    names = first.end <= scene.colon
    led_by_little = names and confidence.behind(scene, first) <= confidence.LITTLE
    if not led_by_little and not (confidence.labels(scene, first) if names else confidence.bare(scene, first)):
        return picked
    number = scene.sums.number
    inside = [each for each in ranked if each.one.start >= scene.body and each.one.end > scene.colon]
    if not names:
        inside = [each for each in inside if number[each.one.last] == number[each.one.first]]
    best = _picked(scene, inside, 1)
    if best and led_by_little:
        return best
    if not best or (names and (_lifted(best[0]) < score.INSTEAD or not _named(scene, best[0]))):
        return picked
    return best


def _named(scene: Scene, scored: _Scored) -> bool:
    """Whether *scored* holds a name, a number or a denial, or is bold: more than a word that any would do for."""
    inside = scene.tokens.classes[scored.one.first : scored.one.last]
    return _stressed(scored) or any(bits & (NAME | NUMBER | NEGATION) for bits in inside)


def _worth(scene: Scene, scored: _Scored, first: _Scored) -> bool:
    """Whether a text that is asked for its *first* blank is asked for *scored*, too: readers would keep it."""
    if confidence.doubtful(scene, scored.one, scored.traits):
        return False
    across = scene.colon >= 0 and (scored.one.end <= scene.colon) != (first.one.end <= scene.colon)
    stated = "bold" in scored.traits or "code" in scored.traits or "number with unit" in scored.traits
    return across or stated or confidence.sure(scene, scored.one, scored.traits, scored.score)


def marked(shown: Rich) -> tuple[Blank, ...]:
    """The blanks that the author set with `==marks==`, in order."""
    return tuple(
        Blank(run.start, run.end, 6.0, "highlighted by the author", run.target, sure=True)
        for run in shown.styled("mark")
    )


def _ranked(scene: Scene) -> list[_Scored]:
    """The candidates of *scene* that may be hidden for their score, best first."""
    contenders = _contenders(scene, candidates.of(scene.shown, scene.tokens))
    scored = [
        _Scored(points, one, found)
        for one, found in zip(contenders, traits.of(scene, contenders), strict=True)
        if (points := score.points(found)) >= score.FLOOR
    ]
    return sorted(scored, key=_score, reverse=True)  # of equals, the first of the text stays the first


def _score(scored: _Scored) -> float:
    return scored.score


def _lone(scene: Scene, scored: _Scored) -> _Scored:
    """*scored*, worth less where nothing that remains tells what is asked; its rank stays: the rest is no better."""
    told, one = scene.sums.telling, scored.one
    if _stressed(scored) or scene.numbers:
        return scored
    if told[-1] <= told[one.last] - told[one.first]:
        return _with(scored, score.LONE)
    content = scene.sums.content
    beside = content[-1] - content[one.last] + content[one.first]
    return _with(scored, score.BARE) if beside <= 1 else scored


def _with(scored: _Scored, trait: str) -> _Scored:
    return _Scored(scored.score + score.WEIGHTS[trait], scored.one, [*scored.traits, trait])


def _stressed(scored: _Scored) -> bool:
    return scored.one.origin == "mark" or "bold" in scored.traits or "code" in scored.traits


def _contenders(scene: Scene, found: list[Candidate]) -> list[Candidate]:
    """*found* without those that cannot win: beside short bold words or a number, a plain phrase never does."""
    if len(found) <= FEW or confidence.opens_bare(scene):
        return found
    if not (scene.bold or scene.numbers):
        return _whole(scene, found)
    number, bold = scene.sums.number, scene.bold
    bold_term = bool(bold) and scene.colon >= 0 and bold[-1][1] <= scene.colon + 1
    kept = [
        one
        for one in found
        if one.origin != "phrase"
        or number[one.last] > number[one.first]
        or _touches(bold, one)
        or (bold_term and one.start >= scene.body and not scene.numbers)
    ]
    return kept or found


def _touches(spans: list[tuple[int, int]], one: Candidate) -> bool:
    for start, end in spans:  # noqa: SIM110  # `any` takes twice the time
        if start < one.end and one.start < end:
            return True
    return False


def _whole(scene: Scene, found: list[Candidate]) -> list[Candidate]:
    """*found* without the phrases to which a longer one, of up to three words, only adds its last word, a noun."""
    spans = {(one.first, one.last) for one in found}
    classes, verbs = scene.tokens.classes, scene.verbs

    def goes_on(one: Candidate) -> bool:
        longer = one.last - one.first <= 2 and (one.first, one.last + 1) in spans
        return longer and not verbs[one.last] and not classes[one.first] & NEGATION

    return [one for one in found if one.origin != "phrase" or not goes_on(one)]


def _picked(scene: Scene, ranked: list[_Scored], most: int) -> list[_Scored]:
    picked: list[_Scored] = []
    term = None if scene.colon < 0 or filters.names_nothing(scene, scene.colon) else scene.colon
    for ranking in ranked:
        if len(picked) >= most:
            break
        if picked and not _another(ranking, picked, term):
            continue
        whole = twins.whole(scene, ranking.one)
        scored = _lone(scene, ranking if whole is ranking.one else replace(ranking, one=whole))
        if scored.score < score.FLOOR:
            break
        if picked and any(_overlap(scored.one, other.one) for other in picked):
            continue
        short = trimmed(scene, scored.one)
        ways = (scored,) if short == scored.one else (replace(scored, one=short), scored)
        fit = next((way for way in ways if not _refused(scene, way, term, stressed=_stressed(scored))), None)
        if fit:
            picked.append(_member(scene, fit))
    return _asking(picked, term)


def _member(scene: Scene, scored: _Scored) -> _Scored:
    """*scored*, or of an enumeration that it hides whole one member, asked for beside the others."""
    tokens, one = scene.tokens, scored.one
    inside = sorted(
        span for span in scene.members if one.first <= span[0] and span[1] <= one.last and span[0] < span[1]
    )
    closed = len(inside) >= listed.LEAST and (_stressed(scored) or listed.closes(tokens, inside[-1]))
    if not closed or "example" in scored.traits:
        return scored
    singled = (Candidate(tokens.starts[at], tokens.ends[end - 1], at, end, "member") for at, end in inside)
    told = next((each for each in singled if _tells(scene, each)), None)
    return replace(_with(scored, MEMBER), one=told) if told else scored


def _tells(scene: Scene, one: Candidate) -> bool:
    """Whether the member *one* is whole, and is to be recalled."""
    return not halves.reason(scene, one) and not filters.given_away(scene, one, stressed=True)


def _asking(picked: list[_Scored], term: int | None) -> list[_Scored]:
    """*picked* without what is weak in the text of a term that is asked for."""
    if term is None or not any(each.one.end <= term for each in picked):
        return picked
    return [each for each in picked if each.one.end <= term or _lifted(each) >= score.TEXT_SIDE]


def _lifted(scored: _Scored) -> float:
    """Its score; where the term is bold, its text is not worse for that."""
    return scored.score - (score.WEIGHTS["bold elsewhere"] if "bold elsewhere" in scored.traits else 0.0)


def _refused(scene: Scene, scored: _Scored, term: int | None, *, stressed: bool) -> bool:
    if scene.colon >= 0 and scored.one.end <= scene.colon:
        whole = scored.one.start <= 1 and scored.one.end >= scene.colon - 1
        shouted = "shouted" in scored.traits  # the author's stress, too
        if term is None and not shouted and (not stressed or (whole and filters.heads_only(scene))):
            return True
        if context_of.generic(scene.shown.plain[: scene.colon]):
            return True
    return bool(filters.refusal(scene, scored.one, stressed=stressed))


def _another(scored: _Scored, picked: list[_Scored], term: int | None) -> bool:
    """Whether a further blank is worth it beside those *picked*; whether it is so or not, the first one asks."""
    good = (
        scored.score >= score.SECOND
        or _across(scored, picked, term)
        or "code" in scored.traits
        or ("number with unit" in scored.traits and len(picked) < MOST_NUMBERS)
    )
    if not good or "lone negation" in scored.traits:
        return False
    return not any(_overlap(scored.one, other.one) for other in picked)


def _across(scored: _Scored, picked: list[_Scored], term: int | None) -> bool:
    """Whether *scored* is good enough for the side of `term : text` on which nothing is *picked* yet."""
    if term is None:
        return False
    names = scored.one.end <= term
    enough = score.OTHER_SIDE if names else score.TEXT_SIDE
    return _lifted(scored) >= enough and names not in {other.one.end <= term for other in picked}


def _overlap(one: Candidate, other: Candidate) -> bool:
    return one.start < other.end and other.start < one.end


def _blank(scene: Scene, scored: _Scored) -> Blank:
    one = scored.one
    points, why = round(scored.score, 2), score.reasons(scored.traits)
    sure = confidence.sure(scene, one, scored.traits, scored.score)
    poor = not sure and confidence.poor(scene, one, scored.traits, scored.score)
    return Blank(one.start, one.end, points, why, hint.of(scene, one), sure, poor)
