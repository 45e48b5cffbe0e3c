"""What is changed of a participation that somebody typed from paper."""

from typing import Any

from sqlalchemy import text

from portal.core.database import changed_rows, db
from portal.core.tenancy import current_organisation_id

# Another participation of the key would make two of one person: then nothing changes.
_RENAME = text("""
    UPDATE participations p SET person_key = :person_key, key_version = :key_version, name_hash = :name_hash,
        place_hash = :place_hash
    WHERE p.organisation_id = :organisation_id AND p.id = :id AND NOT EXISTS (
        SELECT FROM participations o WHERE o.organisation_id = p.organisation_id AND o.activity_id = p.activity_id
          AND o.person_key = :person_key AND o.seat = p.seat AND o.id <> p.id)""")

_BY_KEY = text("""
    SELECT id FROM participations
    WHERE organisation_id = :organisation_id AND activity_id = :activity_id AND person_key = :person_key AND seat = 1""")


def rename(participation_id: int, values: dict[str, Any]) -> bool:
    """Say who a participation is. Returns whether it could be said: nobody else has this key. Raises IntegrityError
    where somebody takes it at the same instant."""
    given = values | {"organisation_id": current_organisation_id(), "id": participation_id}
    return changed_rows(_RENAME, given) == 1


def id_by_key(activity_id: int, person_key: bytes) -> int | None:
    """Whose participation in an activity has this key."""
    values = {"organisation_id": current_organisation_id(), "activity_id": activity_id, "person_key": person_key}
    return db.session.scalar(_BY_KEY, values)
