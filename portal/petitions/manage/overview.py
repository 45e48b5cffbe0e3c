"""The list of petitions, and how one of them stands."""

from flask import Response, request

from portal.accounts.rules import Right
from portal.core import web
from portal.core.access import access
from portal.participation import pages
from portal.participation.queries import tallies
from portal.petitions import progress, queries, wording
from portal.petitions.manage.blueprint import blueprint, frame, petition
from portal.petitions.queries import listing
from portal.petitions.rules.states import Standing


@blueprint.get("")
@access(Right.PETITIONS_READ)
def index() -> Response:
    """Every petition, the newest first, by standing, with its number."""
    asked = request.args.get("standing", "")
    standing = Standing(asked) if asked in set(Standing) else None
    shown = listing.for_staff(standing, after=request.args.get("after"))
    return web.page(
        "petitions/manage/index.html",
        rows=shown.rows,
        after=shown.after,
        states={activity.id: pages.state(activity) for activity, _petition in shown.rows},
        counted=tallies.counted([activity.id for activity, _petition in shown.rows]),
        standings=wording.STANDINGS,
        chosen=standing or "",
    )


@blueprint.get("/<int:activity_id>")
@access(Right.PETITIONS_READ)
def show(activity_id: int) -> Response:
    """One petition: where it stands, what it asks, how far it is."""
    activity = petition(activity_id)
    row = queries.petition(activity_id)
    return web.page(
        "petitions/manage/show.html",
        petition=row,
        progress=progress.progress(row),
        standings=wording.STANDINGS,
        **frame(activity, "show"),
    )
