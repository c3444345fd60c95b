"""`flashkms optimize`: parameters of FSRS that fit one's own reviews."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import click

from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import narrate, report, say, say_json
from flashkms.cli.plainly import plainly
from flashkms.errors import Exit

if TYPE_CHECKING:
    from flashkms.schedule.optimize import Fit, Fitness
    from flashkms.study import Study


@command("optimize", example="flashkms optimize\nflashkms optimize --save")
@click.option("--save", is_flag=True, help="Write the fitted parameters into flashkms.toml.")
def optimize(invocation: Invocation, *, save: bool) -> None:
    """Fit the scheduler's parameters to your reviews, and tell what they are worth.

    Old and fitted parameters are both judged by reviews that neither was made from. The history keeps the version that
    each interval was shown with.
    """
    from flashkms.study import settings  # noqa: PLC0415  # help needs none

    with invocation.study(write=save) as study:
        fitted = _fitted(study)
        saved = save and fitted.enough
        if saved:
            settings.keep_parameters(
                study.collection, study.clock(), study.collection.config.schedule.parameters, fitted.parameters
            )
        if saved and report(
            settings.save(study.collection, "schedule.parameters", settings.literal(fitted.parameters))
        ):
            click.get_current_context().exit(Exit.FAILED)
    if invocation.as_json:
        say_json({**plainly(fitted), "saved": saved})
        return
    say(f"reviews   {fitted.reviews}")
    for name, fitness in (("before", fitted.before), ("after", fitted.after)):
        say(f"{name:<9} {_told(fitness)}")
    say(f"parameters = {settings.literal(fitted.parameters)}")
    if fitted.after and not fitted.before:
        narrate("before: too few reviews since these parameters were fitted to judge them fairly")
    if not fitted.enough:
        narrate("too few reviews to trust a fit; the parameters stay as they are")
    elif not save:
        narrate("--save writes them into flashkms.toml")
    else:
        narrate("written into flashkms.toml; the intervals follow them from now on")


def _fitted(study: Study) -> Fit:
    from flashkms.cards.card import CardId  # noqa: PLC0415  # help needs none
    from flashkms.config import DEFAULT_PARAMETERS  # noqa: PLC0415  # as above
    from flashkms.schedule.event import Parameters, Review  # noqa: PLC0415  # help needs none
    from flashkms.schedule.optimize import fit  # noqa: PLC0415  # as above
    from flashkms.schedule.replay import counting  # noqa: PLC0415  # as above

    histories: dict[str, list[tuple[float, int]]] = defaultdict(list)
    current, since = study.collection.config.schedule.parameters, 0.0
    for event in counting(study.collection.log.read()[0], study.clock())[0]:
        if isinstance(event, Review) and not event.cram:
            histories[event.card].append((event.at.timestamp(), int(event.rating)))
        elif isinstance(event, Parameters) and event.values == current != DEFAULT_PARAMETERS:
            since = since or event.at.timestamp()
    return fit(histories.values(), study.scheduler(CardId("")).days, current, since)


def _told(fitness: Fitness | None) -> str:
    return "unknown" if fitness is None else f"log loss {fitness.log_loss:.4f}, RMSE {fitness.rmse:.4f}"
