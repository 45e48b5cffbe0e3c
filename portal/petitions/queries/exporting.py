"""Signatures one by one, for a file: a batch at a time, so that neither memory nor a transaction grows with their number."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, text

from portal.core import replica
from portal.core.database import db
from portal.core.tenancy import current_organisation_id

BATCH = 2_000

# Only what was confirmed once: what nobody confirmed may be anybody's.
_NEXT = text("""
    SELECT p.id, p.state, p.assurance, p.channel, v.counted_on, v.zone_id, v.language, v.to_address AS address,
        v.content ->> 'name' AS name, v.content ->> 'postcode' AS postcode, v.content ->> 'comment' AS comment,
        coalesce((v.content ->> 'shows_name')::boolean, false) AS shows_name
    FROM participations p
    JOIN participation_versions v ON v.organisation_id = p.organisation_id AND v.id = p.current_version_id
    WHERE p.organisation_id = :organisation_id AND p.activity_id = :activity_id AND p.id > :after
    ORDER BY p.id LIMIT :size""")


def signatures(activity_id: int) -> Iterator[Row[Any]]:
    """Every signature of a petition, the oldest first."""
    values = {
        "organisation_id": current_organisation_id(),
        "activity_id": activity_id,
        "size": BATCH,
        "after": -(2**63),
    }
    while rows := db.session.execute(_NEXT, values, bind_arguments=replica.bind_arguments()).all():
        yield from rows
        if len(rows) < BATCH:
            return
        values["after"] = rows[-1].id
