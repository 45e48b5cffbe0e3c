"""What somebody told staff about being written to."""

from flask import Response, request

from portal.accounts.rules import Right
from portal.contacts.forms.acts import ConsentForm
from portal.contacts.manage.blueprint import actor_id, blueprint
from portal.contacts.models import Contact
from portal.contacts.service import consenting
from portal.core import clock, tenancy, web
from portal.core.access import access


@blueprint.get("/<int:contact_id>/consents/new")
@access(Right.CONTACTS_EDIT)
def told(contact_id: int) -> Response:
    """Nothing is chosen beforehand but the day."""
    contact = tenancy.get(Contact, contact_id)
    today = clock.day_in(tenancy.organisation().time_zone, clock.now())
    return web.page("contacts/manage/told.html", contact=contact, form=ConsentForm(data={"told_on": today}))


@blueprint.post("/<int:contact_id>/consents/new")
@access(Right.CONTACTS_EDIT)
def note(contact_id: int) -> Response:
    """One more line of the ledger."""
    contact = tenancy.get(Contact, contact_id)
    form = ConsentForm(request.form)
    if not form.validate():
        return web.page("contacts/manage/told.html", status=422, contact=contact, form=form)
    consenting.note(contact_id, form.told(), actor_id=actor_id())
    return web.see_other("contacts_manage.show", contact_id=contact_id)
