"""Purposes in the back office: why the organisation writes to people, and in which words it asked."""

from typing import Any

from flask import Blueprint, Response, request

from portal.accounts import login
from portal.accounts.rules import Right
from portal.consents import offers, queries, rules, service
from portal.consents.forms import BASES, NewPurposeForm, PurposeForm
from portal.consents.models import Purpose
from portal.core import bilingual, languages, tenancy, web
from portal.core.access import access

blueprint = Blueprint("purposes", __name__, url_prefix="/manage/purposes")


@blueprint.get("/")
@access(Right.SETTINGS_EDIT)
def index() -> Response:
    """All purposes, in the order in which forms propose them."""
    return web.page("purposes/index.html", purposes=queries.purposes(), bases=BASES)


@blueprint.get("/new")
@access(Right.SETTINGS_EDIT)
def new() -> Response:
    return web.page("purposes/new.html", form=NewPurposeForm.for_languages(_languages())())


@blueprint.post("/new")
@access(Right.SETTINGS_EDIT)
def add() -> Response:
    form: Any = NewPurposeForm.for_languages(_languages())(request.form)
    if not form.validate():
        return web.page("purposes/new.html", form=form, status=422)
    try:
        service.add_purpose(form.said("name"), rules.Basis(form.basis.data), actor_id=_actor())
    except service.NotThisPurpose as refusal:
        form.basis.errors = [str(refusal)]
        return web.page("purposes/new.html", form=form, status=422)
    return web.see_other("purposes.index")


@blueprint.get("/<int:purpose_id>")
@access(Right.SETTINGS_EDIT)
def edit(purpose_id: int) -> Response:
    """A purpose, and every wording under which people agreed to it."""
    purpose = tenancy.get(Purpose, purpose_id)
    data: dict[str, Any] = {"is_offered": purpose.is_offered, "is_active": purpose.is_active}
    form = PurposeForm.for_languages(_languages())(data=data | bilingual.as_data(name=purpose.name))
    return _page(purpose, form)


@blueprint.post("/<int:purpose_id>")
@access(Right.SETTINGS_EDIT)
def change(purpose_id: int) -> Response:
    purpose = tenancy.get(Purpose, purpose_id)
    form: Any = PurposeForm.for_languages(_languages())(request.form)
    if not form.validate():
        return _page(purpose, form, status=422)
    wanted = {"is_offered": form.is_offered.data, "is_active": form.is_active.data}
    try:
        service.edit_purpose(purpose_id, name=form.said("name"), actor_id=_actor(), **wanted)
    except service.NotThisPurpose as refusal:
        form.is_offered.errors = [str(refusal)]
        return _page(purpose, form, status=422)
    return web.see_other("purposes.index")


@blueprint.post("/<int:purpose_id>/move")
@access(Right.SETTINGS_EDIT)
def move(purpose_id: int) -> Response:
    """One place up, or down."""
    service.move_purpose(purpose_id, up=request.form.get("to") == "up", actor_id=_actor())
    return web.see_other("purposes.index")


def _page(purpose: Purpose, form: Any, *, status: int = 200) -> Response:
    offered = {offer.purpose_id: offer.words for offer in offers.offers(languages.current())}
    return web.page(
        "purposes/edit.html",
        status=status,
        purpose=purpose,
        form=form,
        words=offered.get(purpose.id),
        basis=BASES[rules.Basis(purpose.basis)],
        wordings=queries.wordings_of(purpose.id),
    )


def _languages() -> tuple[str, ...]:
    spoken: tuple[str, ...] = tenancy.organisation().languages
    return spoken


def _actor() -> int:
    return login.require_user().id
