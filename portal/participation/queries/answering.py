"""Who asked to be told the answer, and who was."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, text

from portal.consents import rules
from portal.core.database import db
from portal.core.tenancy import current_organisation_id

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

_COUNT = text(f"SELECT count(DISTINCT p.person_key) {_ASKED}")

_CLAIM = text(f"""
    WITH asked AS (
        SELECT DISTINCT ON (p.person_key) p.person_key, p.id AS participation_id, c.to_address, c.language {_ASKED}
          AND NOT EXISTS (SELECT FROM answers_told told WHERE told.organisation_id = p.organisation_id
              AND told.answer_id = :answer_id AND told.person_key = p.person_key)
        ORDER BY p.person_key LIMIT :size
    ), told AS (
        INSERT INTO answers_told (organisation_id, answer_id, person_key)
        SELECT :organisation_id, :answer_id, person_key FROM asked
        ON CONFLICT DO NOTHING RETURNING person_key
    )
    SELECT asked.* FROM asked JOIN told USING (person_key)""")

_TOLD = text("SELECT count(*) FROM answers_told WHERE organisation_id = :organisation_id AND answer_id = :answer_id")


def count_asked(activity_id: int) -> int:
    """How many people asked to be told the answer."""
    return db.session.scalar(_COUNT, _own(activity_id=activity_id)) or 0


def count_told(answer_id: int) -> int:
    """How many people were told this version."""
    return db.session.scalar(_TOLD, _own(answer_id=answer_id)) or 0


def claim(activity_id: int, answer_id: int, size: int) -> Sequence[Row[Any]]:
    """Mark the next people as told and return them; nobody is ever returned twice for one version."""
    values = _own(activity_id=activity_id, answer_id=answer_id, size=size)
    return db.session.execute(_CLAIM, values).all()


def _own(**values: Any) -> dict[str, Any]:
    return {"organisation_id": current_organisation_id(), "purpose": rules.ANSWER} | values
