"""Where the surveys' back office is."""

from typing import Any

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.accounts import login
from portal.core import tenancy
from portal.participation import pages
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.surveys import queries

blueprint = Blueprint("surveys_manage", __name__, url_prefix="/manage/surveys")


def survey(activity_id: int) -> Activity:
    """The survey of that id. Raises NotFound, also for an activity of another kind."""
    activity = activities.get(activity_id)
    if activity.kind != queries.KIND:
        raise NotFound
    return activity


def actor_id() -> int | None:
    """Who acts, for the log."""
    user = login.user()
    return user.id if user else None


def languages() -> tuple[str, ...]:
    """The organisation's languages, the main one first."""
    found: tuple[str, ...] = tenancy.organisation().languages
    return found


def frame(activity: Activity, here: str) -> dict[str, Any]:
    """What the head of each page about one survey needs: its state, and which of its pages this is."""
    return {
        "activity": activity,
        "state": pages.state(activity),
        "here": here,
        "has_changes": queries.has_unpublished_changes(activity.id),
    }
