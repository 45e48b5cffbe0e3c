"""Settings of the organisation: one page that says how things are, one short form per subject."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import LazyString
from flask_babel import gettext as _

from portal.accounts import login
from portal.accounts.rules import Right
from portal.core import identity, tenancy, web
from portal.core.access import access
from portal.core.forms import PortalForm
from portal.core.languages import said
from portal.organisations import rules, service
from portal.organisations.forms import (
    LANGUAGES,
    MODULES,
    STATES,
    TIME_ZONES,
    AccessibilityForm,
    ColoursForm,
    LegalForm,
    ModulesForm,
    NamesForm,
)

blueprint = Blueprint("settings", __name__, url_prefix="/manage/settings")


@blueprint.get("/")
@access(Right.SETTINGS_EDIT)
def show() -> Response:
    """How the organisation is set up, and what is missing before forms may open."""
    card = tenancy.organisation()
    colours = rules.colours_of(card.identity) or (identity.DEFAULT_BRAND, identity.DEFAULT_ACCENT)
    return web.page(
        "settings/show.html",
        card=card,
        colours=colours,
        time_zone=dict(TIME_ZONES).get(card.time_zone, card.time_zone),
        languages_said=_said(LANGUAGES, card.languages),
        modules_said=_said(MODULES, card.modules),
        accessibility_said=_said(STATES, [(card.legal.get("accessibility") or {}).get("state", "none")]),
        missing=[key for key in ("controller", "contact") if not card.legal.get(key)],
        has_saved=request.args.get("saved") == "1",
    )


@blueprint.get("/names")
@access(Right.SETTINGS_EDIT)
def names() -> Response:
    card = tenancy.organisation()
    form = NamesForm(
        name=card.name,
        short_name="" if card.short_name == card.name else card.short_name,
        inhabitants=card.inhabitants,
        language=card.languages[0],
        others=list(card.languages[1:]),
        time_zone=card.time_zone,
    )
    return _form_page(form, _("Name and languages"))


@blueprint.post("/names")
@access(Right.SETTINGS_EDIT)
def change_names() -> Response:
    form = NamesForm(request.form)
    if not form.validate():
        return _form_page(form, _("Name and languages"), status=422)
    return _changed(
        name=form.name.data,
        short_name=form.short_name.data or "",
        inhabitants=form.inhabitants.data,
        languages=form.spoken(),
        time_zone=form.time_zone.data,
    )


@blueprint.get("/colours")
@access(Right.SETTINGS_EDIT)
def colours() -> Response:
    found = rules.colours_of(tenancy.organisation().identity)
    brand, accent = found or (identity.DEFAULT_BRAND, identity.DEFAULT_ACCENT)
    return _form_page(ColoursForm(brand=brand, accent=accent), _("Colours"))


@blueprint.post("/colours")
@access(Right.SETTINGS_EDIT)
def change_colours() -> Response:
    form = ColoursForm(request.form)
    if not form.validate():
        return _form_page(form, _("Colours"), status=422)
    card = tenancy.organisation()
    service.change_colours(card.id, form.brand.data, form.accent.data, actor_id=_actor())
    return web.see_other("settings.show", saved=1)


@blueprint.get("/legal")
@access(Right.SETTINGS_EDIT)
def legal() -> Response:
    known = tenancy.organisation().legal
    form = LegalForm(**{key: known.get(key, "") for key in rules.LEGAL_KEYS})
    return _form_page(form, _("Who is responsible"))


@blueprint.post("/legal")
@access(Right.SETTINGS_EDIT)
def change_legal() -> Response:
    form = LegalForm(request.form)
    if not form.validate():
        return _form_page(form, _("Who is responsible"), status=422)
    texts = {key: form[key].data or "" for key in rules.LEGAL_KEYS}
    service.change_legal(tenancy.organisation().id, texts, actor_id=_actor())
    return web.see_other("settings.show", saved=1)


@blueprint.get("/accessibility")
@access(Right.SETTINGS_EDIT)
def accessibility() -> Response:
    declared = tenancy.organisation().legal.get("accessibility") or {}
    form = AccessibilityForm(
        state=declared.get("state", "none"), on=_day(declared.get("on")), known=said(declared.get("known"))
    )
    return _form_page(form, _("Accessibility statement"))


@blueprint.post("/accessibility")
@access(Right.SETTINGS_EDIT)
def change_accessibility() -> Response:
    form = AccessibilityForm(request.form)
    if not form.validate():
        return _form_page(form, _("Accessibility statement"), status=422)
    declared: dict[str, Any] = {
        "state": form.state.data,
        "known": {_main(): form.known.data} if form.known.data else {},
    }
    if form.on.data:
        declared["on"] = form.on.data.isoformat()
    service.change_legal(tenancy.organisation().id, {"accessibility": declared}, actor_id=_actor())
    return web.see_other("settings.show", saved=1)


@blueprint.get("/modules")
@access(Right.SETTINGS_EDIT)
def modules() -> Response:
    card = tenancy.organisation()
    return _form_page(ModulesForm(modules=list(card.modules), mail_from=card.mail_from), _("Parts and letters"))


@blueprint.post("/modules")
@access(Right.SETTINGS_EDIT)
def change_modules() -> Response:
    form = ModulesForm(request.form)
    if not form.validate():
        return _form_page(form, _("Parts and letters"), status=422)
    return _changed(modules=sorted(form.modules.data), mail_from=form.mail_from.data or None)


def _said(choices: Sequence[tuple[str, LazyString]], chosen: Collection[str]) -> str:
    return ", ".join(str(label) for value, label in choices if value in chosen)


def _changed(**values: Any) -> Response:
    service.change(tenancy.organisation().id, actor_id=_actor(), **values)
    return web.see_other("settings.show", saved=1)


def _form_page(form: PortalForm, title: str, *, status: int = 200) -> Response:
    return web.page("settings/form.html", status=status, form=form, title=title)


def _day(written: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(written)) if written else None
    except ValueError:
        return None


def _actor() -> int:
    return login.require_user().id


def _main() -> str:
    return str(tenancy.organisation().languages[0])
