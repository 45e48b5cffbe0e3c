"""Pages for residents that compose what every feature has: home, projects, neighbourhoods, what came of it."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal.core import clock, formats, web
from portal.core.access import Access, access
from portal.participation import kinds, pages
from portal.participation.models import Activity
from portal.participation.queries import activities, openings, search, tallies
from portal.participation.queries.search import Wanted
from portal.participation.rules import states
from portal.site import neighbourhoods, outcomes, timelines, welcome
from portal.territory import queries as territory

blueprint = Blueprint("site", __name__)

LATEST = 6
MOST_OF_A_KIND = 12


@blueprint.get("/")
@access(Access.PUBLIC)
def home() -> Response:
    """What is open here, what closes soon, what came of the rest."""
    now = clock.now()
    open_now, coming = openings.of_each_kind(MOST_OF_A_KIND), openings.coming(MOST_OF_A_KIND)
    open_by_zone = openings.by_zone()
    soon = [activity for activity in open_now if formats.is_soon(activity.closes_at, now)]
    response = web.page(
        "site/home.html",
        welcome=welcome.title(sum(open_by_zone.values())),
        open_now=open_now,
        open_in_all=sum(open_by_zone.values()),
        soon=soon,
        later=[activity for activity in open_now if activity not in soon],
        coming=coming,
        counted=_counted(open_now),
        outcomes=outcomes.outcomes(activities.closed(LATEST)),
        places=neighbourhoods.neighbourhoods(open_by_zone),
        now=now,
    )
    return pages.cached_list(response, [*open_now, *coming])


@blueprint.get("/zones")
@access(Access.PUBLIC)
def zones() -> Response:
    """The neighbourhoods, with what is open in each."""
    places = neighbourhoods.neighbourhoods(openings.by_zone())
    return web.cached(web.page("site/zones.html", places=places), seconds=web.FIGURES_SECONDS)


@blueprint.get("/zones/<key>")
@access(Access.PUBLIC)
def zone(key: str) -> Response:
    """The subjects of one neighbourhood, and how many of its people took part."""
    found = territory.territory().find(key)
    if found is None:
        raise NotFound
    shown = search.page(Wanted(zone_id=found.id), after=request.args.get("after"), only_activities=True)
    rows = [row for row in shown.rows if isinstance(row, Activity)]
    here = tallies.counted_in_zone(found.id)
    public = activities.public_among(list(here))
    taken_part = [(row, here[row.id]) for row in public if _is_live(row) and not _hides_zones(row)]
    context = _rows(rows) | {"zone": found, "taken_part": taken_part, "after": shown.after}
    places = neighbourhoods.neighbourhoods(openings.by_zone())
    return pages.cached_list(web.page("site/zone.html", places=places, **context), rows)


@blueprint.get("/projects")
@access(Access.PUBLIC)
def projects() -> Response:
    """The subjects that officials lead."""
    rows = activities.projects()
    return web.cached(web.page("site/projects.html", projects=rows, parts=activities.of_projects()))


@blueprint.get("/projects/<slug>")
@access(Access.PUBLIC)
def project(slug: str) -> Response:
    """One subject: why, when, what people may do about it, what came of it."""
    row = activities.project_by_slug(slug)
    rows = activities.of_project(row.id)
    zones_by_id = territory.territory().by_id()
    response = web.page(
        "site/project.html",
        project=row,
        zone=zones_by_id.get(row.zone_id or 0),
        steps=timelines.steps(row.timeline, timelines.today()),
        **_rows(rows),
    )
    return pages.cached_list(response, rows)


@blueprint.get("/results")
@access(Access.PUBLIC)
def results() -> Response:
    """All that is over, with the organisation's answers; what waits for one says since when."""
    shown = search.page(Wanted(state="closed"), after=request.args.get("after"))
    rows = [row for row in shown.rows if isinstance(row, Activity)]
    response = web.page(
        "site/results.html",
        outcomes=outcomes.outcomes(rows),
        open_now=_with_figures(openings.of_each_kind(MOST_OF_A_KIND)),
        after=shown.after,
        is_first="after" not in request.args,
    )
    return pages.cached_list(response, rows)


@blueprint.get("/surveys")
@access(Access.PUBLIC)
def surveys() -> Response:
    """Every survey, the newest first; `?state=` keeps those that are open, coming or closed."""
    return _of_kind("survey", _("Surveys"))


def _of_kind(kind: str, title: str) -> Response:
    asked = request.args.get("state", "")
    state = asked if asked in search.STATES else ""
    shown = search.page(Wanted(kind=kind, state=state), after=request.args.get("after"))
    rows = [row for row in shown.rows if isinstance(row, Activity)]
    response = web.page(
        "site/kind.html", title=title, kind=kind, chosen=state, after=shown.after, here=web.here(), **_rows(rows)
    )
    return pages.cached_list(response, rows)


def _rows(rows: Sequence[Activity]) -> dict[str, Any]:
    """What the macro `activities.row` needs for each."""
    return {"rows": rows, "states": {row.id: pages.state(row) for row in rows}, "counted": _counted(rows)}


def _counted(rows: Sequence[Activity]) -> dict[int, int]:
    return tallies.counted([row.id for row in rows])


def _is_live(activity: Activity) -> bool:
    """Whether a stranger may see its figures now."""
    visibility = states.ResultsVisibility(activity.results)
    return states.may_see_results(visibility, pages.state(activity), took_part=False, is_staff=False)


def _hides_zones(activity: Activity) -> bool:
    """Whether how many took part in one zone is only told beside the other zones, small counts hidden."""
    return kinds.kind(activity.kind).hides_small_zones


def _with_figures(open_now: Sequence[Activity]) -> list[Activity]:
    """What is open and shows its figures as they come in."""
    return [row for row in open_now if _is_live(row)]
