"""One petition: what it asks, how far it is, what the organisation owes."""

from flask import Response, request
from werkzeug.exceptions import NotFound

from portal.core import clock, web
from portal.core.access import Access, access
from portal.participation import pages as participation_pages
from portal.participation.models import Activity
from portal.participation.queries import activities, tallies
from portal.participation.rules import states
from portal.petitions import findings, owed, progress, queries, wording
from portal.petitions.models import Petition
from portal.petitions.progress import Progress
from portal.petitions.queries import updates
from portal.petitions.rules import pace
from portal.petitions.rules.states import Reason, Standing
from portal.petitions.views.blueprint import blueprint


@blueprint.get("/<slug>")
@access(Access.PUBLIC)
def show(slug: str) -> Response:
    """One number, one bar to the next threshold, one button. A petition that was turned down says why."""
    if web.wants_partial():
        return _number(slug)
    activity = activities.by_slug(queries.KIND, slug)
    petition = queries.petition(activity.id)
    if petition.standing == Standing.REJECTED:
        return _rejected(activity, petition)
    participation_pages.refuse_hidden(activity)
    state = participation_pages.state(activity)
    reached = progress.progress(petition)
    is_moving = participation_pages.is_moving(activity)
    found = findings.findings(activity, reached, is_open=state is states.ActivityState.OPEN)
    given = activities.latest_answer(activity.id)
    wait = participation_pages.wait(activity, given)
    response = web.page(
        "petitions/show.html",
        activity=activity,
        petition=petition,
        state=state,
        progress=reached,
        poll_seconds=_pace(reached, is_moving=is_moving),
        provisional_until=participation_pages.provisional_until(activity),
        is_moving=is_moving,
        findings=found,
        late_days=owed.late_days(reached, owed.today()),
        updates=updates.published(activity.id),
        answer=given,
        waiting=wait.days if wait else None,
    )
    return participation_pages.cached(response, activity, seconds=web.FIGURES_SECONDS)


def _number(slug: str) -> Response:
    """The one part that moves: nothing while nothing moved, and word to stop once it is over."""
    activity = activities.card(queries.KIND, slug)
    participation_pages.refuse_hidden(activity)
    is_moving = participation_pages.is_moving(activity)
    response = web.polled(tallies.version(activity.id), is_over=not is_moving)
    if response is None:
        reached = progress.progress(queries.petition(activity.id))
        seconds = _pace(reached, is_moving=is_moving)
        response = web.page("petitions/_number.html", progress=reached, poll_seconds=seconds, activity=activity)
    return participation_pages.cached(response, activity, seconds=web.FIGURES_SECONDS)


def _pace(reached: Progress, *, is_moving: bool) -> int | None:
    """After how many seconds a page asks again; None once nothing can move any more."""
    if not is_moving:
        return None
    since = request.args.get("since", type=int)
    moves = reached.version - since if since is not None else 0
    return pace.seconds(moves, clock.now() - reached.moved_at if reached.moved_at else None)


def _rejected(activity: Activity, petition: Petition) -> Response:
    if petition.reason is None:
        raise NotFound
    return web.cached(
        web.page(
            "petitions/rejected.html",
            activity=activity,
            petition=petition,
            reason=wording.REASONS[Reason(petition.reason)],
        )
    )
