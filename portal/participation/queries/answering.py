"""Who asked to be told the answer, and who was."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, text

from portal.consents import rules
from portal.core.database import db
from portal.core.tenancy import current_organisation_id
from portal.participation.rules.answering import ANSWER

# Counted participations whose person ticked "tell me" on any version that was not voided, and whose address is still kept.
# A change of answers adds a version; the tick stays where it was made.
_ASKED = """
    FROM participations p
    JOIN participation_versions c ON c.organisation_id = p.organisation_id AND c.id = p.current_version_id
    WHERE p.organisation_id = :organisation_id AND p.activity_id = :activity_id AND p.state = 'counted'
      AND c.to_address IS NOT NULL
      AND EXISTS (SELECT FROM participation_versions v
          JOIN ticks t ON t.organisation_id = v.organisation_id AND t.subject_type = 'participation_version'
              AND t.subject_id = v.id
          JOIN purposes u ON u.organisation_id = t.organisation_id AND u.id = t.purpose_id AND u.key = :purpose
          WHERE v.organisation_id = p.organisation_id AND v.participation_id = p.id AND NOT v.is_voided)"""

# And those of whom nothing but the wish is left.
_WISHED = "FROM answer_wishes w WHERE w.organisation_id = :organisation_id AND w.activity_id = :activity_id"

_COUNT = text(f"SELECT (SELECT count(DISTINCT p.person_key) {_ASKED}) + (SELECT count(*) {_WISHED})")

_CLAIM = text(f"""
    WITH asked AS (
        SELECT DISTINCT ON (person_key) each.* FROM (
            SELECT p.person_key, p.id AS participation_id, c.to_address, c.language {_ASKED}
            UNION ALL SELECT w.person_key, NULL, w.address, w.language {_WISHED}
        ) AS each
        WHERE NOT EXISTS (SELECT FROM people_told told WHERE told.organisation_id = :organisation_id
            AND told.subject_type = :subject_type AND told.subject_id = :subject_id AND told.person_key = each.person_key)
        ORDER BY person_key, participation_id LIMIT :size
    ), told AS (
        INSERT INTO people_told (organisation_id, subject_type, subject_id, person_key, activity_id)
        SELECT :organisation_id, :subject_type, :subject_id, person_key, :activity_id FROM asked
        ON CONFLICT DO NOTHING RETURNING person_key
    )
    SELECT asked.* FROM asked JOIN told USING (person_key)""")

_TICKS = """
    FROM ticks t
    JOIN purposes u ON u.organisation_id = t.organisation_id AND u.id = t.purpose_id AND u.key = :purpose
    JOIN participation_versions v ON v.organisation_id = t.organisation_id AND v.id = t.subject_id
    WHERE t.organisation_id = :organisation_id AND t.subject_type = 'participation_version'
      AND v.participation_id = :participation_id"""

_ASKS = text(f"SELECT EXISTS (SELECT {_TICKS})")

_STOP = text(f"DELETE FROM ticks WHERE organisation_id = :organisation_id AND id IN (SELECT t.id {_TICKS})")

# Where the address was not what proved who it is, it was kept for what is ticked alone.
_FORGET_ADDRESS = text("""
    UPDATE participation_versions AS c SET to_address = NULL FROM activities a
    WHERE c.organisation_id = :organisation_id AND c.participation_id = :participation_id AND c.to_address IS NOT NULL
      AND a.organisation_id = c.organisation_id AND a.id = c.activity_id AND (a.is_anonymous OR a.access <> 'email')
      AND NOT EXISTS (SELECT FROM participation_versions v
          JOIN ticks t ON t.organisation_id = v.organisation_id AND t.subject_type = 'participation_version'
              AND t.subject_id = v.id
          WHERE v.organisation_id = c.organisation_id AND v.participation_id = c.participation_id)""")

_TOLD = text("""
    SELECT count(*) FROM people_told
    WHERE organisation_id = :organisation_id AND subject_type = :subject_type AND subject_id = :subject_id""")


def count_asked(activity_id: int) -> int:
    """How many people asked to be told the answer."""
    return db.session.scalar(_COUNT, _own(activity_id=activity_id)) or 0


def count_told(subject_id: int, subject_type: str = ANSWER) -> int:
    """How many people were told this version of an answer, or of a step towards it."""
    return db.session.scalar(_TOLD, _own(subject_type=subject_type, subject_id=subject_id)) or 0


def claim(activity_id: int, subject_type: str, subject_id: int, size: int) -> Sequence[Row[Any]]:
    """Mark the next people as told and return them; nobody is ever returned twice for one version."""
    values = _own(activity_id=activity_id, subject_type=subject_type, subject_id=subject_id, size=size)
    return db.session.execute(_CLAIM, values).all()


def asks(participation_id: int) -> bool:
    """Whether this person asked, and did not say stop since."""
    return bool(db.session.scalar(_ASKS, _own(participation_id=participation_id)))


def stop_asking(participation_id: int) -> None:
    """Take the wish back; and the address, where nothing else needs it."""
    db.session.execute(_STOP, _own(participation_id=participation_id))
    db.session.execute(_FORGET_ADDRESS, _own(participation_id=participation_id))


def _own(**values: Any) -> dict[str, Any]:
    return {"organisation_id": current_organisation_id(), "purpose": rules.ANSWER} | values
