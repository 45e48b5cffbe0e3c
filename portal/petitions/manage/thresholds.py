"""Settings of petitions: what is promised at how many signatures, and how many electors there are."""

from typing import Any

from flask import Blueprint, Response, request

from portal.accounts.rules import Right
from portal.core import tenancy, web
from portal.core.access import access
from portal.organisations import service as organisations
from portal.participation.manage import desk
from portal.petitions import labels
from portal.petitions.forms import promising as forms
from portal.petitions.forms.promising import ElectorsForm, ThresholdForm
from portal.petitions.models import Threshold
from portal.petitions.queries import promises
from portal.petitions.service import thresholds as service

settings = Blueprint("petition_settings", __name__, url_prefix="/manage/settings/petitions")


@settings.get("/")
@access(Right.SETTINGS_EDIT)
def show() -> Response:
    """Every promise, and the number of electors."""
    return _show(ElectorsForm(data={"electors": tenancy.organisation().electors}))


@settings.post("/electors")
@access(Right.SETTINGS_EDIT)
def change_electors() -> Response:
    """For petitions that open from now on; those that are open keep the number of their opening."""
    form = ElectorsForm(request.form)
    if not form.validate():
        return _show(form, status=422)
    organisations.change(tenancy.organisation().id, actor_id=desk.actor_id(), electors=form.electors.data)
    return web.see_other("petition_settings.show", saved=1)


@settings.get("/thresholds/new")
@access(Right.SETTINGS_EDIT)
def new_threshold() -> Response:
    """An empty promise, with usual delays."""
    data = {"promise": "answer", "by": forms.BY_NUMBER, "acknowledge_days": 15, "answer_days": 60, "is_active": True}
    return _page(_form()(data=data), None)


@settings.post("/thresholds/new")
@access(Right.SETTINGS_EDIT)
def add_threshold() -> Response:
    """Petitions that have the signatures already reach it at once."""
    form = _form()(request.form)
    if not form.validate():
        return _page(form, None, status=422)
    service.add(actor_id=desk.actor_id(), **form.values())
    return web.see_other("petition_settings.show", saved=1)


@settings.get("/thresholds/<int:threshold_id>")
@access(Right.SETTINGS_EDIT)
def threshold(threshold_id: int) -> Response:
    """A promise that is there."""
    row = tenancy.get(Threshold, threshold_id)
    return _page(_form()(data=forms.data_of(row)), row)


@settings.post("/thresholds/<int:threshold_id>")
@access(Right.SETTINGS_EDIT)
def change_threshold(threshold_id: int) -> Response:
    """Change it; what petitions reached keeps the number that it took then."""
    row = tenancy.get(Threshold, threshold_id)
    form = _form()(request.form)
    if not form.validate():
        return _page(form, row, status=422)
    service.change(threshold_id, actor_id=desk.actor_id(), **form.values())
    return web.see_other("petition_settings.show", saved=1)


def _form() -> Any:
    return ThresholdForm.for_languages(desk.languages())


def _show(form: ElectorsForm, *, status: int = 200) -> Response:
    return web.page(
        "petitions/manage/promises.html",
        status=status,
        form=form,
        rows=promises.every(),
        promises=labels.PROMISES,
        has_saved=request.args.get("saved") == "1",
    )


def _page(form: ThresholdForm, row: Threshold | None, *, status: int = 200) -> Response:
    return web.page("petitions/manage/promise.html", status=status, form=form, row=row)
