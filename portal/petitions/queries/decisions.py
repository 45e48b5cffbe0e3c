"""The journal of what was decided about a petition."""

from sqlalchemy import select

from portal.core.database import db
from portal.petitions.models import Decision
from portal.petitions.rules.states import Act


def find_latest(activity_id: int, act: Act) -> Decision | None:
    """The last time that this was done with a petition."""
    rows = select(Decision).where(Decision.activity_id == activity_id, Decision.act == act)
    return db.session.scalar(rows.order_by(Decision.id.desc()).limit(1))
