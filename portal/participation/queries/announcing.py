"""What the clock brought about and nobody told of yet."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, text

from portal.core.database import db
from portal.core.tenancy import current_organisation_id

_DUE = """
    FROM activities a CROSS JOIN LATERAL (VALUES ('opened', a.opens_at), ('closed', a.closes_at)) AS m(what, at)
    WHERE a.stage = 'published' AND m.at <= clock_timestamp() AND NOT EXISTS (SELECT FROM announcements n
        WHERE n.organisation_id = a.organisation_id AND n.activity_id = a.id AND n.what = m.what AND n.happened_at = m.at)"""

_WHERE_DUE = text(f"SELECT DISTINCT a.organisation_id {_DUE} ORDER BY a.organisation_id")

# Two clocks at once: the second waits for the first one's row, and then has nothing to tell.
_CLAIM = text(f"""
    INSERT INTO announcements (organisation_id, activity_id, what, happened_at)
    SELECT a.organisation_id, a.id, m.what, m.at {_DUE} AND a.organisation_id = :organisation_id
    ORDER BY m.at, a.id, m.what ON CONFLICT DO NOTHING
    RETURNING activity_id, what, happened_at""")

_LED_BY = text("""
    SELECT created_by AS id FROM activities WHERE organisation_id = :organisation_id AND id = :activity_id
    UNION SELECT actor_id FROM audit_entries
    WHERE organisation_id = :organisation_id AND subject_type = 'activity' AND subject_id = :activity_id
      AND action LIKE 'activity.%'""")


def organisations_with_news() -> Sequence[int]:
    """Where something opened or closed that was not announced."""
    return db.session.scalars(_WHERE_DUE).all()


def claim() -> Sequence[Row[Any]]:
    """What opened or closed in the organisation at work, for the caller alone: each instant is given once, ever."""
    return db.session.execute(_CLAIM, {"organisation_id": current_organisation_id()}).all()


def led_by(activity_id: int) -> list[int]:
    """Who made, changed, published… this activity: ids of accounts, some of which may be gone."""
    values = {"organisation_id": current_organisation_id(), "activity_id": activity_id}
    return [user_id for user_id in db.session.scalars(_LED_BY, values) if user_id is not None]
