"""Time, from one place: instants are aware and in UTC; days are those of the organisation."""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from portal.core.database import db


def now() -> dt.datetime:
    """This machine's instant: for display and for waiting. What opens or closes asks `database_now` or SQL's `now()`."""
    return dt.datetime.now(dt.UTC)


def database_now() -> dt.datetime:
    """The instant of the database, which alone decides what is open."""
    instant = db.session.scalar(select(func.clock_timestamp()))
    if not isinstance(instant, dt.datetime):
        raise TypeError(f"the database answered {instant!r} for its clock")
    return instant


def day_in(time_zone: str, instant: dt.datetime) -> dt.date:
    """The calendar day of an instant where the organisation is."""
    return instant.astimezone(ZoneInfo(time_zone)).date()
