"""Numbers, shares and dates as people of the page's language write them. `core/dress.py` makes them filters.

Narrow no-break spaces become plain no-break ones: the page's font has no glyph for the former.
"""

import datetime as dt
import re
from decimal import Decimal
from typing import Literal

from babel import Locale, dates, numbers
from flask_babel import get_locale, get_timezone

NARROW = "\u202f"
FALLBACK = "fr"
ENGLISH = "en_GB"  # day before month, as everywhere around
Granularity = Literal["day", "hour", "minute"]
ABSENT = "–"
HOURS_IN_WORDS = 24
SOON = dt.timedelta(days=6)  # within which a day is named by its weekday alone


def number(value: float | Decimal | None, digits: int = 0) -> str:
    """1 284; an absent number is a dash."""
    if value is None:
        return ABSENT
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return _plain(numbers.format_decimal(value, format=pattern, locale=_locale()))


def percent(share: float | Decimal | None, digits: int = 1) -> str:
    """A share between 0 and 1 as 39,5 %."""
    if share is None:
        return ABSENT
    if _locale().language == "fr":
        return f"{number(float(share) * 100, digits)}\u00a0%"
    return f"{number(float(share) * 100, digits)}%"


def day(value: dt.date | dt.datetime | None, *, weekday: bool = False, year: bool = True) -> str:
    """6 novembre 2026; instants are taken where the organisation is. The first of a month is « 1er » in French."""
    if value is None:
        return ABSENT
    date = _local(value).date() if isinstance(value, dt.datetime) else value
    words = ["EEEE"] if weekday else []
    words += ["d MMMM"] + (["y"] if year else [])
    text = _plain(dates.format_date(date, " ".join(words), locale=_locale()))
    if date.day == 1 and _locale().language == "fr":
        return text.replace("1 ", "1er ", 1)
    return text


def month(key: str) -> str:
    """septembre 2026, of 2026-09."""
    first = dt.date.fromisoformat(f"{key}-01")
    return _plain(dates.format_date(first, "LLLL y", locale=_locale()))


def short_day(value: dt.date | dt.datetime) -> str:
    """13 oct., for the foot of a curve."""
    date = _local(value).date() if isinstance(value, dt.datetime) else value
    return _plain(dates.format_date(date, "d MMM", locale=_locale()))


def hour(value: dt.datetime) -> str:
    """18 h, 9 h 38; 18:00 in English."""
    local = _local(value)
    if _locale().language != "fr":
        return local.strftime("%H:%M")
    return f"{local.hour}\u00a0h" + (f"\u00a0{local.minute:02}" if local.minute else "")


def instant(value: dt.datetime | None, *, weekday: bool = False) -> str:
    """24 novembre 2026 à 9 h 38."""
    if value is None:
        return ABSENT
    joined = " à " if _locale().language == "fr" else ", "
    return day(value, weekday=weekday) + joined + hour(value)


def relative(value: dt.datetime | None, now: dt.datetime | None = None) -> str:
    """dans 2 jours, il y a 3 heures."""
    if value is None:
        return ABSENT
    distance = value - (now or dt.datetime.now(dt.UTC))
    hours = abs(distance.total_seconds()) / 3600
    granularity: Granularity = "hour" if 1 <= hours < HOURS_IN_WORDS else "minute" if hours < 1 else "day"
    text = dates.format_timedelta(
        distance, granularity=granularity, threshold=1.4, add_direction=True, locale=_locale()
    )
    return re.sub(r"(\d) ", "\\1\u00a0", _plain(text))


def until(value: dt.datetime, now: dt.datetime | None = None) -> str:
    """The end of something: « jeudi à 18 h » within the week, else « 31 janvier 2027 »."""
    distance = value - (now or dt.datetime.now(dt.UTC))
    if not dt.timedelta(0) <= distance < SOON:
        return day(value)
    joined = " à " if _locale().language == "fr" else " at "
    return _plain(dates.format_date(_local(value).date(), "EEEE", locale=_locale())) + joined + hour(value)


def is_soon(value: dt.datetime | None, now: dt.datetime | None = None) -> bool:
    """Whether something ends within the week, so that its end is worth a colour."""
    if value is None:
        return False
    return dt.timedelta(0) <= value - (now or dt.datetime.now(dt.UTC)) < SOON


def _locale() -> Locale:
    locale = get_locale() or Locale.parse(FALLBACK)
    return Locale.parse(ENGLISH) if locale.language == "en" else locale


def _local(value: dt.datetime) -> dt.datetime:
    zone = get_timezone()
    return value.astimezone(zone) if zone else value


def _plain(text: str) -> str:
    return text.replace(NARROW, "\u00a0")
