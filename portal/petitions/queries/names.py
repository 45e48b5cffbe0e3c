"""The names that people chose to show under a petition."""

from typing import Any

from sqlalchemy import Row, text

from portal.core import pagination
from portal.core.database import db
from portal.core.pagination import Page
from portal.core.tenancy import current_organisation_id

# The condition on what was written is word for word that of the partial index ix_participation_versions_names.
_NAMES = text("""
    SELECT v.id, v.content ->> 'name' AS name FROM participation_versions v
    JOIN participations p ON p.organisation_id = v.organisation_id AND p.id = v.participation_id
        AND p.current_version_id = v.id
    WHERE v.organisation_id = :organisation_id AND v.activity_id = :activity_id
        AND v.content ->> 'shows_name' = 'true' AND v.content ->> 'name' <> '' AND p.state = 'counted'
        AND v.id < :before
    ORDER BY v.id DESC LIMIT :most""")

LATER_THAN_ALL = 2**63 - 1


def shown(activity_id: int, *, after: str | None = None, size: int = pagination.PAGE_SIZE) -> Page[Row[Any]]:
    """Those of counted signatures, the latest first."""
    cut = pagination.read_cursor(after, int)
    values = {
        "organisation_id": current_organisation_id(),
        "activity_id": activity_id,
        "before": min(cut[0], LATER_THAN_ALL) if cut else LATER_THAN_ALL,
        "most": size + 1,
    }
    return pagination.cut(db.session.execute(_NAMES, values).all(), size, lambda row: (row.id,))
