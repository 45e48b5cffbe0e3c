"""The statements that hold many participations, or release them: a batch each, with the events that tell of it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, text

from portal.core.database import changed_rows, db
from portal.participation.queries import setting_aside
from portal.participation.rules.conditions import Conditions

COUNTED, HELD = ["counted"], ["held"]

# Locked in the order of ids, as in setting_aside; what is voided says nothing any more.
_HOLD = """
    WITH chosen AS (SELECT p.id {found} AND p.id > :after ORDER BY p.id LIMIT :size FOR UPDATE OF p), moved AS (
        UPDATE participations p SET state = 'held', changed_at = clock_timestamp() FROM chosen
        WHERE p.organisation_id = :organisation_id AND p.id = chosen.id RETURNING p.id, p.current_version_id
    ), marked AS (
        UPDATE participation_versions v SET held_reason = :reason FROM moved
        WHERE v.organisation_id = :organisation_id AND v.participation_id = moved.id AND NOT v.is_voided
    ), told AS (
        INSERT INTO outbox (organisation_id, subscriber, event, payload)
        SELECT :organisation_id, s.name, :event, CAST(:payload AS jsonb)
            || jsonb_build_object('participation_id', moved.id, 'minus', moved.current_version_id)
        FROM moved CROSS JOIN unnest(CAST(:subscribers AS text[])) AS s(name)
    )
    SELECT count(*) AS n, max(id) AS last FROM moved"""

# The day that it counts for is the one on which it was let through, unless it was counted before. A change of mind adds a
# version, and what was ticked stays where it was: that is the version that the contact base has to hear of.
_RELEASE = """
    WITH chosen AS (SELECT p.id {found} AND p.id > :after ORDER BY p.id LIMIT :size FOR UPDATE OF p), moved AS (
        UPDATE participations p SET state = 'counted', changed_at = clock_timestamp() FROM chosen
        WHERE p.organisation_id = :organisation_id AND p.id = chosen.id RETURNING p.id, p.current_version_id
    ), unmarked AS (
        UPDATE participation_versions v SET held_reason = NULL, counted_on = CASE WHEN v.id = moved.current_version_id
            THEN coalesce(v.counted_on, CAST(:today AS date)) ELSE v.counted_on END
        FROM moved WHERE v.organisation_id = :organisation_id AND v.participation_id = moved.id
    ), told AS (
        INSERT INTO outbox (organisation_id, subscriber, event, payload)
        SELECT :organisation_id, s.name, :event, CAST(:payload AS jsonb) || jsonb_build_object(
            'participation_id', moved.id, 'plus', moved.current_version_id,
            'version_id', coalesce(ticked.id, moved.current_version_id), 'is_consented', ticked.id IS NOT NULL)
        FROM moved CROSS JOIN unnest(CAST(:subscribers AS text[])) AS s(name)
        CROSS JOIN LATERAL (SELECT max(v.id) AS id FROM participation_versions v
            JOIN ticks t ON t.organisation_id = v.organisation_id AND t.subject_type = 'participation_version'
                AND t.subject_id = v.id
            WHERE v.organisation_id = :organisation_id AND v.participation_id = moved.id AND NOT v.is_voided) AS ticked
    )
    SELECT count(*) AS n, max(id) AS last FROM moved"""

# What waits for its link: pressed, it will be held, or counted again.
_WAITING = """
    FROM participations p
    JOIN participation_versions v ON v.organisation_id = p.organisation_id AND v.participation_id = p.id
    WHERE p.organisation_id = :organisation_id AND p.activity_id = :activity_id AND p.state IN ('pending', 'withdrawn')
      AND NOT v.is_voided AND v.counted_on IS NULL AND (v.held_reason IS NULL) = :is_hold AND {criteria}"""

_MARK_WAITING = """
    WITH chosen AS (SELECT v.id {waiting} ORDER BY p.id LIMIT :size FOR UPDATE OF p)
    UPDATE participation_versions v SET held_reason = CASE WHEN :is_hold THEN :reason END FROM chosen
    WHERE v.organisation_id = :organisation_id AND v.id = chosen.id"""


def count(activity_id: int, conditions: Conditions, more: Mapping[str, str], *, is_hold: bool) -> int:
    """How many participations would be held (or released), with those that wait for their link."""
    living = setting_aside.count(activity_id, conditions, more, states=COUNTED if is_hold else HELD)
    criteria, values = setting_aside.criteria_of(conditions, more)
    given = setting_aside.own(values | {"activity_id": activity_id, "is_hold": is_hold})
    waiting = db.session.scalar(text(f"SELECT count(*) {_WAITING.format(criteria=criteria)}"), given)
    return living + (waiting or 0)


def hold_some(conditions: Conditions, more: Mapping[str, str], values: dict[str, Any]) -> Row[Any]:
    """Hold the next ones that count, after an id; how many, and the last id. Writes what `values` says: activity_id, after,
    size, reason, and event, payload, subscribers of what is told."""
    return _batch(_HOLD, conditions, more, values | {"states": COUNTED})


def release_some(conditions: Conditions, more: Mapping[str, str], values: dict[str, Any]) -> Row[Any]:
    """Count the next ones that are held; likewise, with the day `today`."""
    return _batch(_RELEASE, conditions, more, values | {"states": HELD})


def mark_waiting(conditions: Conditions, more: Mapping[str, str], values: dict[str, Any], *, is_hold: bool) -> int:
    """Have some that wait for their link held once it is pressed, or counted again. Returns how many."""
    criteria, asked = setting_aside.criteria_of(conditions, more)
    statement = text(_MARK_WAITING.format(waiting=_WAITING.format(criteria=criteria)))
    return changed_rows(statement, setting_aside.own(values | asked | {"is_hold": is_hold}))


def _batch(sql: str, conditions: Conditions, more: Mapping[str, str], values: dict[str, Any]) -> Row[Any]:
    criteria, asked = setting_aside.criteria_of(conditions, more)
    statement = text(sql.format(found=setting_aside.FOUND.format(criteria=criteria)))
    return db.session.execute(statement, setting_aside.own(values | asked)).one()
