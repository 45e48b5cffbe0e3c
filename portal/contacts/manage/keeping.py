"""Adding and correcting people by hand."""

from flask import Response, request

from portal.accounts.rules import Right
from portal.contacts.forms.facts import FactsForm
from portal.contacts.manage.blueprint import actor_id, blueprint
from portal.contacts.models import Contact
from portal.contacts.queries import held
from portal.contacts.service import keeping
from portal.core import languages, tenancy, web
from portal.core.access import access
from portal.core.errors import Refused


@blueprint.get("/new")
@access(Right.CONTACTS_EDIT)
def new() -> Response:
    return _page(FactsForm(data={"language": languages.main()}), None)


@blueprint.post("/new")
@access(Right.CONTACTS_EDIT)
def add() -> Response:
    """Somebody whom staff were asked to add; consents are noted afterwards, with their proof."""
    form = FactsForm(request.form)
    if not form.validate():
        return _page(form, None, status=422)
    try:
        contact = keeping.add(form.facts(), actor_id=actor_id())
    except Refused as refusal:
        return _refused(form, None, refusal)
    return web.see_other("contacts_manage.show", contact_id=contact.id)


@blueprint.get("/<int:contact_id>/edit")
@access(Right.CONTACTS_EDIT)
def edit(contact_id: int) -> Response:
    contact = tenancy.get(Contact, contact_id)
    themes = [interest.theme for interest in held.interests_of(contact_id)]
    return _page(FactsForm.of(contact, themes), contact)


@blueprint.post("/<int:contact_id>/edit")
@access(Right.CONTACTS_EDIT)
def correct(contact_id: int) -> Response:
    contact = tenancy.get(Contact, contact_id)
    form = FactsForm(request.form)
    if not form.validate():
        return _page(form, contact, status=422)
    try:
        keeping.correct(contact_id, form.facts(), actor_id=actor_id())
    except Refused as refusal:
        return _refused(form, tenancy.get(Contact, contact_id), refusal)
    return web.see_other("contacts_manage.show", contact_id=contact_id)


def _refused(form: FactsForm, contact: Contact | None, refusal: Refused) -> Response:
    form.address.errors = [str(refusal)]
    known = refusal.contact_id if isinstance(refusal, keeping.AlreadyKnown) else None
    return _page(form, contact, status=422, known_id=known)


def _page(form: FactsForm, contact: Contact | None, *, status: int = 200, known_id: int | None = None) -> Response:
    return web.page("contacts/manage/facts.html", status=status, form=form, contact=contact, known_id=known_id)
