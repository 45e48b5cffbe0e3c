"""What is shown of the people under a petition: the names that they chose to show, and comments that were published."""

from typing import Any

from sqlalchemy import Row, text

from portal.core import pagination
from portal.core.database import db
from portal.core.pagination import Page
from portal.core.tenancy import current_organisation_id

# OFFSET 0 keeps the base from guessing how few will fit, and so from reading them all: it walks the index and stops.
_COUNTED = """
    CROSS JOIN LATERAL (SELECT p.id FROM participations p WHERE p.organisation_id = v.organisation_id
        AND p.id = v.participation_id AND p.current_version_id = v.id AND p.state = 'counted' OFFSET 0) AS counted"""

# Two walks of an index each, cut before they are put together. The condition on what was written is in the first one word
# for word that of the partial index ix_participation_versions_names.
_SHOWN = text(f"""
    (SELECT v.id, v.content ->> 'name' AS name, v.zone_id, v.language,
        CASE WHEN c.state = 'published' THEN v.content ->> 'comment' END AS comment
    FROM participation_versions v {_COUNTED}
    LEFT JOIN petition_comments c ON c.organisation_id = v.organisation_id AND c.version_id = v.id
    WHERE v.organisation_id = :organisation_id AND v.activity_id = :activity_id
        AND v.content ->> 'shows_name' = 'true' AND v.content ->> 'name' <> '' AND v.id < :before
    ORDER BY v.id DESC LIMIT :most)
    UNION ALL
    (SELECT v.id, NULL, v.zone_id, v.language, v.content ->> 'comment'
    FROM petition_comments c
    CROSS JOIN LATERAL (SELECT * FROM participation_versions s
        WHERE s.organisation_id = c.organisation_id AND s.id = c.version_id OFFSET 0) AS v {_COUNTED}
    WHERE c.organisation_id = :organisation_id AND c.activity_id = :activity_id AND c.state = 'published'
        AND v.content ->> 'comment' <> '' AND c.version_id < :before
        AND (v.content ->> 'shows_name' IS DISTINCT FROM 'true' OR coalesce(v.content ->> 'name', '') = '')
    ORDER BY c.version_id DESC LIMIT :most)
    ORDER BY id DESC LIMIT :most""")

LATER_THAN_ALL = 2**63 - 1


def shown(activity_id: int, *, after: str | None = None, size: int = pagination.PAGE_SIZE) -> Page[Row[Any]]:
    """Those of counted signatures, the latest first; `name` is None where it is not shown."""
    cut = pagination.read_cursor(after, int)
    values = {
        "organisation_id": current_organisation_id(),
        "activity_id": activity_id,
        "before": min(cut[0], LATER_THAN_ALL) if cut else LATER_THAN_ALL,
        "most": size + 1,
    }
    return pagination.cut(db.session.execute(_SHOWN, values).all(), size, lambda row: (row.id,))
