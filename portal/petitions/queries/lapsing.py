"""The statements that take out petitions, and people who would carry one, that no mailbox confirmed."""

import datetime as dt
from typing import Any

from sqlalchemy import text

from portal.core.database import changed_rows, db
from portal.core.tenancy import current_organisation_id

_PETITIONS = """
    FROM petitions WHERE organisation_id = :organisation_id AND standing = 'sponsoring' AND author_confirmed_at IS NULL
      AND author_digest IS NOT NULL AND created_at < :before"""
_SPONSORS = """
    FROM petition_sponsors WHERE organisation_id = :organisation_id AND confirmed_at IS NULL AND invited_at < :before"""

_COUNT = text(f"SELECT (SELECT count(*) {_PETITIONS}) + (SELECT count(*) {_SPONSORS})")

_LOCK_PETITIONS = text(f"SELECT activity_id {_PETITIONS} ORDER BY activity_id LIMIT :size FOR UPDATE SKIP LOCKED")

# Nothing else hangs on a petition that never began: it had no sponsor, no signature, no decision.
_DELETE_PETITIONS = (
    text("""
    DELETE FROM ticks WHERE organisation_id = :organisation_id AND subject_type = 'petition'
      AND subject_id = ANY(:ids)"""),
    text("DELETE FROM petitions WHERE organisation_id = :organisation_id AND activity_id = ANY(:ids)"),
    text("DELETE FROM tally_heads WHERE organisation_id = :organisation_id AND activity_id = ANY(:ids)"),
    text("DELETE FROM activities WHERE organisation_id = :organisation_id AND id = ANY(:ids)"),
)

_DELETE_SPONSORS = text(f"""
    WITH gone AS (DELETE FROM petition_sponsors WHERE organisation_id = :organisation_id
        AND id IN (SELECT id {_SPONSORS} ORDER BY id LIMIT :size FOR UPDATE SKIP LOCKED) RETURNING id),
    unticked AS (DELETE FROM ticks WHERE organisation_id = :organisation_id AND subject_type = 'petition_sponsor'
        AND subject_id IN (SELECT id FROM gone))
    SELECT id FROM gone""")


def count_unconfirmed(before: dt.datetime) -> int:
    """What was begun before that instant and never confirmed."""
    return db.session.scalar(_COUNT, _own(before=before)) or 0


def forget_unconfirmed(before: dt.datetime, size: int) -> int:
    """Delete some of them. Returns how many."""
    ids = list(db.session.scalars(_LOCK_PETITIONS, _own(before=before, size=size)))
    if ids:
        for statement in _DELETE_PETITIONS:
            changed_rows(statement, _own(ids=ids))
    sponsors = db.session.scalars(_DELETE_SPONSORS, _own(before=before, size=size)).all()
    return len(ids) + len(sponsors)


def _own(**values: Any) -> dict[str, Any]:
    return values | {"organisation_id": current_organisation_id()}
