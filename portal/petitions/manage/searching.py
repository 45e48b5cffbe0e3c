"""Looking for signatures that belong together, and what is done with all of them: counted first, done by a worker."""

import json
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from portal.accounts.rules import Right
from portal.core import clock, web
from portal.core.access import access
from portal.core.errors import Refused
from portal.core.pagination import Page
from portal.participation import kinds, labels
from portal.participation.manage import conditions
from portal.participation.models import Activity
from portal.participation.rules import conditions as rules
from portal.participation.service import setting_aside
from portal.petitions import disposable, wording
from portal.petitions.forms import searching as forms
from portal.petitions.forms.searching import ActForm, SearchForm
from portal.petitions.manage import works
from portal.petitions.manage.blueprint import actor_id, blueprint, frame, petition
from portal.petitions.queries import bursts, found
from portal.petitions.rules.fraud import Hold
from portal.territory import queries as territory

HERE = "search"
WORKS = {forms.ASIDE: setting_aside.ASIDE, forms.HOLD: setting_aside.HOLD, forms.RELEASE: setting_aside.RELEASE}


@blueprint.get("/<int:activity_id>/search")
@access(Right.SIGNATURES_READ_NAMES)
def search_signatures(activity_id: int) -> Response:
    """How many fit, by state; some of them; what may be done with all."""
    activity = petition(activity_id)
    form = forms.search_form()(request.args)
    if not form.validate():
        return _search_page(activity, form, status=422)
    wanted = form.wanted(clock.database_now())
    return _search_page(
        activity,
        form,
        page=found.page(activity_id, wanted, form.state.data or "", after=request.args.get("after")),
        counts=None if wanted.is_empty else found.counts(activity_id, wanted),
    )


@blueprint.get("/<int:activity_id>/search/check")
@access(Right.SIGNATURES_READ_NAMES)
def check_search(activity_id: int) -> Response:
    """How many would be touched, and what becomes of them. Nothing has changed yet."""
    activity = petition(activity_id)
    form, do = forms.search_form()(request.args), request.args.get("do", "")
    if not form.validate() or do not in WORKS:
        return _search_page(activity, form, status=422)
    wanted = form.wanted(clock.database_now())
    try:
        count = setting_aside.count(activity, wanted, WORKS[do])
    except setting_aside.Everybody as refusal:
        form.refuse(refusal)
        return _search_page(activity, form, status=422)
    return _check_page(
        activity, ActForm(data={"conditions": json.dumps(wanted.as_json(), sort_keys=True), "do": do}), count
    )


@blueprint.post("/<int:activity_id>/search/act")
@access(Right.PETITIONS_MODERATE)
def act_on_search(activity_id: int) -> Response:
    """Ask a worker for it."""
    activity = petition(activity_id)
    form = ActForm(request.form)
    wanted = form.wanted()
    if wanted is None:
        raise Refused(_("Choose the conditions again: these cannot be read."))
    kind = WORKS[form.do.data]
    if not form.validate():
        return _check_page(activity, form, setting_aside.count(activity, wanted, kind), status=422)
    reason = form.reason.data if kind == setting_aside.ASIDE else Hold.STAFF
    work_id = setting_aside.ask(activity_id, wanted, reason=reason, actor_id=actor_id(), kind=kind)
    return web.see_other("petitions_manage.show_work", activity_id=activity_id, progress_id=work_id)


def _search_page(
    activity: Activity,
    form: SearchForm,
    *,
    page: Page[Any] | None = None,
    counts: dict[str, int] | None = None,
    status: int = 200,
) -> Response:
    asked = {name: value for name, value in request.args.items() if value and name not in ("after", "do")}
    return web.page(
        "petitions/manage/search.html",
        status=status,
        form=form,
        page=page,
        counts=counts,
        asked=asked,
        states=labels.PARTICIPATIONS,
        holds=wording.HOLDS,
        zones=territory.territory().by_id(),
        is_disposable=disposable.is_disposable,
        crowds=bursts.of_petition(activity.id),
        listed=wording.LISTED,
        works=setting_aside.works(activity.id),
        work_names=works.NAMES,
        **frame(activity, HERE),
    )


def _check_page(activity: Activity, form: ActForm, count: int, *, status: int = 200) -> Response:
    wanted = rules.from_json(json.loads(form.conditions.data))
    return web.page(
        "petitions/manage/search_check.html",
        status=status,
        form=form,
        do=form.do.data,
        count=count,
        words=list(conditions.words(wanted, kinds.kind(activity.kind))),
        asked={name: value for name, value in request.args.items() if value and name != "do"},
        **frame(activity, HERE),
    )
