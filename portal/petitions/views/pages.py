"""One petition: what it asks, how far it is, what the organisation owes."""

from flask import Response
from werkzeug.exceptions import NotFound

from portal.core import clock, web
from portal.core.access import Access, access
from portal.participation import pages as participation_pages
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.petitions import progress, queries, wording
from portal.petitions.models import Petition
from portal.petitions.rules.states import Reason, Standing
from portal.petitions.views.blueprint import blueprint


@blueprint.get("/<slug>")
@access(Access.PUBLIC)
def show(slug: str) -> Response:
    """One number, one bar to the next threshold, one button. A petition that was turned down says why."""
    activity = activities.by_slug(queries.KIND, slug)
    petition = queries.petition(activity.id)
    if petition.standing == Standing.REJECTED:
        return _rejected(activity, petition)
    participation_pages.refuse_hidden(activity)
    response = web.page(
        "petitions/show.html",
        activity=activity,
        petition=petition,
        state=participation_pages.state(activity),
        progress=progress.progress(petition),
        answer=activities.latest_answer(activity.id),
        waiting=participation_pages.waiting_days(activity, clock.now()),
    )
    return participation_pages.cached(response, activity, seconds=web.FIGURES_SECONDS)


@blueprint.get("/<slug>/results")
@access(Access.PUBLIC)
def results(slug: str) -> Response:
    """The figures of a petition are on its page."""
    activity = activities.by_slug(queries.KIND, slug)
    participation_pages.refuse_hidden(activity)
    return web.see_other("petitions.show", slug=slug)


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
