"""The official answer: written, looked at with who will be told, published."""

from flask import Response, request

from portal.accounts import login
from portal.accounts.rules import Right
from portal.core import sanitise, web
from portal.core.access import access
from portal.core.bilingual import BilingualForm
from portal.participation import labels
from portal.participation.forms import answers as forms
from portal.participation.forms.answers import AnswerForm
from portal.participation.manage.desk import actor_id, blueprint, frame, languages
from portal.participation.queries import activities, answering
from portal.participation.service import activities as service


@blueprint.get("/activities/<int:activity_id>/answer")
@access(Right.ANSWERS_WRITE)
def answer(activity_id: int) -> Response:
    """The answers given so far, and the form for the next one, with the latest as a start."""
    latest = activities.latest_answer(activity_id)
    user = login.user()
    data = {"author": user.name if user else ""}
    if latest is not None and "correct" in request.args:
        data = forms.data_of(latest)
    return _page(activity_id, AnswerForm.for_languages(languages())(data=data))


@blueprint.post("/activities/<int:activity_id>/answer")
@access(Right.ANSWERS_WRITE)
def publish_answer(activity_id: int) -> Response:
    """First a look at it, with how many people will be told; then, from there, the publication."""
    activity = activities.get(activity_id)
    form = AnswerForm.for_languages(languages())(request.form)
    is_valid = form.validate()
    if not is_valid or request.form.get("go") == "edit":
        return _page(activity_id, form, status=200 if is_valid else 422)
    if request.form.get("go") != "publish":
        return _preview(activity_id, form)
    latest = activities.latest_answer(activity_id)
    if str(latest.number if latest else 0) != request.form.get("after"):
        form.refuse(labels.ANSWERED_MEANWHILE)
        return _page(activity_id, form, status=409)
    service.answer(activity.id, actor_id=actor_id(), **form.values())
    return web.see_other("participation_manage.answer", activity_id=activity_id, saved=1)


def _page(activity_id: int, form: BilingualForm, *, status: int = 200) -> Response:
    activity = activities.get(activity_id)
    given = activities.all_answers(activity_id)
    return web.page(
        "participation/manage/answer.html",
        status=status,
        form=form,
        given=given,
        told={row.id: answering.count_told(row.id) for row in given},
        asked=answering.count_asked(activity_id),
        labels=labels,
        **frame(activity, "answer"),
    )


def _preview(activity_id: int, form: AnswerForm) -> Response:
    """What people will read. Nothing is kept yet: the text travels in the form."""
    latest = activities.latest_answer(activity_id)
    values = form.values()
    return web.page(
        "participation/manage/answer_preview.html",
        form=form,
        values=values,
        body_html={code: sanitise.from_markdown(text) for code, text in values["body"].items()},
        decision=labels.DECISIONS[values["decision"]],
        asked=answering.count_asked(activity_id),
        after=latest.number if latest else 0,
        **frame(activities.get(activity_id), "answer"),
    )
