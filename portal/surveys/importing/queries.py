"""What an import must know of the base."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from portal.core.database import db
from portal.participation.models import ParticipationVersion


def recorded(activity_id: int, submission_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these submissions that were recorded before."""
    rows = select(ParticipationVersion.submission_id).where(
        ParticipationVersion.activity_id == activity_id, ParticipationVersion.submission_id.in_(submission_ids)
    )
    return set(db.session.scalars(rows))
