"""The list of surveys, a new one, its settings, and how it fills."""

from typing import Any

from flask import Response, request

from portal.accounts.rules import Right
from portal.core import web
from portal.core.access import access
from portal.core.errors import Refused
from portal.participation import labels, pages
from portal.participation import results as results_of
from portal.participation.queries import activities, tallies
from portal.participation.rules import states
from portal.participation.service import activities as service_activities
from portal.surveys import findings, queries, service
from portal.surveys import results as survey_results
from portal.surveys.forms import settings as settings_form
from portal.surveys.forms.settings import SettingsForm
from portal.surveys.manage.blueprint import actor_id, blueprint, frame, languages, survey
from portal.surveys.rules.questions import Page, Questionnaire

FILTERS = {
    "": tuple(states.ActivityState),
    "draft": (states.ActivityState.DRAFT, states.ActivityState.IN_REVIEW),
    "open": (states.ActivityState.OPEN, states.ActivityState.SCHEDULED),
    "closed": (states.ActivityState.CLOSED,),
    "away": (states.ActivityState.ARCHIVED, states.ActivityState.WITHDRAWN),
}


@blueprint.get("")
@access(Right.ACTIVITIES_EDIT)
def index() -> Response:
    """Every survey, the newest first, with what it counts so far."""
    chosen = request.args.get("state", "")
    wanted = FILTERS.get(chosen, FILTERS[""])
    rows = [(row, pages.state(row)) for row in activities.of_kind(queries.KIND)]
    shown = [(row, state) for row, state in rows if state in wanted]
    heads = tallies.heads([row.id for row, _state in shown])
    return web.page(
        "surveys/manage/index.html",
        rows=shown,
        heads=heads,
        labels=labels,
        chosen=chosen if chosen in FILTERS else "",
        has_any=bool(rows),
    )


@blueprint.get("/new")
@access(Right.ACTIVITIES_EDIT)
def new() -> Response:
    """An empty form: a confirmed address and confidential answers are proposed, and may be changed until the opening."""
    form = SettingsForm.for_languages(languages())(
        data={"access": "email", "privacy": "confidential", "results": "live", "asks_zone": True}
    )
    return web.page("surveys/manage/new.html", form=form)


@blueprint.post("/new")
@access(Right.ACTIVITIES_EDIT)
def create() -> Response:
    """A draft with one empty screen; the questions come next."""
    form = SettingsForm.for_languages(languages())(request.form)
    if not form.validate():
        return web.page("surveys/manage/new.html", status=422, form=form)
    activity = service.create(Questionnaire(pages=(Page(key="p1"),)), actor_id=actor_id(), **form.values())
    return web.see_other("surveys_manage.outline", activity_id=activity.id)


@blueprint.get("/<int:activity_id>")
@access(Right.ACTIVITIES_EDIT)
def show(activity_id: int) -> Response:
    """How it fills, live; what to do next."""
    activity = survey(activity_id)
    is_over = not pages.is_moving(activity)
    nothing_new = web.polled(tallies.version(activity_id), is_over=is_over)
    if nothing_new:
        return nothing_new
    figures = results_of.figures(activity_id)
    has_form = queries.find_published(activity_id) is not None
    return web.page(
        "surveys/manage/show.html",
        partial="surveys/manage/_figures.html",
        figures=figures,
        labels=labels,
        is_over=is_over,
        questions=survey_results.questions_of(activity_id, figures.cells) if has_form else [],
        words=findings.words,
        **frame(activity, "show"),
    )


@blueprint.get("/<int:activity_id>/settings")
@access(Right.ACTIVITIES_EDIT)
def settings(activity_id: int) -> Response:
    """What the survey says of itself."""
    activity = survey(activity_id)
    form = SettingsForm.for_languages(languages())(data=settings_form.data_of(activity))
    return web.page("surveys/manage/settings.html", form=form, **_fixed(activity_id), **frame(activity, "settings"))


@blueprint.post("/<int:activity_id>/settings")
@access(Right.ACTIVITIES_EDIT)
def save_settings(activity_id: int) -> Response:
    """Change it, unless somebody else did meanwhile: then both texts are shown."""
    activity = survey(activity_id)
    fixed = _fixed(activity_id)
    form = SettingsForm.for_languages(languages())(request.form)
    if fixed["is_fixed"]:
        form.access.data, form.privacy.data = activity.access, settings_form.data_of(activity)["privacy"]
    status = 422
    if form.validate():
        try:
            service_activities.edit_activity(
                activity_id, seen=request.form.get("seen", ""), actor_id=actor_id(), **form.values()
            )
        except service_activities.EditedMeanwhile:
            status = 409
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return web.see_other("surveys_manage.settings", activity_id=activity_id, saved=1)
    now = activities.get(activity_id)
    form.seen.data = str(now.version)
    return web.page(
        "surveys/manage/settings.html",
        status=status,
        form=form,
        meanwhile=now if status == 409 else None,
        **fixed,
        **frame(now, "settings"),
    )


def _fixed(activity_id: int) -> dict[str, Any]:
    """What was promised at the opening stays as it was."""
    activity = activities.get(activity_id)
    return {
        "is_fixed": activity.stage != states.Stage.DRAFT and activity.opens_at is not None,
        "labels_access": labels.ACCESS,
    }
