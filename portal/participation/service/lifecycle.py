"""What becomes of an activity once it is published: closed early or later, called back, put away."""

import datetime as dt

from flask_babel import gettext as _

from portal.core import audit, clock
from portal.core.database import db, transactional
from portal.core.errors import Refused
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.participation.rules import states
from portal.participation.rules.states import ActivityState


@transactional
def close_now(activity_id: int, *, actor_id: int | None = None) -> None:
    """Take no more answers from this instant on. Raises Refused unless it is open."""
    activity = _in(activity_id, ActivityState.OPEN)
    activity.closes_at = clock.database_now()
    _note(activity, "activity.closed", actor_id)


@transactional
def set_closing(activity_id: int, closes_at: dt.datetime, *, actor_id: int | None = None) -> None:
    """Close earlier or later than announced; what is closed may open again. Raises Refused for what is not published."""
    activity = _in(activity_id, ActivityState.SCHEDULED, ActivityState.OPEN, ActivityState.CLOSED)
    now = clock.database_now()
    if closes_at <= now or (activity.opens_at is not None and closes_at <= activity.opens_at):
        raise Refused(_("It must close after now, and after it opens."))
    activity.closes_at = closes_at
    _note(activity, "activity.closing_changed", actor_id, closes_at=closes_at.isoformat())


@transactional
def call_back(activity_id: int, *, actor_id: int | None = None) -> None:
    """Make a draft again of what is scheduled and nobody could answer yet. Raises Refused once it opened."""
    activity = _in(activity_id, ActivityState.SCHEDULED)
    activity.stage, activity.opens_at, activity.closes_at = states.Stage.DRAFT, None, None
    _note(activity, "activity.called_back", actor_id)


@transactional
def archive(activity_id: int, *, actor_id: int | None = None) -> None:
    """Take a closed activity out of the lists; its page and its figures stay."""
    activity = _in(activity_id, ActivityState.CLOSED)
    activity.stage = states.Stage.ARCHIVED
    _note(activity, "activity.archived", actor_id)


def _in(activity_id: int, *allowed: ActivityState) -> Activity:
    activity = activities.locked(activity_id)
    state = activity.state_at(clock.database_now())
    if state not in allowed:
        raise Refused(_("The state of this activity changed meanwhile: look at it again."))
    return activity


def _note(activity: Activity, action: str, actor_id: int | None, **details: str) -> None:
    activity.version += 1
    db.session.flush()
    audit.record(action, "activity", activity.id, actor_id=actor_id, **details)
    activities.forget_cards()
