"""What may be done with a petition as it stands, by whoever is signed in: the buttons of its page."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from portal.accounts import login
from portal.accounts.rules import Right
from portal.participation import pages
from portal.participation.models import Activity
from portal.participation.rules.states import ActivityState
from portal.petitions.manage.blueprint import actor_id
from portal.petitions.models import Petition
from portal.petitions.rules import states
from portal.petitions.rules.states import Act, Standing

PUBLISHED = (ActivityState.SCHEDULED, ActivityState.OPEN, ActivityState.CLOSED)


@dataclass(frozen=True)
class Button:
    """Where it leads and what it says; one at most is the page's main act. `key` presses it."""

    url: str
    label: str
    is_main: bool = False
    key: str = ""


def acts(activity: Activity, petition: Petition) -> list[Button]:
    """The buttons in their order."""
    standing = Standing(petition.standing)
    found: list[Button] = []
    if login.may(Right.PETITIONS_MODERATE):
        found += _moderation(activity.id, petition, standing)
    if login.may(Right.ACTIVITIES_PUBLISH):
        found += _life(activity, standing)
    return found


def _moderation(activity_id: int, petition: Petition, standing: Standing) -> list[Button]:
    if standing is Standing.MODERATION and petition.opinion_asked_at is not None:
        if petition.opinion_asked_by == actor_id():
            return [Button(_to("ask_unask", activity_id), _("Do not wait for the second opinion"))]
        return [Button(_to("write_opinion", activity_id), _("Give your opinion"), is_main=True, key="o")]
    found = []
    if standing is Standing.MODERATION:
        found = [
            Button(_to("ask_accept", activity_id), _("Accept"), is_main=True, key="a"),
            Button(_to("ask_reject", activity_id), _("Turn down"), key="r"),
            Button(_to("ask_opinion", activity_id), _("Ask for a second opinion"), key="o"),
        ]
    if states.may(Act.RESTORED, standing):
        found.append(Button(_to("ask_restore", activity_id), _("Take the refusal back")))
        words = _("Show its text again") if petition.is_text_hidden else _("Hide its text")
        found.append(Button(_to("ask_text", activity_id), words))
    return found


def _life(activity: Activity, standing: Standing) -> list[Button]:
    found = []
    if standing is Standing.DRAFT:
        found.append(Button(_to("edit", activity.id), _("Change its words")))
        found.append(Button(_to("ask_accept", activity.id), _("Check and open"), is_main=True, key="a"))
    if standing is Standing.ACCEPTED and pages.state(activity) in PUBLISHED:
        found.append(Button(_to("new_update", activity.id), _("Write news")))
        found.append(Button(_to("ask_close", activity.id), _("Close, or change the date")))
    if states.may(Act.WITHDRAWN, standing) and pages.state(activity) is not ActivityState.WITHDRAWN:
        found.append(Button(_to("ask_withdraw", activity.id), _("Withdraw")))
    return found


def _to(endpoint: str, activity_id: int) -> str:
    return url_for(f"petitions_manage.{endpoint}", activity_id=activity_id)
