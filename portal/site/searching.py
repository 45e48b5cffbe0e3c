"""Search: one page, one form, an address that can be shared. Hostile words find nothing; they break nothing either."""

from functools import partial
from typing import Any

from flask import Blueprint, Response, request, url_for

from portal.core import limits, web
from portal.core.access import Access, access
from portal.core.limits import limiter
from portal.participation import kinds, pages
from portal.participation.models import Activity
from portal.participation.queries import search, tallies
from portal.participation.queries.search import Wanted
from portal.site import highlight
from portal.territory import queries as territory

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@access(Access.PUBLIC)
@limiter.limit(limits.SEARCHES)
def show() -> Response:
    """What fits `q`, `kind`, `state` and `zone`; with nothing asked, the newest of everything."""
    asked = _asked()
    zone = territory.territory().find(asked["zone"]) if asked["zone"] else None
    wanted = Wanted.from_words(
        asked["q"], kind=asked["kind"], state=asked["state"], zone_id=zone.id if zone is not None else None
    )
    found = search.page(wanted, after=request.args.get("after"))
    rows = [row for row in found.rows if isinstance(row, Activity)]
    response = web.page(
        "site/search.html",
        asked=asked,
        hits=found.rows,
        states={row.id: pages.state(row) for row in rows},
        counted=tallies.counted([row.id for row in rows]),
        mark=partial(highlight.highlight, words=wanted.words),
        next_url=url_for("search.show", **_kept(asked), after=found.after) if found.after else None,
        kinds_offered=[(kind.name, kind.label) for kind in kinds.in_use()],
        zones_offered=[(card.key, card.name) for card in territory.territory().zones()],
        is_project=lambda row: not isinstance(row, Activity),
    )
    return pages.cached_list(response, rows)


def _asked() -> dict[str, str]:
    """The questions of the address; what we never offered asks nothing."""
    values = {name: request.args.get(name, "") for name in ("q", "kind", "state", "zone")}
    known = {kind.name for kind in kinds.in_use()} | {search.PROJECT}
    if values["kind"] not in known:
        values["kind"] = ""
    if values["state"] not in search.STATES:
        values["state"] = ""
    if territory.territory().find(values["zone"]) is None:
        values["zone"] = ""
    values["q"] = values["q"][: search.QUERY_SIGNS]
    return values


def _kept(asked: dict[str, str]) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if value}
