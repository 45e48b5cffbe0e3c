"""Signatures as staff search them: those that the conditions mean, whatever their state, the newest first.

A row is a version: the one that stands, or each that still waits for its link.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, text

from portal.core import pagination
from portal.core.database import db
from portal.core.pagination import Page
from portal.participation.queries import setting_aside
from portal.participation.rules.conditions import Conditions
from portal.petitions import criteria

MORE = {each.name: each.sql for each in criteria.CRITERIA}

# Said with coalesce because the base guesses well how many that leaves: with OR it expects one, and sorts a hundred thousand.
_FOUND = """
    FROM participations p
    JOIN participation_versions v ON v.organisation_id = p.organisation_id AND v.participation_id = p.id
    WHERE p.organisation_id = :organisation_id AND p.activity_id = :activity_id
      AND coalesce(v.id = p.current_version_id, NOT v.is_voided)
      AND (CAST(:state AS text) = '' OR p.state = :state) AND {criteria}"""

_PAGE = """
    SELECT s.*, t.network, t.mail_domain FROM (
        SELECT p.id, p.state, p.channel, p.seat, p.submitted_at, v.id AS version_id, v.activity_id, v.content, v.zone_id,
            v.held_reason, v.to_address {found} AND (p.id, v.id) < (:before, :before_version)
        ORDER BY p.id DESC, v.id DESC LIMIT :size
    ) AS s
    LEFT JOIN participation_traces t ON t.organisation_id = :organisation_id AND t.activity_id = s.activity_id
        AND t.version_id = s.version_id
    ORDER BY s.id DESC, s.version_id DESC"""

_COUNTS = "SELECT p.state, count(DISTINCT p.id) AS n {found} GROUP BY p.state"
_LATEST = (1 << 63) - 1


def page(
    activity_id: int, wanted: Conditions, state: str = "", *, after: str | None = None, size: int = pagination.PAGE_SIZE
) -> Page[Row[Any]]:
    """Some of them, with where they came from."""
    cut = pagination.read_cursor(after, int, int) or [_LATEST, _LATEST]
    values = {"before": cut[0], "before_version": cut[1], "size": size + 1}
    rows = _rows(_PAGE, activity_id, wanted, state, values)
    return pagination.cut(rows, size, lambda row: (row.id, row.version_id))


def counts(activity_id: int, wanted: Conditions) -> dict[str, int]:
    """How many, by state."""
    return {row.state: row.n for row in _rows(_COUNTS, activity_id, wanted, "", {})}


def plan(activity_id: int, wanted: Conditions) -> str:
    """How the base would look for a page of them."""
    values = {"before": _LATEST, "before_version": _LATEST, "size": pagination.PAGE_SIZE + 1}
    return "\n".join(row[0] for row in _rows(f"EXPLAIN {_PAGE}", activity_id, wanted, "", values))


def _rows(sql: str, activity_id: int, wanted: Conditions, state: str, values: dict[str, Any]) -> Sequence[Row[Any]]:
    conditions, asked = setting_aside.criteria_of(wanted, MORE)
    statement = text(sql.format(found=_FOUND.format(criteria=conditions)))
    given = values | asked | {"activity_id": activity_id, "state": state}
    return db.session.execute(statement, setting_aside.own(given)).all()
