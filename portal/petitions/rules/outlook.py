"""Signatures over time: a curve without holes, and when the next threshold comes if people go on signing like this."""

import datetime as dt
from collections.abc import Sequence

MOST_DAYS = 70  # a longer curve goes by weeks
RECENT_DAYS = 14
FEWEST = 5  # in those days: fewer tell nothing of what comes
FARTHEST_DAYS = 366

Points = list[tuple[dt.date, int]]


def daily(by_day: Sequence[tuple[dt.date, int]], last: dt.date = dt.date.min) -> Points:
    """Every day from the first one to `last`, days without a signature too."""
    if not by_day:
        return []
    known = dict(by_day)
    first, last = min(known), max(*known, last)
    days = (first + dt.timedelta(days=place) for place in range((last - first).days + 1))
    return [(day, known.get(day, 0)) for day in days]


def series(by_day: Sequence[tuple[dt.date, int]], last: dt.date) -> tuple[Points, bool]:
    """The same, and whether there are so many days that they had to be added up by weeks (Mondays)."""
    days = daily(by_day, last)
    if len(days) <= MOST_DAYS:
        return days, False
    weeks: dict[dt.date, int] = {}
    for day, n in days:
        monday = day - dt.timedelta(days=day.weekday())
        weeks[monday] = weeks.get(monday, 0) + n
    return list(weeks.items()), True


def expected_on(missing: int, by_day: Sequence[tuple[dt.date, int]], today: dt.date) -> dt.date | None:
    """The day on which `missing` more signatures are there at the pace of the last two weeks; None if nobody can say."""
    begin = max(min((day for day, _n in by_day), default=today), today - dt.timedelta(days=RECENT_DAYS))
    recent = sum(n for day, n in by_day if begin <= day <= today)
    if missing <= 0 or recent < FEWEST:
        return None
    days = (today - begin).days + 1
    wait = -(-missing * days // recent)
    return today + dt.timedelta(days=wait) if wait <= FARTHEST_DAYS else None
