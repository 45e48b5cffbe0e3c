"""Where the surveys' back office is."""

from typing import Any

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.participation.manage import desk
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.surveys import queries

actor_id = desk.actor_id
languages = desk.languages

blueprint = Blueprint("surveys_manage", __name__, url_prefix="/manage/surveys")


def survey(activity_id: int) -> Activity:
    """The survey of that id. Raises NotFound, also for an activity of another kind."""
    activity = activities.get(activity_id)
    if activity.kind != queries.KIND:
        raise NotFound
    return activity


def frame(activity: Activity, here: str) -> dict[str, Any]:
    """What the head of each page about one survey needs: its state, and which of its pages this is."""
    return desk.frame(activity, here) | {"has_changes": queries.has_unpublished_changes(activity.id)}
