"""Reading single responses, and setting aside those that must not count."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal.accounts.rules import Right
from portal.core import pagination, web
from portal.core.access import access
from portal.core.errors import Refused
from portal.participation import labels
from portal.participation.rules import states
from portal.surveys import queries, sheets
from portal.surveys.forms.exporting import SetAsideForm
from portal.surveys.manage.blueprint import actor_id, blueprint, frame, survey
from portal.surveys.queries import responses as found
from portal.surveys.queries.responses import Wanted
from portal.surveys.service import responses as service
from portal.territory import queries as territory

TICKS = 200


@blueprint.get("/<int:activity_id>/responses")
@access(Right.RESPONSES_READ)
def responses(activity_id: int) -> Response:
    """The newest first; of an anonymous survey, ballots in an order that tells nothing."""
    activity = survey(activity_id)
    choice = wanted()
    cursor = pagination.read_cursor(request.args.get("after"), str)
    rows = found.page(activity, choice, after=cursor[0] if cursor else None, size=pagination.PAGE_SIZE + 1)
    page = pagination.cut(rows, pagination.PAGE_SIZE, lambda row: [row.key])
    return web.page(
        "surveys/manage/responses.html",
        page=page,
        wanted=choice,
        is_filtered=choice != Wanted(),
        is_first=cursor is None,
        zones=territory.territory(),
        labels=labels,
        day=found.day,
        **frame(activity, "responses"),
    )


@blueprint.get("/<int:activity_id>/responses/<key>")
@access(Right.RESPONSES_READ)
def response(activity_id: int, key: str) -> Response:
    """One response, in the words of the version it was given under. Who: only where the survey is confidential and the
    address is still kept."""
    activity = survey(activity_id)
    row = found.find(activity, key)
    if row is None:
        raise NotFound
    known = territory.territory()
    answers = row.content.get("answers", {})
    form = _form(activity_id, row.content.get("form"))
    said = [
        (question, sheets.words(question, answers.get(question.key), known))
        for question in (form.questionnaire.questions() if form else ())
        if question.is_answered
    ]
    zone = known.by_id().get(row.zone_id)
    return web.page(
        "surveys/manage/response.html",
        row=row,
        said_answers=said,
        zone=zone,
        labels=labels,
        day=found.day(row),
        **frame(activity, "responses"),
    )


@blueprint.get("/<int:activity_id>/responses/set-aside")
@access(Right.RESPONSES_READ)
def ask_set_aside(activity_id: int) -> Response:
    """Say how many of the ticked responses count now, and what becomes of them."""
    return _set_aside_page(activity_id, SetAsideForm(), _ids(request.args.getlist("key")))


@blueprint.post("/<int:activity_id>/responses/set-aside")
@access(Right.ACTIVITIES_PUBLISH)
def set_aside(activity_id: int) -> Response:
    """Take them out of every total, with the reason on each receipt."""
    activity = survey(activity_id)
    form, ids = SetAsideForm(request.form), _ids(request.form.getlist("key"))
    if not form.validate() or not ids:
        return _set_aside_page(activity_id, form, ids, status=422)
    count = service.invalidate(activity, ids, reason=form.reason.data, actor_id=actor_id())
    return web.see_other("surveys_manage.responses", activity_id=activity_id, aside=count)


def _set_aside_page(activity_id: int, form: SetAsideForm, ids: list[int], *, status: int = 200) -> Response:
    activity = survey(activity_id)
    if activity.is_anonymous:
        raise Refused(_("An anonymous ballot cannot be found again."))
    return web.page(
        "surveys/manage/set_aside.html",
        status=status,
        form=form,
        ids=ids,
        count=found.count_counted(activity_id, ids),
        **frame(activity, "responses"),
    )


def wanted() -> Wanted:
    """What the address asks for; a zone or an assurance that is none means all."""
    zone = request.args.get("zone", type=int)
    assurance = request.args.get("assurance")
    return Wanted(
        zone_id=zone if zone in territory.territory().by_id() else None,
        assurance=assurance if assurance in tuple(states.Assurance) else None,
    )


def _ids(keys: list[str]) -> list[int]:
    return [int(key) for key in keys[:TICKS] if found.is_id(key)]


def _form(activity_id: int, number: Any) -> queries.SurveyForm | None:
    return queries.form(activity_id, number) if isinstance(number, int) else None
