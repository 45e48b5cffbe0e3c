"""The clock of a milestone, from its rows: which steps are done, which one is next, which are late."""

import datetime as dt

from portal.core import clock, tenancy
from portal.petitions.models import Milestone, Threshold
from portal.petitions.rules import clocks
from portal.petitions.rules.clocks import Hand, Pace, Run
from portal.petitions.rules.thresholds import Promise


def run(milestone: Milestone, threshold: Threshold) -> Run:
    """What the rules need to know, in days of the organisation."""
    return Run(
        reached_on=_day(milestone.reached_at),
        acknowledge_days=threshold.acknowledge_days,
        answer_days=threshold.answer_days,
        has_session=threshold.promise == Promise.DEBATE,
        acknowledged_on=_day(milestone.acknowledged_at) if milestone.acknowledged_at else None,
        session_on=milestone.session_on,
        answered_on=_day(milestone.answered_at) if milestone.answered_at else None,
    )


def hands(milestone: Milestone, threshold: Threshold, today: dt.date) -> list[Hand]:
    """Every step, done or owed, in order. What another portal promised obliges nobody here: no steps."""
    if threshold.source is not None:
        return []
    return clocks.hands(run(milestone, threshold), today)


def owed(milestone: Milestone, threshold: Threshold, today: dt.date) -> Hand | None:
    """The most urgent step that is not done: what is late first, else the next one. None when all is kept, or when the
    signatures that obliged to it are gone."""
    if milestone.reverted_at is not None:
        return None
    waiting = [hand for hand in hands(milestone, threshold, today) if hand.pace is not Pace.DONE]
    late = [hand for hand in waiting if hand.pace is Pace.LATE]
    return max(late, key=lambda hand: hand.days_late) if late else next(iter(waiting), None)


def _day(instant: dt.datetime) -> dt.date:
    return clock.day_in(tenancy.card(tenancy.current_organisation_id()).time_zone, instant)
