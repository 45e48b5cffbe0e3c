"""Erasing people: a page that says what happens, then the act."""

from flask import Response, request

from portal.accounts.rules import Right
from portal.contacts.forms.acts import EraseForm, ForgetForm
from portal.contacts.manage.blueprint import actor_id, blueprint
from portal.contacts.models import Contact
from portal.contacts.queries import held, ledger
from portal.contacts.service import erasing
from portal.core import tenancy, web
from portal.core.access import access
from portal.participation.rules import identity


@blueprint.get("/<int:contact_id>/erase")
@access(Right.CONTACTS_ERASE)
def ask_erase(contact_id: int) -> Response:
    """What will go, what will stay."""
    contact = tenancy.get(Contact, contact_id)
    return web.page(
        "contacts/manage/erase.html",
        contact=contact,
        form=EraseForm(),
        lines=len(ledger.events_of(contact_id)),
    )


@blueprint.post("/<int:contact_id>/erase")
@access(Right.CONTACTS_ERASE)
def erase(contact_id: int) -> Response:
    form = EraseForm(request.form)
    erasing.erase(contact_id, actor_id=actor_id(), wants_letter=bool(form.letter.data))
    return web.see_other("contacts_manage.erased")


@blueprint.get("/erased")
@access(Right.CONTACTS_ERASE)
def erased() -> Response:
    """It is done; nothing on this page says who it was."""
    return web.page("contacts/manage/erased.html")


@blueprint.get("/forget")
@access(Right.CONTACTS_ERASE)
def ask_forget() -> Response:
    """For people who took part without joining the base."""
    return web.page("contacts/manage/forget.html", form=ForgetForm())


@blueprint.post("/forget")
@access(Right.CONTACTS_ERASE)
def forget() -> Response:
    """Forget an address wherever it stands; somebody in the base is shown first."""
    form = ForgetForm(request.form)
    if not form.validate():
        return web.page("contacts/manage/forget.html", status=422, form=form)
    contact = held.find_by_address(identity.canonical_address(form.address.data))
    if contact is not None:
        return web.see_other("contacts_manage.ask_erase", contact_id=contact.id)
    erasing.erase_address(form.address.data, actor_id=actor_id())
    return web.see_other("contacts_manage.erased")
