"""One's own account: what I took part in here, and where I am signed in."""

from flask import Blueprint, Response, request

from portal.accounts import labels, login, rules
from portal.core import web
from portal.core.access import Access, access
from portal.participation.queries import participations
from portal.participation.service import keys

blueprint = Blueprint("me", __name__)


@blueprint.get("/me")
@access(Access.SIGNED_IN)
def show() -> Response:
    """The signed-in person's own participations, each with its personal page, and the way out."""
    person = login.require_user()
    mine = participations.of_person(keys.person_key(person.email))
    return web.page(
        "me/show.html",
        person=person,
        role_label=labels.ROLES[rules.Role(person.role)],
        is_staff=rules.is_staff(rules.Role(person.role)),
        mine=[(participation, activity, keys.manage_token(participation.id)) for participation, activity in mine],
        has_ended_others=request.args.get("ended") == "1",
    )
