"""`portal tally`: the proof that stored + waiting is a recount, and what mends a tally that is wrong."""

from dataclasses import asdict

import click

from portal.cli.common import Common, Refused
from portal.participation import tally as tallies
from portal.participation.queries import activities
from portal.participation.queries import upkeep as queries


@click.group
def tally() -> None:
    """Figures of activities."""


@tally.command
@click.argument("activity", required=False)
@click.pass_obj
def verify(common: Common, activity: str | None) -> None:
    """Prove the tally of ACTIVITY (id or address), or of every activity. Refused when one is wrong."""
    with common.inside_organisation():
        wrong = {number: tallies.verify(number) for number in _chosen(activity)}
    found = {
        str(number): [asdict(each) for each in differences] for number, differences in wrong.items() if differences
    }
    if found:
        raise Refused(f"wrong: {', '.join(found)}; portal tally rebuild mends it", differences=found)
    common.answer({"verified": len(wrong), "differences": {}}, f"{len(wrong)} tallies are what a recount says")


@tally.command
@click.argument("activity", required=False)
@click.pass_obj
def rebuild(common: Common, activity: str | None) -> None:
    """Add the tally of ACTIVITY up again, or that of every activity."""
    with common.inside_organisation():
        versions = {str(number): tallies.rebuild(number) for number in _chosen(activity)}
    common.answer({"rebuilt": versions}, f"{len(versions)} tallies are rebuilt")


def _chosen(activity: str | None) -> list[int]:
    if activity is None:
        return list(queries.counted_activities())
    found = activities.find_by_name(activity)
    if found is None:
        raise Refused(f"no activity is called {activity}")
    return [found.id]
