"""News about a petition: written by officials, judged where its author wrote it."""

from flask import Response, request
from werkzeug.exceptions import NotFound

from portal.accounts import login
from portal.accounts.rules import Right
from portal.core import tenancy, web
from portal.core.access import access
from portal.petitions.forms.writing import UpdateDecisionForm, UpdateForm
from portal.petitions.manage import asking
from portal.petitions.manage.blueprint import actor_id, blueprint, petition
from portal.petitions.models import Update
from portal.petitions.rules.states import Act
from portal.petitions.service import updating


@blueprint.get("/<int:activity_id>/updates/new")
@access(Right.ACTIVITIES_PUBLISH)
def new_update(activity_id: int) -> Response:
    """An empty form, signed with the name of who writes."""
    asking.ready(Act.CLOSED, activity_id)
    user = login.user()
    return _page(activity_id, UpdateForm(data={"signed_by": user.name if user else ""}))


@blueprint.post("/<int:activity_id>/updates/new")
@access(Right.ACTIVITIES_PUBLISH)
def publish_update(activity_id: int) -> Response:
    """Everybody reads it at once."""
    asking.ready(Act.CLOSED, activity_id)
    form = UpdateForm(request.form)
    if not form.validate():
        return _page(activity_id, form, status=422)
    updating.publish(
        activity_id,
        title=form.title.data,
        body=form.body.data,
        signed_by=form.signed_by.data,
        actor_id=actor_id(),
    )
    return web.see_other("petitions_manage.show", activity_id=activity_id, done="update")


@blueprint.get("/<int:activity_id>/updates/<int:update_id>")
@access(Right.PETITIONS_MODERATE)
def read_update(activity_id: int, update_id: int) -> Response:
    """An author's news as it would be read, and the decision about it."""
    return _decision_page(activity_id, _update(activity_id, update_id), UpdateDecisionForm())


@blueprint.post("/<int:activity_id>/updates/<int:update_id>")
@access(Right.PETITIONS_MODERATE)
def decide_update(activity_id: int, update_id: int) -> Response:
    """Publish it, or refuse it with a reason."""
    row = _update(activity_id, update_id)
    form = UpdateDecisionForm(request.form)
    is_published = request.form.get("go") == "publish"
    if not form.validate() or not (is_published or form.check_reason()):
        return _decision_page(activity_id, row, form, status=422)
    updating.decide(update_id, is_published=is_published, reason=form.reason.data or "", actor_id=actor_id())
    return web.see_other("petitions_manage.show", activity_id=activity_id, done="update_decided")


def _update(activity_id: int, update_id: int) -> Update:
    """News about this petition. Raises NotFound."""
    row = tenancy.get(Update, update_id)
    if row.activity_id != petition(activity_id).id:
        raise NotFound
    return row


def _page(activity_id: int, form: UpdateForm, *, status: int = 200) -> Response:
    activity = petition(activity_id)
    return web.page("petitions/manage/update.html", status=status, form=form, activity=activity)


def _decision_page(activity_id: int, row: Update, form: UpdateDecisionForm, *, status: int = 200) -> Response:
    return web.page(
        "petitions/manage/update_decision.html", status=status, form=form, update=row, activity=petition(activity_id)
    )
