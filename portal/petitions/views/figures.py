"""The figures of a petition, in full and as files, and the names that people chose to show."""

import dataclasses
from collections.abc import Iterator

from flask import Response, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal.core import limits, tables, web
from portal.core.access import Access, access
from portal.core.limits import limiter
from portal.participation import figures as files
from portal.participation import pages as participation_pages
from portal.participation import results as results_of
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.participation.rules import states
from portal.petitions import findings, progress, queries, wording
from portal.petitions.queries import names as shown_names
from portal.petitions.rules import outlook
from portal.petitions.views.blueprint import blueprint

Row = tuple[str, str, str, int | str]


@blueprint.get("/<slug>/results")
@access(Access.PUBLIC)
def results(slug: str) -> Response:
    """By zone, by certainty, by day; each with its table and its files."""
    activity = _shown(slug)
    state = participation_pages.state(activity)
    reached = progress.progress(queries.petition(activity.id))
    is_open = state is states.ActivityState.OPEN
    response = web.page(
        "petitions/results.html",
        activity=activity,
        state=state,
        is_moving=participation_pages.is_moving(activity),
        provisional_until=participation_pages.provisional_until(activity),
        answer=activities.latest_answer(activity.id),
        progress=reached,
        findings=findings.findings(activity, reached, is_open=is_open),
    )
    return participation_pages.cached(response, activity, seconds=web.FIGURES_SECONDS)


@blueprint.get("/<slug>/results.csv")
@access(Access.PUBLIC)
@limiter.limit(limits.SEARCHES)
def sheet(slug: str) -> Response:
    """Every figure of that page as text."""
    activity = _shown(slug)
    heads = (_("About"), _("Key"), _("Name"), _("Number"))
    body = "".join(tables.csv_stream(heads, _rows(activity)))
    response = Response(body, content_type=files.TYPES["csv"])
    response.headers["Content-Disposition"] = f'attachment; filename="{activity.slug}.csv"'
    return participation_pages.cached(response, activity, seconds=web.FIGURES_SECONDS)


@blueprint.get("/<slug>/results/<name>.<any(svg,png,csv):ending>")
@access(Access.PUBLIC)
@limiter.limit(limits.SEARCHES)
def figure(slug: str, name: str, ending: str) -> Response:
    """One figure of that page, as a picture or as its numbers."""
    activity = _shown(slug)
    figures = results_of.public(activity)
    figures = dataclasses.replace(figures, by_day=tuple(outlook.daily(figures.by_day)))
    found = files.find(figures, name, wording.FIGURES)
    if found is None:
        raise NotFound
    response = Response(files.made(activity, found, ending), content_type=files.TYPES[ending])
    response.headers["Content-Disposition"] = f'attachment; filename="{activity.slug}-{name}.{ending}"'
    return participation_pages.cached(response, activity, seconds=web.FIGURES_SECONDS)


@blueprint.get("/<slug>/names")
@access(Access.PUBLIC)
@limiter.limit(limits.SEARCHES)
def names(slug: str) -> Response:
    """Names that wanted to be shown and comments that were published, of counted signatures, a page at a time."""
    activity = _shown(slug)
    page = shown_names.shown(activity.id, after=request.args.get("after"))
    response = web.page(
        "petitions/names.html",
        activity=activity,
        state=participation_pages.state(activity),
        signers=page.rows,
        zones=_zones_that_may_be_named(activity) if any(row.name is None for row in page.rows) else {},
        after=page.after,
        is_first="after" not in request.args,
    )
    return participation_pages.cached(response, activity)


def _shown(slug: str) -> Activity:
    """The petition, if residents may see it. Raises NotFound."""
    activity = activities.by_slug(queries.KIND, slug)
    participation_pages.refuse_hidden(activity)
    return activity


def _zones_that_may_be_named(activity: Activity) -> dict[int, str]:
    """Where so few signed that their number is hidden, a comment does not tell that somebody did (R14)."""
    by_zone = results_of.public(activity).by_zone
    return {each.zone.id: each.zone.name for each in by_zone if each.zone and each.n}


def _rows(activity: Activity) -> Iterator[Row]:
    """Hidden counts are empty cells."""
    found = results_of.public(activity)
    yield (_("Total"), "counted", "", found.counted)
    for name, n in found.by_assurance.items():
        yield (_("Certainty"), name, "", n)
    for each in found.by_zone:
        key, title = (each.zone.key, each.zone.name) if each.zone else ("", "")
        yield (_("Neighbourhood"), key, title, "" if each.n is None else each.n)
    for day, n in found.by_day:
        yield (_("Day"), day.isoformat(), "", n)
