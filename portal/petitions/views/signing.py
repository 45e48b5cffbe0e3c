"""Signing: one page, one post; the letter and its button do the rest (participation)."""

import dataclasses

from flask import Response

from portal.core import languages, limits, network, web
from portal.core.access import Access, access
from portal.participation import pages as participation_pages
from portal.participation.queries import activities
from portal.participation.queries.activities import ActivityCard
from portal.participation.rules import states
from portal.participation.service import acts
from portal.petitions import queries, wording
from portal.petitions.forms import signing as forms
from portal.petitions.forms.signing import Sheet
from portal.petitions.queries import electors
from portal.petitions.service import guarding, signing
from portal.petitions.views.blueprint import blueprint

UNKNOWN = "unknown"


@blueprint.get("/<slug>/sign")
@access(Access.PUBLIC)
def sign(slug: str) -> Response:
    """The form, empty."""
    activity = activities.card(queries.KIND, slug)
    if participation_pages.state(activity) is not states.ActivityState.OPEN:
        return participation_pages.not_open(activity)
    return _form(activity, Sheet())


@blueprint.post("/<slug>/sign")
@access(Access.PUBLIC)
@limits.acts
def send_signature(slug: str) -> Response:
    """The same next page for a first and a hundredth signature of an address, and for what will be held."""
    activity = activities.card(queries.KIND, slug)
    fields = web.posted()
    read = forms.read(activity, fields, language=languages.current())
    if isinstance(read, Sheet):
        return _form(activity, read, status=422)
    if forms.is_trapped(fields):
        return web.see_other("participation.look_in_your_mailbox", activity_id=activity.id)
    try:
        recorded = signing.sign(activity, dataclasses.replace(read, trace=_trace(activity.id, read.address)))
    except acts.Closed:
        return participation_pages.not_open(activity, status=409)
    except acts.OtherContent as refusal:
        return _form(activity, Sheet(fields, problems={"": str(refusal)}), status=409)
    return participation_pages.after_submit(activity, recorded)


def _trace(activity_id: int, address: str) -> acts.Trace:
    """Where this request comes from, and whether what it brings is to be held."""
    found = network.client_network()
    known = None if found == UNKNOWN else found
    return acts.Trace(network=known, held_reason=guarding.held_reason(activity_id, address, known))


def _form(activity: ActivityCard, sheet: Sheet, *, status: int = 200) -> Response:
    participation_pages.refuse_hidden(activity)
    return web.page(
        "petitions/sign.html",
        status=status,
        activity=activity,
        sheet=sheet,
        own=forms.shown(activity, sheet, language=languages.current()),
        notice=wording.notice(activity, is_statutory=electors.is_statutory(activity.id)),
    )
