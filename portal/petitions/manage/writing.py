"""Petitions of the organisation itself: written without sponsors, opened with their dates."""

from flask import Response, request
from flask_babel import gettext as _

from portal.accounts.rules import Right
from portal.core import tenancy, web
from portal.core.access import access
from portal.core.errors import Refused
from portal.participation.models import Activity
from portal.participation.service.activities import EditedMeanwhile
from portal.petitions import queries
from portal.petitions.forms.writing import PetitionForm
from portal.petitions.manage.blueprint import actor_id, blueprint, petition
from portal.petitions.models import Petition
from portal.petitions.rules.states import Standing
from portal.petitions.service import starting


@blueprint.get("/new")
@access(Right.ACTIVITIES_EDIT)
def new() -> Response:
    """An empty form."""
    return _page(PetitionForm(data={"asks_zone": True}))


@blueprint.post("/new")
@access(Right.ACTIVITIES_EDIT)
def create() -> Response:
    """A draft that staff alone see."""
    form = PetitionForm(request.form)
    if not form.validate():
        return _page(form, status=422)
    activity = starting.draft(
        form.texts(),
        language=tenancy.organisation().languages[0],
        actor_id=actor_id(),
        asks_zone=form.asks_zone.data,
        is_statutory=form.is_statutory.data,
    )
    return web.see_other("petitions_manage.show", activity_id=activity.id, done="written")


@blueprint.get("/<int:activity_id>/edit")
@access(Right.ACTIVITIES_EDIT)
def edit(activity_id: int) -> Response:
    """Its words, while it is a draft."""
    activity, row = _draft(activity_id)
    language = row.language
    data = {
        "ask": activity.title.get(language, ""),
        "background": activity.summary.get(language, ""),
        "details": activity.body.get(language, ""),
        "asks_zone": activity.asks_zone,
        "is_statutory": row.is_statutory,
        "seen": str(activity.version),
    }
    return _page(PetitionForm(data=data), activity)


@blueprint.post("/<int:activity_id>/edit")
@access(Right.ACTIVITIES_EDIT)
def save(activity_id: int) -> Response:
    """Change them, unless somebody else did meanwhile: then what was typed is kept on the page."""
    activity, _row = _draft(activity_id)
    form = PetitionForm(request.form)
    if not form.validate():
        return _page(form, activity, status=422)
    try:
        starting.rewrite_draft(
            activity_id,
            form.texts(),
            seen=form.seen.data or "",
            actor_id=actor_id(),
            asks_zone=form.asks_zone.data,
            is_statutory=form.is_statutory.data,
        )
    except EditedMeanwhile:
        form.seen.data = str(petition(activity_id).version)
        form.refuse(_("Somebody else changed it meanwhile. Your text is below: keep it to put it in place of theirs."))
        return _page(form, petition(activity_id), status=409)
    return web.see_other("petitions_manage.show", activity_id=activity_id, done="written")


def _draft(activity_id: int) -> tuple[Activity, Petition]:
    """A petition of the organisation that has not opened. A resident's words are their own (Refused)."""
    activity, row = petition(activity_id), queries.petition(activity_id)
    if not row.is_by_staff or row.standing != Standing.DRAFT:
        raise Refused(_("Only drafts of the organisation itself are written here; a resident’s words are their own."))
    return activity, row


def _page(form: PetitionForm, activity: Activity | None = None, *, status: int = 200) -> Response:
    return web.page("petitions/manage/write.html", status=status, form=form, activity=activity)
