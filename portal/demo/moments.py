"""When people take part: many at first, a second wave when a letter goes round, a last one before closing."""

import datetime as dt
import math
import random
from dataclasses import dataclass

HOURS = range(24)
BY_HOUR = (1, 0, 0, 0, 0, 1, 3, 8, 12, 11, 10, 11, 16, 14, 9, 8, 9, 12, 16, 19, 22, 20, 13, 5)
BY_WEEKDAY = (1.0, 0.95, 1.0, 0.95, 0.9, 1.15, 0.85)
QUIET = 0.2
DECAY_DAYS = 4.5
WAVE_DAYS = 1.6
LAST_DAYS = 3


@dataclass(frozen=True)
class Period:
    """While an activity is open, in the organisation's time zone; `bump` is the day of the second wave."""

    opens_at: dt.datetime
    closes_at: dt.datetime
    bump: int


def spread(rng: random.Random, count: int, period: Period, today: dt.date) -> list[dt.datetime]:
    """Instants of a period, on days before today: today belongs to whoever tries the demonstration."""
    first, closing = period.opens_at.date(), period.closes_at.date()
    last = min(closing, today - dt.timedelta(days=1))
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    weights = [_weight(number, day, closing, period.bump) for number, day in enumerate(days)]
    chosen = rng.choices(days, weights, k=count)
    return sorted(_instant(rng, day, period.opens_at, period.closes_at) for day in chosen)


def _weight(number: int, day: dt.date, closing: dt.date, bump: int) -> float:
    first = math.exp(-number / DECAY_DAYS)
    wave = 0.9 * math.exp(-(((number - bump) / WAVE_DAYS) ** 2))
    last = 0.3 if (closing - day).days < LAST_DAYS else 0.0
    return (first + wave + last + QUIET) * BY_WEEKDAY[day.weekday()]


def _instant(rng: random.Random, day: dt.date, opens_at: dt.datetime, closes_at: dt.datetime) -> dt.datetime:
    lowest = opens_at.hour if day == opens_at.date() else 0
    highest = closes_at.hour if day == closes_at.date() else len(HOURS)
    hours = HOURS[lowest:highest]
    hour = rng.choices(hours, [BY_HOUR[each] + 0.01 for each in hours])[0]
    time = dt.time(hour, rng.randrange(60), rng.randrange(60), rng.randrange(1_000_000))
    return dt.datetime.combine(day, time, opens_at.tzinfo).astimezone(dt.UTC)
