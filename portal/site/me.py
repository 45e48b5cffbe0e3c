"""One's own account: what I took part in here, and where I am signed in."""

from flask import Blueprint, Response, request

from portal.accounts import labels, login, rules
from portal.core import web
from portal.core.access import Access, access
from portal.participation.queries import participations, wishes
from portal.participation.service import answering, keys

blueprint = Blueprint("me", __name__)


@blueprint.get("/me")
@access(Access.SIGNED_IN)
def show() -> Response:
    """The signed-in person's own participations, each with its personal page, and the way out."""
    person = login.require_user()
    key = keys.person_key(person.email)
    mine = participations.of_person(key)
    return web.page(
        "me/show.html",
        person=person,
        role_label=labels.ROLES[rules.Role(person.role)],
        is_staff=rules.is_staff(rules.Role(person.role)),
        mine=[(participation, activity, keys.manage_token(participation.id)) for participation, activity in mine],
        wishes=wishes.of_person(key),
        has_ended_others=request.args.get("ended") == "1",
    )


@blueprint.post("/me/answers/<int:activity_id>/stop")
@access(Access.SIGNED_IN)
def stop_waiting(activity_id: int) -> Response:
    """Not to be told an answer after all, once the personal link is gone with the participation (R7)."""
    answering.stop_waiting(activity_id, login.require_user().email)
    return web.see_other("me.show")
