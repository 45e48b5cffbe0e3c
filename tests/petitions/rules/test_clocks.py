"""The public clock: what is due, what is done, what is late."""

import datetime as dt

from portal.petitions.rules import clocks
from portal.petitions.rules.clocks import Pace, Run, Step

REACHED = dt.date(2026, 10, 30)


def run(**values):
    known = {"reached_on": REACHED, "acknowledge_days": 15, "answer_days": 60, "has_session": False}
    return Run(**(known | values))


def paces(a_run, today):
    return {hand.step: hand.pace for hand in clocks.hands(a_run, today)}


def test_the_first_step_that_is_not_done_is_the_current_one():
    assert paces(run(), REACHED) == {Step.REACHED: Pace.DONE, Step.ACKNOWLEDGED: Pace.NOW, Step.ANSWERED: Pace.LATER}


def test_a_step_is_late_from_the_day_after_it_was_due():
    due = REACHED + dt.timedelta(days=15)
    assert not clocks.is_late(run(), due)
    [late] = [hand for hand in clocks.hands(run(), due + dt.timedelta(days=3)) if hand.pace is Pace.LATE]
    assert (late.step, late.days_late, late.on) == (Step.ACKNOWLEDGED, 3, due)


def test_an_answer_may_be_late_while_the_acknowledgement_is_done():
    a_run = run(acknowledged_on=REACHED + dt.timedelta(days=2))
    found = paces(a_run, REACHED + dt.timedelta(days=61))
    assert (found[Step.ACKNOWLEDGED], found[Step.ANSWERED]) == (Pace.DONE, Pace.LATE)


def test_a_debate_waits_for_a_session_and_is_done_once_it_was_held():
    session_on = REACHED + dt.timedelta(days=40)
    a_run = run(has_session=True, acknowledged_on=REACHED, session_on=session_on)
    assert paces(a_run, REACHED)[Step.SESSION] is Pace.NOW
    assert paces(a_run, session_on)[Step.SESSION] is Pace.DONE
    assert paces(run(has_session=True, acknowledged_on=REACHED), REACHED)[Step.SESSION] is Pace.NOW


def test_an_answer_stops_the_clock():
    a_run = run(acknowledged_on=REACHED, answered_on=REACHED + dt.timedelta(days=10))
    assert not clocks.is_late(a_run, REACHED + dt.timedelta(days=400))
