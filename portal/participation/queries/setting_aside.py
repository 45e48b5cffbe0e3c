"""The statements that set many participations aside, or put them back: a batch each, with the events that tell of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, TextClause, text

from portal.core.database import db
from portal.core.tenancy import current_organisation_id
from portal.participation.rules.conditions import Conditions

CRITERIA = {
    "zone_id": "v.zone_id = :zone_id",
    "assurance": "p.assurance = :assurance",
    "channel": "p.channel = :channel",
    "submitted_from": "p.submitted_at >= :submitted_from",
    "submitted_until": "p.submitted_at < :submitted_until",
    "days": "v.counted_on = ANY(CAST(:days AS date[]))",
    "ids": "p.id = ANY(CAST(:ids AS bigint[]))",
}
LIVING = ["counted", "held"]
PUT_BACK = "p.set_aside_by = :set_aside_by"

FOUND = """
    FROM participations p
    JOIN participation_versions v ON v.organisation_id = p.organisation_id AND v.id = p.current_version_id
    WHERE p.organisation_id = :organisation_id AND p.activity_id = :activity_id AND p.state = ANY(CAST(:states AS text[])) AND {criteria}"""

# Locked in the order of ids, so that two works cannot deadlock; whoever changes their answer meanwhile is waited for.
# What staff held before (decision 8) does not count: it leaves no figure, and comes back held.
_BATCH = """
    WITH chosen AS (
        SELECT p.id, v.held_reason IS NOT NULL AS is_held {found} AND p.id > :after
        ORDER BY p.id LIMIT :size FOR UPDATE OF p
    ), moved AS (
        UPDATE participations p SET {change}, changed_at = clock_timestamp() FROM chosen
        WHERE p.organisation_id = :organisation_id AND p.id = chosen.id
        RETURNING p.id, p.current_version_id, chosen.is_held
    ), told AS (
        INSERT INTO outbox (organisation_id, subscriber, event, payload)
        SELECT :organisation_id, s.name, :event, CAST(:payload AS jsonb)
            || jsonb_build_object('participation_id', moved.id) || CASE WHEN moved.is_held
                THEN '{{"counted": 0}}' ELSE jsonb_build_object(CAST(:side AS text), moved.current_version_id) END
        FROM moved CROSS JOIN unnest(CAST(:subscribers AS text[])) AS s(name) WHERE :side = 'minus' OR NOT moved.is_held
    )
    SELECT count(*) AS n, max(id) AS last FROM moved"""

_ASIDE = "state = 'invalidated', invalidated_reason = :reason, set_aside_by = :work_id"
_BACK = (
    "state = CASE WHEN chosen.is_held THEN 'held' ELSE 'counted' END, invalidated_reason = NULL, set_aside_by = NULL"
)


def count(activity_id: int, conditions: Conditions, more: Mapping[str, str], *, states: Sequence[str] = LIVING) -> int:
    """How many participations that count now, or are held, are meant. `more`: SQL of the kind's own criteria, by name."""
    criteria, values = criteria_of(conditions, more)
    values |= {"activity_id": activity_id, "states": list(states)}
    return db.session.scalar(text(f"SELECT count(*) {FOUND.format(criteria=criteria)}"), own(values)) or 0


def set_aside_some(conditions: Conditions, more: Mapping[str, str], values: dict[str, Any]) -> Row[Any]:
    """Set the next ones aside after an id; how many, and the last id. Writes what `values` says: activity_id, after, size,
    reason, work_id, and event, payload, subscribers of what is told."""
    criteria, asked = criteria_of(conditions, more)
    given = values | asked | {"states": LIVING, "side": "minus"}
    return db.session.execute(_batch(criteria, _ASIDE), own(given)).one()


def put_back_some(values: dict[str, Any]) -> Row[Any]:
    """Count again the next ones that a work (`set_aside_by`) set aside and nobody else moved since."""
    given = values | {"states": ["invalidated"], "side": "plus"}
    return db.session.execute(_batch(PUT_BACK, _BACK), own(given)).one()


def count_of_work(activity_id: int, work_id: int) -> int:
    """How many are still set aside by this work."""
    values = {"activity_id": activity_id, "states": ["invalidated"], "set_aside_by": work_id}
    return db.session.scalar(text(f"SELECT count(*) {FOUND.format(criteria=PUT_BACK)}"), own(values)) or 0


def _batch(criteria: str, change: str) -> TextClause:
    return text(_BATCH.format(found=FOUND.format(criteria=criteria), change=change))


def criteria_of(conditions: Conditions, more: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """SQL and the values that it binds. Raises KeyError for a criterion that the kind does not know."""
    asked = {name: getattr(conditions, name) for name in CRITERIA if getattr(conditions, name) not in (None, ())}
    parts = [CRITERIA[name] for name in asked] + [f"({more[name]})" for name in conditions.more]
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in asked.items()}
    return " AND ".join(parts) or "true", values | dict(conditions.more)


def own(values: dict[str, Any]) -> dict[str, Any]:
    return values | {"organisation_id": current_organisation_id()}
