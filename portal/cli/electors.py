"""`portal import electors`: an electoral roll, of which only keyed hashes stay."""

import datetime as dt
from pathlib import Path

import click

from portal.cli.common import FILE, Common, first_lines
from portal.participation.service import acts
from portal.petitions.rules.rolls import Reading
from portal.petitions.service import electors as service

DAY = click.DateTime(["%Y-%m-%d"])
KEPT = dt.timedelta(days=365)


@click.command("electors")
@click.argument("file", type=FILE)
@click.option("--undertaking", required=True, help="Who undertook what about the roll: kept with the register (L37).")
@click.option("--undertaken-on", type=DAY, help="The day of the undertaking; today where nothing is said.")
@click.option("--purge-on", type=DAY, help="When every hash is erased; in a year where nothing is said.")
@click.pass_obj
def electors(
    common: Common, file: Path, undertaking: str, undertaken_on: dt.datetime | None, purge_on: dt.datetime | None
) -> None:
    """Replace the register of electors by FILE, a roll as CSV with names, first names and day of birth."""
    with common.inside_organisation():
        today = acts.today()
        report = service.import_register(
            file.read_bytes(),
            undertaking=undertaking,
            undertaken_on=undertaken_on.date() if undertaken_on else today,
            purge_on=purge_on.date() if purge_on else today + KEPT,
            tell=_tell,
        )
        common.answer(report.as_json(), _text(report))


def _tell(done: int) -> None:
    click.echo(f"{done} lines", err=True)


def _text(report: Reading) -> str:
    counts = (
        f"{report.read} lines read: {report.electors} electors, {report.again} there twice, "
        f"{report.elsewhere} of a European list only, {len(report.refused)} refused."
    )
    return "\n".join([counts, *first_lines([f"line {line}: {reason}" for line, reason in report.refused])])
