"""Where the petitions' back office is."""

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.participation.manage import desk
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.petitions import queries

actor_id = desk.actor_id
frame = desk.frame

blueprint = Blueprint("petitions_manage", __name__, url_prefix="/manage/petitions")


def petition(activity_id: int) -> Activity:
    """The petition of that id. Raises NotFound, also for an activity of another kind."""
    activity = activities.get(activity_id)
    if activity.kind != queries.KIND:
        raise NotFound
    return activity
