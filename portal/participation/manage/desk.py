"""Where the back office of all kinds of activities is."""

from typing import Any

from flask import Blueprint, url_for

from portal.accounts import login
from portal.accounts.rules import Right
from portal.core import tenancy
from portal.participation import kinds, pages
from portal.participation.models import Activity

blueprint = Blueprint("participation_manage", __name__, url_prefix="/manage")

COMMON = (
    ("answer", "participation_manage.answer", Right.ANSWERS_WRITE),
    ("history", "participation_manage.history", Right.ACTIVITIES_EDIT),
)


def actor_id() -> int | None:
    """Who acts, for the log."""
    user = login.user()
    return user.id if user else None


def languages() -> tuple[str, ...]:
    found: tuple[str, ...] = tenancy.organisation().languages
    return found


def frame(activity: Activity, here: str) -> dict[str, Any]:
    """What the head of each staff page about an activity needs: its state, its pages, and which of them this is."""
    own = kinds.kind(activity.kind).tabs
    tabs = [(tab.key, url_for(tab.endpoint, activity_id=activity.id), tab.label) for tab in own if login.may(tab.right)]
    tabs += [(key, url_for(name, activity_id=activity.id), None) for key, name, right in COMMON if login.may(right)]
    return {"activity": activity, "state": pages.state(activity), "here": here, "tabs": tabs}
