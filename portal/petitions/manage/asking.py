"""The page that stands before each decision: what will happen, whether it can be undone, and what there is to fill in."""

from collections.abc import Sequence

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal.core import web
from portal.core.errors import Refused
from portal.core.forms import PortalForm
from portal.participation.models import Activity
from portal.petitions import queries
from portal.petitions.manage.blueprint import petition
from portal.petitions.models import Petition
from portal.petitions.rules import states
from portal.petitions.rules.states import Act, Standing


def ready(act: Act, activity_id: int) -> tuple[Activity, Petition]:
    """The petition, if this may be done with it as it stands. Raises NotFound, Refused."""
    activity, row = petition(activity_id), queries.petition(activity_id)
    if not states.may(act, Standing(row.standing)):
        raise Refused(_("This cannot be done with a petition that stands so."))
    return activity, row


def ask(
    activity: Activity,
    form: PortalForm,
    *,
    title: str,
    consequences: Sequence[str],
    label: str,
    go: str = "",
    also: tuple[str, str] | None = None,
    can_be_undone: bool = False,
    is_harsh: bool = False,
    status: int = 200,
) -> Response:
    """The page itself. It posts to its own address; `go` is what its button says to the view, `also` a second (go, label)."""
    return web.page(
        "petitions/manage/ask.html",
        status=status,
        activity=activity,
        form=form,
        title=title,
        consequences=consequences,
        label=label,
        go=go,
        also=also,
        can_be_undone=can_be_undone,
        is_harsh=is_harsh,
        action=request.script_root + request.path,
        back=url_for("petitions_manage.show", activity_id=activity.id),
    )
