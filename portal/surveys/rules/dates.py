"""Days as people type them: 2026-11-24 (what date fields send) or 24/11/2026, whatever the language."""

import re
from collections.abc import Callable
from datetime import date

from portal.surveys.rules.problems import Code, Wrong
from portal.surveys.rules.shapes import Question

MAX_TYPED = 40
ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
DAY_FIRST = re.compile(r"([0-9]{1,2})\s?[/.\- ]\s?([0-9]{1,2})\s?[/.\- ]\s?([0-9]{4})")
EARLIEST = date(1, 1, 1)
LATEST = date(9999, 12, 31)


def day(question: Question) -> Callable[[str], str | None]:
    """A reader of days between bounds (both included), as ISO text."""
    low, high = question.minimum, question.maximum
    minimum = low if isinstance(low, date) else EARLIEST
    maximum = high if isinstance(high, date) else LATEST

    def read(value: str) -> str | None:
        value = value.strip()
        if not value:
            return None
        typed = _day(value)
        if typed < minimum:
            raise Wrong(Code.TOO_EARLY, minimum=minimum)
        if typed > maximum:
            raise Wrong(Code.TOO_LATE, maximum=maximum)
        return typed.isoformat()

    return read


def _day(value: str) -> date:
    if len(value) > MAX_TYPED:
        raise Wrong(Code.NOT_A_DATE)
    if match := ISO.fullmatch(value):
        year, month, number = map(int, match.groups())
    elif match := DAY_FIRST.fullmatch(value):
        number, month, year = map(int, match.groups())
    else:
        raise Wrong(Code.NOT_A_DATE)
    try:
        return date(year, month, number)
    except ValueError:
        raise Wrong(Code.NOT_A_DATE) from None
