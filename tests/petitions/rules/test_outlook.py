"""Curves have no holes, and what comes is told only where somebody can know."""

import datetime as dt
import itertools

from hypothesis import given
from hypothesis import strategies as st

from portal.petitions.rules import outlook, pace

DAY = dt.date(2026, 11, 2)  # a Monday
DAYS = st.dictionaries(st.integers(0, 400).map(lambda n: DAY + dt.timedelta(days=n)), st.integers(1, 99), max_size=30)


def day(n):
    return DAY + dt.timedelta(days=n)


def test_days_without_a_signature_are_on_the_curve():
    assert outlook.series([(day(0), 3), (day(2), 1)], day(3)) == (
        [(day(0), 3), (day(1), 0), (day(2), 1), (day(3), 0)],
        False,
    )


@given(DAYS)
def test_a_curve_loses_nobody_whether_by_days_or_by_weeks(found):
    points, is_by_week = outlook.series(list(found.items()), DAY)
    assert sum(n for _day, n in points) == sum(found.values())
    step = dt.timedelta(days=7 if is_by_week else 1)
    assert all(after[0] - before[0] == step for before, after in itertools.pairwise(points))


def test_the_next_threshold_is_expected_at_the_pace_of_the_last_two_weeks():
    found = [(day(n), 10) for n in range(30)]
    assert outlook.expected_on(100, found, day(29)) == day(39)
    assert outlook.expected_on(0, found, day(29)) is None
    assert outlook.expected_on(100, [(day(29), 4)], day(29)) is None, "four people say nothing of what comes"
    assert outlook.expected_on(1_000_000, found, day(29)) is None


def test_pages_ask_less_often_in_a_surge_and_when_nothing_happens():
    minute = dt.timedelta(minutes=1)
    assert pace.seconds(0, minute) < pace.seconds(9, minute)
    assert pace.seconds(0, minute) < pace.seconds(0, dt.timedelta(hours=2)) == pace.seconds(0, None)
