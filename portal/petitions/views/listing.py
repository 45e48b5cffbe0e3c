"""Every petition that residents may see, by words, state and zone, and in an order."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from portal.core import web
from portal.core.access import Access, access
from portal.participation import pages as participation_pages
from portal.participation.queries import search, tallies
from portal.petitions import queries, wording
from portal.petitions.queries import listing
from portal.petitions.queries.listing import Asked, Sort, State
from portal.petitions.rules.states import Reason
from portal.petitions.views.blueprint import blueprint
from portal.territory import queries as territory


@blueprint.get("")
@access(Access.PUBLIC)
def index() -> Response:
    """The list. `?q=` looks for words, `?state=` and `?zone=` keep some, `?sort=` says the order; addresses can be passed on."""
    asked = _asked()
    shown = listing.page(asked, after=request.args.get("after"))
    rows = list(shown.rows)
    response = web.page(
        "petitions/index.html",
        rows=rows,
        states={row.id: participation_pages.state(row) for row in rows},
        counted=tallies.counted([row.id for row in rows]),
        reasons=_reasons([row.id for row in rows]) if asked.state is State.REJECTED else {},
        labels=_states(),
        sorts=_sorts(asked),
        zones=territory.territory().zones(),
        asked=asked,
        after=shown.after,
        is_later=bool(request.args.get("after")),
        address=_address,
    )
    return participation_pages.cached_list(response, rows)


def _asked() -> Asked:
    state, sort, zone = (request.args.get(name, "") for name in ("state", "sort", "zone"))
    words = request.args.get("q", "")[: search.QUERY_SIGNS].strip()
    usual = Sort.BEST if words else Sort.NEWEST
    return Asked(
        words=words,
        state=State(state) if state in set(State) else State.ALL,
        zone=zone if zone and territory.territory().find(zone) is not None else "",
        sort=Sort(sort) if sort in set(Sort) and (words or sort != Sort.BEST) else usual,
    )


def _address(asked: Asked, **changed: Any) -> dict[str, str | None]:
    """What stands in the address of this list, but for what is usual."""
    said = {"q": asked.words, "state": asked.state, "zone": asked.zone, "sort": asked.sort} | changed
    usual = Sort.BEST if said["q"] else Sort.NEWEST
    return {name: value for name, value in said.items() if value and (name, value) != ("sort", usual)}


def _reasons(ids: list[int]) -> dict[int, Any]:
    petitions = queries.of_activities(ids)
    return {key: wording.REASONS[Reason(row.reason)] for key, row in petitions.items() if row.reason}


def _states() -> tuple[tuple[State, str], ...]:
    return (
        (State.ALL, _("All of them")),
        (State.OPEN, _("Open to signatures")),
        (State.CLOSED, _("Closed to signatures")),
        (State.ANSWERED, _("Answered petitions")),
        (State.REJECTED, _("Turned down ones")),
    )


def _sorts(asked: Asked) -> list[tuple[Sort, str]]:
    found = [
        (Sort.NEWEST, _("newest first")),
        (Sort.SIGNED, _("most signed first")),
        (Sort.CLOSING, _("closing soon first")),
    ]
    return [(Sort.BEST, _("best match first")), *found] if asked.words else found
