"""An accepted petition until its end: closed early or later, taken back."""

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.accounts.rules import Right
from portal.core import formats, local_time, web
from portal.core.access import access
from portal.participation import pages
from portal.participation.models import Activity
from portal.participation.queries import tallies
from portal.participation.rules.states import ActivityState
from portal.participation.service import lifecycle
from portal.petitions.forms.deciding import ClosingForm, PublicReasonForm
from portal.petitions.manage import asking
from portal.petitions.manage.blueprint import actor_id, blueprint
from portal.petitions.rules.states import Act
from portal.petitions.service import deciding


@blueprint.get("/<int:activity_id>/close")
@access(Right.ACTIVITIES_PUBLISH)
def ask_close(activity_id: int) -> Response:
    """Another day than announced, or now."""
    activity, _row = asking.ready(Act.CLOSED, activity_id)
    return _close_page(activity, ClosingForm(data={"closes_at": local_time.local(activity.closes_at)}))


@blueprint.post("/<int:activity_id>/close")
@access(Right.ACTIVITIES_PUBLISH)
def close(activity_id: int) -> Response:
    """At the instant of the form, or at once."""
    activity, _row = asking.ready(Act.CLOSED, activity_id)
    form = ClosingForm(request.form)
    if request.form.get("go") == "now":
        deciding.close(activity_id, actor_id=actor_id())
        return web.see_other("petitions_manage.show", activity_id=activity_id, done="closed")
    if not form.validate():
        return _close_page(activity, form, status=422)
    lifecycle.set_closing(activity_id, form.closes_at.needed, actor_id=actor_id())
    return web.see_other("petitions_manage.show", activity_id=activity_id, done="dated")


@blueprint.get("/<int:activity_id>/withdraw")
@access(Right.ACTIVITIES_PUBLISH)
def ask_withdraw(activity_id: int) -> Response:
    """Before it is taken back in public."""
    activity, _row = asking.ready(Act.WITHDRAWN, activity_id)
    return _withdraw_page(activity, PublicReasonForm())


@blueprint.post("/<int:activity_id>/withdraw")
@access(Right.ACTIVITIES_PUBLISH)
def withdraw(activity_id: int) -> Response:
    """Take it back, with the reason that the public reads."""
    activity, _row = asking.ready(Act.WITHDRAWN, activity_id)
    form = PublicReasonForm(request.form)
    if not form.validate():
        return _withdraw_page(activity, form, status=422)
    deciding.withdraw(activity_id, text=form.note.data or "", actor_id=actor_id())
    return web.see_other("petitions_manage.show", activity_id=activity_id, done="withdrawn")


def _close_page(activity: Activity, form: ClosingForm, *, status: int = 200) -> Response:
    return asking.ask(
        activity,
        form,
        title=_("When does it close?"),
        consequences=[
            _signed(activity),
            _("Signatures that wait for their confirmation may still be confirmed for 24 hours after closing."),
            _("Names and addresses are erased six months after closing."),
        ],
        label=_("Change the closing date"),
        also=("now", _("Close now")) if pages.state(activity) is ActivityState.OPEN else None,
        can_be_undone=True,
        status=status,
    )


def _withdraw_page(activity: Activity, form: PublicReasonForm, *, status: int = 200) -> Response:
    return asking.ask(
        activity,
        form,
        title=_("Withdraw this petition?"),
        consequences=[
            _signed(activity),
            _("Nobody can sign it any more; if it had opened, its page shows your reason in place of the form."),
            _("Receipts stay valid: they say that the petition was withdrawn."),
        ],
        label=_("Withdraw the petition"),
        is_harsh=True,
        status=status,
    )


def _signed(activity: Activity) -> str:
    head = tallies.head(activity.id)
    n = head.counted if head else 0
    return ngettext("%(n)s signature counts so far.", "%(n)s signatures count so far.", n, n=formats.number(n))
