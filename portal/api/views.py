"""The addresses of the public JSON. What a page would not show to a stranger, no address here gives."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request, stream_with_context, url_for
from werkzeug.exceptions import BadRequest, Forbidden, NotFound

from portal.api import document, shapes
from portal.core import languages, limits, tables, tenancy, tokens, web
from portal.core.access import Access, access
from portal.core.limits import limiter
from portal.participation import kinds, pages
from portal.participation import results as results_of
from portal.participation.models import Activity, Project
from portal.participation.queries import activities, participations, search, tallies
from portal.participation.queries.search import Wanted
from portal.participation.rules import states
from portal.territory import queries as territory

blueprint = Blueprint("api", __name__, url_prefix="/api")

FEWEST = 5  # R14: fewer responses are not published one by one
DOWNLOADS = "20/minute"
FILTERS = ("kind", "state", "q", "zone")
OPEN_TO_ALL = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Headers", "If-None-Match"),
    ("Access-Control-Expose-Headers", "ETag"),
)


@blueprint.after_app_request
def open_to_all(response: Response) -> Response:
    """Any page of any site may read the public JSON, errors included: there is nothing here that belongs to somebody."""
    if request.path.startswith("/api/"):
        response.headers.update(OPEN_TO_ALL)
    return response


@blueprint.get("/")
@access(Access.PUBLIC)
def page() -> Response:
    """For people: what there is, from the same description as for programs."""
    return web.cached(web.page("api/page.html", document=document.document(base_url())))


@blueprint.get("/openapi.json")
@access(Access.PUBLIC)
def openapi() -> Response:
    """For programs: OpenAPI 3.1."""
    return web.cached(jsonify(document.document(base_url())))


@blueprint.get("/v1/activities")
@access(Access.PUBLIC)
@limiter.limit(limits.SEARCHES)
def list_activities() -> Response:
    """Activities that residents may see, a page at a time."""
    found = search.page(_wanted(), after=request.args.get("after"), only_activities=True)
    rows = [row for row in found.rows if isinstance(row, Activity)]
    counted = tallies.counted([row.id for row in rows])
    kept: dict[str, Any] = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    following = url_for("api.list_activities", **kept, after=found.after) if found.after else None
    items = [shapes.item(row, counted.get(row.id, 0)) for row in rows]
    body = {"items": items, "next": shapes.absolute(following) if following else None}
    return pages.cached_list(jsonify(body), rows)


@blueprint.get("/v1/activities/<int:activity_id>")
@access(Access.PUBLIC)
def show_activity(activity_id: int) -> Response:
    """One activity, whole."""
    activity = _shown(activity_id)
    project = tenancy.find(Project, activity.project_id) if activity.project_id else None
    head = tallies.head(activity.id)
    body = shapes.whole(activity, head.counted if head else 0, project, activities.latest_answer(activity.id))
    response = _tagged(jsonify(body), activity, head.version if head else 0)
    return pages.cached(response, activity, seconds=web.FIGURES_SECONDS)


@blueprint.get("/v1/activities/<int:activity_id>/results")
@access(Access.PUBLIC)
def show_results(activity_id: int) -> Response:
    """Totals by assurance, zone and day, and the kind's own figures. 403 while they are not public."""
    activity = _shown(activity_id)
    _refuse_hidden_results(activity)
    figures = results_of.public(activity)
    make = kinds.kind(activity.kind).figures
    questions = make(activity.id, figures.cells) if make else []
    body = shapes.results(activity, figures, questions, is_provisional=pages.is_moving(activity))
    response = _tagged(jsonify(body), activity, figures.version)
    return pages.cached(response, activity, seconds=web.FIGURES_SECONDS)


@blueprint.get("/v1/activities/<int:activity_id>/responses.csv")
@access(Access.PUBLIC)
@limiter.limit(DOWNLOADS)
def responses(activity_id: int) -> Response:
    """Single responses without author, place or day, where the organisation publishes them, once nobody can add one."""
    activity = _shown(activity_id)
    make = kinds.kind(activity.kind).sheet
    if not activity.publishes_responses or make is None:
        raise NotFound
    _refuse_hidden_results(activity)
    head = tallies.head(activity.id)
    if pages.state(activity) not in states.OVER or pages.is_moving(activity) or head is None or head.counted < FEWEST:
        raise Forbidden
    sheet = make(activity.id)
    rows = (sheet.row(marks) for marks in participations.marks(activity.id))
    return _csv(f"{activity.slug}-responses", sheet.heads, rows)


@blueprint.get("/v1/activities/<int:activity_id>/receipts.csv")
@access(Access.PUBLIC)
@limiter.limit(DOWNLOADS)
def receipts(activity_id: int) -> Response:
    """Every receipt as a digest, with its state: the counted ones add up to the public figure."""
    activity = _shown(activity_id)
    rows = ((row.digest, row.state) for row in participations.receipts(activity.id))
    return _csv(f"{activity.slug}-receipts", ("sha256", "state"), rows)


@blueprint.get("/v1/receipts/<code>")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def show_receipt(code: str) -> Response:
    """The state of one participation, for whoever holds its code."""
    read = tokens.read_code(code)
    found = participations.by_receipt(read) if read else None
    if found is None:
        raise NotFound
    return jsonify(shapes.receipt(found[0]))


def base_url() -> str:
    """Where these addresses are, in the language of this one."""
    return shapes.absolute(url_for("api.page")).rstrip("/")


def _wanted() -> Wanted:
    """The filters of the address. Raises BadRequest for a value that names nothing."""
    asked = {name: request.args.get(name, "") for name in FILTERS}
    zone = territory.territory().find(asked["zone"]) if asked["zone"] else None
    is_known = not asked["kind"] or asked["kind"] in {kind.name for kind in kinds.in_use()}
    if not is_known or (asked["state"] and asked["state"] not in search.STATES) or (asked["zone"] and zone is None):
        raise BadRequest
    zone_id = zone.id if zone is not None else None
    return Wanted.from_words(asked["q"], kind=asked["kind"], state=asked["state"], zone_id=zone_id)


def _shown(activity_id: int) -> Activity:
    activity = activities.get(activity_id)
    pages.refuse_hidden(activity)
    return activity


def _refuse_hidden_results(activity: Activity) -> None:
    """What a stranger may see, whoever asks: an answer here may be read by any page of any site."""
    visibility = states.ResultsVisibility(activity.results)
    if not states.may_see_results(visibility, pages.state(activity), took_part=False, is_staff=False):
        raise Forbidden


def _tagged(response: Response, activity: Activity, tally_version: int) -> Response:
    """The same tag as long as neither the words nor the figures moved. The layer in front answers 304 to it."""
    variant = (
        current_app.config["RELEASE"],
        activity.version,
        tally_version,
        pages.state(activity),
        pages.is_moving(activity),
        languages.current(),
    )
    response.set_etag(hashlib.sha256(repr((activity.id, *variant)).encode()).hexdigest()[:20])
    return response


def _csv(name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """A sheet in pieces, at constant memory."""
    pieces: Iterator[str] = tables.csv_stream(heads, rows)
    response = Response(stream_with_context(pieces), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
