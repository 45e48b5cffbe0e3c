"""The author's own pages, from the link in their mailbox: confirm, follow, pass on, take back, write news."""

from flask import Response, request
from werkzeug.exceptions import NotFound

from portal.core import limits, qr, tenancy, tokens, web
from portal.core.access import Access, access
from portal.core.errors import Refused
from portal.core.limits import limiter
from portal.participation import pages as participation_pages
from portal.participation.queries import activities, tallies
from portal.petitions import wording
from portal.petitions.forms import news
from portal.petitions.forms.people import Sheet
from portal.petitions.models import Petition
from portal.petitions.queries import sponsors, updates
from portal.petitions.rules import states
from portal.petitions.rules.states import Act, Reason, Standing
from portal.petitions.service import authoring, deciding, links
from portal.petitions.views.blueprint import blueprint

TOKEN_SIGNS = 64
WORDS_SIGNS = 300


@blueprint.get("/author/<token>")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def mine(token: str) -> Response:
    """One button until it is pressed (opening this page confirms nothing); then how the petition stands."""
    petition = _petition(token)
    activity = activities.get(petition.activity_id)
    if petition.author_confirmed_at is None:
        return web.page("petitions/author/confirm.html", activity=activity, petition=petition, token=token)
    return _page(petition, token, Sheet())


@blueprint.post("/author/<token>/confirm")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def confirm(token: str) -> Response:
    """The button of the mailed link."""
    if authoring.confirm(token[:TOKEN_SIGNS]) is None:
        raise NotFound
    return web.see_other("petitions.mine", token=token)


@blueprint.post("/author/<token>/news")
@access(Access.PUBLIC)
@limits.acts
def write_news(token: str) -> Response:
    """News for everybody who reads the petition, once a moderator agreed."""
    petition = _petition(token)
    sheet = Sheet.posted(web.posted())
    written = news.read(sheet)
    if written is None:
        return _page(petition, token, sheet, status=422)
    try:
        authoring.write_update(petition, *written)
    except Refused as refusal:
        sheet.problems[""] = str(refusal)
        return _page(petition, token, sheet, status=409)
    return web.see_other("petitions.mine", token=token, written=1)


@blueprint.get("/author/<token>/withdraw")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def ask_withdraw(token: str) -> Response:
    """What taking it back means, before it is done."""
    petition = _petition(token)
    activity = activities.get(petition.activity_id)
    return web.page(
        "petitions/author/withdraw.html",
        activity=activity,
        petition=petition,
        token=token,
        counted=tallies.counted([activity.id])[activity.id],
    )


@blueprint.post("/author/<token>/withdraw")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def withdraw(token: str) -> Response:
    """Take the petition back; what had opened stays as a page with the reason."""
    petition = _petition(token)
    words = news.reason(request.form.get("reason", "")[:WORDS_SIGNS])
    try:
        authoring.withdraw(petition, words)
    except deciding.NotNow as refusal:
        return participation_pages.link_over(str(refusal), status=409)
    return web.see_other("petitions.mine", token=token)


@blueprint.get("/author/<token>/qr.svg")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def sponsor_code(token: str) -> Response:
    """The sponsors' link as a code to photograph."""
    return Response(qr.svg(_sponsor_url(_petition(token))), mimetype="image/svg+xml")


def _page(petition: Petition, token: str, sheet: Sheet, *, status: int = 200) -> Response:
    activity = activities.get(petition.activity_id)
    return web.page(
        "petitions/author/mine.html",
        status=status,
        activity=activity,
        petition=petition,
        token=token,
        sheet=sheet,
        own=news.fields(sheet),
        state=participation_pages.state(activity),
        joined=sponsors.confirmed(activity.id),
        needed=states.SPONSORS_NEEDED,
        at_most=states.SPONSORS_AT_MOST,
        sponsor_url=_sponsor_url(petition),
        reason=wording.REASONS[Reason(petition.reason)] if petition.reason else None,
        counted=tallies.counted([activity.id])[activity.id],
        updates=updates.of_petition(activity.id),
        may_withdraw=states.may(Act.WITHDRAWN, Standing(petition.standing)),
        is_written="written" in request.args,
    )


def _sponsor_url(petition: Petition) -> str:
    return f"{tenancy.organisation().base_url}/petitions/sponsor/{links.sponsor_token(petition.activity_id)}"


def _petition(token: str) -> Petition:
    found = sponsors.find_petition_by_author_link(tokens.digest(token[:TOKEN_SIGNS]))
    if found is None:
        raise NotFound
    return found
