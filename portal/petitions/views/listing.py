"""Every petition that residents may see, by words and by state."""

from flask import Response, request
from flask_babel import gettext as _

from portal.core import web
from portal.core.access import Access, access
from portal.core.pagination import Page
from portal.participation import pages as participation_pages
from portal.participation.models import Activity
from portal.participation.queries import search, tallies
from portal.participation.queries.search import Wanted
from portal.petitions import queries
from portal.petitions.queries import listing
from portal.petitions.views.blueprint import blueprint

REJECTED = "rejected"


@blueprint.get("")
@access(Access.PUBLIC)
def index() -> Response:
    """The list. `?q=` looks for words, `?state=` keeps those that are open, closed, answered for or turned down."""
    asked, words = request.args.get("state", ""), request.args.get("q", "")
    state = asked if asked in (*search.STATES, REJECTED) else ""
    shown = _page(words, state)
    rows = list(shown.rows)
    response = web.page(
        "petitions/index.html",
        rows=rows,
        states={row.id: participation_pages.state(row) for row in rows},
        counted=tallies.counted([row.id for row in rows]),
        labels=_states(),
        chosen=state,
        words=words[: search.QUERY_SIGNS],
        after=shown.after,
    )
    return participation_pages.cached_list(response, rows)


def _page(words: str, state: str) -> Page[Activity]:
    after = request.args.get("after")
    if state == REJECTED:
        return listing.rejected(after=after)
    found = search.page(Wanted.from_words(words, kind=queries.KIND, state=state), after=after)
    return Page(tuple(row for row in found.rows if isinstance(row, Activity)), found.after)


def _states() -> tuple[tuple[str, str], ...]:
    return (
        ("", _("All")),
        ("open", _("Open")),
        ("closed", _("Closed")),
        (REJECTED, _("Turned down")),
    )
