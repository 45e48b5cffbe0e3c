"""What was decided about a petition, and the news about it."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.core.database import db
from portal.petitions.models import Decision, Sponsor, Update


def decisions(activity_id: int) -> list[Decision]:
    """Every line of the journal, the latest first."""
    rows = select(Decision).where(Decision.activity_id == activity_id)
    return list(db.session.scalars(rows.order_by(Decision.id.desc())))


def updates(activity_id: int) -> list[Update]:
    """News about a petition, waiting and refused ones too, the latest first."""
    rows = select(Update).where(Update.activity_id == activity_id)
    return list(db.session.scalars(rows.order_by(Update.id.desc())))


def sponsors(activity_id: int) -> Sequence[Sponsor]:
    """Who was invited to carry it, confirmed or not, in the order in which they joined."""
    rows = select(Sponsor).where(Sponsor.activity_id == activity_id)
    return list(db.session.scalars(rows.order_by(Sponsor.confirmed_at.nulls_last(), Sponsor.id)))
