"""The public clock that a reached threshold starts: acknowledgement, council session where one was promised, answer."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    REACHED = "reached"
    ACKNOWLEDGED = "acknowledged"
    SESSION = "session"
    ANSWERED = "answered"


class Pace(StrEnum):
    """How a step stands."""

    DONE = "done"
    NOW = "now"
    LATE = "late"
    LATER = "later"


@dataclass(frozen=True, kw_only=True)
class Run:
    """A clock's facts, in days of the organisation's calendar."""

    reached_on: dt.date
    acknowledge_days: int
    answer_days: int
    has_session: bool
    acknowledged_on: dt.date | None = None
    session_on: dt.date | None = None
    answered_on: dt.date | None = None


@dataclass(frozen=True)
class Hand:
    """One step of a clock: when it was done, or by when it is due (None: nobody knows yet)."""

    step: Step
    pace: Pace
    on: dt.date | None
    days_late: int = 0


def hands(run: Run, today: dt.date) -> list[Hand]:
    """Every step in order. The first that is not done is the current one, or late."""
    done = [(Step.REACHED, run.reached_on, run.reached_on), *_owed(run, today)]
    found, is_current = [], True
    for step, done_on, due_on in done:
        hand = _hand(step, done_on, due_on, today, is_current=is_current)
        is_current = is_current and hand.pace is Pace.DONE
        found.append(hand)
    return found


def is_late(run: Run, today: dt.date) -> bool:
    """Whether any step is overdue."""
    return any(hand.pace is Pace.LATE for hand in hands(run, today))


def _owed(run: Run, today: dt.date) -> list[tuple[Step, dt.date | None, dt.date | None]]:
    acknowledge_by = run.reached_on + dt.timedelta(days=run.acknowledge_days)
    answer_by = run.reached_on + dt.timedelta(days=run.answer_days)
    owed: list[tuple[Step, dt.date | None, dt.date | None]] = [(Step.ACKNOWLEDGED, run.acknowledged_on, acknowledge_by)]
    if run.has_session:
        held_on = run.session_on if run.session_on is not None and run.session_on <= today else None
        owed.append((Step.SESSION, held_on, run.session_on))
    return [*owed, (Step.ANSWERED, run.answered_on, answer_by)]


def _hand(step: Step, done_on: dt.date | None, due_on: dt.date | None, today: dt.date, *, is_current: bool) -> Hand:
    if done_on is not None:
        return Hand(step, Pace.DONE, done_on)
    if due_on is not None and due_on < today:
        return Hand(step, Pace.LATE, due_on, (today - due_on).days)
    return Hand(step, Pace.NOW if is_current else Pace.LATER, due_on)
