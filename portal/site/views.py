"""Pages for residents that belong to no single feature."""

from flask import Blueprint, Response

from portal.core import web
from portal.core.access import Access, access
from portal.participation.queries import activities

blueprint = Blueprint("site", __name__)


@blueprint.get("/")
@access(Access.PUBLIC)
def home() -> Response:
    """What is open here, what closes soon, what came of the rest."""
    return web.cached(web.page("site/home.html", open_now=activities.open_now()), seconds=web.FIGURES_SECONDS)
