"""What the pages of every kind of activity share: what is hidden, what is not open, what may be kept, where an act leads."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from flask import Response
from werkzeug.exceptions import NotFound

from portal.accounts import login
from portal.accounts.rules import Right
from portal.core import clock, microcache, tenancy, web
from portal.participation.models import Activity, OfficialAnswer
from portal.participation.queries import openings, tallies
from portal.participation.queries.activities import ActivityCard
from portal.participation.rules import answering, states
from portal.participation.service.acts import Outcome, Recorded

OTHERS = 3
AnyActivity = Activity | ActivityCard


def state(activity: AnyActivity) -> states.ActivityState:
    """The state to show. This machine's clock is good enough for words; the INSERT asks the database's."""
    return activity.state_at(clock.now())


def refuse_hidden(activity: AnyActivity) -> None:
    """Drafts and reviews do not exist for residents. Raises NotFound."""
    if state(activity) not in states.PUBLIC_STATES:
        raise NotFound


def may_see_results(activity: AnyActivity) -> bool:
    """Whether whoever asks may see the figures now, on the page or as files."""
    is_staff = login.may(Right.RESPONSES_READ)
    visibility = states.ResultsVisibility(activity.results)
    return states.may_see_results(visibility, state(activity), took_part=False, is_staff=is_staff)


def cached(response: Response, activity: AnyActivity, *, seconds: int = web.PAGES_SECONDS) -> Response:
    """Let the page be kept, but never past the opening or the closing."""
    return cached_list(response, [activity], seconds=seconds)


def cached_list(response: Response, shown: Iterable[AnyActivity], *, seconds: int = web.FIGURES_SECONDS) -> Response:
    """The same for a page that shows several; give it what is to open next too."""
    now = clock.now()
    changes = (states.next_change(activity.opens_at, activity.closes_at, now) for activity in shown)
    first = min((change for change in changes if change is not None), default=None)
    if first is not None:
        response.headers[microcache.UNTIL] = str(first.timestamp())
    return web.cached(response, seconds=seconds)


def not_open(activity: ActivityCard, *, status: int = 200) -> Response:
    """Instead of a form that nobody could send. Nothing was kept, and the page says so."""
    refuse_hidden(activity)
    return web.page("participation/not_open.html", status=status, activity=activity, state=state(activity))


def link_over(reason: str, *, status: int) -> Response:
    """Behind a mailed or personal link that leads nowhere any more: why, and what to do."""
    return web.page("participation/link_over.html", status=status, reason=reason)


def after_submit(activity: ActivityCard, recorded: Recorded) -> Response:
    """Where an act leads: to the personal page, or to "look in your mailbox"."""
    if recorded.outcome is Outcome.MAILED:
        return web.see_other("participation.look_in_your_mailbox", activity_id=activity.id)
    return web.see_other("participation.mine", token=recorded.manage_token)


def others(activity: AnyActivity) -> dict[str, Any]:
    """What else is open, for the pages after an act (`participation/_others.html`)."""
    rows = openings.others(activity.id, OTHERS)
    return {"others": rows, "others_counted": tallies.counted([row.id for row in rows])}


def provisional_until(activity: AnyActivity) -> dt.datetime | None:
    """The instant until which the figures of a closed activity may still move; None once they are final."""
    access = states.AccessLevel(activity.access)
    return states.provisional_until(state(activity), access, activity.closes_at, clock.now())


def is_moving(activity: AnyActivity) -> bool:
    """Whether people may still move the figures: by answering, or by confirming what they sent in time."""
    return state(activity) is states.ActivityState.OPEN or provisional_until(activity) is not None


def wait(activity: Activity, given: OfficialAnswer | None) -> answering.Wait | None:
    """How long people have been waiting for an answer; None while they may take part, and once it is there."""
    if given is not None or activity.closes_at is None or state(activity) not in states.OVER:
        return None
    zone = tenancy.organisation().time_zone
    closed_on, today = clock.day_in(zone, activity.closes_at), clock.day_in(zone, clock.now())
    return answering.wait(closed_on, activity.answer_due_on, today)
