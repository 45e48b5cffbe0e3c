"""Lists of petitions that the search over all activities does not hold."""

from sqlalchemy import select

from portal.core import pagination
from portal.core.database import db
from portal.core.pagination import Page
from portal.participation.models import Activity
from portal.petitions.models import Petition
from portal.petitions.rules.states import Standing


def rejected(*, after: str | None = None, size: int = pagination.PAGE_SIZE) -> Page[Activity]:
    """Petitions that were turned down and whose words may be read, the latest first."""
    rows = (
        select(Activity)
        .join(
            Petition,
            (Petition.organisation_id == Activity.organisation_id) & (Petition.activity_id == Activity.id),
        )
        .where(Petition.standing == Standing.REJECTED, Petition.is_text_hidden.is_(False))
        .order_by(Activity.id.desc())
        .limit(size + 1)
    )
    if cut := pagination.read_cursor(after, int):
        rows = rows.where(Activity.id < cut[0])
    return pagination.cut(list(db.session.scalars(rows)), size, lambda row: (row.id,))
