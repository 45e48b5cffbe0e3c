"""Who works in the staff area, and what each role may do."""

from flask import Blueprint, Response, request

from portal.accounts import labels, login, queries, rules, service
from portal.accounts.forms import InvitationForm, StaffForm
from portal.accounts.models import User
from portal.accounts.rules import Right
from portal.core import languages, web
from portal.core.access import access
from portal.core.errors import NotFound
from portal.core.tenancy import get

blueprint = Blueprint("staff", __name__, url_prefix="/manage/staff")

SAYINGS = ("invited", "changed")


@blueprint.get("/")
@access(Right.USERS_EDIT)
def show() -> Response:
    """Everybody with a role."""
    saying = request.args.get("done")
    return web.page(
        "staff/show.html", staff_list=queries.staff(), roles=labels.ROLES, done=saying if saying in SAYINGS else None
    )


@blueprint.get("/new")
@access(Right.USERS_EDIT)
def ask_in() -> Response:
    return web.page("staff/new.html", form=InvitationForm())


@blueprint.post("/new")
@access(Right.USERS_EDIT)
def invite() -> Response:
    """Make the account and mail the link by which its owner chooses a password."""
    form = InvitationForm(request.form)
    if not form.validate():
        return web.page("staff/new.html", form=form, status=422)
    try:
        service.invite(
            form.email.data,
            rules.Role(form.role.data),
            name=form.name.data,
            language=languages.current(),
            actor_id=login.require_user().id,
        )
    except service.AddressTaken as refusal:
        form.email.errors = [str(refusal)]
        return web.page("staff/new.html", form=form, status=422)
    return web.see_other("staff.show", done="invited")


@blueprint.get("/<int:user_id>")
@access(Right.USERS_EDIT)
def edit(user_id: int) -> Response:
    person = _staff(user_id)
    return web.page("staff/edit.html", form=StaffForm(obj=person), person=person)


@blueprint.post("/<int:user_id>")
@access(Right.USERS_EDIT)
def change(user_id: int) -> Response:
    """Another role, another name, or the door closed."""
    person = _staff(user_id)
    form = StaffForm(request.form)
    if not form.validate():
        return web.page("staff/edit.html", form=form, person=person, status=422)
    try:
        service.edit_user(
            user_id,
            name=form.name.data,
            role=rules.Role(form.role.data),
            is_active=form.is_active.data,
            actor_id=login.require_user().id,
        )
    except service.LastAdministrator as refusal:
        form.role.errors = [str(refusal)]
        return web.page("staff/edit.html", form=form, person=person, status=422)
    return web.see_other("staff.show", done="changed")


@blueprint.get("/roles")
@access(Right.DESK)
def roles() -> Response:
    """The one map from role to rights, for everybody on the staff to read and print."""
    rows = [
        (labels.ROLES[role], [labels.RIGHTS[right] for right in Right if rules.may(role, right)])
        for role in rules.Role
        if rules.is_staff(role)
    ]
    return web.page("staff/roles.html", rows=rows)


def _staff(user_id: int) -> User:
    """Residents' accounts are nobody's to edit here."""
    person = get(User, user_id)
    if not rules.is_staff(rules.Role(person.role)):
        raise NotFound
    return person
