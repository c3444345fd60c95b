"""From a passed answer to whole days: Hard before Good before Easy, no shorter than it was, and fuzz.

The order of the answers is kept as Anki keeps it: an interval that should grow grows by a day at least, Good is
longer than Hard, Easy than Good, and all buttons share one throw, so that a preview is what comes true.
"""

from __future__ import annotations

from collections.abc import Sequence

from flashkms.schedule.course import NOTHING, Course, Passed, Rules
from flashkms.schedule.fuzz import bounds, scattered
from flashkms.schedule.single import half_up

# A passed answer, weighed: the days of each button up to the one pressed, whether it left the steps, answers before it.
Weighed = tuple[list[float], bool, int]


def weighed(rules: Rules, passed: Passed) -> Weighed:
    """The unrounded days of the buttons on which the interval of *passed* depends, shortest first."""
    graduated, stability, difficulty, elapsed, rating, reps, raw = passed
    first = (min(rating, 3) if graduated else 2) if rating > 1 else 1
    fsrs = rules.fsrs
    days = [
        rules.days_for(
            (fsrs.first(button) if stability == NOTHING else fsrs.after(stability, difficulty, elapsed, button))[0]
        )
        for button in range(first, rating)
    ]
    days.append(rules.days_for(raw))
    return days, graduated, reps


def chosen(days: Sequence[float], previous: int, thrown: int, most: int, *, graduated: bool) -> int:
    """The interval in days of the last button of *days*, after one of *previous* days."""
    least = 1
    interval = 1
    for index, unrounded in enumerate(days, 1):
        floor, wanted = least, unrounded
        if not graduated:
            floor = max(_kept(unrounded, previous, most), least)
        elif index == len(days):  # only the button that is pressed is rounded first
            wanted = float(max(half_up(unrounded), 1))
        interval = scattered(wanted, thrown, floor, most)
        least = interval + 1
    return interval


def open_answers(rules: Rules, course: Course) -> tuple[int, list[Weighed]]:
    """The last answers of *course* whose throws its interval depends on, and the interval before them."""
    answers: list[Weighed] = []
    ahead = NOTHING
    for passed in reversed(course.passed):
        if answers:
            # The answer before a passed one led to the stability that the passed one began with.
            low, high = _reach(rules.days_for(ahead), rules.most)
            if _indifferent(answers[-1][0], low, high, rules.most):
                return max(int(low), 0), answers[::-1]
        answers.append(weighed(rules, passed))
        ahead = passed[1]
    return course.interval, answers[::-1]


def _kept(unrounded: float, previous: int, most: int) -> int:
    """The least interval that does not fall behind *previous* days; 0 where it should fall."""
    if half_up(unrounded) > previous:
        return previous + 1
    return previous if previous <= bounds(unrounded, 1, most)[1] else 0


def _reach(days: float, most: int) -> tuple[float, float]:
    """Bounds of the interval that an answer of unrounded *days* led to, whatever came before it; never too narrow.

    Its buttons stand in order: Hard, even held up by the interval before, ends within Good's reach or a day above.
    """
    days = min(days, most)
    spread = _spread(days)
    high = days + spread + 2.0
    return days - spread - 1.1, high + _spread(high) + 4.0


def _indifferent(buttons: Sequence[float], low: float, high: float, most: int) -> bool:
    """Whether a previous interval anywhere in *low*..*high* makes no difference to those of *buttons*."""
    for unrounded in buttons:
        days = unrounded if unrounded < most else most  # noqa: FURB136 - as in day.py
        spread = _spread(days) + 1.0
        if high + 1.0 > days - spread and low <= days + spread:
            return False
    return True


def _spread(days: float) -> float:
    """No less than the days by which fuzz moves *days*."""
    return 0.0 if days < 2.5 else 0.66 + 0.15 * days if days < 13.5 else 2.01 + 0.05 * days
