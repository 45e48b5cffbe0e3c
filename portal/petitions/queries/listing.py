"""The list of petitions that residents may read: by words, state, zone and order."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select, text

from portal.core import pagination
from portal.core.database import db
from portal.core.pagination import Page
from portal.participation.models import Activity
from portal.participation.queries import search
from portal.participation.queries.search import Wanted
from portal.territory import queries as territory


class State(StrEnum):
    """What residents may ask for."""

    ALL = ""
    OPEN = "open"
    CLOSED = "closed"
    ANSWERED = "answered"
    REJECTED = "rejected"


class Sort(StrEnum):
    """In which order."""

    BEST = "best"  # how well words fit
    NEWEST = "newest"
    SIGNED = "signed"
    CLOSING = "closing"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a list is asked for; nothing asks for everything that residents may read but what was turned down.

    `zone` is a key; a zone that nobody knows asks nothing.
    """

    words: str = ""
    state: State = State.ALL
    zone: str = ""
    sort: Sort = Sort.NEWEST


_OPEN = """a.stage = 'published' AND a.opens_at <= statement_timestamp()
    AND (a.closes_at IS NULL OR a.closes_at > statement_timestamp())"""
_PUBLIC = "p.standing <> 'rejected' AND a.stage IN ('published', 'archived', 'withdrawn')"
_STATES = {
    State.ALL: _PUBLIC,
    State.OPEN: _OPEN,
    State.CLOSED: "(a.stage = 'archived' OR (a.stage = 'published' AND a.closes_at <= statement_timestamp()))",
    State.ANSWERED: f"""{_PUBLIC} AND EXISTS (SELECT FROM official_answers o
        WHERE o.organisation_id = a.organisation_id AND o.activity_id = a.id)""",
    State.REJECTED: "p.standing = 'rejected' AND NOT p.is_text_hidden",
}
_SCORES = {
    Sort.BEST: "(1000000 * ts_rank(a.search, query.words))::bigint",
    Sort.NEWEST: "extract(epoch FROM coalesce(p.decided_at, a.opens_at, a.created_at))::bigint",
    Sort.SIGNED: "greatest(h.counted, 0)",
    Sort.CLOSING: f"""CASE WHEN {_OPEN} THEN 1000000000000 - extract(epoch FROM coalesce(a.closes_at, '9999-01-01'))::bigint
        ELSE 0 END""",
}


def page(asked: Asked, *, after: str | None = None, size: int = pagination.PAGE_SIZE) -> Page[Activity]:
    """Petitions that fit, in the order asked for; every order ends with the id, so that pages neither repeat nor skip."""
    zone = territory.territory().find(asked.zone) if asked.zone else None
    wanted = Wanted.from_words(asked.words, zone_id=zone.id if zone is not None else None)
    values = search.values_of(wanted) | {"size": size + 1}
    cut = pagination.read_cursor(after, int, int)
    rows = db.session.execute(
        text(statement(asked, wanted, is_later=cut is not None)),
        values | dict(zip(("score", "id"), cut or (), strict=False)),
    ).all()
    found = pagination.cut(rows, size, lambda row: (row.score, row.id))
    known = _by_id([row.id for row in found.rows])
    return Page([known[row.id] for row in found.rows if row.id in known], found.after)


def statement(asked: Asked, wanted: Wanted, *, is_later: bool) -> str:
    """SQL: scores and ids. Words are found by the index of the search."""
    sort = Sort.NEWEST if asked.sort is Sort.BEST and not wanted.words else asked.sort
    words = "CROSS JOIN query" if wanted.words else ""
    conditions = [_STATES[asked.state], *(["a.search @@ query.words"] if wanted.words else [])]
    if wanted.zone_id is not None:
        conditions.append(search.in_zone("a"))
    beyond = "WHERE (score, id) < (:score, :id)" if is_later else ""
    return f"""{search.query_of(wanted)} SELECT score, id FROM (
        SELECT {_SCORES[sort]} AS score, a.id FROM petitions p
        JOIN activities a ON a.organisation_id = p.organisation_id AND a.id = p.activity_id
        JOIN tally_heads h ON h.organisation_id = p.organisation_id AND h.activity_id = p.activity_id {words}
        WHERE p.organisation_id = :organisation_id AND {" AND ".join(conditions)}) AS found {beyond}
        ORDER BY score DESC, id DESC LIMIT :size"""


def _by_id(ids: Sequence[int]) -> dict[int, Activity]:
    return {row.id: row for row in db.session.scalars(select(Activity).where(Activity.id.in_(ids)))}
