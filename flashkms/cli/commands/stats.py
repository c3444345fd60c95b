"""`flashkms stats`: the figures that the screen shows, as lines or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.decks import deck_named
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import report_damage_and_end, say, say_json, table
from flashkms.cli.plainly import plainly

if TYPE_CHECKING:
    from flashkms.study.figures import Figures


@command("stats", example="flashkms stats\nflashkms stats aws --json")
@click.argument("deck", default="", shell_complete=completing.decks)
def stats(invocation: Invocation, deck: str) -> None:
    """Tell what was reviewed, how much of it was recalled, and what lies ahead."""
    from flashkms.study.figures import figures  # noqa: PLC0415  # help needs none

    with invocation.study() as study:
        name = deck_named(deck, (each.deck for each in study.counts()))
        found = figures(study, name)
        damage = study.collection.damage()
    if invocation.as_json:
        say_json({"deck": name, **plainly(found)})
    else:
        for line in table(_rows(found), right="lr"):
            say(line)
    report_damage_and_end(damage)


def _rows(found: Figures) -> list[tuple[str, str]]:
    maturity = found.maturity
    rows = [
        ("cards, new", str(maturity.new)),
        ("cards, learning", str(maturity.learning)),
        ("cards, young", str(maturity.young)),
        ("cards, mature", str(maturity.mature)),
        ("cards, suspended", str(maturity.suspended)),
        ("leeches", str(found.leeches)),
        ("days in a row", f"{found.streak.current} (longest {found.streak.longest})"),
    ]
    rows += [
        (f"recalled, {each.period}", f"{each.total.rate:.1%} of {each.total.of}")
        for each in found.retention
        if each.total.rate is not None
    ]
    rows += [(f"answers, {rating.name.lower()}", str(count)) for rating, count in sorted(found.ratings.items())]
    if found.times is not None:
        rows.append(("seconds an answer, median", f"{found.times.median.total_seconds():.1f}"))
    if found.calibration.rmse is not None:
        rows.append(("predicted against observed recall, RMSE", f"{found.calibration.rmse:.4f}"))
    rows += [
        (f"recalled from {each.hour:02}:00", f"{each.recalled.rate:.1%} of {each.recalled.of}")
        for each in found.hours
        if each.recalled.rate is not None
    ]
    rows += [(f"due {load.day}", str(load.total)) for load in found.loads[:10]]
    return rows
