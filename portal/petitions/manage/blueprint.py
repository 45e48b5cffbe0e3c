"""Where the petitions' back office is."""

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from portal.accounts import login
from portal.core import web
from portal.core.errors import Refused
from portal.participation.manage import desk
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.petitions import journal, queries, wording
from portal.petitions.queries import journal as rows
from portal.petitions.rules.states import Standing

actor_id = desk.actor_id
frame = desk.frame

blueprint = Blueprint("petitions_manage", __name__, url_prefix="/manage/petitions")

LATEST = 3


@blueprint.context_processor
def _rights() -> dict[str, Any]:
    """Pages show only what the person signed in may do."""
    return {"may": login.may}


def petition(activity_id: int) -> Activity:
    """The petition of that id. Raises NotFound, also for an activity of another kind."""
    activity = activities.get(activity_id)
    if activity.kind != queries.KIND:
        raise NotFound
    return activity


@blueprint.errorhandler(Refused)
def conflict(refusal: Refused) -> Response:
    """Somebody was faster, or it is not the time: what was decided meanwhile, and the way back. Nothing was changed."""
    activity = petition((request.view_args or {}).get("activity_id", 0))
    latest = rows.decisions(activity.id)[:LATEST]
    return web.page(
        "petitions/manage/conflict.html",
        status=409,
        refusal=str(refusal),
        activity=activity,
        standing=wording.STANDINGS[Standing(queries.petition(activity.id).standing)],
        lines=journal.lines(latest),
    )
