"""The statements of an erasure. What stays: a keyed hash, and lines of the ledger that are about nobody."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import text

from portal.core.database import db
from portal.core.tenancy import current_organisation_id

_BURY = text("""
    INSERT INTO contact_tombstones AS t (organisation_id, person_key, erased_at)
    SELECT :organisation_id, key, clock_timestamp() FROM unnest(CAST(:keys AS bytea[])) AS key
    ON CONFLICT (organisation_id, person_key) DO UPDATE SET erased_at = excluded.erased_at
    RETURNING erased_at""")

_BEGIN = text("SELECT set_config('portal.erasing', 'on', true)")
_END = text("SELECT set_config('portal.erasing', 'off', true)")

_BLANK_LEDGER = text("""
    UPDATE consent_events SET contact_id = NULL, evidence = '{}', origin_type = NULL, origin_id = NULL
    WHERE organisation_id = :organisation_id AND contact_id = :contact_id""")

_DELETE = text("DELETE FROM contacts WHERE organisation_id = :organisation_id AND id = :contact_id")


def bury(keys: Sequence[bytes]) -> dt.datetime:
    """Leave a tombstone for each key. Returns the instant of the erasure."""
    rows = db.session.execute(_BURY, {"organisation_id": current_organisation_id(), "keys": list(keys)})
    return max(row.erased_at for row in rows)


def remove(contact_id: int) -> None:
    """Delete a contact with all that belongs to it; the ledger keeps its lines without the person.

    The only place where the ledger's guard is opened, for one statement.
    """
    values = {"organisation_id": current_organisation_id(), "contact_id": contact_id}
    db.session.execute(_BEGIN)
    db.session.execute(_BLANK_LEDGER, values)
    db.session.execute(_END)
    db.session.execute(_DELETE, values)
