"""What nightly work takes out, a batch at a time: each statement may be stopped and begun again."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, text

from portal.core.database import changed_rows, db
from portal.core.tenancy import current_organisation_id

# A version that never counted and is not the one that waits in front of a link any more: nobody will confirm it.
_UNCONFIRMED = """
    FROM participation_versions v
    JOIN participations p ON p.organisation_id = v.organisation_id AND p.id = v.participation_id
    WHERE v.organisation_id = :organisation_id AND v.counted_on IS NULL AND v.submitted_at < :before
      AND v.link_digest IS NOT NULL AND p.current_version_id IS DISTINCT FROM v.id"""

_LOCK_UNCONFIRMED = text(
    f"SELECT v.id, p.id AS participation_id {_UNCONFIRMED} ORDER BY p.id LIMIT :size FOR UPDATE OF p SKIP LOCKED"
)

_COUNT_UNCONFIRMED = text(f"SELECT count(*) {_UNCONFIRMED}")

_DELETE_VERSIONS = text(
    "DELETE FROM participation_versions WHERE organisation_id = :organisation_id AND id = ANY(:version_ids)"
)

_DELETE_EMPTY = text("""
    DELETE FROM participations p WHERE p.organisation_id = :organisation_id AND p.id = ANY(:participation_ids)
      AND p.state = 'pending' AND NOT EXISTS (SELECT FROM participation_versions v
          WHERE v.organisation_id = p.organisation_id AND v.participation_id = p.id)
    RETURNING p.id, p.activity_id""")

_NAMED = """
    FROM participations p
    JOIN activities a ON a.organisation_id = p.organisation_id AND a.id = p.activity_id
    WHERE p.organisation_id = :organisation_id AND a.closes_at < :before AND p.key_version > 0"""

_COUNT_NAMED = text(f"SELECT count(*) {_NAMED}")

# The key becomes a random one: one participation stays one, and nobody can find it by an address again.
_FORGET_NAMED = text(f"""
    WITH named AS (SELECT p.id {_NAMED} ORDER BY p.id LIMIT :size FOR UPDATE OF p SKIP LOCKED), blanked AS (
        UPDATE participation_versions v SET to_address = NULL, link_digest = NULL, content_digest = '',
            content = v.content - ARRAY['name', 'postcode']
        FROM named WHERE v.organisation_id = :organisation_id AND v.participation_id = named.id
    )
    UPDATE participations p SET key_version = :forgotten, manage_digest = NULL, name_hash = NULL, place_hash = NULL,
        person_key = sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'))
    FROM named WHERE p.organisation_id = :organisation_id AND p.id = named.id""")

_ACTIVITIES = text("SELECT activity_id FROM tally_heads WHERE organisation_id = :organisation_id ORDER BY activity_id")

_LOCK_NIGHT = text("SELECT pg_advisory_xact_lock(hashtext('parvis:night'), CAST(:organisation_id AS int))")

_TAKE_NIGHT = text("""
    INSERT INTO audit_entries (organisation_id, action, subject_type, details)
    SELECT :organisation_id, 'upkeep.begun', 'organisation', jsonb_build_object('day', CAST(:day AS text))
    WHERE NOT EXISTS (SELECT FROM audit_entries WHERE organisation_id = :organisation_id
        AND action = 'upkeep.begun' AND details ->> 'day' = :day)
    RETURNING id""")


def lock_unconfirmed(before: dt.datetime, size: int) -> Sequence[Row[Any]]:
    """Some answers that nobody confirmed before that instant, their participations locked."""
    return db.session.execute(_LOCK_UNCONFIRMED, _own(before=before, size=size)).all()


def count_unconfirmed(before: dt.datetime) -> int:
    return db.session.scalar(_COUNT_UNCONFIRMED, _own(before=before)) or 0


def delete_unconfirmed(version_ids: Sequence[int], participation_ids: Sequence[int]) -> Sequence[Row[Any]]:
    """Delete these, and the participations that have nothing left; returns the latter."""
    db.session.execute(_DELETE_VERSIONS, _own(version_ids=list(version_ids)))
    return db.session.execute(_DELETE_EMPTY, _own(participation_ids=list(participation_ids))).all()


def count_named(before: dt.datetime) -> int:
    """Participations of activities closed before that instant which still could be found by an address."""
    return db.session.scalar(_COUNT_NAMED, _own(before=before)) or 0


def forget_named(before: dt.datetime, size: int, forgotten: int) -> int:
    """Take the persons out of some of them; what they said and what counts stays. Returns how many."""
    values = _own(before=before, size=size, forgotten=forgotten)
    return changed_rows(_FORGET_NAMED, values)


def counted_activities() -> Sequence[int]:
    return db.session.scalars(_ACTIVITIES, _own()).all()


def take_night(day: str) -> bool:
    """Whether this day's upkeep of the organisation is for the caller; only the first who asks hears yes."""
    db.session.execute(_LOCK_NIGHT, _own())
    return db.session.execute(_TAKE_NIGHT, _own(day=day)).one_or_none() is not None


def _own(**values: Any) -> dict[str, Any]:
    return values | {"organisation_id": current_organisation_id()}
