"""Deciding whether a petition opens: accept, turn down, take that back."""

import datetime as dt

from flask import Response, request
from flask_babel import gettext as _
from werkzeug.exceptions import Forbidden

from portal.accounts import login
from portal.accounts.rules import Right
from portal.core import clock, local_time, web
from portal.core.access import access
from portal.participation.models import Activity
from portal.participation.service.activities import NotReady
from portal.petitions.forms.deciding import AcceptForm, NoteForm, RejectForm
from portal.petitions.manage import asking
from portal.petitions.manage.blueprint import actor_id, blueprint
from portal.petitions.models import Petition
from portal.petitions.rules.states import Act, Reason, Standing
from portal.petitions.service import deciding, opening

USUAL_LIFE = dt.timedelta(days=182)


@blueprint.get("/<int:activity_id>/accept")
@access(Right.PETITIONS_MODERATE)
def ask_accept(activity_id: int) -> Response:
    """When it opens and closes, and what that means."""
    activity, row = _to_accept(activity_id)
    closes_at = local_time.local(clock.now() + USUAL_LIFE)
    data = {"seen": str(activity.version), "closes_at": closes_at and closes_at.replace(hour=18, minute=0)}
    return _accept_page(activity, row, AcceptForm(data=data))


@blueprint.post("/<int:activity_id>/accept")
@access(Right.PETITIONS_MODERATE)
def accept(activity_id: int) -> Response:
    """Let it open at its instant."""
    activity, row = _to_accept(activity_id)
    form = AcceptForm(request.form)
    if not form.validate():
        return _accept_page(activity, row, form, status=422)
    try:
        opening.accept(
            activity_id,
            opens_at=form.opens_at.instant or clock.database_now(),
            closes_at=form.closes_at.needed,
            text=form.note.data or "",
            seen=form.seen.data or "",
            actor_id=actor_id(),
        )
    except NotReady as refusal:
        form.refuse(refusal)
        return _accept_page(activity, row, form, status=422)
    return web.see_other("petitions_manage.show", activity_id=activity_id, done="accepted")


@blueprint.get("/<int:activity_id>/reject")
@access(Right.PETITIONS_MODERATE)
def ask_reject(activity_id: int) -> Response:
    """Which rule, which facts, and what becomes of it."""
    activity, _row = asking.ready(Act.REJECTED, activity_id)
    return _reject_page(activity, RejectForm(data={"seen": str(activity.version)}))


@blueprint.post("/<int:activity_id>/reject")
@access(Right.PETITIONS_MODERATE)
def reject(activity_id: int) -> Response:
    """Turn it down, in public."""
    activity, _row = asking.ready(Act.REJECTED, activity_id)
    form = RejectForm(request.form)
    if not form.validate():
        return _reject_page(activity, form, status=422)
    deciding.reject(
        activity_id,
        Reason(form.reason.data),
        text=form.note.data or "",
        seen=form.seen.data or "",
        actor_id=actor_id(),
    )
    return web.see_other("petitions_manage.show", activity_id=activity_id, done="rejected")


@blueprint.get("/<int:activity_id>/restore")
@access(Right.PETITIONS_MODERATE)
def ask_restore(activity_id: int) -> Response:
    """Before a refusal is taken back."""
    activity, _row = asking.ready(Act.RESTORED, activity_id)
    return _restore_page(activity, NoteForm())


@blueprint.post("/<int:activity_id>/restore")
@access(Right.PETITIONS_MODERATE)
def restore(activity_id: int) -> Response:
    """It waits for the moderators again."""
    activity, _row = asking.ready(Act.RESTORED, activity_id)
    form = NoteForm(request.form)
    if not form.validate():
        return _restore_page(activity, form, status=422)
    deciding.restore(activity_id, text=form.note.data or "", actor_id=actor_id())
    return web.see_other("petitions_manage.show", activity_id=activity_id, done="restored")


def _to_accept(activity_id: int) -> tuple[Activity, Petition]:
    """A draft of the organisation itself is opened by who may open activities; a resident's, by moderators."""
    activity, row = asking.ready(Act.ACCEPTED, activity_id)
    if row.standing == Standing.DRAFT and not login.may(Right.ACTIVITIES_PUBLISH):
        raise Forbidden
    return activity, row


def _accept_page(activity: Activity, row: Petition, form: AcceptForm, *, status: int = 200) -> Response:
    is_residents = row.standing == Standing.MODERATION
    consequences = [_("Everybody can read and sign it from its opening on; nobody may change its words any more.")]
    if is_residents:
        consequences.append(_("Its author and its sponsors, whose addresses are confirmed, are its first signatures."))
        consequences.append(_("Its author is told by e-mail."))
    consequences.append(_("You can close it early, or withdraw it in public with a reason."))
    return asking.ask(
        activity,
        form,
        title=_("Accept this petition?") if is_residents else _("Open this petition?"),
        consequences=consequences,
        label=_("Accept the petition") if is_residents else _("Open the petition"),
        status=status,
    )


def _reject_page(activity: Activity, form: RejectForm, *, status: int = 200) -> Response:
    return asking.ask(
        activity,
        form,
        title=_("Turn this petition down?"),
        consequences=[
            _("Its page says that it was turned down, which rule it breaks and what you write below."),
            _("Some rules also hide its text; you can hide or show it afterwards."),
            _("Its author is told by e-mail, and how to ask for another look."),
        ],
        label=_("Turn it down"),
        can_be_undone=True,
        is_harsh=True,
        status=status,
    )


def _restore_page(activity: Activity, form: NoteForm, *, status: int = 200) -> Response:
    return asking.ask(
        activity,
        form,
        title=_("Take the refusal back?"),
        consequences=[
            _("The petition waits for the moderators again, and its public page is gone until somebody decides."),
            _("The journal keeps the refusal and who took it back."),
        ],
        label=_("Take the refusal back"),
        can_be_undone=True,
        status=status,
    )
