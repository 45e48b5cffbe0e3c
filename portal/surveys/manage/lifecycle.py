"""From the draft to the archive: the check list, opening, closing, taking back."""

from flask import Response, request
from flask_babel import gettext as _

from portal.accounts.rules import Right
from portal.core import clock, local_time, web
from portal.core.access import access
from portal.core.errors import Refused
from portal.participation import notices, pages
from portal.participation.queries import activities, tallies
from portal.participation.rules.states import ActivityState
from portal.participation.service import activities as service_activities
from portal.participation.service import lifecycle as service_lifecycle
from portal.surveys import checklist, service
from portal.surveys.forms.opening import ClosingForm, OpeningForm, ReasonForm
from portal.surveys.manage.blueprint import actor_id, blueprint, frame, survey
from portal.surveys.service import drafts


@blueprint.get("/<int:activity_id>/open")
@access(Right.ACTIVITIES_PUBLISH)
def check(activity_id: int) -> Response:
    """What is missing before it may open, and when it shall."""
    form = OpeningForm(data={"when": "now"})
    return _check_page(activity_id, form)


@blueprint.post("/<int:activity_id>/open")
@access(Right.ACTIVITIES_PUBLISH)
def open_survey(activity_id: int) -> Response:
    """Open now, or at an instant. R11: never without its notice."""
    activity = survey(activity_id)
    form = OpeningForm(request.form)
    is_valid = form.validate()
    if not is_valid or checklist.blocking(activity):
        return _check_page(activity_id, form, status=422)
    opens_at = clock.database_now() if form.is_now else form.opens_at.needed
    try:
        service.publish(activity_id, opens_at=opens_at, closes_at=form.closes_at.needed, actor_id=actor_id())
    except Refused as refusal:
        form.refuse(refusal)
        return _check_page(activity_id, form, status=409)
    return web.see_other("surveys_manage.show", activity_id=activity_id)


def _check_page(activity_id: int, form: OpeningForm, *, status: int = 200) -> Response:
    activity = survey(activity_id)
    return web.page(
        "surveys/manage/open.html",
        status=status,
        form=form,
        items=checklist.items(activity),
        notice=notices.notice(activities.card_by_id(activity_id)),
        **frame(activity, "open"),
    )


@blueprint.get("/<int:activity_id>/close")
@access(Right.ACTIVITIES_PUBLISH)
def closing(activity_id: int) -> Response:
    """Close it now, or another day than announced."""
    activity = survey(activity_id)
    form = ClosingForm(data={"closes_at": local_time.local(activity.closes_at)})
    return _closing_page(activity_id, form)


@blueprint.post("/<int:activity_id>/close")
@access(Right.ACTIVITIES_PUBLISH)
def close(activity_id: int) -> Response:
    """Now, or at the instant of the form."""
    survey(activity_id)
    form = ClosingForm(request.form)
    is_now = request.form.get("go") == "now"
    if not is_now and not form.validate():
        return _closing_page(activity_id, form, status=422)
    if is_now:
        service_lifecycle.close_now(activity_id, actor_id=actor_id())
    else:
        service_lifecycle.set_closing(activity_id, form.closes_at.needed, actor_id=actor_id())
    return web.see_other("surveys_manage.show", activity_id=activity_id)


def _closing_page(activity_id: int, form: ClosingForm, *, status: int = 200) -> Response:
    activity = survey(activity_id)
    context = frame(activity, "show") | {"form": form, "head": tallies.head(activity_id)}
    return web.page("surveys/manage/close.html", status=status, **context)


@blueprint.get("/<int:activity_id>/withdraw")
@access(Right.ACTIVITIES_PUBLISH)
def withdrawing(activity_id: int) -> Response:
    """Ask before it is taken back in public."""
    return _withdraw_page(activity_id, ReasonForm())


@blueprint.post("/<int:activity_id>/withdraw")
@access(Right.ACTIVITIES_PUBLISH)
def withdraw(activity_id: int) -> Response:
    """Take it back, with the reason that the public reads."""
    activity = survey(activity_id)
    form = ReasonForm(request.form)
    if not form.validate():
        return _withdraw_page(activity_id, form, status=422)
    if pages.state(activity) is ActivityState.DRAFT:
        raise Refused(_("A draft is seen by nobody."))
    service_activities.withdraw(activity_id, reason=form.reason.data, actor_id=actor_id())
    return web.see_other("surveys_manage.show", activity_id=activity_id)


def _withdraw_page(activity_id: int, form: ReasonForm, *, status: int = 200) -> Response:
    context = frame(survey(activity_id), "show") | {"form": form, "head": tallies.head(activity_id)}
    return web.page("surveys/manage/withdraw.html", status=status, **context)


@blueprint.post("/<int:activity_id>/call-back")
@access(Right.ACTIVITIES_PUBLISH)
def call_back(activity_id: int) -> Response:
    """A draft again, while nobody could answer."""
    survey(activity_id)
    service_lifecycle.call_back(activity_id, actor_id=actor_id())
    return web.see_other("surveys_manage.show", activity_id=activity_id)


@blueprint.post("/<int:activity_id>/archive")
@access(Right.ACTIVITIES_PUBLISH)
def archive(activity_id: int) -> Response:
    """Out of the lists; its page and figures stay."""
    survey(activity_id)
    service_lifecycle.archive(activity_id, actor_id=actor_id())
    return web.see_other("surveys_manage.show", activity_id=activity_id)


@blueprint.post("/<int:activity_id>/questions/publish")
@access(Right.ACTIVITIES_PUBLISH)
def publish_questions(activity_id: int) -> Response:
    """What was changed since the opening is asked from now on; answers keep the version they were given under."""
    activity = survey(activity_id)
    if checklist.blocking(activity):
        return web.see_other("surveys_manage.check", activity_id=activity_id)
    service.publish_questions(activity_id, actor_id=actor_id())
    return web.see_other("surveys_manage.outline", activity_id=activity_id)


@blueprint.post("/<int:activity_id>/questions/discard")
@access(Right.ACTIVITIES_EDIT)
def discard(activity_id: int) -> Response:
    """Back to what is published."""
    survey(activity_id)
    drafts.discard(activity_id, actor_id=actor_id())
    return web.see_other("surveys_manage.outline", activity_id=activity_id)
