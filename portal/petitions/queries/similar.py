"""Petitions that ask for nearly the same, found by an index on the keys of their titles (migration 0016)."""

from dataclasses import dataclass

from sqlalchemy import select, text

from portal.core.database import db
from portal.core.languages import said
from portal.core.tenancy import current_organisation_id
from portal.participation.models import Activity
from portal.petitions import queries
from portal.petitions.models import Petition
from portal.petitions.rules import likeness

AT_MOST = 5
CANDIDATES = 40

# A key that many titles share says little: each weighs by how rare it is among what was found.
FIND = """
    WITH asked AS MATERIALIZED (SELECT portal_likeness(jsonb_build_object('', CAST(:ask AS text))) AS keys),
    shared AS MATERIALIZED (
        SELECT a.id, key FROM activities a
        JOIN petitions p ON p.organisation_id = a.organisation_id AND p.activity_id = a.id
        CROSS JOIN LATERAL unnest(a.likeness) AS key
        WHERE a.organisation_id = :organisation_id AND a.kind = :kind AND a.likeness && (SELECT keys FROM asked)
            AND key = ANY ((SELECT keys FROM asked)::bigint[])
            AND ((p.standing = 'accepted' AND a.stage IN ('published', 'archived'))
                OR (p.standing = 'rejected' AND NOT p.is_text_hidden))),
    weights AS (SELECT key, ln(1 + 1000.0 / count(*)) AS weight FROM shared GROUP BY key)
    SELECT id FROM shared JOIN weights USING (key) GROUP BY id ORDER BY sum(weight) DESC, id DESC LIMIT :size"""


@dataclass(frozen=True)
class Similar:
    """A petition that residents may read, and how it stands."""

    activity: Activity
    petition: Petition


def to(ask: str) -> list[Similar]:
    """At most five, the most alike first; none where nothing reads alike."""
    values = {"ask": ask, "organisation_id": current_organisation_id(), "kind": queries.KIND, "size": CANDIDATES}
    ids = list(db.session.scalars(text(FIND), values))
    if not ids:
        return []
    rows = db.session.scalars(select(Activity).where(Activity.id.in_(ids)))
    asked = likeness.grams(ask)
    scores = {row: _score(asked, row) for row in rows}
    best = sorted((row for row in scores if scores[row] >= likeness.LEAST), key=lambda row: (-scores[row], -row.id))
    petitions = queries.of_activities([row.id for row in best[:AT_MOST]])
    return [Similar(row, petitions[row.id]) for row in best[:AT_MOST]]


def _score(asked: frozenset[str], row: Activity) -> float:
    return likeness.likeness(asked, likeness.grams(said(row.title)))
