"""Which reminders were sent: each is claimed once, whoever asks and however often."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from portal.core.database import db
from portal.core.tenancy import current_organisation_id
from portal.petitions.models import Reminder

DAY = "day"

_LOOKED_AT = text("SELECT organisation_id, due_on FROM petition_reminders WHERE what = 'day' AND due_on >= :since")

Key = tuple[str, dt.date, int, str]


def looked_at(since: dt.date) -> set[tuple[int, dt.date]]:
    """(organisation, day) of every day that was looked at, over the whole installation."""
    return {(row.organisation_id, row.due_on) for row in db.session.execute(_LOOKED_AT, {"since": since})}


def claim(keys: Sequence[Key]) -> set[Key]:
    """Those of these (what, due on, activity, band) that nobody was reminded of, for the caller alone."""
    if not keys:
        return set()
    rows = [
        {
            "organisation_id": current_organisation_id(),
            "what": what,
            "due_on": due_on,
            "activity_id": activity_id,
            "band": band,
        }
        for what, due_on, activity_id, band in sorted(keys)
    ]
    statement = insert(Reminder).values(rows).on_conflict_do_nothing(constraint="uq_petition_reminders_once")
    claimed = statement.returning(Reminder.what, Reminder.due_on, Reminder.activity_id, Reminder.band)
    return {(row.what, row.due_on, row.activity_id, row.band) for row in db.session.execute(claimed)}
