"""The statements that mark what waits for staff."""

import datetime as dt

from sqlalchemy import text

from portal.core.database import db
from portal.core.tenancy import current_organisation_id

_MARK = text("""
    UPDATE participation_versions SET held_reason = :reason
    WHERE organisation_id = :organisation_id AND participation_id = :id AND NOT is_voided""")

# The day that a held version counts for is the one on which it was let through, unless it was counted before.
_UNMARK = text("""
    UPDATE participation_versions SET held_reason = NULL,
        counted_on = CASE WHEN id = :version_id THEN CAST(:counted_on AS date) ELSE counted_on END
    WHERE organisation_id = :organisation_id AND participation_id = :id""")


def mark(participation_id: int, reason: str) -> None:
    """Note on every living version of a participation why it is held."""
    values = {"organisation_id": current_organisation_id(), "id": participation_id, "reason": reason}
    db.session.execute(_MARK, values)


def unmark(participation_id: int, version_id: int | None, counted_on: dt.date) -> None:
    """Take the notes off, and give the version that is to count its day."""
    values = {
        "organisation_id": current_organisation_id(),
        "id": participation_id,
        "version_id": version_id,
        "counted_on": counted_on,
    }
    db.session.execute(_UNMARK, values)
