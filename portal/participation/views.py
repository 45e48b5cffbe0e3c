"""Pages that every act leads to: the mailbox, the mailed link, the receipt, one's own participation."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal.core import limits, tokens, web
from portal.core.access import Access, access
from portal.core.limits import limiter
from portal.participation import extras, kinds, pages
from portal.participation.queries import activities, participations, tallies
from portal.participation.queries import answering as answers
from portal.participation.rules import states
from portal.participation.service import acts, answering, changing, confirming

blueprint = Blueprint("participation", __name__)

TOKEN_SIGNS = 64


@blueprint.get("/sent/<int:activity_id>")
@access(Access.PUBLIC)
def look_in_your_mailbox(activity_id: int) -> Response:
    """The same page for a first and for a hundredth attempt."""
    activity = activities.card_by_id(activity_id)
    pages.refuse_hidden(activity)
    response = web.page("participation/mailbox.html", activity=activity, **pages.others(activity))
    return pages.cached(response, activity)  # nothing on it is anybody's: thousands may come here within a second


@blueprint.get("/confirm/<token>")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def confirm(token: str) -> Response:
    """One button. Opening this page, as mail scanners do, confirms nothing and uses nothing up."""
    found = participations.by_link_digest(tokens.digest(token[:TOKEN_SIGNS]))
    if found is None:
        reason = _("This link leads nowhere. Copy the whole address from the letter, or answer again.")
        return pages.link_over(reason, status=404)
    _version, activity = found
    return web.page("participation/confirm.html", activity=activity, token=token)


@blueprint.post("/confirm/<token>")
@access(Access.PUBLIC)
@limits.acts
def press_confirm(token: str) -> Response:
    """The button of the mailed link: this very answer counts."""
    try:
        confirmed = confirming.confirm(token[:TOKEN_SIGNS])
    except acts.LinkOver as refusal:
        return pages.link_over(str(refusal), status=410)
    return web.see_other("participation.receipt", code=confirmed.receipt_code)


@blueprint.get("/r/<code>")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def receipt(code: str) -> Response:
    """State and instants of a participation; nothing about who or what."""
    read = tokens.read_code(code)
    found = participations.by_receipt(read) if read else None
    if found is None:
        return web.page("participation/no_receipt.html", status=404, typed=code[:40])
    participation, activity = found
    head = tallies.head(activity.id)
    given = activities.latest_answer(activity.id)
    steps = kinds.kind(activity.kind).steps
    return web.page(
        "participation/receipt.html",
        given=given,
        wait=pages.wait(activity, given),
        steps=steps(activity) if steps and pages.state(activity) in states.PUBLIC_STATES else (),
        participation=participation,
        activity=activity,
        head=head,
        state=pages.state(activity),
        **pages.others(activity),
    )


@blueprint.get("/r")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def find_receipt() -> Response:
    """A receipt by its code, as somebody types it."""
    typed = request.args.get("code", "")
    read = tokens.read_code(typed)
    if read is None:
        return web.page("participation/no_receipt.html", status=404 if typed else 200, typed=typed[:40])
    return web.see_other("participation.receipt", code=read)


@blueprint.get("/my/<token>")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def mine(token: str) -> Response:
    """One's own participation, by the personal link: receipt, change, withdraw."""
    found = participations.by_manage_digest(tokens.digest(token[:TOKEN_SIGNS]))
    if found is None:
        return pages.link_over(_("This link leads nowhere. Copy the whole address from the letter."), status=404)
    participation, activity, _version = found
    is_open = pages.state(activity) is states.ActivityState.OPEN
    is_fixed = activity.is_anonymous or participation.state == states.ParticipationState.INVALIDATED
    return web.page(
        "participation/mine.html",
        participation=participation,
        activity=activity,
        token=token,
        may_change=is_open and not is_fixed,
        change_url=kinds.change_url(activity.kind, token),
        is_told=answers.asks(participation.id),
        extras=extras.extras(),
        **pages.others(activity),
    )


@blueprint.get("/my/<token>/results")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def my_results(token: str) -> Response:
    """Results that are for those who took part, opened from the personal link."""
    found = participations.by_manage_digest(tokens.digest(token[:TOKEN_SIGNS]))
    if found is None:
        raise NotFound
    participation, activity, _version = found
    make = kinds.kind(activity.kind).own_results
    took_part = participation.state == states.ParticipationState.COUNTED
    visibility, state = states.ResultsVisibility(activity.results), pages.state(activity)
    if make is None or not states.may_see_results(visibility, state, took_part=took_part, is_staff=False):
        return web.page("participation/results_later.html", status=403, activity=activity, state=state)
    response: Response = make(activity)
    return response


@blueprint.post("/my/<token>/withdraw")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def withdraw(token: str) -> Response:
    """Take one's participation back; the totals follow."""
    try:
        changing.withdraw(token[:TOKEN_SIGNS])
    except acts.AlreadyOver as refusal:
        return pages.link_over(str(refusal), status=409)
    return web.see_other("participation.mine", token=token)


@blueprint.post("/my/<token>/stop-telling")
@access(Access.PUBLIC)
@limiter.limit(limits.CODES)
def stop_telling(token: str) -> Response:
    """Not to be told the answer after all; withdrawing is one press, like asking (R7)."""
    answering.stop_telling(token[:TOKEN_SIGNS])
    return web.see_other("participation.mine", token=token, untold=1)
