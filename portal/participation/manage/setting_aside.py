"""Setting many participations aside: which, how many, why; then how far the work is, and the way back."""

import json

from flask import Response, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal.accounts.rules import Right
from portal.core import clock, progress, tenancy, web
from portal.core.access import access
from portal.core.errors import Refused
from portal.core.progress import Progress
from portal.participation import kinds
from portal.participation.manage import conditions
from portal.participation.manage.conditions import AsideForm, ConditionsForm
from portal.participation.manage.desk import actor_id, blueprint, frame
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.participation.rules import conditions as rules
from portal.participation.rules.conditions import Conditions
from portal.participation.service import setting_aside as service

HERE = "responses"


@blueprint.get("/activities/<int:activity_id>/set-aside")
@access(Right.RESPONSES_READ)
def ask_set_aside(activity_id: int) -> Response:
    """Which participations; and what was set aside before."""
    activity = activities.get(activity_id)
    return _conditions_page(activity, _form(activity)(request.args))


@blueprint.get("/activities/<int:activity_id>/set-aside/check")
@access(Right.RESPONSES_READ)
def check_set_aside(activity_id: int) -> Response:
    """How many that is now, and what becomes of them. Nothing has changed yet."""
    activity = activities.get(activity_id)
    form = _form(activity)(request.args)
    if not form.validate():
        return _conditions_page(activity, form, status=422)
    wanted = form.wanted(clock.database_now())
    try:
        count = service.count(activity, wanted)
    except service.Everybody as refusal:
        form.refuse(refusal)
        return _conditions_page(activity, form, status=422)
    return _check_page(
        activity, AsideForm(data={"conditions": json.dumps(wanted.as_json(), sort_keys=True)}), wanted, count
    )


@blueprint.post("/activities/<int:activity_id>/set-aside")
@access(Right.ACTIVITIES_PUBLISH)
def set_aside_many(activity_id: int) -> Response:
    """Ask a worker for it."""
    activity = activities.get(activity_id)
    form = AsideForm(request.form)
    wanted = form.wanted()
    if wanted is None or wanted.more.keys() - {each.name for each in kinds.kind(activity.kind).criteria}:
        raise Refused(_("Choose the conditions again: these cannot be read."))
    if not form.validate():
        return _check_page(activity, form, wanted, service.count(activity, wanted), status=422)
    work_id = service.ask(activity_id, wanted, reason=form.reason.data, actor_id=actor_id())
    return web.see_other("participation_manage.set_aside_work", activity_id=activity_id, progress_id=work_id)


@blueprint.get("/activities/<int:activity_id>/set-aside/<int:progress_id>")
@access(Right.RESPONSES_READ)
def set_aside_work(activity_id: int, progress_id: int) -> Response:
    """How far it is, then what came of it."""
    activity, work = activities.get(activity_id), _work(activity_id, progress_id)
    asked = work.position.get("conditions")
    return web.page(
        "participation/manage/set_aside_work.html",
        partial="participation/manage/_set_aside_work.html",
        work=work,
        is_back=work.kind == service.BACK,
        is_running=work.finished_at is None,
        may_put_back=service.may_put_back(work),
        words=list(conditions.words(rules.from_json(asked), kinds.kind(activity.kind))) if asked else [],
        **frame(activity, HERE),
    )


@blueprint.post("/activities/<int:activity_id>/set-aside/<int:progress_id>/cancel")
@access(Right.ACTIVITIES_PUBLISH)
def cancel_set_aside(activity_id: int, progress_id: int) -> Response:
    """Stop after the batch at hand; what was done stays done."""
    progress.cancel(_work(activity_id, progress_id).id)
    return web.see_other("participation_manage.set_aside_work", activity_id=activity_id, progress_id=progress_id)


@blueprint.post("/activities/<int:activity_id>/set-aside/<int:progress_id>/put-back")
@access(Right.ACTIVITIES_PUBLISH)
def put_back(activity_id: int, progress_id: int) -> Response:
    """Count again what this work set aside."""
    back_id = service.ask_back(_work(activity_id, progress_id).id, actor_id=actor_id())
    return web.see_other("participation_manage.set_aside_work", activity_id=activity_id, progress_id=back_id)


def _form(activity: Activity) -> type[ConditionsForm]:
    if activity.is_anonymous:
        raise Refused(_("An anonymous ballot cannot be found again."))
    return conditions.form_for(kinds.kind(activity.kind))


def _work(activity_id: int, progress_id: int) -> Progress:
    row = tenancy.get(Progress, progress_id)
    if row.kind not in (service.ASIDE, service.BACK) or row.position.get("activity_id") != activity_id:
        raise NotFound
    return row


def _conditions_page(activity: Activity, form: ConditionsForm, *, status: int = 200) -> Response:
    return web.page(
        "participation/manage/set_aside.html",
        status=status,
        form=form,
        works=service.works(activity.id),
        back_kind=service.BACK,
        **frame(activity, HERE),
    )


def _check_page(activity: Activity, form: AsideForm, wanted: Conditions, count: int, *, status: int = 200) -> Response:
    return web.page(
        "participation/manage/set_aside_check.html",
        status=status,
        form=form,
        count=count,
        words=list(conditions.words(wanted, kinds.kind(activity.kind))),
        query=request.query_string.decode("utf-8", "ignore"),
        **frame(activity, HERE),
    )
