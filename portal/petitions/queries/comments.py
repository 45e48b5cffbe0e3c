"""Comments of signatures, by what was decided about them. Only those of counted signatures are ever shown, to anybody."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, text

from portal.core import pagination
from portal.core.database import changed_rows, db
from portal.core.pagination import Page
from portal.core.tenancy import current_organisation_id
from portal.petitions.rules.comments import Standing

_ADD = text("""
    INSERT INTO petition_comments (organisation_id, version_id, activity_id)
    SELECT organisation_id, id, activity_id FROM participation_versions
    WHERE organisation_id = :organisation_id AND activity_id = :activity_id AND submission_id = :submission_id
    ON CONFLICT DO NOTHING""")

# What somebody takes back, changes or has erased, and what staff hold or set aside, is not here any more. OFFSET 0 keeps the
# base from guessing how few will fit, and so from reading them all: it walks the index of comments and stops.
_STANDING = """
    FROM petition_comments c
    CROSS JOIN LATERAL (
        SELECT s.* FROM participation_versions s
        JOIN participations p ON p.organisation_id = s.organisation_id AND p.id = s.participation_id
            AND p.current_version_id = s.id AND p.state = 'counted'
        WHERE s.organisation_id = c.organisation_id AND s.id = c.version_id AND s.content ->> 'comment' <> '' OFFSET 0
    ) AS v
    WHERE c.organisation_id = :organisation_id AND c.activity_id = :activity_id AND c.state = :state"""

_PAGE = text(f"""
    SELECT c.version_id AS id, c.reason, c.decided_at, v.content ->> 'comment' AS comment, v.zone_id, v.language,
        v.submitted_at, CASE WHEN v.content ->> 'shows_name' = 'true' THEN v.content ->> 'name' END AS name
    {_STANDING} AND c.version_id > :after ORDER BY c.version_id LIMIT :most""")

_DECIDE = text(f"""
    UPDATE petition_comments AS d SET state = :to, reason = :reason, decided_by = :actor_id, decided_at = clock_timestamp()
    WHERE d.organisation_id = :organisation_id AND d.activity_id = :activity_id AND d.state = :state
      AND d.version_id IN (SELECT c.version_id {_STANDING} AND c.version_id = ANY(:version_ids))
    RETURNING d.version_id""")

_OLDEST = text("""
    SELECT t.activity_id, oldest.submitted_at FROM petitions t
    CROSS JOIN LATERAL (
        SELECT v.submitted_at FROM petition_comments c
        JOIN participation_versions v ON v.organisation_id = c.organisation_id AND v.id = c.version_id
        JOIN participations p ON p.organisation_id = v.organisation_id AND p.id = v.participation_id
            AND p.current_version_id = v.id AND p.state = 'counted'
        WHERE c.organisation_id = t.organisation_id AND c.activity_id = t.activity_id AND c.state = 'waiting'
          AND v.content ->> 'comment' <> ''
        ORDER BY c.version_id LIMIT 1
    ) AS oldest
    WHERE t.organisation_id = :organisation_id AND t.standing = 'accepted'
    ORDER BY oldest.submitted_at LIMIT :size""")

# Nobody will ever read these: their version is gone, was changed, or nobody confirmed it.
_OVER = """
    FROM petition_comments c
    WHERE c.organisation_id = :organisation_id AND c.state = 'waiting' AND c.created_at < :before
      AND NOT EXISTS (SELECT FROM participation_versions v
          JOIN participations p ON p.organisation_id = v.organisation_id AND p.id = v.participation_id
              AND p.current_version_id = v.id AND p.state <> 'withdrawn'
          WHERE v.organisation_id = c.organisation_id AND v.id = c.version_id AND v.content ->> 'comment' <> '')"""

_COUNT_OVER = text(f"SELECT count(*) {_OVER}")
_FORGET_OVER = text(f"""
    DELETE FROM petition_comments WHERE organisation_id = :organisation_id
      AND version_id IN (SELECT c.version_id {_OVER} ORDER BY c.version_id LIMIT :size)""")


def add(activity_id: int, submission_id: uuid.UUID) -> None:
    """Let the comment of what this form wrote wait; nothing, if it wrote nothing or did before."""
    changed_rows(_ADD, _own(activity_id=activity_id, submission_id=str(submission_id)))


def page(
    activity_id: int, state: Standing, *, after: str | None = None, size: int = pagination.PAGE_SIZE
) -> Page[Row[Any]]:
    """Some of those that stand so, the oldest first."""
    cut = pagination.read_cursor(after, int)
    values = _own(activity_id=activity_id, state=state, after=cut[0] if cut else 0, most=size + 1)
    return pagination.cut(db.session.execute(_PAGE, values).all(), size, lambda row: (row.id,))


def oldest(size: int) -> Sequence[Row[Any]]:
    """Petitions whose comments wait, with the instant of the oldest; the longest waiting first."""
    return db.session.execute(_OLDEST, _own(size=size)).all()


def decide(
    activity_id: int,
    version_ids: Sequence[int],
    *,
    seen: Standing,
    to: Standing,
    reason: str | None,
    actor_id: int | None,
) -> list[int]:
    """Write a decision about those that still stand as they were `seen`. Returns which."""
    values = _own(
        activity_id=activity_id,
        version_ids=list(version_ids),
        state=seen,
        to=to,
        reason=reason,
        actor_id=actor_id,
    )
    return sorted(db.session.scalars(_DECIDE, values))


def count_over(before: dt.datetime) -> int:
    """Comments that waited before that instant and will never be read."""
    return db.session.scalar(_COUNT_OVER, _own(before=before)) or 0


def forget_over(before: dt.datetime, size: int) -> int:
    """Delete some of them. Returns how many."""
    return changed_rows(_FORGET_OVER, _own(before=before, size=size))


def _own(**values: Any) -> dict[str, Any]:
    return values | {"organisation_id": current_organisation_id()}
