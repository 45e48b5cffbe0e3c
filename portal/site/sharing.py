"""Short addresses, codes to photograph, posters, and the small frame that other sites may show."""

import re
from urllib.parse import urlsplit

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from portal.core import headers, qr, tenancy, web
from portal.core.access import Access, access
from portal.participation import kinds, pages
from portal.participation.models import Activity
from portal.participation.queries import activities, tallies

blueprint = Blueprint("sharing", __name__)

HOUR = 3600
HOST = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")


@blueprint.get("/a/<int:activity_id>")
@access(Access.PUBLIC)
def short(activity_id: int) -> Response:
    """The short form: to the page itself, wherever it is now."""
    activity = _shown(activity_id)
    return Response(status=302, headers={"Location": kinds.url(activity.kind, activity.slug)})


@blueprint.get("/a/<int:activity_id>/qr.svg")
@access(Access.PUBLIC)
def code(activity_id: int) -> Response:
    """The short address as a QR code, dark on white whatever the page's colours."""
    activity = _shown(activity_id)
    return web.cached(Response(qr.svg(short_url(activity)), mimetype="image/svg+xml"), seconds=HOUR)


@blueprint.get("/a/<int:activity_id>/poster")
@access(Access.PUBLIC)
def poster(activity_id: int) -> Response:
    """A sheet to print and pin up: what is asked, until when, where."""
    activity = _shown(activity_id)
    response = web.page(
        "site/poster.html", activity=activity, state=pages.state(activity), short_url=short_url(activity)
    )
    return pages.cached(response, activity)


@blueprint.get("/embed/<kind>/<slug>")
@access(Access.PUBLIC)
def embed(kind: str, slug: str) -> Response:
    """Figures and a button, in a frame of the sites that the organisation named; without any, there is no such page."""
    activity = activities.by_slug(kind, slug)
    pages.refuse_hidden(activity)
    origins = [origin for origin in activity.embed_origins if is_origin(origin)]
    if not origins:
        raise NotFound
    response = web.page(
        "site/embed.html",
        activity=activity,
        state=pages.state(activity),
        head=tallies.head(activity.id),
        portal_url=tenancy.organisation().base_url + kinds.url(activity.kind, activity.slug),
    )
    policy = headers.POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {' '.join(origins)}")
    response.headers["Content-Security-Policy"] = policy
    return pages.cached(response, activity, seconds=web.FIGURES_SECONDS)


def is_origin(written: str) -> bool:
    """Whether a text may stand in `frame-ancestors`: an https origin, its host perhaps with a star, and nothing else."""
    parts = urlsplit(written)
    return written == f"https://{parts.netloc}" and HOST.fullmatch(parts.netloc) is not None


def short_url(activity: Activity) -> str:
    """The whole short address, on the organisation's own host."""
    return f"{tenancy.organisation().base_url}/a/{activity.id}"


def _shown(activity_id: int) -> Activity:
    activity = activities.get(activity_id)
    pages.refuse_hidden(activity)
    return activity
