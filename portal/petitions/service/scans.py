"""Scans and notes of sheets go with the names: six months after the petition closed."""

import datetime as dt
from typing import Any

from sqlalchemy import Select, func, or_, select

from portal.core import attachments
from portal.core.database import db, transactional
from portal.participation.models import Activity
from portal.petitions.models import PaperSheet


def count_old(before: dt.datetime) -> int:
    """Sheets of petitions closed before that instant that still say something."""
    return db.session.scalar(select(func.count()).select_from(_old(before).subquery())) or 0


@transactional
def forget_old(before: dt.datetime, size: int) -> int:
    """Delete the scans of some of them, and what was noted. Returns how many."""
    rows: list[PaperSheet] = list(
        db.session.scalars(_old(before).order_by(PaperSheet.id).limit(size).with_for_update(of=PaperSheet))
    )
    found = [row.attachment_id for row in rows if row.attachment_id is not None]
    for row in rows:
        row.attachment_id, row.place, row.note = None, "", ""
    db.session.flush()
    for attachment_id in found:
        attachments.remove(attachment_id)
    return len(rows)


def _old(before: dt.datetime) -> Select[Any]:
    return (
        select(PaperSheet)
        .join(
            Activity,
            (Activity.organisation_id == PaperSheet.organisation_id) & (Activity.id == PaperSheet.activity_id),
        )
        .where(
            Activity.closes_at < before,
            or_(PaperSheet.attachment_id.is_not(None), PaperSheet.place != "", PaperSheet.note != ""),
        )
    )
