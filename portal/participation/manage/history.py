"""Who did what with an activity."""

from flask import Response, request

from portal.accounts import queries as accounts
from portal.accounts.rules import Right
from portal.core import audit, pagination, web
from portal.core.access import access
from portal.participation import history as sentences
from portal.participation.manage.desk import blueprint, frame
from portal.participation.queries import activities


@blueprint.get("/activities/<int:activity_id>/history")
@access(Right.ACTIVITIES_EDIT)
def history(activity_id: int) -> Response:
    """The latest acts first."""
    activity = activities.get(activity_id)
    before = pagination.read_cursor(request.args.get("after"), int)
    rows = audit.of_subject(
        "activity", activity_id, before=before[0] if before else None, size=pagination.PAGE_SIZE + 1
    )
    page = pagination.cut(rows, pagination.PAGE_SIZE, lambda row: [row.id])
    names = accounts.names([row.actor_id for row in page.rows if row.actor_id is not None])
    return web.page(
        "participation/manage/history.html",
        lines=sentences.lines(page.rows, names),
        after=page.after,
        **frame(activity, "history"),
    )
