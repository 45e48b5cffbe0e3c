"""Petitions as pages and rules read them."""

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from portal.core.database import db
from portal.petitions.models import Petition

KIND = "petition"


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
