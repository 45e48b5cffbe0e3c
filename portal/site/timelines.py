"""A project's timeline: steps that editors wrote, `{"on": "2027-01-09", "title": {…}, "note": {…}}`, as the page shows them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from portal.core import clock, formats, tenancy
from portal.core.languages import said

Step = tuple[str, str, str]


def steps(timeline: Sequence[Mapping[str, Any]], today: dt.date) -> list[Step]:
    """(state, title, note) of each: what is over, the step under way, and what is to come. Steps without a day are to come."""
    dated = [(_day(entry.get("on")), entry) for entry in timeline]
    begun = [place for place, (day, _entry) in enumerate(dated) if day is not None and day <= today]
    last = begun[-1] if begun else -1
    has_more = last < len(dated) - 1
    return [
        ("now" if place == last and has_more else "done" if place <= last else "", *_words(day, entry))
        for place, (day, entry) in enumerate(dated)
    ]


def today() -> dt.date:
    """The organisation's day."""
    return clock.day_in(tenancy.organisation().time_zone, clock.now())


def _words(day: dt.date | None, entry: Mapping[str, Any]) -> tuple[str, str]:
    note = said(entry.get("note"))
    when = formats.day(day) if day else ""
    return said(entry.get("title")), ". ".join(words for words in (when, note) if words)


def _day(written: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None
