"""News about petitions, as pages and staff read them."""

from sqlalchemy import select

from portal.core.database import db
from portal.petitions.models import Update
from portal.petitions.rules.news import Standing


def published(activity_id: int) -> list[Update]:
    """What everybody may read, the latest first."""
    rows = select(Update).where(Update.activity_id == activity_id, Update.state == Standing.PUBLISHED)
    return list(db.session.scalars(rows.order_by(Update.decided_at.desc(), Update.id.desc())))


def of_petition(activity_id: int) -> list[Update]:
    """All of them, those that wait and those that were refused too: for staff."""
    rows = select(Update).where(Update.activity_id == activity_id)
    return list(db.session.scalars(rows.order_by(Update.id.desc())))


def locked(update_id: int) -> Update | None:
    """One of them, held against whoever else decides about it."""
    statement = select(Update).where(Update.id == update_id).with_for_update()
    return db.session.scalar(statement.execution_options(populate_existing=True))
