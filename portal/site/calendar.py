"""Openings and closings as iCalendar (RFC 5545): instants in UTC, which every calendar shows in its reader's time."""

import datetime as dt
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from portal.core import clock, sanitise, tenancy
from portal.core.languages import said
from portal.participation import kinds
from portal.participation.models import Activity
from portal.participation.rules import states

EVENTS = 200
LINE_BYTES = 75
END = "\r\n"


def calendar(rows: Sequence[Activity]) -> str:
    """The whole file. Withdrawn activities stay, cancelled, so that calendars that subscribed strike them out."""
    card = tenancy.organisation()
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Parvis//Participation//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(_('%(name)s: participation', name=card.name))}",
        f"X-WR-TIMEZONE:{card.time_zone}",
        *(line for row in rows for line in _events(row)),
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) + END for line in lines)


def _events(row: Activity) -> Iterator[str]:
    title = said(row.title)
    if row.opens_at is not None:
        yield from _event(row, "opens", row.opens_at, _("Opens: %(title)s", title=title))
    if row.closes_at is not None:
        yield from _event(row, "closes", row.closes_at, _("Closes: %(title)s", title=title))


def _event(row: Activity, what: str, instant: dt.datetime, title: str) -> Iterator[str]:
    card = tenancy.organisation()
    url = card.base_url + kinds.url(row.kind, row.slug)
    yield "BEGIN:VEVENT"
    yield f"UID:{row.id}-{what}@{card.host}"
    yield f"DTSTAMP:{_instant(clock.now())}"
    yield f"DTSTART:{_instant(instant)}"
    yield f"SUMMARY:{_text(title)}"
    yield f"DESCRIPTION:{_text(said(row.summary))}"
    yield f"URL:{url}"
    yield f"SEQUENCE:{row.version}"
    yield "STATUS:" + ("CANCELLED" if row.stage == states.Stage.WITHDRAWN else "CONFIRMED")
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _instant(instant: dt.datetime) -> str:
    return instant.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    """TEXT of RFC 5545: backslash, comma, semicolon and line ends are escaped."""
    escaped = sanitise.clean_text(words).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 bytes, never cut inside a character; what follows begins with a blank."""
    parts, part, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LINE_BYTES:
            parts.append(part)
            part, size = " ", 1
        part, size = part + sign, size + width
    return END.join([*parts, part])
