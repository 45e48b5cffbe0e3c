"""Lists and limits against fraud, and the sudden crowds that nobody looked at yet."""

from flask import Response, request

from portal.accounts.rules import Right
from portal.core import web
from portal.core.access import access
from portal.participation.queries import activities
from portal.petitions import wording
from portal.petitions.forms.guarding import LineForm, SettingsForm
from portal.petitions.manage.blueprint import actor_id, blueprint
from portal.petitions.queries import bursts, guarding
from portal.petitions.rules.fraud import Verdict, What
from portal.petitions.service import guarding as service
from portal.petitions.service import watching


@blueprint.get("/fraud")
@access(Right.SIGNATURES_READ_NAMES)
def show_guard() -> Response:
    """What is watched for, who is listed, what was seen."""
    return _page(_settings(), LineForm())


@blueprint.post("/fraud/limits")
@access(Right.PETITIONS_MODERATE)
def change_guard() -> Response:
    """Other limits, from the next few seconds on."""
    form = SettingsForm(request.form)
    if not form.validate():
        return _page(form, LineForm(), status=422)
    service.change_settings(actor_id=actor_id(), **form.values())
    return web.see_other("petitions_manage.show_guard")


@blueprint.post("/fraud/lines")
@access(Right.PETITIONS_MODERATE)
def add_guard_line() -> Response:
    """Block or allow."""
    form = LineForm(request.form)
    if not form.validate():
        return _page(_settings(), form, status=422)
    service.add_line(
        Verdict(form.verdict.data), What(form.what.data), form.typed.data, note=form.note.data, actor_id=actor_id()
    )
    return web.see_other("petitions_manage.show_guard")


@blueprint.post("/fraud/lines/<int:line_id>/remove")
@access(Right.PETITIONS_MODERATE)
def remove_guard_line(line_id: int) -> Response:
    """Take a line off; what is held stays so until somebody releases it."""
    service.remove_line(line_id, actor_id=actor_id())
    return web.see_other("petitions_manage.show_guard")


@blueprint.post("/fraud/crowds/<int:burst_id>")
@access(Right.PETITIONS_MODERATE)
def look_at_crowd(burst_id: int) -> Response:
    """Note that somebody looked."""
    watching.look_at(burst_id, actor_id=actor_id())
    return web.see_other("petitions_manage.show_guard")


def _settings() -> SettingsForm:
    guard = guarding.guard()
    return SettingsForm(
        data={
            "signatures_an_hour": guard.signatures_an_hour,
            "holds_disposable": guard.holds_disposable,
            "holds_bursts": guard.holds_bursts,
        }
    )


def _page(settings: SettingsForm, line: LineForm, *, status: int = 200) -> Response:
    crowds = bursts.waiting()
    return web.page(
        "petitions/manage/fraud.html",
        status=status,
        settings=settings,
        line=line,
        lines=guarding.lines(),
        crowds=crowds,
        titles={each: activities.card_by_id(each).title for each in {row.activity_id for row in crowds}},
        listed=wording.LISTED,
    )
