"""`portal import electors`: an electoral roll, of which only keyed hashes stay."""

import datetime as dt
from pathlib import Path

import click

from portal.cli.common import Common, Refused
from portal.core import errors, tenancy
from portal.participation.service import acts
from portal.petitions.rules.rolls import Reading
from portal.petitions.service import electors as service

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
DAY = click.DateTime(["%Y-%m-%d"])
KEPT = dt.timedelta(days=365)
SHOWN = 50


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
    with common.inside_organisation(), tenancy.enter(tenancy.current_organisation_id()):
        today = acts.today()
        try:
            report = service.import_register(
                file.read_bytes(),
                undertaking=undertaking,
                undertaken_on=undertaken_on.date() if undertaken_on else today,
                purge_on=purge_on.date() if purge_on else today + KEPT,
                tell=_tell,
            )
        except errors.Refused as refusal:
            raise Refused(str(refusal)) from refusal
        common.answer(report.as_json(), _text(report))


def _tell(done: int) -> None:
    click.echo(f"{done} lines", err=True)


def _text(report: Reading) -> str:
    counts = (
        f"{report.read} lines read: {report.electors} electors, {report.again} there twice, "
        f"{report.elsewhere} of a European list only, {len(report.refused)} refused."
    )
    lines = [f"line {line}: {reason}" for line, reason in report.refused[:SHOWN]]
    more = [f"… and {len(report.refused) - SHOWN} more (--json gives all)"] if len(report.refused) > SHOWN else []
    return "\n".join([counts, *lines, *more])
