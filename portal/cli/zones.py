"""`portal import zones`: polygons of the territory, from a GeoJSON file."""

from pathlib import Path
from typing import Any

import click

from portal.cli.common import FILE, Common, first_lines
from portal.territory import service
from portal.territory.rules import ZoneReport


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
        report = service.import_zones(file.read_bytes(), layer=layer, **properties)
        common.answer(report.as_json(), _text(report))


def _text(report: ZoneReport) -> str:
    counts = (
        f"{report.read} zones read: {report.added} added, {report.changed} changed, {report.unchanged} unchanged, "
        f"{report.repaired} mended, {len(report.refused)} refused."
    )
    return "\n".join([counts, *first_lines([f"zone {line}: {reason}" for line, reason in report.refused])])
