"""Figures of many activities at once, for the first page of the staff area."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select, text

from portal.core.database import db
from portal.core.tenancy import current_organisation_id
from portal.participation.models import Activity

_TOTALS = text("""
    SELECT activity_id, greatest(counted, 0) + elsewhere AS counted FROM tally_heads
    WHERE organisation_id = :organisation_id AND activity_id = ANY(:activity_ids)""")

_DAYS = text("""
    SELECT activity_id, day, greatest(n, 0) AS n FROM tally_days
    WHERE organisation_id = :organisation_id AND activity_id = ANY(:activity_ids) AND day >= :since""")


def totals(activity_ids: Sequence[int]) -> dict[int, int]:
    """How many participations of each activity count."""
    values = {"organisation_id": current_organisation_id(), "activity_ids": list(activity_ids)}
    return {row.activity_id: row.counted for row in db.session.execute(_TOTALS, values)}


def titles(activity_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """What activities are called, in each language."""
    rows = db.session.execute(select(Activity.id, Activity.title).where(Activity.id.in_(activity_ids)))
    return {row.id: row.title for row in rows}


def days(activity_ids: Sequence[int], since: dt.date) -> dict[int, dict[dt.date, int]]:
    """How many count since each day, by activity; days without any are left out."""
    values = {
        "organisation_id": current_organisation_id(),
        "activity_ids": list(activity_ids),
        "since": since,
    }
    found: dict[int, dict[dt.date, int]] = defaultdict(dict)
    for row in db.session.execute(_DAYS, values):
        found[row.activity_id][row.day] = row.n
    return found
