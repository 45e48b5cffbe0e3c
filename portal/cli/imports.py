"""`portal import`: files of others become activities and participations here, with a report of every row."""

from pathlib import Path

import click

from portal.cli.common import FILE, Common, Refused, first_lines
from portal.core import tenancy
from portal.organisations import queries as organisations
from portal.participation.queries import activities
from portal.petitions.importing import service as petition_imports
from portal.petitions.importing.reports import Report as PetitionReport
from portal.surveys import queries as surveys
from portal.surveys.importing import reports, service
from portal.surveys.importing.reports import Report
from portal.surveys.importing.service import NewSurvey
from portal.surveys.importing.warnings import RowWarning


@click.group("import")
def imports() -> None:
    """Bring in questionnaires, responses and other files."""


@imports.command()
@click.argument("file", type=FILE)
@click.option("--open", "is_opened", is_flag=True, help="Publish it and open it now; else it is a draft.")
@click.option("--title", help="Its title, where the file has none: else the file's name.")
@click.option(
    "--access",
    type=click.Choice(["anyone", "email", "account"]),
    default="email",
    show_default=True,
    help="What people need to answer.",
)
@click.pass_obj
def questionnaire(common: Common, file: Path, is_opened: bool, title: str | None, access: str) -> None:
    """Make a survey of FILE: an XLSForm (.xlsx, .xls, .csv), or a sheet of responses with its header."""
    with common.inside_organisation():
        made = service.import_questionnaire(
            file.read_bytes(), name=title or file.stem, is_opened=is_opened, access=access
        )
        town = organisations.card_by_id(tenancy.current_organisation_id())
        url = f"{town.base_url}/surveys/{made.activity.slug}"
        common.answer(_survey_facts(made, url), _survey_text(made, url))


@imports.command()
@click.argument("file", type=FILE)
@click.pass_obj
def petitions(common: Common, file: Path) -> None:
    """Take in the petitions of FILE, with the numbers they had there. Repeating it is harmless.

    The UK Parliament's (JSON, or the list as CSV), We the People's (CSV), those of the Assemblée nationale and the Sénat (CSV).
    """
    with common.inside_organisation():
        report = petition_imports.import_petitions(file.read_bytes(), tell=_tell)
        common.answer(report.as_json(), _petitions_text(report))


@imports.command()
@click.argument("activity")
@click.argument("file", type=FILE)
@click.pass_obj
def responses(common: Common, activity: str, file: Path) -> None:
    """Record the rows of FILE (.csv, .xlsx, .xls) as responses to ACTIVITY (id or address). Repeating it is harmless."""
    with common.inside_organisation():
        found = activities.find_by_name(activity)
        if found is None or found.kind != surveys.KIND:
            raise Refused(f"no survey is called {activity}")
        report = service.import_responses(found.id, file.read_bytes(), tell=_tell)
        common.answer({"activity": found.id, **report.as_json()}, _report_text(report))


def _tell(done: int, total: int) -> None:
    """How far it is, for who watches; standard output keeps the report."""
    click.echo(f"{done} of {total} rows", err=True)


def _survey_facts(made: NewSurvey, url: str) -> dict[str, object]:
    facts = {"id": made.activity.id, "slug": made.activity.slug, "url": url, "stage": str(made.activity.stage)}
    return {**facts, "warnings": reports.warnings_as_json(made.warnings)}


def _survey_text(made: NewSurvey, url: str) -> str:
    return "\n".join([f"Survey {made.activity.id} is made: {url}", *_warning_lines(made.warnings)])


def _report_text(report: Report) -> str:
    counts = (
        f"{report.read} rows read: {report.added} added, {report.unchanged} unchanged, {len(report.refused)} refused."
    )
    refusals = [f"row {each.row}: {' '.join(each.reasons)}" for each in report.refused]
    return "\n".join([counts, *first_lines(refusals), *_warning_lines(report.warnings)])


def _petitions_text(report: PetitionReport) -> str:
    counts = (
        f"{report.read} lines read: {report.added} added, {report.changed} changed, {report.unchanged} unchanged, "
        f"{len(report.refused)} refused."
    )
    refusals = [f"line {each.line}: {each.words}" for each in report.refused]
    return "\n".join([counts, *first_lines(refusals)])


def _warning_lines(warnings: list[RowWarning]) -> list[str]:
    found = reports.warnings_as_json(warnings)
    return first_lines([f"{each['sheet']}, row {each['row']}: {each['text']}" for each in found])
