"""A survey's figures as sheets: one row for each figure of the results page, for whoever wants to reckon with them."""

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response
from flask_babel import gettext as _
from werkzeug.exceptions import Forbidden, NotFound

from portal.core import limits, tables, web
from portal.core.access import Access, access
from portal.core.languages import said
from portal.core.limits import limiter
from portal.participation import figures as common
from portal.participation import pages
from portal.participation import results as results_of
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.participation.rules import states
from portal.surveys import figures, findings, queries
from portal.surveys import results as survey_results

blueprint = Blueprint("survey_downloads", __name__, url_prefix="/surveys")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Row = tuple[str, str, str, str, int | str, float | str]


@blueprint.get("/<slug>/results.csv")
@access(Access.PUBLIC)
@limiter.limit(limits.SEARCHES)
def csv(slug: str) -> Response:
    """Every figure, as text."""
    activity = _shown(slug)
    body = "".join(tables.csv_stream(_heads(), _rows(activity)))
    return _sheet(activity, body.encode(), "text/csv; charset=utf-8", "csv")


@blueprint.get("/<slug>/results.xlsx")
@access(Access.PUBLIC)
@limiter.limit(limits.SEARCHES)
def xlsx(slug: str) -> Response:
    """Every figure, for a spreadsheet."""
    activity = _shown(slug)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "results.xlsx"
        tables.write_xlsx(path, _heads(), _rows(activity), title=_("Results"))
        body = path.read_bytes()
    return _sheet(activity, body, XLSX, "xlsx")


@blueprint.get("/<slug>/results/<name>.<any(svg,png,csv):ending>")
@access(Access.PUBLIC)
@limiter.limit(limits.SEARCHES)
def figure(slug: str, name: str, ending: str) -> Response:
    """One figure of the results page, as a picture or as its numbers; whoever sees the page may have it."""
    activity = activities.by_slug(queries.KIND, slug)
    pages.refuse_hidden(activity)
    if not pages.may_see_results(activity):
        raise Forbidden
    found = figures.find(activity, name)
    if found is None:
        raise NotFound
    response = Response(common.made(activity, found, ending), content_type=common.TYPES[ending])
    response.headers["Content-Disposition"] = f'attachment; filename="{activity.slug}-{name}.{ending}"'
    return pages.cached(response, activity, seconds=web.FIGURES_SECONDS)


def _shown(slug: str) -> Activity:
    """The survey, if a stranger may see its figures. Raises NotFound, Forbidden."""
    activity = activities.by_slug(queries.KIND, slug)
    pages.refuse_hidden(activity)
    visibility = states.ResultsVisibility(activity.results)
    if not states.may_see_results(visibility, pages.state(activity), took_part=False, is_staff=False):
        raise Forbidden
    return activity


def _heads() -> list[str]:
    return [_("About"), _("Key"), _("Question"), _("Answer"), _("Number"), _("Share of those asked")]


def _rows(activity: Activity) -> Iterator[Row]:
    found = results_of.figures(activity.id)
    yield (_("Total"), "counted", "", "", found.counted, "")
    yield (_("Total"), "pending", "", "", found.pending, "")
    for name, n in found.by_assurance.items():
        yield (_("Certainty"), name, "", "", n, "")
    for each in found.by_zone:
        yield (
            _("Neighbourhood"),
            each.zone.key if each.zone else "",
            "",
            each.zone.name if each.zone else "",
            "" if each.n is None else each.n,
            "",
        )
    for day, n in found.by_day:
        yield (_("Day"), day.isoformat(), "", "", n, "")
    for result in survey_results.questions_of(activity.id, found.cells):
        title = said(result.question.title)
        yield (_("Asked"), result.question.key, title, "", result.asked, "")
        yield (_("Answered"), result.question.key, title, "", result.answered, "")
        for option in result.options:
            words = findings.words(result.question, option)
            yield (_("Answer"), f"{result.question.key}={option.key}", title, words, option.n, round(option.share, 4))


def _sheet(activity: Activity, body: bytes, mimetype: str, ending: str) -> Response:
    response = Response(io.BytesIO(body), content_type=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{activity.slug}.{ending}"'
    response.content_length = len(body)
    return response
