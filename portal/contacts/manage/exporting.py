"""The list as a file."""

from flask import Response, request, stream_with_context

from portal.accounts import login
from portal.accounts.rules import Right
from portal.contacts import rules
from portal.contacts.forms.acts import ExportForm
from portal.contacts.manage.blueprint import blueprint, filter_form, filters
from portal.contacts.queries import people
from portal.contacts.service import exporting
from portal.core import web
from portal.core.access import access


@blueprint.get("/export")
@access(Right.CONTACTS_EXPORT)
def ask_export() -> Response:
    """What the file will hold, and the question what it is for."""
    return _page(ExportForm())


@blueprint.post("/export")
@access(Right.CONTACTS_EXPORT)
def export() -> Response:
    """The file, as it is read from the base. It is logged before the first row leaves."""
    form = ExportForm(request.form)
    if not form.validate():
        return _page(form, status=422)
    person = login.require_user()
    asked = exporting.ask(
        filter_form().wanted(), purpose=form.purpose.data, user=person.name or person.email, actor_id=person.id
    )
    response = Response(stream_with_context(exporting.write(asked)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="contacts-{asked.asked_at:%Y-%m-%d}.csv"'
    return response


def _page(form: ExportForm, *, status: int = 200) -> Response:
    wanted = filter_form().wanted()
    found = people.count(wanted)
    return web.page(
        "contacts/manage/export.html",
        status=status,
        form=form,
        wanted=wanted,
        filters=filters(),
        figure=rules.shown_count(found, crosses_zone=wanted.crosses_zone),
        is_bounded=found > people.COUNT_BOUND,
        small_cell=rules.SMALL_CELL,
    )
