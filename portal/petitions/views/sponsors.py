"""Carrying a petition before it opens, from the link that its author passed on."""

from flask import Response
from werkzeug.exceptions import NotFound

from portal.core import languages, limits, tokens, web
from portal.core.access import Access, access
from portal.core.limits import limiter
from portal.participation import pages as participation_pages
from portal.participation.queries import activities
from portal.participation.rules import states as activity_states
from portal.petitions import queries, wording
from portal.petitions.forms import people
from portal.petitions.forms import sponsoring as forms
from portal.petitions.forms.people import Sheet
from portal.petitions.models import Petition
from portal.petitions.queries import sponsors
from portal.petitions.rules import states
from portal.petitions.service import sponsoring
from portal.petitions.service.sponsoring import NotWanted
from portal.petitions.views.blueprint import blueprint

TOKEN_SIGNS = 64


@blueprint.get("/sponsor/<token>")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def sponsor(token: str) -> Response:
    """What it asks, who starts it, and one form."""
    petition = _petition(token)
    try:
        sponsoring.refuse_unless_wanted(petition)
    except NotWanted as refusal:
        return _over(petition, str(refusal))
    return _form(petition, token, Sheet())


@blueprint.post("/sponsor/<token>")
@access(Access.PUBLIC)
@limits.acts
def send_sponsor(token: str) -> Response:
    """The same next page whoever this is."""
    petition, fields = _petition(token), web.posted()
    read = forms.read(fields, language=languages.current(), notice=wording.notice_of_start().text)
    if isinstance(read, Sheet):
        return _form(petition, token, read, status=422)
    if not people.is_trapped(fields):
        try:
            sponsoring.ask(petition.activity_id, read)
        except NotWanted as refusal:
            return _over(petition, str(refusal), status=409)
    return web.see_other("petitions.sponsor_sent", token=token)


@blueprint.get("/sponsor/<token>/sent")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def sponsor_sent(token: str) -> Response:
    """The same page for a first and for a hundredth attempt."""
    petition = _petition(token)
    return web.page("petitions/sponsor/sent.html", activity=activities.get(petition.activity_id), petition=petition)


@blueprint.get("/carry/<token>")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def carry(token: str) -> Response:
    """One button. Opening this page, as mail scanners do, confirms nothing."""
    found = sponsors.find_by_link(tokens.digest(token[:TOKEN_SIGNS]))
    if found is None:
        raise NotFound
    petition = queries.petition(found.activity_id)
    if found.confirmed_at is not None:
        return _carried(petition)
    activity = activities.get(found.activity_id)
    return web.page("petitions/sponsor/confirm.html", activity=activity, petition=petition, found=found, token=token)


@blueprint.post("/carry/<token>")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def press_carry(token: str) -> Response:
    """The button of the mailed link."""
    try:
        sponsoring.confirm(token[:TOKEN_SIGNS])
    except NotWanted as refusal:
        return participation_pages.link_over(str(refusal), status=410)
    return web.see_other("petitions.carry", token=token)


def _carried(petition: Petition) -> Response:
    return web.page(
        "petitions/sponsor/carried.html",
        activity=activities.get(petition.activity_id),
        petition=petition,
        count=sponsors.count_confirmed(petition.activity_id),
        needed=states.SPONSORS_NEEDED,
    )


def _over(petition: Petition, reason: str, *, status: int = 200) -> Response:
    activity = activities.get(petition.activity_id)
    return web.page(
        "petitions/sponsor/over.html",
        status=status,
        activity=activity,
        reason=reason,
        is_public=participation_pages.state(activity) in activity_states.PUBLIC_STATES,
    )


def _form(petition: Petition, token: str, sheet: Sheet, *, status: int = 200) -> Response:
    return web.page(
        "petitions/sponsor/form.html",
        status=status,
        activity=activities.get(petition.activity_id),
        petition=petition,
        token=token,
        sheet=sheet,
        own=forms.fields(sheet, languages.current()),
        notice=wording.notice_of_start(),
        count=sponsors.count_confirmed(petition.activity_id),
        needed=states.SPONSORS_NEEDED,
    )


def _petition(token: str) -> Petition:
    found = sponsors.find_petition_by_sponsor_link(tokens.digest(token[:TOKEN_SIGNS]))
    if found is None or found.author_confirmed_at is None:
        raise NotFound
    return found
