"""Open or closed is a matter of the clock; the rest, of what staff decided."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.participation.rules import states
from portal.participation.rules.states import ActivityState, ResultsVisibility, Stage

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
INSTANTS = st.none() | st.integers(-9999, 9999).map(lambda minutes: NOON + dt.timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("now", "expected"),
    [(NOON - HOUR, ActivityState.SCHEDULED), (NOON, ActivityState.OPEN), (NOON + HOUR, ActivityState.CLOSED)],
)
def test_the_instant_of_opening_is_open_and_that_of_closing_is_closed(now, expected):
    assert states.state_of(Stage.PUBLISHED, NOON, NOON + HOUR, now) is expected


def test_without_an_end_it_stays_open():
    assert states.state_of(Stage.PUBLISHED, NOON, None, NOON + 9999 * HOUR) is ActivityState.OPEN


@given(st.sampled_from(Stage), INSTANTS, INSTANTS, INSTANTS.filter(bool))
def test_only_what_is_published_follows_the_clock(stage, opens_at, closes_at, now):
    state = states.state_of(stage, opens_at, closes_at, now)
    by_clock = {ActivityState.SCHEDULED, ActivityState.OPEN, ActivityState.CLOSED}
    assert (state in by_clock) is (stage is Stage.PUBLISHED)


@given(INSTANTS, INSTANTS, INSTANTS.filter(bool))
def test_nothing_changes_before_the_next_change(opens_at, closes_at, now):
    change = states.next_change(opens_at, closes_at, now)
    until = (change or dt.datetime(2028, 1, 1, tzinfo=dt.UTC)) - dt.timedelta(microseconds=1)
    before, after = (states.state_of(Stage.PUBLISHED, opens_at, closes_at, instant) for instant in (now, until))
    assert before is after


@pytest.mark.parametrize(
    ("submitted_at", "now", "expected"),
    [(NOON - HOUR, NOON + 23 * HOUR, True), (NOON - HOUR, NOON + 24 * HOUR, False), (NOON, NOON + HOUR, False)],
)
def test_what_was_sent_before_closing_may_be_confirmed_for_a_day(submitted_at, now, expected):
    assert states.may_confirm(NOON, submitted_at, now) is expected


@pytest.mark.parametrize("state", ActivityState)
@pytest.mark.parametrize("visibility", ResultsVisibility)
def test_staff_sees_everything_and_nobody_sees_what_is_for_staff(visibility, state):
    assert states.may_see_results(visibility, state, took_part=False, is_staff=True)
    assert not states.may_see_results(ResultsVisibility.STAFF, state, took_part=True, is_staff=False)


@pytest.mark.parametrize(
    ("visibility", "while_open", "to_participants", "after"),
    [(ResultsVisibility.LIVE, True, True, True), (ResultsVisibility.AFTER_PARTICIPATION, False, True, True),
     (ResultsVisibility.AFTER_CLOSE, False, False, True), (ResultsVisibility.STAFF, False, False, False)],
)  # fmt: skip
def test_figures_are_shown_when_the_policy_says(visibility, while_open, to_participants, after):
    may = [
        states.may_see_results(visibility, ActivityState.OPEN, took_part=False, is_staff=False),
        states.may_see_results(visibility, ActivityState.OPEN, took_part=True, is_staff=False),
        states.may_see_results(visibility, ActivityState.CLOSED, took_part=False, is_staff=False),
    ]
    assert may == [while_open, to_participants, after]
