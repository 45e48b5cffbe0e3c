"""`portal import zones`: polygons of the territory, from a GeoJSON file."""

from pathlib import Path
from typing import Any

import click

from portal.cli.common import Common, Refused
from portal.territory import service
from portal.territory.rules import ZoneReport

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
SHOWN = 50


@click.command("zones")
@click.argument("file", type=FILE)
@click.option("--layer", required=True, metavar="NAME", help="The layer: a new one, or one to bring up to date.")
@click.option("--key", metavar="PROPERTY", help="What tells zones apart; looked for where nothing is said.")
@click.option("--label", metavar="PROPERTY", help="What is the name of a zone; looked for where nothing is said.")
@click.option("--inhabitants", metavar="PROPERTY", help="How many people live there.")
@click.pass_obj
def zones(common: Common, /, file: Path, layer: str, **properties: Any) -> None:
    """Make zones of FILE, a GeoJSON FeatureCollection in degrees. Repeating it is harmless."""
    with common.inside_organisation():
        try:
            report = service.import_zones(file.read_bytes(), layer=layer, **properties)
        except service.WrongFile as refusal:
            raise Refused(str(refusal)) from refusal
        common.answer(report.as_json(), _text(report))


def _text(report: ZoneReport) -> str:
    counts = (
        f"{report.read} zones read: {report.added} added, {report.changed} changed, {report.unchanged} unchanged, "
        f"{report.repaired} mended, {len(report.refused)} refused."
    )
    lines = [f"zone {line}: {reason}" for line, reason in report.refused[:SHOWN]]
    more = [f"… and {len(report.refused) - SHOWN} more (--json gives all)"] if len(report.refused) > SHOWN else []
    return "\n".join([counts, *lines, *more])
