"""The staff's list of petitions: filtered, searched and sorted by the base in one statement; no signature is counted."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select, text

from portal.core import pagination, tenancy
from portal.core.database import db
from portal.core.pagination import Page
from portal.participation.models import Activity
from portal.participation.queries import search
from portal.petitions.models import Petition, Update

SPEED_DAYS = 7
QUEUE = 10

_OPEN = "a.stage = 'published' AND a.opens_at <= statement_timestamp()"
_NOT_CLOSED = "(a.closes_at IS NULL OR a.closes_at > statement_timestamp())"

STATES = {
    "": "true",
    "draft": "p.standing = 'draft'",
    "sponsoring": "p.standing = 'sponsoring'",
    "moderation": "p.standing = 'moderation'",
    "open": f"p.standing = 'accepted' AND {_OPEN} AND {_NOT_CLOSED}",
    "late": "p.standing = 'accepted' AND owed.due_on < CAST(:today AS date)",
    "closed": "p.standing = 'accepted' AND a.closes_at <= statement_timestamp()",
    "rejected": "p.standing = 'rejected'",
    "withdrawn": "p.standing = 'withdrawn'",
}

# What lists may be sorted by: a number, the largest first; what has none comes last either way.
SORTS = {
    "new": "p.id",
    "signatures": "coalesce(h.counted, 0)",
    "speed": "speed.n",
    "clock": "CAST(:today AS date) - owed.due_on",
}

_FOUND = """
    SELECT p.activity_id, p.id, speed.n AS speed, owed.due_on, coalesce(({key}) * :way, -1e15)::float8 AS key
    FROM petitions p
    JOIN activities a ON a.organisation_id = p.organisation_id AND a.id = p.activity_id
    LEFT JOIN tally_heads h ON h.organisation_id = p.organisation_id AND h.activity_id = p.activity_id
    LEFT JOIN LATERAL (
        SELECT greatest(sum(d.n), 0)::float8
            / greatest(1, least(:days, CAST(:today AS date) - (a.opens_at AT TIME ZONE :zone)::date + 1)) AS n
        FROM tally_days d WHERE d.organisation_id = p.organisation_id AND d.activity_id = p.activity_id
          AND d.day > CAST(:today AS date) - CAST(:days AS int) AND d.day <= CAST(:today AS date)
    ) AS speed ON true
    LEFT JOIN LATERAL (
        SELECT min(least((m.reached_at AT TIME ZONE :zone)::date
            + CASE WHEN m.acknowledged_at IS NULL THEN t.acknowledge_days ELSE t.answer_days END,
            CASE WHEN t.promise = 'debate' AND m.session_on >= CAST(:today AS date) THEN m.session_on END)) AS due_on
        FROM petition_milestones m
        JOIN petition_thresholds t ON t.organisation_id = m.organisation_id AND t.id = m.threshold_id
        WHERE m.organisation_id = p.organisation_id AND m.activity_id = p.activity_id
          AND m.reverted_at IS NULL AND m.answered_at IS NULL AND p.standing = 'accepted'
    ) AS owed ON true"""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the address of the list says; anything unknown was taken out of it."""

    state: str = ""
    words: str = ""
    sort: str = "new"
    is_rising: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    """A petition of the list: its rows, and signatures a day over the last week (or since it opened)."""

    activity: Activity
    petition: Petition
    speed: float


def lines(asked: Asked, *, today: dt.date, after: str | None = None, size: int = pagination.PAGE_SIZE) -> Page[Line]:
    """A page of the list."""
    cut = pagination.read_cursor(after, float, int)
    wanted = search.Wanted.from_words(asked.words)
    values = search.values_of(wanted) | {
        "today": today,
        "zone": tenancy.card(tenancy.current_organisation_id()).time_zone,
        "days": SPEED_DAYS,
        "way": -1 if asked.is_rising else 1,
        "size": size + 1,
    }
    if cut:
        values |= {"key": cut[0], "id": cut[1]}
    rows = db.session.execute(text(_statement(asked, wanted, is_cut=cut is not None)), values).all()
    page = pagination.cut(rows, size, lambda row: (row.key, row.id))
    return Page(_loaded(page.rows), page.after)


def count_waiting() -> int:
    """How many petitions wait for the moderators."""
    rows = select(func.count()).select_from(select(Petition.id).where(Petition.standing == "moderation").subquery())
    return db.session.scalar(rows) or 0


def waiting(size: int = QUEUE) -> list[tuple[Activity, Petition]]:
    """Petitions that wait for the moderators, the longest waiting first."""
    rows = (
        select(Activity, Petition)
        .join(
            Petition,
            (Petition.organisation_id == Activity.organisation_id) & (Petition.activity_id == Activity.id),
        )
        .where(Petition.standing == "moderation")
        .order_by(Petition.submitted_at.nulls_first(), Petition.id)
        .limit(size)
    )
    return [(row[0], row[1]) for row in db.session.execute(rows)]


def waiting_updates(size: int = QUEUE) -> list[tuple[Activity, Update]]:
    """News by authors that nobody has looked at yet, the oldest first."""
    rows = (
        select(Activity, Update)
        .join(Update, (Update.organisation_id == Activity.organisation_id) & (Update.activity_id == Activity.id))
        .where(Update.state == "waiting")
        .order_by(Update.id)
        .limit(size)
    )
    return [(row[0], row[1]) for row in db.session.execute(rows)]


def _statement(asked: Asked, wanted: search.Wanted, *, is_cut: bool) -> str:
    query = search.query_of(wanted)
    conditions = ["p.organisation_id = :organisation_id", STATES[asked.state]]
    if query:
        conditions.append("a.search @@ query.words")
    found = _FOUND.format(key=SORTS[asked.sort]) + (" CROSS JOIN query" if query else "")
    beyond = "WHERE (key, id) < (:key, :id)" if is_cut else ""
    return f"""{query}
        SELECT * FROM ({found} WHERE {" AND ".join(conditions)}) AS found
        {beyond} ORDER BY key DESC, id DESC LIMIT :size"""


def _loaded(rows: Sequence[Row[Any]]) -> list[Line]:
    ids = [row.activity_id for row in rows]
    activities = {row.id: row for row in db.session.scalars(select(Activity).where(Activity.id.in_(ids)))}
    petitions = {
        row.activity_id: row for row in db.session.scalars(select(Petition).where(Petition.activity_id.in_(ids)))
    }
    return [
        Line(activity=activities[row.activity_id], petition=petitions[row.activity_id], speed=row.speed or 0)
        for row in rows
    ]
