"""`portal import contacts`: a list of people, from a CSV file, with the source it comes from."""

from pathlib import Path

import click

from portal.cli.common import FILE, Common, first_lines
from portal.contacts.importing import service
from portal.contacts.importing.report import Report
from portal.contacts.rules import ListSource


@click.command("contacts")
@click.argument("file", type=FILE)
@click.option(
    "--source", type=click.Choice([str(source) for source in ListSource]), required=True, help="Where it comes from."
)
@click.pass_obj
def contacts(common: Common, file: Path, source: str) -> None:
    """Bring the people of FILE, a CSV list, into the contact base. Repeating it is harmless.

    Nobody may be written to without the proof of their consent: see docs/operations.md.
    """
    with common.inside_organisation():
        report = service.import_contacts(file.read_bytes(), ListSource(source), name=file.name, tell=_tell)
        common.answer(report.as_json(), _text(report))


def _tell(done: int, total: int) -> None:
    """How far it is, for who watches; standard output keeps the report."""
    click.echo(f"{done} of {total} lines", err=True)


def _text(report: Report) -> str:
    counts = (
        f"{report.read} lines read: {report.added} added, {report.changed} changed, {report.unchanged} unchanged, "
        f"{len(report.refused)} refused; {report.agreed} consents with their proof, {len(report.without_proof)} without."
    )
    lines = [f"line {line}: {reason}" for line, reason in (*report.refused, *report.without_proof)]
    left_out = [f"columns not read: {', '.join(report.left_out)}"] if report.left_out else []
    return "\n".join([counts, *left_out, *first_lines(lines)])
