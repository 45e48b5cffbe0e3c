"""Petitions as pages and rules read them."""

import uuid

from sqlalchemy import select, text
from werkzeug.exceptions import NotFound

from portal.core.database import db
from portal.petitions.models import Petition

KIND = "petition"

_HOLD = text("SELECT pg_advisory_xact_lock(hashtext('parvis:petition'), hashtext(:submission_id))")


def petition(activity_id: int) -> Petition:
    """What a petition has beyond its activity. Raises NotFound."""
    found = db.session.scalar(select(Petition).where(Petition.activity_id == activity_id))
    if found is None:
        raise NotFound
    return found


def locked(activity_id: int) -> Petition:
    """The same, held against whoever else decides about it."""
    statement = select(Petition).where(Petition.activity_id == activity_id).with_for_update()
    found = db.session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def of_activities(activity_ids: list[int]) -> dict[int, Petition]:
    """Several at once, by activity."""
    rows = db.session.scalars(select(Petition).where(Petition.activity_id.in_(activity_ids)))
    return {row.activity_id: row for row in rows}


def hold_submission(submission_id: uuid.UUID) -> None:
    """Let the same form, sent twice at once, be read one after the other."""
    db.session.execute(_HOLD, {"submission_id": str(submission_id)})


def find_by_submission(submission_id: uuid.UUID) -> Petition | None:
    """What that form made before."""
    return db.session.scalar(select(Petition).where(Petition.submission_id == submission_id))
