"""Keeping what was promised to a petition: acknowledged by a service, dealt with by the council."""

from flask import Response, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal.accounts.rules import Right
from portal.core import tenancy, web
from portal.core.access import access
from portal.core.forms import PortalForm
from portal.participation.models import Activity
from portal.petitions.forms.promising import AcknowledgeForm, SessionForm
from portal.petitions.manage import asking
from portal.petitions.manage.blueprint import actor_id, blueprint, petition
from portal.petitions.models import Milestone
from portal.petitions.service import promising, sessions


@blueprint.get("/<int:activity_id>/milestones/<int:milestone_id>/acknowledge")
@access(Right.ANSWERS_WRITE)
def ask_acknowledge(activity_id: int, milestone_id: int) -> Response:
    """Which service is in charge."""
    activity, row = _milestone(activity_id, milestone_id)
    return _acknowledge_page(activity, AcknowledgeForm(data={"service": row.acknowledged_note}))


@blueprint.post("/<int:activity_id>/milestones/<int:milestone_id>/acknowledge")
@access(Right.ANSWERS_WRITE)
def acknowledge(activity_id: int, milestone_id: int) -> Response:
    """Say it in public; the clock goes on to the next step."""
    activity, _row = _milestone(activity_id, milestone_id)
    form = AcknowledgeForm(request.form)
    if not form.validate():
        return _acknowledge_page(activity, form, status=422)
    promising.acknowledge(milestone_id, note=form.service.data, actor_id=actor_id())
    return web.see_other("petitions_manage.show", activity_id=activity_id, done="promise")


@blueprint.get("/<int:activity_id>/milestones/<int:milestone_id>/session")
@access(Right.ANSWERS_WRITE)
def ask_session(activity_id: int, milestone_id: int) -> Response:
    """When the council deals with it, or what came of it."""
    activity, row = _milestone(activity_id, milestone_id)
    data = {
        "on": row.session_on,
        "note": row.session_note,
        "url": row.session_url,
        "decision": row.session_decision or "",
    }
    return _session_page(activity, SessionForm(data=data))


@blueprint.post("/<int:activity_id>/milestones/<int:milestone_id>/session")
@access(Right.ANSWERS_WRITE)
def record_session(activity_id: int, milestone_id: int) -> Response:
    """Keep the day, and what was decided once it was."""
    activity, _row = _milestone(activity_id, milestone_id)
    form = SessionForm(request.form)
    if not form.validate():
        return _session_page(activity, form, status=422)
    sessions.set_session(
        milestone_id,
        form.on.data,
        note=form.note.data or "",
        url=form.url.data or "",
        decision=form.decision.data or "",
        actor_id=actor_id(),
    )
    return web.see_other("petitions_manage.show", activity_id=activity_id, done="promise")


def _milestone(activity_id: int, milestone_id: int) -> tuple[Activity, Milestone]:
    """A threshold that this petition reached. Raises NotFound."""
    activity, row = petition(activity_id), tenancy.get(Milestone, milestone_id)
    if row.activity_id != activity.id:
        raise NotFound
    return activity, row


def _acknowledge_page(activity: Activity, form: PortalForm, *, status: int = 200) -> Response:
    return asking.ask(
        activity,
        form,
        title=_("Acknowledge this petition"),
        consequences=[
            _("Its page says that it has arrived, when, and which service is in charge."),
            _("You can correct the name of the service; the day of the acknowledgement stays."),
        ],
        label=_("Say so on its page"),
        status=status,
    )


def _session_page(activity: Activity, form: PortalForm, *, status: int = 200) -> Response:
    return asking.ask(
        activity,
        form,
        title=_("The council’s session"),
        consequences=[
            _("Its page shows the day as soon as you write it; come back after the session to say what was decided."),
            _(
                "Once you say what was decided, those who asked to be told are written to; a correction is told once, too."
            ),
        ],
        label=_("Keep this"),
        can_be_undone=True,
        status=status,
    )
